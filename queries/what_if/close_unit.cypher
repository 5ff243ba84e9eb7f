// A unit is closed on the day; its parts become parts of another.
MATCH (u:Unit {id: $subject}), (to:Unit {id: $target})
SET u.valid_to = $day
WITH u, to
OPTIONAL MATCH (part:Unit)-[r:PART_OF]->(u)
FOREACH (one IN CASE WHEN r IS NULL THEN [] ELSE [r] END |
  SET one.valid_to = $day
  CREATE (part)-[:PART_OF {valid_from: $day, key: 'what-if', certainty: 'documented', illustrative: false}]->(to))
RETURN DISTINCT u.id AS id
