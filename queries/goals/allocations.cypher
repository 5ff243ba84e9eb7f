// The units that goals are allocated to on a day.
UNWIND $ids AS id
MATCH (g:Node {id: id})-[a:ALLOCATED_TO]->(u:Unit)
WHERE (a.valid_from IS NULL OR a.valid_from <= $day) AND (a.valid_to IS NULL OR $day < a.valid_to)
  AND (u.valid_from IS NULL OR u.valid_from <= $day) AND (u.valid_to IS NULL OR $day < u.valid_to)
RETURN g.id AS id, u.id AS unit, u.name AS name, a.through AS through
ORDER BY id, unit, through
