// Provisions with all they are part of, nearest first, and whether they hold on a day.
UNWIND $ids AS id
MATCH way = (p:Node {id: id})-[:PART_OF*0..10]->(a:LegalProvision)
RETURN p.id AS id, a.id AS above, length(way) AS distance, a.name AS name
ORDER BY id, distance, above
