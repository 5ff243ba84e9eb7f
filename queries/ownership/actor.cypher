// The one asked about.
MATCH (n:Node {id: $id})
RETURN n.id AS id, n.kind AS kind, n.name AS name, n.dataset AS dataset, n.organisation_number AS organisation_number,
  n.form AS form
