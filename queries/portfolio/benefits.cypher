// Benefits by id: what is expected, what is aimed at on the way, what has been measured by a day, and who takes them out.
UNWIND $ids AS id
MATCH (b:Benefit {id: id})
RETURN b.id AS id, b.baseline_value AS baseline_value, b.expected_value AS expected_value,
  b.unit_of_measure AS unit_of_measure, b.realise_from AS realise_from,
  COLLECT {
    MATCH (b)-[r:REALISED_BY]->(u:Unit)
    WHERE (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
      AND (u.valid_from IS NULL OR u.valid_from <= $day) AND (u.valid_to IS NULL OR $day < u.valid_to)
    RETURN {id: u.id, name: u.name}
  } AS owners,
  COLLECT {
    MATCH (b)<-[:AMBITION_FOR]-(a:Ambition)
    RETURN {id: a.id, low: a.low, high: a.high, reach_by: a.reach_by}
  } AS ambitions,
  COLLECT {
    MATCH (b)<-[:MEASUREMENT_OF]-(m:Measurement)
    WHERE m.value IS NOT NULL
      AND (m.measured_on <= $day OR (m.measured_on IS NULL AND m.year < $year))
    RETURN {id: m.id, value: m.value, year: m.year, measured_on: m.measured_on}
  } AS measurements
ORDER BY id
