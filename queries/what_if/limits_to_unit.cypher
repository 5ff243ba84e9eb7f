// Shares of level 1 and substitutes that are limited to a unit go over to another.
MATCH (:Post)-[r:SHARES_AUTHORITY_WITH|SUBSTITUTE_FOR]->(:Post)
WHERE r.within = $subject OR r.reach_within = $subject
SET r.within = CASE WHEN r.within = $subject THEN $target ELSE r.within END,
  r.reach_within = CASE WHEN r.reach_within = $subject THEN $target ELSE r.reach_within END
RETURN count(r) AS moved
