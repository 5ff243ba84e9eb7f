// Reviews of contracts made on or before a day, the newest first.
UNWIND $ids AS id
MATCH (c:Node {id: id})<-[:EXAMINES]-(f:Review)
WHERE f.reviewed_on <= $day
RETURN id, f.id AS review, f.name AS name, f.reviewed_on AS reviewed_on, f.review_kind AS review_kind
ORDER BY id, reviewed_on DESC, review
