// The contracts that draw on framework agreements on a day. What is only proposed is left out.
UNWIND $ids AS id
MATCH (f:Node {id: id})<-[r:CALLS_OFF]-(c:Contract)
WHERE (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
  AND (c.valid_from IS NULL OR c.valid_from <= $day) AND (c.valid_to IS NULL OR $day < c.valid_to)
  AND coalesce(r.certainty, '') <> 'proposed' AND coalesce(c.certainty, '') <> 'proposed'
RETURN DISTINCT id, 'CALLED_OFF_BY' AS type, c.id AS other, c.kind AS kind, c.name AS name
ORDER BY id, other
