// Some companies, with the bodies that act as owner of them on a day.
UNWIND $companies AS company
MATCH (c:Company {id: company})
RETURN c.id AS id, c.name AS name, c.dataset AS dataset, c.form AS form, c.organisation_number AS organisation_number,
  c.purpose AS purpose, c.source AS source, c.certainty AS certainty, c.illustrative AS illustrative,
  COLLECT {
    MATCH (c)-[r:OWNER_BODY]->(b:Body)
    WHERE (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
      AND (b.valid_from IS NULL OR b.valid_from <= $day) AND (b.valid_to IS NULL OR $day < b.valid_to)
    RETURN {id: b.id, name: b.name}
  } AS owner_bodies
ORDER BY id
