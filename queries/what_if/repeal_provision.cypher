// A provision, with all that is part of it, is repealed on the day.
MATCH (l:LegalProvision {id: $subject})<-[:PART_OF*0..10]-(part:LegalProvision)
SET part.valid_to = $day
RETURN l.id AS id
