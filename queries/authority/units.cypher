// Units of some datasets, and what each is part of.
MATCH (u:Unit)
WHERE u.dataset IN $datasets
RETURN u.id AS id, u.name AS name, u.valid_from AS valid_from, u.valid_to AS valid_to,
  COLLECT {
    MATCH (u)-[r:PART_OF]->(above:Unit)
    RETURN {id: above.id, valid_from: r.valid_from, valid_to: r.valid_to}
  } AS part_of
