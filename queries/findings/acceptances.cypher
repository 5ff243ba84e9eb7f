// Findings that are accepted on a day.
MATCH (a:Node)-[:ABOUT]->(x:Node)
WHERE a:AcceptedFinding AND a.dataset = $dataset
  AND (a.valid_from IS NULL OR a.valid_from <= $day) AND (a.valid_to IS NULL OR $day < a.valid_to)
MATCH (a)-[:ACCEPTED_BY]->(p:Post)
RETURN a.id AS id, a.rule AS rule, x.id AS subject, p.name AS by, a.reason AS reason, a.valid_to AS valid_to
