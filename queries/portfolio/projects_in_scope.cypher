// The projects and programmes in a scope on a day: a dataset, a portfolio, or a programme. A portfolio has the projects of
// its programmes too. `matched` tells what the scope is.
CALL () {
  MATCH (d:Dataset {id: $scope})
  OPTIONAL MATCH (p:Node {dataset: d.id})
  WHERE p:Project OR p:Programme
  RETURN 'Dataset' AS matched, p
  UNION
  MATCH (s:Node {id: $scope}) WHERE s:Portfolio OR s:Programme
  OPTIONAL MATCH (s)<-[i:IN_PORTFOLIO|IN_PROGRAMME]-(p:Node)
  WHERE (i.valid_from IS NULL OR i.valid_from <= $day) AND (i.valid_to IS NULL OR $day < i.valid_to)
  RETURN s.kind AS matched, p
  UNION
  MATCH (s:Node {id: $scope}) WHERE s:Portfolio
  OPTIONAL MATCH (s)<-[i:IN_PORTFOLIO]-(g:Programme)<-[o:IN_PROGRAMME]-(p:Project)
  WHERE (i.valid_from IS NULL OR i.valid_from <= $day) AND (i.valid_to IS NULL OR $day < i.valid_to)
    AND (o.valid_from IS NULL OR o.valid_from <= $day) AND (o.valid_to IS NULL OR $day < o.valid_to)
    AND (g.valid_from IS NULL OR g.valid_from <= $day) AND (g.valid_to IS NULL OR $day < g.valid_to)
  RETURN s.kind AS matched, p
}
WITH matched, p
RETURN DISTINCT matched, p.id AS id, p.kind AS kind,
  (p.valid_from IS NULL OR p.valid_from <= $day) AND (p.valid_to IS NULL OR $day < p.valid_to) AS holds
ORDER BY id
