// Other nodes with the organisation number of the one asked about that own shares on a day.
MATCH (n:Node {organisation_number: $number})<-[w:OWNER]-(o:Ownership)
WHERE NOT n.id IN $known
  AND (w.valid_from IS NULL OR w.valid_from <= $day) AND (w.valid_to IS NULL OR $day < w.valid_to)
  AND (o.valid_from IS NULL OR o.valid_from <= $day) AND (o.valid_to IS NULL OR $day < o.valid_to)
RETURN DISTINCT n.id AS id, n.name AS name
ORDER BY id
