// Who carries forms of governance, who has chosen them, and by which decisions, on a day. What is only proposed is left
// out, and what does not hold on the day.
UNWIND $ids AS id
MATCH (f:GovernanceForm {id: id})-[r:CARRIED_BY|CHOSEN_BY|DECIDED_BY]->(x:Node)
WHERE (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
  AND (x.valid_from IS NULL OR x.valid_from <= $day) AND (x.valid_to IS NULL OR $day < x.valid_to)
  AND coalesce(r.certainty, '') <> 'proposed' AND coalesce(x.certainty, '') <> 'proposed'
RETURN DISTINCT f.id AS id, type(r) AS type, x.id AS other, x.kind AS kind, x.name AS name
ORDER BY id, type, other
