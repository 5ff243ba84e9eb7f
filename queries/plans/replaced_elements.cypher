// Which of the elements have been replaced by others, on the way to a plan version.
UNWIND $ids AS id
MATCH (old:Node {id: id})<-[:REPLACES]-(new:Node)
RETURN DISTINCT old.id AS old, new.id AS new
ORDER BY old, new
