// A provision with what it is part of, nearest first, and the provisions it replaced with what these are part of.
MATCH (p:Node {id: $id})
WHERE p:LegalProvision
RETURN p.id AS id, p.name AS name, p.valid_from AS valid_from, p.valid_to AS valid_to,
  COLLECT {
    MATCH way = (p)-[:PART_OF*0..10]->(a:LegalProvision)
    RETURN {id: a.id, name: a.name, distance: length(way), valid_from: a.valid_from, valid_to: a.valid_to}
  } AS above,
  COLLECT {
    MATCH way = (p)-[:PART_OF*0..10]->(:LegalProvision)-[:REPLACES*1..5]->(:LegalProvision)-[:PART_OF*0..10]->(a:LegalProvision)
    RETURN {id: a.id, name: a.name, distance: length(way)}
  } AS replaced
