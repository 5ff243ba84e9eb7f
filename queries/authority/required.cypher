// What must be decided for an element, or for every element of a dataset that says what it requires. A contract without
// any requires a contract of its value; an accepted risk requires that it be accepted, by the post that accepted it.
MATCH (e:Node)
WHERE ($node IS NULL OR e.id = $node) AND e.dataset = $dataset
  AND (e:Tiltak OR e:Project OR e:Contract OR e:Risk)
  AND ($node IS NOT NULL
    OR EXISTS { MATCH (e)-[:REQUIRES]->() } OR EXISTS { MATCH (e)-[:ACCEPTED_BY]->() })
  AND ($node IS NOT NULL OR (
    (e.valid_from IS NULL OR e.valid_from <= $day) AND (e.valid_to IS NULL OR $day < e.valid_to)))
OPTIONAL MATCH (e)-[q:REQUIRES]->(a:RequiredAuthority)
WHERE (q.valid_from IS NULL OR q.valid_from <= $day) AND (q.valid_to IS NULL OR $day < q.valid_to)
OPTIONAL MATCH (a)-[:LEGAL_BASIS]->(l:LegalProvision)
OPTIONAL MATCH (a)-[:WITHIN]->(u:Unit)
OPTIONAL MATCH (e)-[:ACCEPTED_BY]->(p:Post)
OPTIONAL MATCH (e)-[:OWNED_IN_LINE_BY]->(owner:Unit)
RETURN e.id AS element, p.id AS accepted_by, l.id AS provision, coalesce(u.id, owner.id) AS unit,
  CASE WHEN a IS NOT NULL THEN a.action
       WHEN e:Contract THEN 'kontrakt'
       WHEN e:Risk AND p IS NOT NULL THEN 'risikoaksept'
       ELSE null END AS action,
  a.matter_area AS area,
  CASE WHEN a IS NOT NULL THEN a.amount_nok WHEN e:Contract THEN e.value_nok WHEN e:Risk THEN 0.0 ELSE null END AS amount_nok,
  a.amount_vat AS amount_vat, a.amount_per AS amount_per, a.case_type AS case_type, a.principal AS principal
ORDER BY element, a.id
