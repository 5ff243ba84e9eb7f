"""How facts come in: reading files, checking records, comparing with the graph, and writing the difference."""
