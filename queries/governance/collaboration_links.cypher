// Who hosts collaborations, what they rest on, which tasks they fulfil and which goals they contribute to on a day.
UNWIND $ids AS id
MATCH (c:Collaboration {id: id})-[r:HOSTED_BY|LEGAL_BASIS|FULFILS|CONTRIBUTES_TO]->(x:Node)
WHERE (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
  AND (x.valid_from IS NULL OR x.valid_from <= $day) AND (x.valid_to IS NULL OR $day < x.valid_to)
  AND coalesce(r.certainty, '') <> 'proposed' AND coalesce(x.certainty, '') <> 'proposed'
RETURN DISTINCT c.id AS id, type(r) AS type, x.id AS other, x.kind AS kind, x.name AS name,
  coalesce(r.contribution, 'contributes') AS contribution
ORDER BY id, type, other, contribution
