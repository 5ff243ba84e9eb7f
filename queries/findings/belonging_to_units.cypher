// What belongs to some units on a day: their posts, what is delegated within them or to their posts, what is laid on them.
UNWIND $units AS id
MATCH (u:Unit {id: id})
OPTIONAL MATCH (u)<-[:IN_UNIT|LEADS]-(p:Post)
OPTIONAL MATCH (p)<-[:TO|FROM|RESPONSIBLE]-(x:Node)
OPTIONAL MATCH (u)<-[:WITHIN|ALLOCATED_TO]-(y:Node)
UNWIND [p, x, y] AS one
WITH one WHERE one IS NOT NULL
RETURN DISTINCT one.id AS id
