// What rests on some elements through links that somebody can have reviewed, on a day. Copies do not rest on anything.
UNWIND $ids AS id
MATCH (e:Node {id: id})<-[r:INHERITS|DERIVES_FROM|ADVANCES|IMPLEMENTS|CARRIES_OUT|CONTRIBUTES_TO|MEASURES]-(d:Node)
WHERE (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
  AND (d.valid_from IS NULL OR d.valid_from <= $day) AND (d.valid_to IS NULL OR $day < d.valid_to)
RETURN e.id AS rests_on, d.id AS id, type(r) AS type, r.reviewed_version AS reviewed_version, r.reviewed_on AS reviewed_on
ORDER BY id, rests_on, type, reviewed_version, reviewed_on
