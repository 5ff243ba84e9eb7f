// Authority on a day that is not where its level of authority is: a delegation from one post to another that is on level 1,
// which is shared and not delegated, or to a higher level than the giver's; and a share in level 1 for a post below it.
MATCH (giver:Post)<-[:FROM]-(d:Node)-[:TO]->(receiver:Post)
WHERE d:Delegation AND d.dataset = $dataset AND (receiver.fullmaktsnivaa = 1 OR receiver.fullmaktsnivaa < giver.fullmaktsnivaa)
  AND giver.fullmaktsnivaa IS NOT NULL AND giver.id <> receiver.id
  AND (d.valid_from IS NULL OR d.valid_from <= $day) AND (d.valid_to IS NULL OR $day < d.valid_to)
  AND NOT EXISTS { MATCH (d)-[:REVOKED_BY]->(r:Decision) WHERE r.decided_on <= $day }
RETURN d.id AS subject, d.name AS subject_name,
  'er gitt av «' + giver.name + '» på fullmaktsnivå ' + toString(giver.fullmaktsnivaa) + ' til «' + receiver.name
    + '» på fullmaktsnivå ' + toString(receiver.fullmaktsnivaa) AS reason,
  [giver.id, receiver.id] AS about
UNION
MATCH (p:Node)-[s:SHARES_AUTHORITY_WITH]->(shared:Post)
WHERE p:Post AND p.dataset = $dataset AND shared.fullmaktsnivaa < p.fullmaktsnivaa
  AND (s.valid_from IS NULL OR s.valid_from <= $day) AND (s.valid_to IS NULL OR $day < s.valid_to)
RETURN p.id AS subject, p.name AS subject_name,
  'er på fullmaktsnivå ' + toString(p.fullmaktsnivaa) + ', men deler fullmakten til «' + shared.name
    + '» på fullmaktsnivå ' + toString(shared.fullmaktsnivaa) AS reason,
  [shared.id] AS about
