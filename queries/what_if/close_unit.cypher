// A unit is closed on the day, with what points to it then.
MATCH (u:Unit {id: $subject}), (:Unit {id: $target})
SET u.valid_to = CASE WHEN u.valid_to IS NULL OR $day < u.valid_to THEN $day ELSE u.valid_to END
WITH u
OPTIONAL MATCH (:Node)-[r]->(u)
WHERE type(r) <> 'BECAME'
  AND (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
FOREACH (one IN CASE WHEN r IS NULL THEN [] ELSE [r] END | SET one.valid_to = $day)
RETURN DISTINCT u.id AS id
