"""The same questions, against a change that is not written."""
