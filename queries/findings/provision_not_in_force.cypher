// Delegations on a day that cover or include again a provision that does not hold on the day, or is part of one that
// does not: sections fall with their law.
MATCH (d:Node)-[c:COVERS|INCLUDES_AGAIN]->(l:LegalProvision)
WHERE d:Delegation AND d.dataset = $dataset
  AND (d.valid_from IS NULL OR d.valid_from <= $day) AND (d.valid_to IS NULL OR $day < d.valid_to)
  AND (c.valid_from IS NULL OR c.valid_from <= $day) AND (c.valid_to IS NULL OR $day < c.valid_to)
  AND EXISTS {
    MATCH (l)-[:PART_OF*0..10]->(a:LegalProvision)
    WHERE NOT ((a.valid_from IS NULL OR a.valid_from <= $day) AND (a.valid_to IS NULL OR $day < a.valid_to))
  }
  AND NOT EXISTS { MATCH (d)-[:REVOKED_BY]->(v:Decision) WHERE v.decided_on <= $day }
RETURN d.id AS subject, d.name AS subject_name, l.name AS provision_name, toString($day) AS day, [l.id] AS about
ORDER BY subject, provision_name
