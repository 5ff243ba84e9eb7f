// What some bodies and posts hold, and grants with some ids, each with what it names as its basis, some links up.
UNWIND $ids AS id
MATCH (:Node {id: id})<-[:TO|BELONGS_TO*0..1]-(first:Node)
WHERE first:Delegation OR first:OriginalAuthority
WITH DISTINCT first
MATCH (first)-[:RESTS_ON*0..6]->(g:Node)
WITH DISTINCT g
RETURN g {.*} AS body,
  COLLECT {
    MATCH (g)-[r]->(x:Node)
    RETURN {type: type(r), id: x.id, kind: x.kind, name: x.name, valid_from: r.valid_from, valid_to: r.valid_to,
            decided_on: x.decided_on, case_number: x.case_number}
  } AS links
ORDER BY g.id
