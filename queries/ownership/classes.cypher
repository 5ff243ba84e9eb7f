// The classes of shares that some companies have on a day.
UNWIND $companies AS company
MATCH (c:Company {id: company})<-[k:CLASS_OF]-(s:ShareClass)
WHERE (k.valid_from IS NULL OR k.valid_from <= $day) AND (k.valid_to IS NULL OR $day < k.valid_to)
  AND (s.valid_from IS NULL OR s.valid_from <= $day) AND (s.valid_to IS NULL OR $day < s.valid_to)
RETURN c.id AS company, s.id AS id, s.name AS name, s.capital_share AS capital, s.votes_share AS votes
ORDER BY company, id
