// Assessments of elements made on or before a day, the newest first.
UNWIND $ids AS id
MATCH (:Node {id: id})<-[:ASSESSES]-(a:Assessment)
WHERE a.assessed_on <= $day
  AND (a.valid_from IS NULL OR a.valid_from <= $day) AND (a.valid_to IS NULL OR $day < a.valid_to)
RETURN id, a.id AS assessment, a.light AS light, a.dimension AS dimension, a.assessed_on AS assessed_on, a.text AS text,
  a.illustrative AS illustrative
ORDER BY id, assessed_on DESC, assessment
