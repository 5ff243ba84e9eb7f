// Delegations on a day that nobody with competence is known to have decided: those who did are neither who gives it, nor
// somebody who substitutes for or shares level 1 with who gives it, nor anybody further up in what it rests on, nor
// kommunestyret. A decision that does not say who made it accuses nobody.
MATCH (giver:Node)<-[:FROM]-(d:Node)-[:DECIDED_BY]->(v:Decision)-[:DECIDED_IN]->(b:Node)
WHERE d:Delegation AND d.dataset = $dataset AND (v.decided_on IS NULL OR v.decided_on <= $day)
  AND (d.valid_from IS NULL OR d.valid_from <= $day) AND (d.valid_to IS NULL OR $day < d.valid_to)
  AND NOT EXISTS { MATCH (d)-[:REVOKED_BY]->(r:Decision) WHERE r.decided_on <= $day }
WITH d, giver, b,
  b.id = giver.id OR coalesce(b.body_kind, '') = 'kommunestyre'
  OR EXISTS { MATCH (b)-[:SUBSTITUTE_FOR|SHARES_AUTHORITY_WITH]->(giver) }
  OR EXISTS { MATCH (d)-[:RESTS_ON*1..12]->(:Node)-[:FROM|BELONGS_TO]->(b) }
  OR EXISTS { MATCH (giver)<-[:TO]-(:Delegation)-[:RESTS_ON*0..12]->(:Node)-[:FROM|BELONGS_TO]->(b) } AS competent
WITH d, giver, sum(CASE WHEN competent THEN 1 ELSE 0 END) AS competent, min(b.id) AS decided_in
WHERE competent = 0
MATCH (b:Node {id: decided_in})
RETURN d.id AS subject, d.name AS subject_name, giver.name AS giver_name, b.name AS decided_name,
  [giver.id, b.id] AS about
ORDER BY subject
