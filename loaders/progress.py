"""How a load tells how far it has come."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with the step, how many are done, and how many there are; 0 where that is not known."""

READING = "Leser"
CHECKING = "Kontrollerer"
COMPARING = "Sammenlikner"
WRITING = "Skriver"


def silent(step: str, done: int, total: int) -> None:
    """Show no progress."""
