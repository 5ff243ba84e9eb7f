// The risks that threaten elements on a day, as they are read on their scales.
UNWIND $ids AS id
MATCH (:Node {id: id})<-[t:THREATENS]-(r:Risk)
WHERE (t.valid_from IS NULL OR t.valid_from <= $day) AND (t.valid_to IS NULL OR $day < t.valid_to)
  AND (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
WITH DISTINCT id, r
RETURN id, r.id AS risk, r.probability AS probability, r.consequence AS consequence,
  r.residual_probability AS residual_probability, r.residual_consequence AS residual_consequence,
  COLLECT {
    MATCH (r)-[o:ON_SCALE]->(s:RiskScale)
    WHERE (o.valid_from IS NULL OR o.valid_from <= $day) AND (o.valid_to IS NULL OR $day < o.valid_to)
    RETURN s.id
  } AS scales
ORDER BY id, risk
