// Who leads steps of collaborations, takes part in them or has an interest in them on a day. What is only proposed is left
// out.
UNWIND $ids AS id
MATCH (c:Collaboration {id: id})<-[r:LEADS_STEP|TAKES_PART_IN|STAKEHOLDER_IN]-(x:Node)
WHERE (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
  AND (x.valid_from IS NULL OR x.valid_from <= $day) AND (x.valid_to IS NULL OR $day < x.valid_to)
  AND coalesce(r.certainty, '') <> 'proposed' AND coalesce(x.certainty, '') <> 'proposed'
RETURN DISTINCT c.id AS id, type(r) AS type, r.step AS step, x.id AS other, x.kind AS kind, x.name AS name,
  x.actor_kind AS actor_kind, x.organisation_number AS organisation_number
ORDER BY id, type, step, other
