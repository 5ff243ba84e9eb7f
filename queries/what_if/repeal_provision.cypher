// A provision, with all that is part of it, is repealed on the day, where it is not repealed already.
MATCH (l:LegalProvision {id: $subject})<-[:PART_OF*0..10]-(part:LegalProvision)
SET part.valid_to = CASE WHEN part.valid_to IS NULL OR $day < part.valid_to THEN $day ELSE part.valid_to END
RETURN DISTINCT l.id AS id
