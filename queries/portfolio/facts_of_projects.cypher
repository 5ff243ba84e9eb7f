// What projects and programmes say of themselves.
UNWIND $ids AS id
MATCH (p:Node {id: id})
RETURN p.id AS id, p.kind AS kind, p.bulk_item AS bulk_item, p.start_on AS start_on, p.end_on AS end_on,
  p.cost_estimate_nok AS cost_estimate_nok
ORDER BY id
