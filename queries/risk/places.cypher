// The units that risks lie in on a day: the unit threatened; the unit that needs the project, owns the contract, takes out
// the benefit or has been allocated the goal that is threatened; and the unit of the post that answers for the risk or for
// what is threatened.
UNWIND $ids AS id
CALL (id) {
  MATCH (:Risk {id: id})-[t:THREATENS]->(u:Unit)
  WHERE (t.valid_from IS NULL OR t.valid_from <= $day) AND (t.valid_to IS NULL OR $day < t.valid_to)
  RETURN u.id AS unit
  UNION
  MATCH (:Risk {id: id})-[t:THREATENS]->(:Node)-[l:NEEDED_IN|OWNED_IN_LINE_BY|REALISED_BY|ALLOCATED_TO]->(u:Unit)
  WHERE (t.valid_from IS NULL OR t.valid_from <= $day) AND (t.valid_to IS NULL OR $day < t.valid_to)
    AND (l.valid_from IS NULL OR l.valid_from <= $day) AND (l.valid_to IS NULL OR $day < l.valid_to)
  RETURN u.id AS unit
  UNION
  MATCH (:Risk {id: id})-[t:THREATENS]->(:Node)-[r:RESPONSIBLE]->(:Post)-[l:IN_UNIT|LEADS]->(u:Unit)
  WHERE r.role = 'main'
    AND (t.valid_from IS NULL OR t.valid_from <= $day) AND (t.valid_to IS NULL OR $day < t.valid_to)
    AND (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
    AND (l.valid_from IS NULL OR l.valid_from <= $day) AND (l.valid_to IS NULL OR $day < l.valid_to)
  RETURN u.id AS unit
  UNION
  MATCH (:Risk {id: id})-[r:RESPONSIBLE]->(:Post)-[l:IN_UNIT|LEADS]->(u:Unit)
  WHERE r.role = 'main'
    AND (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
    AND (l.valid_from IS NULL OR l.valid_from <= $day) AND (l.valid_to IS NULL OR $day < l.valid_to)
  RETURN u.id AS unit
}
RETURN DISTINCT id AS risk, unit
ORDER BY risk, unit
