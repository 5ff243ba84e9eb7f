// Other datasets from which something rests on, goes to or is given by what is in some datasets.
MATCH (x:Node)
WHERE x.dataset IN $datasets AND (x:Delegation OR x:OriginalAuthority OR x:Body OR x:Post)
MATCH (x)<-[:FROM|TO|BELONGS_TO|RESTS_ON|SHARES_AUTHORITY_WITH|SUBSTITUTE_FOR]-(y:Node)
WHERE NOT y.dataset IN $datasets
RETURN DISTINCT y.dataset AS dataset
ORDER BY dataset
