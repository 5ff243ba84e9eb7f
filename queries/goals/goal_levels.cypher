// The levels of the goal structure of some datasets.
MATCH (l:GoalLevel)
WHERE l.dataset IN $datasets
RETURN l.dataset AS dataset, l.code AS code, l.rank AS rank, l.coverage AS coverage
