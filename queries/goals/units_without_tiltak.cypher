// Units in a scope that no tiltak is laid on, and where no post answers for one on the day; of the kinds that have posts.
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
  AND EXISTS { MATCH (u)<-[:IN_UNIT|LEADS]-(:Post) }
  AND NOT EXISTS { MATCH (u)<-[:ALLOCATED_TO]-(:Tiltak) }
  AND NOT EXISTS { MATCH (u)<-[:IN_UNIT|LEADS]-(:Post)<-[:RESPONSIBLE]-(:Tiltak) }
RETURN u.id AS id, u.name AS name
ORDER BY id
