// Reviews of contracts made on or before a day, the newest first. What is only proposed is left out.
UNWIND $ids AS id
MATCH (c:Node {id: id})<-[e:EXAMINES]-(f:Review)
WHERE f.reviewed_on <= $day AND coalesce(f.certainty, '') <> 'proposed' AND coalesce(e.certainty, '') <> 'proposed'
RETURN id, f.id AS review, f.name AS name, f.reviewed_on AS reviewed_on, f.review_kind AS review_kind
ORDER BY id, reviewed_on DESC, review
