// Everybody in a post leaves it on the day.
MATCH (p:Post {id: $subject})
OPTIONAL MATCH (:Leader)-[h:HOLDS]->(p)
WHERE (h.valid_from IS NULL OR h.valid_from <= $day) AND (h.valid_to IS NULL OR $day < h.valid_to)
FOREACH (one IN CASE WHEN h IS NULL THEN [] ELSE [h] END | SET one.valid_to = $day)
RETURN p.id AS id
