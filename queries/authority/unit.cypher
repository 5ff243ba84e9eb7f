// A unit and all it is part of on any day, each with what it is part of.
MATCH (:Node {id: $id})-[:PART_OF*0..20]->(u:Unit)
WITH DISTINCT u
RETURN u.id AS id, u.name AS name, u.valid_from AS valid_from, u.valid_to AS valid_to,
  COLLECT {
    MATCH (u)-[r:PART_OF]->(above:Unit)
    RETURN {id: above.id, valid_from: r.valid_from, valid_to: r.valid_to}
  } AS part_of
ORDER BY id
