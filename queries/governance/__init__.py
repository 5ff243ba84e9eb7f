"""Forms of governance: which are chosen for tasks, what shows that the principles hold, and who leads what together."""
