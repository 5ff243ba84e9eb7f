"""Risks: how large they are on their scale, where they lie, and what they come to together."""
