// Goals that hold on a day in a scope: a dataset, a plan (its versions in force), a plan version, a focus area or a goal
// with all that is part of it, or a unit with its subtree. `matched` tells what the scope is.
CALL () {
  MATCH (d:Dataset {id: $scope})
  OPTIONAL MATCH (g:Goal {dataset: d.id})
  RETURN 'Dataset' AS matched, g
  UNION
  MATCH (s:Node {id: $scope}) WHERE s:Goal OR s:FocusArea
  OPTIONAL MATCH (s)<-[parts:PART_OF*0..8]-(g:Goal)
  WHERE all(r IN parts WHERE (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to))
  RETURN s.kind AS matched, g
  UNION
  MATCH (s:Node {id: $scope}) WHERE s:PlanVersion
  OPTIONAL MATCH (s)<-[c:CONTAINED_IN]-(g:Goal)
  WHERE (c.valid_from IS NULL OR c.valid_from <= $day) AND (c.valid_to IS NULL OR $day < c.valid_to)
  RETURN s.kind AS matched, g
  UNION
  MATCH (s:Node {id: $scope}) WHERE s:Plan
  OPTIONAL MATCH (s)<-[:VERSION_OF]-(v:PlanVersion)<-[c:CONTAINED_IN]-(g:Goal)
  WHERE v.status IN ['adopted', 'replaced', 'lapsed']
    AND (coalesce(v.valid_from, v.adopted_on) IS NULL OR coalesce(v.valid_from, v.adopted_on) <= $day)
    AND ((v.valid_to IS NULL AND v.status = 'adopted') OR $day < v.valid_to)
    AND (c.valid_from IS NULL OR c.valid_from <= $day) AND (c.valid_to IS NULL OR $day < c.valid_to)
  RETURN s.kind AS matched, g
  UNION
  MATCH (s:Node {id: $scope}) WHERE s:Unit
  OPTIONAL MATCH (s)<-[parts:PART_OF*0..8]-(:Unit)<-[a:ALLOCATED_TO]-(g:Goal)
  WHERE all(r IN parts WHERE (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to))
    AND (a.valid_from IS NULL OR a.valid_from <= $day) AND (a.valid_to IS NULL OR $day < a.valid_to)
  RETURN s.kind AS matched, g
}
WITH matched, g
RETURN DISTINCT matched, g.id AS id, g.level AS level, g.dataset AS dataset,
  (g.valid_from IS NULL OR g.valid_from <= $day) AND (g.valid_to IS NULL OR $day < g.valid_to) AS holds
