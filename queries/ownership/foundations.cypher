// Stiftelser and foreninger of a dataset in which somebody sits or acts on its behalf on a day: nobody owns them.
MATCH (c:Company {dataset: $dataset})
WHERE c.form IN $forms
  AND (c.valid_from IS NULL OR c.valid_from <= $day) AND (c.valid_to IS NULL OR $day < c.valid_to)
  AND (EXISTS { MATCH (c)<-[:REPRESENTS_IN]-(:Representation) } OR EXISTS { MATCH (c)-[:OWNER_BODY]->(:Body) })
RETURN c.id AS company
ORDER BY company
