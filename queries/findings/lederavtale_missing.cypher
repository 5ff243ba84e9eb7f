// Posts on leadership levels 3 and 4 that somebody holds on a day, and that no lederavtale for the year binds. A vacant
// post has nobody to make an agreement with.
MATCH (p:Node)
WHERE p:Post AND p.dataset = $dataset AND p.ledernivaa IN [3, 4]
  AND (p.valid_from IS NULL OR p.valid_from <= $day) AND (p.valid_to IS NULL OR $day < p.valid_to)
  AND EXISTS {
    MATCH (:Leader)-[h:HOLDS]->(p)
    WHERE (h.valid_from IS NULL OR h.valid_from <= $day) AND (h.valid_to IS NULL OR $day < h.valid_to)
      AND h.kind <> 'stedfortreder'
  }
  AND NOT EXISTS { MATCH (a:Lederavtale)-[:BINDS]->(p) WHERE a.year = $year }
RETURN p.id AS subject, p.name AS subject_name, $year AS year, [] AS about
ORDER BY subject
