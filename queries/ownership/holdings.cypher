// All shares that anybody has in some companies on a day, also those that are only proposed.
UNWIND $companies AS company
MATCH (c:Company {id: company})<-[i:IN_COMPANY]-(o:Ownership)-[w:OWNER]->(h:Node)
WHERE (i.valid_from IS NULL OR i.valid_from <= $day) AND (i.valid_to IS NULL OR $day < i.valid_to)
  AND (o.valid_from IS NULL OR o.valid_from <= $day) AND (o.valid_to IS NULL OR $day < o.valid_to)
  AND (w.valid_from IS NULL OR w.valid_from <= $day) AND (w.valid_to IS NULL OR $day < w.valid_to)
RETURN c.id AS company, o.id AS id, o.name AS name, o.share AS share, o.share_min AS share_min,
  o.share_max AS share_max, o.votes AS votes, o.votes_min AS votes_min, o.votes_max AS votes_max,
  o.min_exclusive AS min_exclusive, o.source AS source, o.certainty AS certainty, o.illustrative AS illustrative,
  h.id AS owner, h.kind AS owner_kind, h.name AS owner_name,
  COLLECT {
    MATCH (o)-[k:OF_CLASS]->(s:ShareClass)
    WHERE (k.valid_from IS NULL OR k.valid_from <= $day) AND (k.valid_to IS NULL OR $day < k.valid_to)
    RETURN s.id
  } AS classes
ORDER BY company, owner, id
