// Delegations on a day to a post, where no follow-up of the delegation or its receiver is recorded in the year before.
MATCH (giver:Node)<-[:FROM]-(d:Node)-[:TO]->(receiver:Post)
WHERE d:Delegation AND d.dataset = $dataset
  AND (d.valid_from IS NULL OR d.valid_from <= $year_before) AND (d.valid_to IS NULL OR $day < d.valid_to)
  AND NOT EXISTS { MATCH (d)-[:REVOKED_BY]->(v:Decision) WHERE v.decided_on <= $day }
  AND NOT EXISTS {
    MATCH (f:Review)-[:EXAMINES]->(x:Node)
    WHERE x.id IN [d.id, receiver.id] AND f.review_kind IN ['oppfolging', 'intern', 'revisjon']
      AND $year_before <= f.reviewed_on AND f.reviewed_on <= $day
  }
  AND NOT EXISTS {
    MATCH (f:Dialogue)-[:ABOUT]->(x:Node)
    WHERE x.id IN [d.id, receiver.id] AND $year_before <= f.held_on AND f.held_on <= $day
  }
RETURN d.id AS subject, d.name AS subject_name, giver.name AS giver_name, receiver.name AS receiver_name,
  [giver.id, receiver.id] AS about
ORDER BY subject
