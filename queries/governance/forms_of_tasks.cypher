// The forms of governance chosen for tasks on a day. What is only proposed is left out.
UNWIND $ids AS id
MATCH (t:Task {id: id})-[s:SOLVED_BY]->(f:GovernanceForm)
WHERE (s.valid_from IS NULL OR s.valid_from <= $day) AND (s.valid_to IS NULL OR $day < s.valid_to)
  AND (f.valid_from IS NULL OR f.valid_from <= $day) AND (f.valid_to IS NULL OR $day < f.valid_to)
  AND coalesce(s.certainty, '') <> 'proposed' AND coalesce(f.certainty, '') <> 'proposed'
RETURN DISTINCT t.id AS task, f.id AS id, f.form AS form, f.reason AS reason, f.valid_from AS valid_from,
  f.valid_to AS valid_to
ORDER BY task, valid_from, id
