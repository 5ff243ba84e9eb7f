// Amounts of projects, programmes and sum lines that hold on a day, with the plan versions each stands in.
UNWIND $ids AS id
MATCH (:Node {id: id})<-[o:AMOUNT_OF]-(a:BudgetAmount)
WHERE (a.valid_from IS NULL OR a.valid_from <= $day) AND (a.valid_to IS NULL OR $day < a.valid_to)
  AND (o.valid_from IS NULL OR o.valid_from <= $day) AND (o.valid_to IS NULL OR $day < o.valid_to)
RETURN id, a.id AS amount, a.amount_kind AS amount_kind, a.amount_nok AS amount_nok, a.first_year AS first_year,
  a.last_year AS last_year, a.certainty AS certainty,
  COLLECT {
    MATCH (a)-[c:CONTAINED_IN]->(v:PlanVersion)
    RETURN {id: v.id, name: v.name, status: v.status, adopted_on: v.adopted_on, valid_from: v.valid_from,
            valid_to: v.valid_to, link_from: c.valid_from, link_to: c.valid_to}
  } AS versions
ORDER BY id, first_year, last_year, amount
