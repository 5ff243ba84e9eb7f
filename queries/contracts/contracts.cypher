// The contracts of a dataset that are known on a day.
MATCH (c:Contract)
WHERE c.dataset = $dataset
  AND (c.valid_from IS NULL OR c.valid_from <= $day) AND (c.valid_to IS NULL OR $day < c.valid_to)
RETURN c.id AS id, c.start_on AS start_on, c.end_on AS end_on, c.value_nok AS value_nok,
  c.value_per_year_nok AS value_per_year_nok, c.framework_agreement AS framework_agreement, c.conditions AS conditions
ORDER BY id
