// Indicators that measure the elements, on any day, and whether they do so on the day asked about.
UNWIND $ids AS id
MATCH (i:Indicator)-[m:MEASURES]->(n:Node {id: id})
RETURN n.id AS element, i.id AS id, i.name AS name, i.code AS code, i.illustrative AS illustrative,
  (m.valid_from IS NULL OR m.valid_from <= $day) AND (m.valid_to IS NULL OR $day < m.valid_to)
  AND (i.valid_from IS NULL OR i.valid_from <= $day) AND (i.valid_to IS NULL OR $day < i.valid_to) AS holds
ORDER BY element, id
