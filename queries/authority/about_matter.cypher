// Delegations and original authority of some datasets that can be for a matter: for its action, and over the provision,
// what it is part of or what it replaced, over the area, or over everything.
MATCH (g:Node)
WHERE g.dataset IN $datasets AND (g:Delegation OR g:OriginalAuthority) AND $action IN g.actions
  AND ($area IN coalesce(g.areas, [])
    OR EXISTS { MATCH (g)-[:COVERS|INCLUDES_AGAIN]->(l:LegalProvision) WHERE l.id IN $provisions }
    OR (size(coalesce(g.areas, [])) = 0 AND NOT EXISTS { MATCH (g)-[:COVERS]->(:LegalProvision) }))
RETURN g {.*} AS body,
  COLLECT {
    MATCH (g)-[r]->(x:Node)
    RETURN {type: type(r), id: x.id, kind: x.kind, name: x.name, valid_from: r.valid_from, valid_to: r.valid_to,
            decided_on: x.decided_on, case_number: x.case_number}
  } AS links
ORDER BY g.id
