// Bars of some datasets, of their delegations and for their bodies, and those that stand beside the law they are about.
MATCH (b:DelegationBar)
WITH DISTINCT b, COLLECT { MATCH (b)-[:BARS|BELONGS_TO]->(x:Node) RETURN {dataset: x.dataset, kind: x.kind} } AS ends
WHERE b.dataset IN $datasets OR any(one IN ends WHERE
  CASE WHEN one.kind = 'LegalProvision' THEN one.dataset = b.dataset ELSE one.dataset IN $datasets END)
RETURN b {.*} AS body,
  COLLECT {
    MATCH (b)-[r:BARS|BELONGS_TO]->(x:Node)
    RETURN {type: type(r), id: x.id, kind: x.kind, name: x.name, valid_from: r.valid_from, valid_to: r.valid_to}
  } AS links
ORDER BY b.id
