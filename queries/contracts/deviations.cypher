// Deviations found in contracts that are open on a day.
UNWIND $ids AS id
MATCH (c:Node {id: id})<-[:FOUND_IN]-(d:Deviation)
WHERE (d.found_on IS NULL OR d.found_on <= $day) AND (d.closed_on IS NULL OR $day < d.closed_on)
  AND (d.valid_from IS NULL OR d.valid_from <= $day) AND (d.valid_to IS NULL OR $day < d.valid_to)
RETURN id, d.id AS deviation
ORDER BY id, deviation
