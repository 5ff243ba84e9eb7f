// A unit becomes part of another from the day, and no longer of what it was part of.
MATCH (u:Unit {id: $subject}), (to:Unit {id: $target})
OPTIONAL MATCH (u)-[r:PART_OF]->(:Unit)
WHERE r.valid_to IS NULL OR $day < r.valid_to
FOREACH (one IN CASE WHEN r IS NULL THEN [] ELSE [r] END | SET one.valid_to = $day)
WITH DISTINCT u, to
CREATE (u)-[:PART_OF {valid_from: $day, key: 'what-if', certainty: 'documented', illustrative: false}]->(to)
RETURN u.id AS id
