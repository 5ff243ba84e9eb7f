// The versions of some plans.
UNWIND $ids AS id
MATCH (p:Plan {id: id})<-[:VERSION_OF]-(v:PlanVersion)
RETURN p.id AS plan, p.valid_from AS plan_from, p.valid_to AS plan_to, v.status AS status, v.adopted_on AS adopted_on,
  v.valid_from AS valid_from, v.valid_to AS valid_to
