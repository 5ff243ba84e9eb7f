// People who on a day hold posts with delegations to order or attest in a unit, and to order payment in the same unit or
// in one that the one is part of. One delegation may give both.
MATCH (l:Node)-[h1:HOLDS]->(:Post)<-[:TO]-(a:Delegation)-[:WITHIN]->(u:Unit)
WHERE l:Leader AND l.dataset = $dataset AND ('bestilling' IN a.actions OR 'attestasjon' IN a.actions)
  AND (h1.valid_from IS NULL OR h1.valid_from <= $day) AND (h1.valid_to IS NULL OR $day < h1.valid_to)
  AND (a.valid_from IS NULL OR a.valid_from <= $day) AND (a.valid_to IS NULL OR $day < a.valid_to)
  AND NOT EXISTS { MATCH (a)-[:REVOKED_BY]->(r:Decision) WHERE r.decided_on <= $day }
MATCH (l)-[h2:HOLDS]->(:Post)<-[:TO]-(b:Delegation)-[:WITHIN]->(w:Unit)
WHERE 'anvisning' IN b.actions
  AND (h2.valid_from IS NULL OR h2.valid_from <= $day) AND (h2.valid_to IS NULL OR $day < h2.valid_to)
  AND (b.valid_from IS NULL OR b.valid_from <= $day) AND (b.valid_to IS NULL OR $day < b.valid_to)
  AND NOT EXISTS { MATCH (b)-[:REVOKED_BY]->(r:Decision) WHERE r.decided_on <= $day }
  AND (EXISTS { MATCH (u)-[:PART_OF*0..10]->(w) } OR EXISTS { MATCH (w)-[:PART_OF*0..10]->(u) })
RETURN DISTINCT a.id AS subject, a.name AS subject_name, l.name AS person_name,
  CASE WHEN a.id = b.id THEN '«' + a.name + '»' ELSE '«' + a.name + '» og «' + b.name + '»' END AS through,
  CASE WHEN 'bestilling' IN a.actions THEN 'bestille' ELSE 'attestere' END AS first, 'anvise' AS second,
  CASE WHEN a.id = b.id THEN [l.id] ELSE [b.id, l.id] END AS about
ORDER BY subject, through
