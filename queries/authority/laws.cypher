// The laws in the graph, with the names people write for them.
MATCH (l:LegalProvision {level: 'lov'})
RETURN l.id AS id, l.name AS name, l.number AS number, l.abbreviations AS abbreviations
ORDER BY id
