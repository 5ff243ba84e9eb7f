"""Keeping the graph safe: backup, restore."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import messages
from api.cli.running import with_graph
from graph.backup import Backup, back_up, restore
from graph.connection import Graph
from graph.constraints import ensure_constraints


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("backup")(backup)
    app.command("restore")(restore_backup)


def backup(path: Annotated[Path, typer.Argument(help="Fil å skrive i, som styring-2026-01-31.jsonl.gz.")]) -> None:
    """Skriv hele grafen, med alle lastinger, i én fil. Serveren kan gå imens."""
    made = with_graph(lambda graph: back_up(graph, path))
    _tell(made)
    typer.echo(path)


def restore_backup(path: Annotated[Path, typer.Argument(help="Fil som `styring backup` har skrevet.")]) -> None:
    """Fyll en tom graf fra en sikkerhetskopi, på samme eller den andre databasen."""

    async def work(graph: Graph) -> Backup:
        await ensure_constraints(graph)
        return await restore(graph, path)

    _tell(with_graph(work))


def _tell(made: Backup) -> None:
    messages.print(f"{made.nodes} noder og {made.links} relasjoner.", markup=False, highlight=False)
