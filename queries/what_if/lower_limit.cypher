// A delegation gets another limit on amount, which is known from then on.
MATCH (d:Delegation {id: $subject})
SET d.amount_max_nok = $amount, d.amount_unknown = false
RETURN d.id AS id
