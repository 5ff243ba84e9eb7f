// Tasks whose form of governance is carried by contracts on a day, with all that carries any form of theirs then. What is
// only proposed is left out.
UNWIND $ids AS id
MATCH (c:Contract {id: id})<-[r:CARRIED_BY]-(f:GovernanceForm)<-[s:SOLVED_BY]-(t:Task)
WHERE (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
  AND (f.valid_from IS NULL OR f.valid_from <= $day) AND (f.valid_to IS NULL OR $day < f.valid_to)
  AND (s.valid_from IS NULL OR s.valid_from <= $day) AND (s.valid_to IS NULL OR $day < s.valid_to)
  AND (t.valid_from IS NULL OR t.valid_from <= $day) AND (t.valid_to IS NULL OR $day < t.valid_to)
  AND coalesce(r.certainty, '') <> 'proposed' AND coalesce(f.certainty, '') <> 'proposed'
  AND coalesce(s.certainty, '') <> 'proposed' AND coalesce(t.certainty, '') <> 'proposed'
RETURN DISTINCT c.id AS id, t.id AS task, t.name AS task_name, t.required_by_law AS required_by_law,
  COLLECT {
    MATCH (t)-[b:SOLVED_BY]->(g:GovernanceForm)-[a:CARRIED_BY]->(x:Node)
    WHERE (b.valid_from IS NULL OR b.valid_from <= $day) AND (b.valid_to IS NULL OR $day < b.valid_to)
      AND (g.valid_from IS NULL OR g.valid_from <= $day) AND (g.valid_to IS NULL OR $day < g.valid_to)
      AND (a.valid_from IS NULL OR a.valid_from <= $day) AND (a.valid_to IS NULL OR $day < a.valid_to)
      AND (x.valid_from IS NULL OR x.valid_from <= $day) AND (x.valid_to IS NULL OR $day < x.valid_to)
      AND coalesce(b.certainty, '') <> 'proposed' AND coalesce(g.certainty, '') <> 'proposed'
      AND coalesce(a.certainty, '') <> 'proposed' AND coalesce(x.certainty, '') <> 'proposed'
    RETURN DISTINCT x.id
  } AS carriers
ORDER BY id, task
