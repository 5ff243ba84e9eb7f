// Delegations on a day from an elected body to a post that is not the top of the administration.
MATCH (b:Body)<-[f:FROM]-(d:Delegation)-[t:TO]->(p:Post)
WHERE d.dataset = $dataset AND coalesce(b.political, true) AND coalesce(p.ledernivaa, 0) <> 1
  AND (d.valid_from IS NULL OR d.valid_from <= $day) AND (d.valid_to IS NULL OR $day < d.valid_to)
  AND NOT EXISTS { MATCH (d)-[:REVOKED_BY]->(v:Decision) WHERE v.decided_on <= $day }
RETURN d.id AS subject, d.name AS subject_name, b.name AS giver_name, p.name AS receiver_name, [b.id, p.id] AS about
ORDER BY subject
