// A delegation gets another limit on amount.
MATCH (d:Delegation {id: $subject})
SET d.amount_max_nok = $amount
RETURN d.id AS id
