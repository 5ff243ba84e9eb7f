"""The page that a director looks at: network, board, timeline, risks, cost and benefit, companies and contracts."""
