// Posts in or leading a unit, and what is limited to it or laid on it, go over to another unit.
MATCH (u:Unit {id: $subject}), (to:Unit {id: $target})
MATCH (x:Node)-[r:IN_UNIT|LEADS|WITHIN|ALLOCATED_TO]->(u)
RETURN x.id AS id, type(r) AS type
