// Indicators that measure the elements: whether they do on the day asked about, and whether they had begun to by then.
// What is only proposed measures nothing.
UNWIND $ids AS id
MATCH (n:Node {id: id})<-[m:MEASURES]-(i:Indicator)
WHERE coalesce(m.certainty, '') <> 'proposed' AND coalesce(i.certainty, '') <> 'proposed'
RETURN n.id AS element, i.id AS id, i.name AS name, i.code AS code, i.illustrative AS illustrative,
  (m.valid_from IS NULL OR m.valid_from <= $day) AND (i.valid_from IS NULL OR i.valid_from <= $day) AS begun,
  (m.valid_from IS NULL OR m.valid_from <= $day) AND (m.valid_to IS NULL OR $day < m.valid_to)
  AND (i.valid_from IS NULL OR i.valid_from <= $day) AND (i.valid_to IS NULL OR $day < i.valid_to) AS holds
ORDER BY element, id
