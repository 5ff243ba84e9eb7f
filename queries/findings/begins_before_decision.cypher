// Delegations that hold from before the day they were decided, and still hold on the day.
MATCH (d:Delegation)-[:DECIDED_BY]->(v:Decision)
WHERE d.dataset = $dataset AND d.valid_from IS NOT NULL AND v.decided_on IS NOT NULL AND d.valid_from < v.decided_on
  AND d.valid_from <= $day AND (d.valid_to IS NULL OR $day < d.valid_to)
RETURN d.id AS subject, d.name AS subject_name, toString(d.valid_from) AS valid_from, toString(v.decided_on) AS decided_on,
  [v.id] AS about
ORDER BY subject
