// Seats in some companies on a day.
UNWIND $companies AS company
MATCH (c:Company {id: company})<-[r:REPRESENTS_IN]-(s:Representation)
WHERE (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
  AND (s.valid_from IS NULL OR s.valid_from <= $day) AND (s.valid_to IS NULL OR $day < s.valid_to)
RETURN c.id AS company, s.id AS id, s.dataset AS dataset, s.body_name AS body, s.holder_name AS holder, r.role AS role,
  s.illustrative AS illustrative
ORDER BY company, id
