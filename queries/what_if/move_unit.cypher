// A unit becomes part of another from the day.
MATCH (u:Unit {id: $subject}), (to:Unit {id: $target})
OPTIONAL MATCH (u)-[r:PART_OF]->(:Unit)
FOREACH (one IN CASE WHEN r IS NULL THEN [] ELSE [r] END | SET one.valid_to = $day)
WITH DISTINCT u, to
CREATE (u)-[:PART_OF {valid_from: $day, key: 'what-if', certainty: 'documented', illustrative: false}]->(to)
RETURN u.id AS id
