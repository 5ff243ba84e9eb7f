// A unit and the units it is part of on a day.
MATCH (u:Unit {id: $unit})
MATCH (u)-[parts:PART_OF*0..8]->(above:Unit)
WHERE all(r IN parts WHERE (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to))
RETURN DISTINCT above.id AS id
