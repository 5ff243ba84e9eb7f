// All provisions of a law, with what each is part of.
MATCH (:Node {id: $law})<-[:PART_OF*0..10]-(p:LegalProvision)
OPTIONAL MATCH (p)-[:PART_OF]->(above:LegalProvision)
RETURN DISTINCT p.id AS id, p.name AS name, p.level AS level, p.number AS number, above.id AS above
ORDER BY id
