// The tasks of a dataset, or one by id, with the units of the posts that are main responsible for each on a day. What is
// only proposed is left out.
MATCH (t:Task)
WHERE t.id = $task OR t.dataset = $dataset
RETURN t.id AS id,
  (t.valid_from IS NULL OR t.valid_from <= $day) AND (t.valid_to IS NULL OR $day < t.valid_to)
    AND coalesce(t.certainty, '') <> 'proposed' AS holds,
  COLLECT {
    MATCH (t)-[r:RESPONSIBLE]->(p:Post)-[l:IN_UNIT|LEADS]->(u:Unit)
    WHERE r.role = 'main'
      AND (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
      AND (p.valid_from IS NULL OR p.valid_from <= $day) AND (p.valid_to IS NULL OR $day < p.valid_to)
      AND (l.valid_from IS NULL OR l.valid_from <= $day) AND (l.valid_to IS NULL OR $day < l.valid_to)
      AND coalesce(r.certainty, '') <> 'proposed'
    RETURN DISTINCT u.id
  } AS units
ORDER BY id
