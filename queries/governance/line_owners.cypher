// The units in the line that own contracts on a day, and the companies that deliver through them.
UNWIND $ids AS id
MATCH (c:Contract {id: id})-[r:OWNED_IN_LINE_BY|SUPPLIED_BY]->(x:Node)
WHERE (x:Unit OR x:Company)
  AND (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
  AND (x.valid_from IS NULL OR x.valid_from <= $day) AND (x.valid_to IS NULL OR $day < x.valid_to)
  AND coalesce(r.certainty, '') <> 'proposed' AND coalesce(x.certainty, '') <> 'proposed'
RETURN DISTINCT c.id AS id, type(r) AS type, x.id AS other, x.kind AS kind, x.name AS name
ORDER BY id, type, other
