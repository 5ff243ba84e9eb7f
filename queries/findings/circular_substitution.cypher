// Pairs of posts that are substitutes for each other on a day.
MATCH (a:Post)-[x:SUBSTITUTE_FOR]->(b:Post)-[y:SUBSTITUTE_FOR]->(a)
WHERE a.dataset = $dataset AND a.id < b.id
  AND (x.valid_from IS NULL OR x.valid_from <= $day) AND (x.valid_to IS NULL OR $day < x.valid_to)
  AND (y.valid_from IS NULL OR y.valid_from <= $day) AND (y.valid_to IS NULL OR $day < y.valid_to)
RETURN a.id AS subject, a.name AS subject_name, b.name AS other_name, [b.id] AS about
ORDER BY subject, other_name
