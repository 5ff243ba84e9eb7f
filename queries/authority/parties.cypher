// Bodies and posts with some ids, with who holds the posts, whom they substitute for and whose level they share.
UNWIND $ids AS id
MATCH (h:Node {id: id})
WHERE h:Body OR h:Post
RETURN h.id AS id, h.name AS name, h.kind AS kind, h.ledernivaa AS ledernivaa, h.fullmaktsnivaa AS fullmaktsnivaa,
  h.body_kind AS body_kind, h.valid_from AS valid_from, h.valid_to AS valid_to, h.illustrative AS illustrative,
  COLLECT {
    MATCH (h)<-[r:HOLDS]-(l:Leader)
    RETURN {id: l.id, name: l.name, valid_from: r.valid_from, valid_to: r.valid_to, holding: r.kind,
            leader_from: l.valid_from, leader_to: l.valid_to}
  } AS held_by,
  COLLECT {
    MATCH (h)-[r:SUBSTITUTE_FOR|SHARES_AUTHORITY_WITH|LEADS|IN_UNIT|REPORTS_TO]->(x:Node)
    RETURN {type: type(r), id: x.id, name: x.name, link: properties(r)}
  } AS links
ORDER BY h.id
