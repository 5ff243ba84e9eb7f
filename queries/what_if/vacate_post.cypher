// Everybody in a post leaves it on the day.
MATCH (p:Post {id: $subject})
OPTIONAL MATCH (:Leader)-[h:HOLDS]->(p)
FOREACH (one IN CASE WHEN h IS NULL THEN [] ELSE [h] END | SET one.valid_to = $day)
RETURN p.id AS id
