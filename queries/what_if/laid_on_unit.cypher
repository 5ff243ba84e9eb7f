// What points to a unit on the day: its posts, leaders, parts, limits, plans and so on. Its history is not moved.
MATCH (x:Node)-[r]->(u:Unit {id: $subject})
WHERE type(r) <> 'BECAME'
  AND (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
RETURN x.id AS id, type(r) AS type, properties(r) AS body,
  EXISTS {
    MATCH (x)-[s]->(:Unit {id: $target})
    WHERE type(s) = type(r)
      AND (s.valid_from IS NULL OR s.valid_from <= $day) AND (s.valid_to IS NULL OR $day < s.valid_to)
  } AS there
ORDER BY id, type
