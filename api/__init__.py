"""How others reach it: GraphQL, pages and the command line. Asks the layers below, never the database itself."""
