// Those of a dataset that own shares on a day, the owners in its shares, and the owners of its companies.
CALL () {
  MATCH (n:Node {dataset: $dataset})<-[w:OWNER]-(:Ownership)
  WHERE (w.valid_from IS NULL OR w.valid_from <= $day) AND (w.valid_to IS NULL OR $day < w.valid_to)
  RETURN n.id AS id
  UNION
  MATCH (o:Ownership {dataset: $dataset})-[x:OWNER]->(m:Node)
  WHERE (o.valid_from IS NULL OR o.valid_from <= $day) AND (o.valid_to IS NULL OR $day < o.valid_to)
    AND (x.valid_from IS NULL OR x.valid_from <= $day) AND (x.valid_to IS NULL OR $day < x.valid_to)
  RETURN m.id AS id
  UNION
  MATCH (:Company {dataset: $dataset})<-[:IN_COMPANY]-(:Ownership)-[:OWNER]->(k:Node)
  RETURN k.id AS id
}
RETURN DISTINCT id
ORDER BY id
