"""The GraphQL schema, generated from the declared kinds, relationships and answers."""
