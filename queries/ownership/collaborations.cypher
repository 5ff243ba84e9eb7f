// Collaborations without shares that some units host or take part in on a day.
MATCH (c:Collaboration)
WHERE c.collaboration_kind IN $kinds
  AND (c.valid_from IS NULL OR c.valid_from <= $day) AND (c.valid_to IS NULL OR $day < c.valid_to)
  AND (EXISTS {
    MATCH (c)-[h:HOSTED_BY]->(u:Unit)
    WHERE u.id IN $units
      AND (h.valid_from IS NULL OR h.valid_from <= $day) AND (h.valid_to IS NULL OR $day < h.valid_to)
  } OR EXISTS {
    MATCH (c)<-[t:TAKES_PART_IN]-(v:Unit)
    WHERE v.id IN $units
      AND (t.valid_from IS NULL OR t.valid_from <= $day) AND (t.valid_to IS NULL OR $day < t.valid_to)
  })
RETURN c.id AS id, c.name AS name, c.collaboration_kind AS kind, c.source AS source, c.certainty AS certainty,
  c.illustrative AS illustrative,
  COLLECT {
    MATCH (c)-[g:HOSTED_BY]->(n:Node)
    WHERE (g.valid_from IS NULL OR g.valid_from <= $day) AND (g.valid_to IS NULL OR $day < g.valid_to)
    RETURN {id: n.id, name: n.name}
  } AS hosts
ORDER BY id
