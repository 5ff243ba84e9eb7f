// Units in a scope that have posts and no tiltak on the day: none is laid on the unit, no post in it answers for one, and
// none stands in a plan that applies to it.
CALL () {
  MATCH (d:Dataset {id: $scope}) MATCH (u:Unit {dataset: d.id}) RETURN u
  UNION
  MATCH (s:Node {id: $scope}) WHERE s:Unit
  MATCH (s)<-[parts:PART_OF*0..8]-(u:Unit)
  WHERE all(r IN parts WHERE (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to))
  RETURN u
}
WITH u
WHERE (u.valid_from IS NULL OR u.valid_from <= $day) AND (u.valid_to IS NULL OR $day < u.valid_to)
  AND EXISTS { MATCH (u)<-[l:IN_UNIT|LEADS]-(p:Post) WHERE (l.valid_from IS NULL OR l.valid_from <= $day) AND (l.valid_to IS NULL OR $day < l.valid_to) AND (p.valid_from IS NULL OR p.valid_from <= $day) AND (p.valid_to IS NULL OR $day < p.valid_to) }
  AND NOT EXISTS { MATCH (u)<-[l:ALLOCATED_TO]-(t:Tiltak) WHERE (l.valid_from IS NULL OR l.valid_from <= $day) AND (l.valid_to IS NULL OR $day < l.valid_to) AND (t.valid_from IS NULL OR t.valid_from <= $day) AND (t.valid_to IS NULL OR $day < t.valid_to) }
  AND NOT EXISTS {
    MATCH (u)<-[l:IN_UNIT|LEADS]-(p:Post)<-[m:RESPONSIBLE]-(t:Tiltak)
    WHERE (l.valid_from IS NULL OR l.valid_from <= $day) AND (l.valid_to IS NULL OR $day < l.valid_to) AND (p.valid_from IS NULL OR p.valid_from <= $day) AND (p.valid_to IS NULL OR $day < p.valid_to) AND (m.valid_from IS NULL OR m.valid_from <= $day) AND (m.valid_to IS NULL OR $day < m.valid_to) AND (t.valid_from IS NULL OR t.valid_from <= $day) AND (t.valid_to IS NULL OR $day < t.valid_to)
  }
  AND NOT EXISTS {
    MATCH (u)<-[l:APPLIES_TO]-(:Plan)<-[:VERSION_OF]-(v:PlanVersion)<-[c:CONTAINED_IN]-(t:Tiltak)
    WHERE (l.valid_from IS NULL OR l.valid_from <= $day) AND (l.valid_to IS NULL OR $day < l.valid_to) AND (v.valid_from IS NULL OR v.valid_from <= $day) AND (v.valid_to IS NULL OR $day < v.valid_to) AND (c.valid_from IS NULL OR c.valid_from <= $day) AND (c.valid_to IS NULL OR $day < c.valid_to) AND (t.valid_from IS NULL OR t.valid_from <= $day) AND (t.valid_to IS NULL OR $day < t.valid_to)
  }
RETURN u.id AS id, u.name AS name
ORDER BY id
