// The contracts, companies and collaborations that say they fulfil tasks on a day.
UNWIND $ids AS id
MATCH (t:Task {id: id})<-[r:FULFILS]-(x:Node)
WHERE (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
  AND (x.valid_from IS NULL OR x.valid_from <= $day) AND (x.valid_to IS NULL OR $day < x.valid_to)
  AND coalesce(r.certainty, '') <> 'proposed' AND coalesce(x.certainty, '') <> 'proposed'
RETURN DISTINCT t.id AS task, x.id AS id, x.kind AS kind, x.name AS name
ORDER BY task, id
