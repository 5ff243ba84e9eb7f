// A plan version and every version of its plan, in no order.
MATCH (v:Node {id: $id})
OPTIONAL MATCH (v)-[:VERSION_OF]->(p:Plan)
OPTIONAL MATCH (p)<-[:VERSION_OF]-(other:PlanVersion)
RETURN v.id AS id, v.kind AS kind, p.id AS plan, p.name AS plan_name,
  other.id AS version, other.name AS name, other.number AS number, other.status AS status,
  other.adopted_on AS adopted_on, other.valid_from AS valid_from, other.valid_to AS valid_to
