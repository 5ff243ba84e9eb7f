// A unit and what it is part of on the day.
MATCH (u:Unit {id: $id})
OPTIONAL MATCH way = (u)-[:PART_OF*1..20]->(above:Unit)
WHERE all(r IN relationships(way)
  WHERE (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to))
RETURN u.id AS id, collect(DISTINCT above.id) AS above
