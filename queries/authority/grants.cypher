// Every delegation and original authority of some datasets, each with what it points to.
MATCH (g:Node)
WHERE (g:Delegation OR g:OriginalAuthority) AND g.dataset IN $datasets
RETURN g {.*} AS body,
  COLLECT {
    MATCH (g)-[r]->(x:Node)
    RETURN {type: type(r), id: x.id, kind: x.kind, name: x.name, valid_from: r.valid_from, valid_to: r.valid_to,
            decided_on: x.decided_on, case_number: x.case_number}
  } AS links
ORDER BY g.id
