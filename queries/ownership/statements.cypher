// The eierskapsmeldinger that some companies are stated in on a day, and what has replaced them.
UNWIND $companies AS company
MATCH (c:Company {id: company})-[r:STATED_IN]->(m:Eierskapsmelding)
WHERE (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
  AND (m.valid_from IS NULL OR m.valid_from <= $day) AND (m.valid_to IS NULL OR $day < m.valid_to)
RETURN c.id AS company, m.id AS id, m.name AS name, m.adopted_on AS adopted_on, m.certainty AS certainty,
  m.illustrative AS illustrative,
  COLLECT {
    MATCH (m)-[a:ADOPTED_BY]->(d:Decision)
    RETURN d.decided_on
  } AS decided,
  COLLECT {
    MATCH (m)<-[p:REPLACES]-(n:Eierskapsmelding)
    WHERE (p.valid_from IS NULL OR p.valid_from <= $day) AND (p.valid_to IS NULL OR $day < p.valid_to)
    RETURN {adopted_on: n.adopted_on, valid_from: n.valid_from, certainty: n.certainty}
  } AS replaced_by
ORDER BY company, id
