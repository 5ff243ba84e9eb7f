// A delegation ends on the day.
MATCH (d:Delegation {id: $subject})
SET d.valid_to = $day
RETURN d.id AS id
