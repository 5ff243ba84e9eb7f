"""Answers as self-contained pages: a picture of the red thread, and a table of the same facts."""
