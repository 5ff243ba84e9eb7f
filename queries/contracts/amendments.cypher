// The changes of contracts made on or before a day, and those without a day.
UNWIND $ids AS id
MATCH (c:Node {id: id})<-[:AMENDS]-(a:ContractAmendment)
WHERE (a.amended_on IS NULL OR a.amended_on <= $day)
  AND (a.valid_from IS NULL OR a.valid_from <= $day) AND (a.valid_to IS NULL OR $day < a.valid_to)
  AND coalesce(a.certainty, '') <> 'proposed'
RETURN id, a.id AS amendment, a.name AS name, a.amended_on AS amended_on, a.value_nok AS value_nok, a.end_on AS end_on,
  a.reason AS reason, a.illustrative AS illustrative
ORDER BY id, amended_on, amendment
