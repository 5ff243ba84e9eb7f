"""Contracts: with whom, who owns them in the line, how long they last, and what is missing."""
