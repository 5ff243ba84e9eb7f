// Delegations on a day from an elected body to a post in the administration that is not the top of it. A post on no level
// of leadership, in no unit and under no other post, such as the mayor's, is an elected office: law allows that.
MATCH (b:Body)<-[f:FROM]-(d:Node)-[t:TO]->(p:Post)
WHERE d:Delegation AND d.dataset = $dataset AND coalesce(b.political, true) AND coalesce(p.ledernivaa, 0) <> 1
  AND (p.ledernivaa IS NOT NULL OR p.fullmaktsnivaa IS NOT NULL OR EXISTS { MATCH (p)-[:IN_UNIT|LEADS]->(:Unit) }
    OR EXISTS { MATCH (p)-[:REPORTS_TO]->(:Post) })
  AND (d.valid_from IS NULL OR d.valid_from <= $day) AND (d.valid_to IS NULL OR $day < d.valid_to)
  AND NOT EXISTS { MATCH (d)-[:REVOKED_BY]->(v:Decision) WHERE v.decided_on <= $day }
RETURN d.id AS subject, d.name AS subject_name, b.name AS giver_name, p.name AS receiver_name, [b.id, p.id] AS about
ORDER BY subject
