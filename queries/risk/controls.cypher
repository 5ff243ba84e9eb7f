// The controls that treat risks on a day.
UNWIND $ids AS id
MATCH (r:Risk {id: id})<-[t:TREATS_RISK]-(c:Control)
WHERE (t.valid_from IS NULL OR t.valid_from <= $day) AND (t.valid_to IS NULL OR $day < t.valid_to)
  AND (c.valid_from IS NULL OR c.valid_from <= $day) AND (c.valid_to IS NULL OR $day < c.valid_to)
  AND coalesce(c.certainty, '') <> 'proposed'
RETURN r.id AS risk, c.id AS id, c.name AS name, c.effective AS effective, c.checked_on AS checked_on,
  c.illustrative AS illustrative
ORDER BY risk, id
