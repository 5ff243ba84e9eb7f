// The goals that carriers contribute to on a day, and those allocated to units among them. What only supports or hinders
// is left out, and what is only proposed.
UNWIND $ids AS id
CALL (id) {
  MATCH (:Node {id: id})-[c:CONTRIBUTES_TO]->(g:Goal)
  WHERE coalesce(c.contribution, 'contributes') = 'contributes' AND coalesce(c.certainty, '') <> 'proposed'
    AND (c.valid_from IS NULL OR c.valid_from <= $day) AND (c.valid_to IS NULL OR $day < c.valid_to)
    AND (g.valid_from IS NULL OR g.valid_from <= $day) AND (g.valid_to IS NULL OR $day < g.valid_to)
  RETURN g.id AS goal
  UNION
  MATCH (:Unit {id: id})<-[a:ALLOCATED_TO]-(g:Goal)
  WHERE coalesce(a.certainty, '') <> 'proposed'
    AND (a.valid_from IS NULL OR a.valid_from <= $day) AND (a.valid_to IS NULL OR $day < a.valid_to)
    AND (g.valid_from IS NULL OR g.valid_from <= $day) AND (g.valid_to IS NULL OR $day < g.valid_to)
  RETURN g.id AS goal
}
RETURN DISTINCT id AS about, goal
ORDER BY about, goal
