// What risks threaten on a day, and the goals that what they threaten contributes to.
UNWIND $ids AS id
MATCH (r:Risk {id: id})-[t:THREATENS]->(x:Node)
WHERE (t.valid_from IS NULL OR t.valid_from <= $day) AND (t.valid_to IS NULL OR $day < t.valid_to)
  AND (x.valid_from IS NULL OR x.valid_from <= $day) AND (x.valid_to IS NULL OR $day < x.valid_to)
RETURN r.id AS risk, x.id AS element, x.kind AS kind,
  COLLECT {
    MATCH (x)-[c:CONTRIBUTES_TO|CARRIES_OUT|IMPLEMENTS]->(g:Goal)
    WHERE coalesce(c.contribution, 'contributes') <> 'hinders' AND coalesce(c.certainty, '') <> 'proposed'
      AND (c.valid_from IS NULL OR c.valid_from <= $day) AND (c.valid_to IS NULL OR $day < c.valid_to)
      AND (g.valid_from IS NULL OR g.valid_from <= $day) AND (g.valid_to IS NULL OR $day < g.valid_to)
    RETURN DISTINCT g.id
  } AS goals
ORDER BY risk, element
