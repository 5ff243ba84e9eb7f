// People who on a day hold posts with delegations to order or attest in a unit, and to order payment in the same unit.
MATCH (l:Leader)-[h1:HOLDS]->(:Post)<-[:TO]-(a:Delegation)-[:WITHIN]->(u:Unit)<-[:WITHIN]-(b:Delegation)-[:TO]->(:Post)<-[h2:HOLDS]-(l)
WHERE l.dataset = $dataset AND a.id <> b.id
  AND ('bestilling' IN a.actions OR 'attestasjon' IN a.actions) AND 'anvisning' IN b.actions
  AND (h1.valid_from IS NULL OR h1.valid_from <= $day) AND (h1.valid_to IS NULL OR $day < h1.valid_to)
  AND (h2.valid_from IS NULL OR h2.valid_from <= $day) AND (h2.valid_to IS NULL OR $day < h2.valid_to)
  AND (a.valid_from IS NULL OR a.valid_from <= $day) AND (a.valid_to IS NULL OR $day < a.valid_to)
  AND (b.valid_from IS NULL OR b.valid_from <= $day) AND (b.valid_to IS NULL OR $day < b.valid_to)
RETURN DISTINCT a.id AS subject, a.name AS subject_name, b.name AS other_name, l.name AS person_name,
  CASE WHEN 'bestilling' IN a.actions THEN 'bestille' ELSE 'attestere' END AS first, 'anvise' AS second,
  [b.id, l.id] AS about
ORDER BY subject, other_name
