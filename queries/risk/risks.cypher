// Risks of a dataset that hold on a day, with the scale they are read on and who has accepted them.
MATCH (r:Risk)
WHERE r.dataset = $dataset
  AND (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
RETURN r.id AS id, r.name AS name, r.probability AS probability, r.consequence AS consequence,
  r.residual_probability AS residual_probability, r.residual_consequence AS residual_consequence,
  r.treatment AS treatment, r.assessed_on AS assessed_on,
  COLLECT {
    MATCH (r)-[o:ON_SCALE]->(s:RiskScale)
    WHERE (o.valid_from IS NULL OR o.valid_from <= $day) AND (o.valid_to IS NULL OR $day < o.valid_to)
    RETURN s.id
  } AS scales,
  COLLECT {
    MATCH (r)-[a:ACCEPTED_BY]->(p:Post)
    WHERE (a.valid_from IS NULL OR a.valid_from <= $day) AND (a.valid_to IS NULL OR $day < a.valid_to)
    RETURN {id: p.id, name: p.name}
  } AS accepted_by
ORDER BY id
