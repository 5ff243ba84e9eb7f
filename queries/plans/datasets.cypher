// The datasets in the graph.
MATCH (d:Dataset)
RETURN d.id AS id
ORDER BY id
