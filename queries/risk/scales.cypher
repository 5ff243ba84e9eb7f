// Scales by id.
UNWIND $ids AS id
MATCH (s:RiskScale {id: id})
RETURN s.id AS id, s.name AS name, s.probability_names AS probability_names, s.consequence_names AS consequence_names,
  s.yellow_from AS yellow_from, s.red_from AS red_from
ORDER BY id
