// A delegation ends on the day, unless it has ended already.
MATCH (d:Delegation {id: $subject})
SET d.valid_to = CASE WHEN d.valid_to IS NULL OR $day < d.valid_to THEN $day ELSE d.valid_to END
RETURN d.id AS id
