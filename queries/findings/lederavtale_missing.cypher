// Posts on leadership levels 3 and 4 that lead a unit on a day, and are bound by no lederavtale for the year.
MATCH (p:Post)
WHERE p.dataset = $dataset AND p.ledernivaa IN [3, 4]
  AND (p.valid_from IS NULL OR p.valid_from <= $day) AND (p.valid_to IS NULL OR $day < p.valid_to)
  AND NOT EXISTS { MATCH (a:Lederavtale)-[:BINDS]->(p) WHERE a.year = $day.year }
RETURN p.id AS subject, p.name AS subject_name, $day.year AS year, [] AS about
ORDER BY subject
