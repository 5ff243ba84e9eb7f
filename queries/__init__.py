"""What is asked: one module per question, each with its Cypher in a named text beside it. Knows no files and no API."""
