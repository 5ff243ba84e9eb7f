// What tiltak and oppdrag are anchored in apart from goals, and whether the anchor holds on the day.
// What is only proposed does not, and nothing is anchored in what it hinders.
UNWIND $ids AS id
MATCH (n:Node {id: id})-[r:ANCHORED_IN|IMPLEMENTS]->(a:Node)
WHERE (a:Decision OR a:LegalProvision OR a:Risk OR a:Deviation OR a:Remark OR a:Guideline)
  AND coalesce(r.contribution, '') <> 'hinders'
RETURN n.id AS id, a.id AS anchor, a.kind AS kind, a.name AS name, r.reason AS reason,
  (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
  AND (a.valid_from IS NULL OR a.valid_from <= $day) AND (a.valid_to IS NULL OR $day < a.valid_to)
  AND coalesce(r.certainty, '') <> 'proposed' AND coalesce(a.certainty, '') <> 'proposed' AS holds
ORDER BY id, anchor, reason, holds
