// Posts that have delegations on a day, and that nobody holds in any way that day, and no held post substitutes for.
MATCH (p:Node)<-[:TO]-(d:Delegation)
WHERE p:Post AND p.dataset = $dataset
  AND (p.valid_from IS NULL OR p.valid_from <= $day) AND (p.valid_to IS NULL OR $day < p.valid_to)
  AND (d.valid_from IS NULL OR d.valid_from <= $day) AND (d.valid_to IS NULL OR $day < d.valid_to)
  AND NOT EXISTS { MATCH (d)-[:REVOKED_BY]->(v:Decision) WHERE v.decided_on <= $day }
  AND NOT EXISTS {
    MATCH (:Leader)-[h:HOLDS]->(p)
    WHERE (h.valid_from IS NULL OR h.valid_from <= $day) AND (h.valid_to IS NULL OR $day < h.valid_to)
  }
  AND NOT EXISTS {
    MATCH (:Leader)-[h:HOLDS]->(:Post)-[s:SUBSTITUTE_FOR]->(p)
    WHERE (h.valid_from IS NULL OR h.valid_from <= $day) AND (h.valid_to IS NULL OR $day < h.valid_to)
      AND (s.valid_from IS NULL OR s.valid_from <= $day) AND (s.valid_to IS NULL OR $day < s.valid_to)
  }
RETURN p.id AS subject, p.name AS subject_name, count(DISTINCT d) AS count, toString($day) AS day, [] AS about
ORDER BY subject
