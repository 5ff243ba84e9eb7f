// Tiltak that hold on a day in a scope: a dataset, or a unit with its subtree. A tiltak is a unit's when it is laid on the
// unit, when a post in the unit (or one that leads it) answers for it, or when it stands in a plan that applies to the unit.
CALL () {
  MATCH (d:Dataset {id: $scope})
  OPTIONAL MATCH (t:Tiltak {dataset: d.id})
  RETURN 'Dataset' AS matched, t
  UNION
  MATCH (s:Node {id: $scope}) WHERE s:Unit
  OPTIONAL MATCH (s)<-[parts:PART_OF*0..8]-(u:Unit)<-[l:ALLOCATED_TO|IN_UNIT|LEADS|APPLIES_TO]-(x:Node)
  WHERE all(r IN parts WHERE (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to))
    AND (l.valid_from IS NULL OR l.valid_from <= $day) AND (l.valid_to IS NULL OR $day < l.valid_to)
  OPTIONAL MATCH (x)<-[m:RESPONSIBLE]-(answered:Tiltak)
  WHERE m.role = 'main' AND (m.valid_from IS NULL OR m.valid_from <= $day) AND (m.valid_to IS NULL OR $day < m.valid_to)
  OPTIONAL MATCH (x)<-[:VERSION_OF]-(v:PlanVersion)<-[c:CONTAINED_IN]-(contained:Tiltak)
  WHERE (c.valid_from IS NULL OR c.valid_from <= $day) AND (c.valid_to IS NULL OR $day < c.valid_to)
    AND (v.valid_from IS NULL OR v.valid_from <= $day) AND (v.valid_to IS NULL OR $day < v.valid_to)
  UNWIND [CASE WHEN x:Tiltak THEN x ELSE null END, answered, contained] AS t
  RETURN 'Unit' AS matched, t
}
WITH matched, t
RETURN DISTINCT matched, t.id AS id,
  (t.valid_from IS NULL OR t.valid_from <= $day) AND (t.valid_to IS NULL OR $day < t.valid_to) AS holds
