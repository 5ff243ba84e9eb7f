// Who answers for elements on a day, or has done so until then where $ever is true: posts with their role, and who holds
// the posts that day. What is only proposed is left out.
UNWIND $ids AS id
MATCH (n:Node {id: id})-[r:RESPONSIBLE]->(p:Post)
WHERE coalesce(r.certainty, '') <> 'proposed' AND coalesce(p.certainty, '') <> 'proposed'
  AND (r.valid_from IS NULL OR r.valid_from <= $day) AND (p.valid_from IS NULL OR p.valid_from <= $day)
  AND ($ever OR ((r.valid_to IS NULL OR $day < r.valid_to) AND (p.valid_to IS NULL OR $day < p.valid_to)))
RETURN n.id AS id, r.role AS role, p.id AS post, p.name AS post_name, p.illustrative AS illustrative,
  COLLECT {
    MATCH (p)<-[h:HOLDS]-(l:Leader)
    WHERE (h.valid_from IS NULL OR h.valid_from <= $day) AND (h.valid_to IS NULL OR $day < h.valid_to)
      AND (l.valid_from IS NULL OR l.valid_from <= $day) AND (l.valid_to IS NULL OR $day < l.valid_to)
    RETURN {id: l.id, name: l.name, holding: h.kind}
  } AS holders
ORDER BY id, role, post
