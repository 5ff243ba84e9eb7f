"""The portfolio: which projects, in which phase, towards which goals, at what cost and risk, with which benefits."""
