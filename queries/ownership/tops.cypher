// Units of a dataset that are part of no other on a day, the highest type first.
MATCH (u:Unit {dataset: $dataset})
WHERE (u.valid_from IS NULL OR u.valid_from <= $day) AND (u.valid_to IS NULL OR $day < u.valid_to)
  AND NOT EXISTS {
    MATCH (u)-[p:PART_OF]->(:Unit)
    WHERE (p.valid_from IS NULL OR p.valid_from <= $day) AND (p.valid_to IS NULL OR $day < p.valid_to)
  }
OPTIONAL MATCH (t:UnitType {dataset: $dataset, code: u.unit_type})
RETURN u.id AS id, coalesce(t.rank, 1000) AS rank
ORDER BY rank, id
