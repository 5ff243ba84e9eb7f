// The reviews that examine tasks and those who carry them, on a day, with all that each examines. What is only proposed is
// left out.
UNWIND $ids AS id
MATCH (x:Node {id: id})<-[e:EXAMINES]-(r:Review)
WHERE (e.valid_from IS NULL OR e.valid_from <= $day) AND (e.valid_to IS NULL OR $day < e.valid_to)
  AND (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
  AND coalesce(e.certainty, '') <> 'proposed' AND coalesce(r.certainty, '') <> 'proposed'
RETURN DISTINCT x.id AS about, r.id AS review, r.reviewed_on AS reviewed_on,
  COLLECT { MATCH (r)-[:EXAMINES]->(o:Node) RETURN DISTINCT o.id } AS examined
ORDER BY about, review
