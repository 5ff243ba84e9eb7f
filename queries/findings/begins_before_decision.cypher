// Delegations that hold from before the first day they were decided, and still hold on the day. Later decisions that
// amend or continue a delegation do not make it begin too early.
MATCH (d:Node)-[:DECIDED_BY]->(v:Decision)
WHERE d:Delegation AND d.dataset = $dataset AND d.valid_from IS NOT NULL AND v.decided_on IS NOT NULL
  AND d.valid_from <= $day AND (d.valid_to IS NULL OR $day < d.valid_to)
  AND NOT EXISTS { MATCH (d)-[:REVOKED_BY]->(r:Decision) WHERE r.decided_on <= $day }
WITH d, min(v.decided_on) AS decided_on, collect(DISTINCT v.id) AS about
WHERE d.valid_from < decided_on
RETURN d.id AS subject, d.name AS subject_name, toString(d.valid_from) AS valid_from, toString(decided_on) AS decided_on,
  about
ORDER BY subject
