// Every phase of the schemes that some phases belong to, and the phases of other schemes that each corresponds to.
UNWIND $ids AS id
MATCH (:Phase {id: id})-[:PHASE_OF]->(s:PhaseScheme)
WITH DISTINCT s
MATCH (f:Phase)-[:PHASE_OF]->(s)
RETURN f.id AS id, f.code AS code, f.name AS name, f.order AS place, f.decision_point AS decision_point,
  s.id AS scheme, s.name AS scheme_name,
  COLLECT { MATCH (f)-[:CORRESPONDS_TO]->(o:Phase) RETURN o.id } AS corresponds_to
ORDER BY scheme, place, id
