"""Who the caller is, what she may see and do, and the graph as she sees it."""
