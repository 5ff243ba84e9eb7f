// Delegations on a day from somebody to the same.
MATCH (x:Node)<-[:FROM]-(d:Node)-[:TO]->(y:Node)
WHERE d:Delegation AND d.dataset = $dataset AND x.id = y.id
  AND (d.valid_from IS NULL OR d.valid_from <= $day) AND (d.valid_to IS NULL OR $day < d.valid_to)
  AND NOT EXISTS { MATCH (d)-[:REVOKED_BY]->(v:Decision) WHERE v.decided_on <= $day }
RETURN d.id AS subject, d.name AS subject_name, x.name AS receiver_name, [x.id] AS about
ORDER BY subject
