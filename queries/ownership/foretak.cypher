// Units of some datasets that are a kommunalt or fylkeskommunalt foretak on a day.
MATCH (u:Unit)
WHERE u.id IN $units
  AND (u.valid_from IS NULL OR u.valid_from <= $day) AND (u.valid_to IS NULL OR $day < u.valid_to)
  AND (toLower(u.unit_type) IN ['kf', 'fkf'] OR EXISTS {
    MATCH (t:UnitType {dataset: u.dataset, code: u.unit_type})
    WHERE toLower(t.name) CONTAINS 'kommunalt foretak'
  })
RETURN u.id AS id, u.name AS name, u.source AS source, u.certainty AS certainty, u.illustrative AS illustrative
ORDER BY id
