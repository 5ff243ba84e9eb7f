// Collaborations by id, and all those of a dataset; `holds` tells whether each does so on a day.
MATCH (c:Collaboration)
WHERE c.id IN $ids OR c.dataset = $dataset
RETURN c.id AS id, c.name AS name, c.collaboration_kind AS collaboration_kind, c.declared_form AS declared_form,
  c.themes AS themes, c.members AS members,
  (c.valid_from IS NULL OR c.valid_from <= $day) AND (c.valid_to IS NULL OR $day < c.valid_to)
    AND coalesce(c.certainty, '') <> 'proposed' AS holds
ORDER BY id
