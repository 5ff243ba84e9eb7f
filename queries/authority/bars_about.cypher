// Bars of some provisions and delegations: those of some datasets or for bodies in them, and those beside the law itself.
MATCH (x:Node) WHERE x.id IN $ids
MATCH (x)<-[:BARS]-(b:DelegationBar)
WITH DISTINCT b, COLLECT { MATCH (b)-[:BARS|BELONGS_TO]->(y:Node) RETURN {dataset: y.dataset, kind: y.kind} } AS ends
WHERE b.dataset IN $datasets OR any(one IN ends WHERE
  CASE WHEN one.kind = 'LegalProvision' THEN one.dataset = b.dataset ELSE one.dataset IN $datasets END)
RETURN b {.*} AS body,
  COLLECT {
    MATCH (b)-[r:BARS|BELONGS_TO]->(z:Node)
    RETURN {type: type(r), id: z.id, kind: z.kind, name: z.name, valid_from: r.valid_from, valid_to: r.valid_to}
  } AS links
ORDER BY b.id
