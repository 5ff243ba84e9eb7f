// Bars of some datasets, and those that stand beside the law they are about.
MATCH (b:DelegationBar)
WHERE b.dataset IN $datasets OR EXISTS { MATCH (b)-[:BARS]->(p:LegalProvision) WHERE p.dataset = b.dataset }
RETURN b {.*} AS body,
  COLLECT {
    MATCH (b)-[r:BARS|BELONGS_TO]->(x:Node)
    RETURN {type: type(r), id: x.id, kind: x.kind, name: x.name, valid_from: r.valid_from, valid_to: r.valid_to}
  } AS links
ORDER BY b.id
