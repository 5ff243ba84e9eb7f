// Elements by id, with what it takes to show them and to judge whether the plans they stand in are in force.
UNWIND $ids AS id
MATCH (n:Node {id: id})
RETURN
  n {.id, .kind, .name, .text, .dataset, .code, .colour, .number, .level, .status, .deadline, .sdg_status, .sdg_reason,
     .work_type, .bulk_item, .certainty, .illustrative, .source, .valid_from, .valid_to} AS element,
  COLLECT {
    MATCH (n)-[c:CONTAINED_IN]->(v:PlanVersion)
    RETURN {id: v.id, status: v.status, adopted_on: v.adopted_on, valid_from: v.valid_from, valid_to: v.valid_to,
            link_from: c.valid_from, link_to: c.valid_to}
  } AS versions
