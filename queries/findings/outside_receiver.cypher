// Delegations on a day to a company or another actor outside the municipality.
MATCH (d:Node)-[:TO]->(x:Node)
WHERE d:Delegation AND d.dataset = $dataset AND (x:Company OR x:Actor)
  AND (d.valid_from IS NULL OR d.valid_from <= $day) AND (d.valid_to IS NULL OR $day < d.valid_to)
  AND NOT EXISTS { MATCH (d)-[:REVOKED_BY]->(v:Decision) WHERE v.decided_on <= $day }
RETURN d.id AS subject, d.name AS subject_name, x.name AS receiver_name, [x.id] AS about
ORDER BY subject
