"""How it is stored: one adapter over Bolt for both engines, statements derived from the schema, reading and writing."""
