// Recorded follow-ups of posts, bodies and delegations until a day: reviews of that kind and dialogues between leaders.
UNWIND $ids AS id
MATCH (x:Node {id: id})<-[:EXAMINES|ABOUT]-(f:Node)
WHERE (f:Review AND f.review_kind IN ['oppfolging', 'intern', 'revisjon'] AND f.reviewed_on <= $day)
   OR (f:Dialogue AND f.held_on <= $day)
OPTIONAL MATCH (f)-[:GIVEN_BY]->(p:Post)
RETURN x.id AS about, p.id AS by, coalesce(f.reviewed_on, f.held_on) AS held_on, f.name AS name
ORDER BY about, held_on
