// Companies that have the organisation number of a unit that is a kommunalt or fylkeskommunalt foretak.
UNWIND $companies AS company
MATCH (c:Company {id: company})
WHERE c.organisation_number IS NOT NULL
MATCH (u:Unit {organisation_number: c.organisation_number})
WHERE toLower(u.unit_type) IN ['kf', 'fkf'] OR EXISTS {
  MATCH (t:UnitType {dataset: u.dataset, code: u.unit_type})
  WHERE toLower(t.name) CONTAINS 'kommunalt foretak'
}
RETURN c.id AS id, min(u.name) AS unit_name
ORDER BY id
