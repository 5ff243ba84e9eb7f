// The sum lines of a dataset that hold on a day, with the projects counted in each.
MATCH (s:SumLine)
WHERE s.dataset = $dataset
  AND (s.valid_from IS NULL OR s.valid_from <= $day) AND (s.valid_to IS NULL OR $day < s.valid_to)
RETURN s.id AS id, s.name AS name,
  COLLECT {
    MATCH (p:Project)-[c:COUNTED_IN]->(s)
    WHERE (c.valid_from IS NULL OR c.valid_from <= $day) AND (c.valid_to IS NULL OR $day < c.valid_to)
    RETURN DISTINCT p.id
  } AS projects
ORDER BY id
