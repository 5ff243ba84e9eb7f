"""Questions about plans: which apply, what they build on, when they are due, and what a revision makes suspect."""
