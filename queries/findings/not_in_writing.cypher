// Delegations on a day that are oral or mere practice, under a regulation that requires writing.
MATCH (d:Node)-[:ISSUED_UNDER]->(r:Regulation)
WHERE d:Delegation AND d.dataset = $dataset AND r.requires_written_form = true
  AND (d.form = 'muntlig' OR coalesce(d.practice_only, false))
  AND (d.valid_from IS NULL OR d.valid_from <= $day) AND (d.valid_to IS NULL OR $day < d.valid_to)
  AND NOT EXISTS { MATCH (d)-[:REVOKED_BY]->(v:Decision) WHERE v.decided_on <= $day }
RETURN d.id AS subject, d.name AS subject_name, r.name AS regulation_name, [r.id] AS about
ORDER BY subject
