// What stands in some plan versions, with its wording in each.
UNWIND $versions AS version
MATCH (v:Node {id: version})<-[c:CONTAINED_IN]-(e:Node)
RETURN v.id AS version, e.id AS id, e.kind AS kind, e.name AS name, e.text AS text, c.wording AS wording
ORDER BY id, version, wording
