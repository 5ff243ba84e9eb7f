// A body, post or person: the posts a person holds, and the datasets that give it authority.
MATCH (h:Node {id: $id})
RETURN h.id AS id, h.kind AS kind, h.name AS name, h.valid_from AS valid_from, h.valid_to AS valid_to,
  COLLECT {
    MATCH (h)-[r:HOLDS]->(p:Post)
    RETURN {id: p.id, holding: r.kind, valid_from: r.valid_from, valid_to: r.valid_to}
  } AS holds,
  COLLECT {
    MATCH (h)-[:HOLDS*0..1]->(p:Node)
    OPTIONAL MATCH (p)<-[:TO]-(d:Delegation)
    UNWIND [h.dataset, p.dataset, d.dataset] AS dataset
    WITH DISTINCT dataset WHERE dataset IS NOT NULL
    RETURN dataset
  } AS datasets
