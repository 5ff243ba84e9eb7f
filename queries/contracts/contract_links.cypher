// What contracts are tied to on a day, and whether the node at the other end still holds. What is only proposed is left
// out.
UNWIND $ids AS id
MATCH (c:Node {id: id})-[r:SUPPLIED_BY|OWNED_IN_LINE_BY|FULFILS|CONTRIBUTES_TO|DECIDED_BY|CONDITIONAL_ON|CALLS_OFF]->(x:Node)
WHERE (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
  AND coalesce(r.certainty, '') <> 'proposed'
RETURN id, type(r) AS type, x.id AS other, x.kind AS kind, x.name AS name, r.contribution AS contribution,
  x.decided_on AS decided_on,
  (x.valid_from IS NULL OR x.valid_from <= $day) AND (x.valid_to IS NULL OR $day < x.valid_to) AS holds,
  x.valid_to IS NOT NULL AND x.valid_to <= $day AS ended
ORDER BY id, type, other, contribution
