"""Audits: rules that governance must hold to, and where it does not."""
