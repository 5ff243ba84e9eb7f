// The risks that threaten tasks and those who carry them, on a day. What is only proposed is left out.
UNWIND $ids AS id
MATCH (x:Node {id: id})<-[t:THREATENS]-(r:Risk)
WHERE (t.valid_from IS NULL OR t.valid_from <= $day) AND (t.valid_to IS NULL OR $day < t.valid_to)
  AND (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
  AND coalesce(t.certainty, '') <> 'proposed' AND coalesce(r.certainty, '') <> 'proposed'
RETURN DISTINCT x.id AS about, r.id AS risk, r.probability AS probability, r.consequence AS consequence,
  r.assessed_on AS assessed_on
ORDER BY about, risk
