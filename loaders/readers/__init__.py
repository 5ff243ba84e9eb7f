"""One reader per file format: path in, records with their places out. Readers know no schema."""
