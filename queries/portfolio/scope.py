"""What belongs to a portfolio, a programme or a municipality on a day."""

from __future__ import annotations

from datetime import date

from graph.connection import Transaction
from queries.texts import text
from schema.errors import NotFoundError


async def elements_in(transaction: Transaction, scope: str, day: date) -> tuple[list[str], list[str]]:
    """The ids of the projects and of the programmes in a scope, each once.

    Raises:
        NotFoundError: No dataset, portfolio or programme has the id.
    """
    rows = await transaction.run(text("portfolio/projects_in_scope"), scope=scope, day=day)
    if not rows:
        raise NotFoundError(
            f"Ingen portefølje, intet program og intet datasett har id-en «{scope}».",
            "Skriv id-en til et datasett, som asker, eller til en portefølje eller et program, som asker:portefolje-1.",
        )
    held = sorted({(row["id"], row["kind"]) for row in rows if row["id"] is not None and row["holds"]})
    projects = [one for one, kind in held if kind == "Project"]
    return projects, [one for one, kind in held if kind == "Programme"]
