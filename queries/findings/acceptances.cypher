// Findings that are accepted on a day, in the dataset itself or in the one beside it with facts written one at a time.
MATCH (a:Node)-[:ABOUT]->(x:Node)
WHERE a:AcceptedFinding AND a.dataset IN [$dataset, $dataset + '-oppfolging']
  AND (a.valid_from IS NULL OR a.valid_from <= $day) AND (a.valid_to IS NULL OR $day < a.valid_to)
MATCH (a)-[:ACCEPTED_BY]->(p:Post)
RETURN a.id AS id, a.rule AS rule, x.id AS subject, p.name AS by, a.reason AS reason, a.valid_to AS valid_to
