// Every plan version of a dataset with its plan, plan type, adoption steps, and what the plan applies to and follows up.
MATCH (p:Plan {dataset: $dataset})<-[:VERSION_OF]-(v:PlanVersion)
OPTIONAL MATCH (p)-[typed:OF_TYPE]->(t:PlanType)
WHERE (typed.valid_from IS NULL OR typed.valid_from <= $day) AND (typed.valid_to IS NULL OR $day < typed.valid_to)
RETURN p.id AS plan, p.valid_from AS plan_from, p.valid_to AS plan_to, p.name AS plan_name, p.themes AS themes, p.illustrative AS illustrative, v.id AS version,
  v.name AS version_name,
  v.status AS status, v.adopted_on AS adopted_on, v.valid_from AS valid_from, v.valid_to AS valid_to,
  v.revise_by AS revise_by, v.source AS source, v.certainty AS certainty, t.id AS type_id, t.name AS type, t.rank AS rank,
  t.cycle_years AS cycle_years,
  COLLECT {
    MATCH (t)-[b:LEGAL_BASIS]->(l:LegalProvision)
    WHERE (b.valid_from IS NULL OR b.valid_from <= $day) AND (b.valid_to IS NULL OR $day < b.valid_to)
      AND (l.valid_from IS NULL OR l.valid_from <= $day) AND (l.valid_to IS NULL OR $day < l.valid_to)
    RETURN {id: l.id, name: l.name}
  } AS legal_basis,
  COLLECT {
    MATCH (p)-[a:APPLIES_TO]->(u:Unit)
    WHERE (a.valid_from IS NULL OR a.valid_from <= $day) AND (a.valid_to IS NULL OR $day < a.valid_to)
    RETURN {id: u.id, name: u.name}
  } AS applies_to,
  COLLECT {
    MATCH (p)-[f:FOLLOWS_UP]->(o:Node)
    WHERE (f.valid_from IS NULL OR f.valid_from <= $day) AND (f.valid_to IS NULL OR $day < f.valid_to)
    RETURN {id: o.id, name: o.name, kind: o.kind, valid_from: o.valid_from, valid_to: o.valid_to}
  } AS follows_up,
  COLLECT {
    MATCH (v)<-[:STEP_OF]-(s:ProcessStep {step: 'adoption'})
    RETURN {day: s.day, planned: s.planned, source: s.source}
  } AS adoptions,
  COLLECT {
    MATCH (p)<-[r:CALLS_FOR_REVISION_OF]-(c:PlanVersion)
    WHERE (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
    RETURN {id: c.id, name: c.name, status: c.status, adopted_on: c.adopted_on, valid_from: c.valid_from,
            valid_to: c.valid_to}
  } AS called_for
ORDER BY plan, version, type_id
