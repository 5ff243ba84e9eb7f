"""Who owns what: economic interest and control, directly and through other companies, and what is governed without."""
