"""What exists: node kinds, relationships, value types and errors. Knows no database, file format or API."""
