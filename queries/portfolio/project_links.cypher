// What projects and programmes are tied to on a day. What is only proposed is left out.
UNWIND $ids AS id
MATCH (p:Node {id: id})-[r:IN_PHASE|NEEDED_IN|IN_PROGRAMME|IN_PORTFOLIO|DEPENDS_ON|YIELDS|ANCHORED_IN|CONTRIBUTES_TO]->(x:Node)
WHERE (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
  AND (x.valid_from IS NULL OR x.valid_from <= $day) AND (x.valid_to IS NULL OR $day < x.valid_to)
  AND coalesce(r.certainty, '') <> 'proposed' AND coalesce(x.certainty, '') <> 'proposed'
RETURN id, type(r) AS type, x.id AS other, x.kind AS kind, x.name AS name, r.valid_from AS since,
  r.decided_on AS decided_on, r.lag_days AS lag_days, r.contribution AS contribution, r.reason AS reason,
  x.start_on AS start_on, x.end_on AS end_on, x.decided_on AS decision_day
ORDER BY id, type, other, since, decided_on, lag_days, contribution, reason
