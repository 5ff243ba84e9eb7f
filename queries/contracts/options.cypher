// The options of contracts. What is only proposed is left out.
UNWIND $ids AS id
MATCH (c:Node {id: id})<-[:OPTION_OF]-(o:ContractOption)
WHERE (o.valid_from IS NULL OR o.valid_from <= $day) AND (o.valid_to IS NULL OR $day < o.valid_to)
  AND coalesce(o.certainty, '') <> 'proposed'
RETURN id, o.id AS option, o.name AS name, o.status AS status, o.start_on AS start_on, o.end_on AS end_on,
  o.years_max AS years_max, o.exercise_by AS exercise_by, o.illustrative AS illustrative
ORDER BY id, start_on, option
