// The companies that some owners have shares in on a day. What is only proposed is left out.
UNWIND $owners AS owner
MATCH (:Node {id: owner})<-[w:OWNER]-(o:Ownership)-[i:IN_COMPANY]->(c:Company)
WHERE coalesce(o.certainty, '') <> 'proposed'
  AND (w.valid_from IS NULL OR w.valid_from <= $day) AND (w.valid_to IS NULL OR $day < w.valid_to)
  AND (o.valid_from IS NULL OR o.valid_from <= $day) AND (o.valid_to IS NULL OR $day < o.valid_to)
  AND (i.valid_from IS NULL OR i.valid_from <= $day) AND (i.valid_to IS NULL OR $day < i.valid_to)
  AND (c.valid_from IS NULL OR c.valid_from <= $day) AND (c.valid_to IS NULL OR $day < c.valid_to)
RETURN DISTINCT c.id AS company
ORDER BY company
