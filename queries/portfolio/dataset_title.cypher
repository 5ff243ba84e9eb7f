// The title of a dataset.
MATCH (d:Dataset {id: $dataset})
RETURN d.title AS title
