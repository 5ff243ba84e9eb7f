// What improves tasks and those who carry them on a day: directly, or as the answer to a risk that threatens them, a
// deviation found in them, or a remark raised in a review of them. What is only proposed is left out.
UNWIND $ids AS id
CALL (id) {
  MATCH (:Node {id: id})<-[r:IMPROVES]-(i:Improvement)
  WHERE (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
    AND coalesce(r.certainty, '') <> 'proposed'
  RETURN i, '' AS review
  UNION
  MATCH (:Node {id: id})<-[r:THREATENS|FOUND_IN]-(o:Node)<-[a:ANSWERS]-(i:Improvement)
  WHERE (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
    AND (o.valid_from IS NULL OR o.valid_from <= $day) AND (o.valid_to IS NULL OR $day < o.valid_to)
    AND (a.valid_from IS NULL OR a.valid_from <= $day) AND (a.valid_to IS NULL OR $day < a.valid_to)
    AND coalesce(r.certainty, '') <> 'proposed' AND coalesce(o.certainty, '') <> 'proposed'
    AND coalesce(a.certainty, '') <> 'proposed'
  RETURN i, '' AS review
  UNION
  MATCH (:Node {id: id})<-[r:EXAMINES]-(v:Review)<-[s:RAISED_IN]-(o:Remark)<-[a:ANSWERS]-(i:Improvement)
  WHERE (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
    AND (v.valid_from IS NULL OR v.valid_from <= $day) AND (v.valid_to IS NULL OR $day < v.valid_to)
    AND (s.valid_from IS NULL OR s.valid_from <= $day) AND (s.valid_to IS NULL OR $day < s.valid_to)
    AND (o.valid_from IS NULL OR o.valid_from <= $day) AND (o.valid_to IS NULL OR $day < o.valid_to)
    AND (a.valid_from IS NULL OR a.valid_from <= $day) AND (a.valid_to IS NULL OR $day < a.valid_to)
    AND coalesce(r.certainty, '') <> 'proposed' AND coalesce(v.certainty, '') <> 'proposed'
    AND coalesce(o.certainty, '') <> 'proposed' AND coalesce(a.certainty, '') <> 'proposed'
  RETURN i, v.id AS review
}
WITH id, i, review
WHERE (i.valid_from IS NULL OR i.valid_from <= $day) AND (i.valid_to IS NULL OR $day < i.valid_to)
  AND coalesce(i.certainty, '') <> 'proposed'
RETURN DISTINCT id AS about, i.id AS improvement, i.in_use_from AS in_use_from, review
ORDER BY about, improvement, review
