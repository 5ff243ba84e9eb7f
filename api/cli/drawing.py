"""Pictures."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from api.cli.running import OnDate, day_or_today, with_graph
from api.ids import full_id
from api.pictures.trace import save, trace_down_page, trace_page
from queries.goals.trace_down import trace_down
from queries.goals.trace_up import trace_up

draw_app = typer.Typer(name="draw", help="Tegn et svar som en side som virker uten nett.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(draw_app)


@draw_app.command("trace")
def draw_trace(
    node: Annotated[str, typer.Argument(metavar="ID", help="Id, som asker:tiltak-1; FN-mål også som 11.6.")],
    path: Annotated[Path | None, typer.Option("--out", "-o", help="Filen å skrive; ellers spor-ID.html her.")] = None,
    on_date: OnDate = None,
    down: Annotated[bool, typer.Option("--down", help="Følg tråden ned.")] = False,
    dataset: Annotated[str, typer.Option(help="Bare det denne kommunen gjør; gjelder --down.")] = "",
    max_ways: Annotated[int, typer.Option(help="Hvor mange veier som tegnes til hvert FN-mål.")] = 10,
) -> None:
    """Tegn den røde tråden, med en tabell over de samme fakta under."""
    day, start = day_or_today(on_date), full_id(node)
    if down:
        page = trace_down_page(with_graph(lambda graph: trace_down(graph, start, day, dataset=dataset)))
    else:
        page = trace_page(with_graph(lambda graph: trace_up(graph, start, day, max_ways=max_ways)))
    target = path or Path(f"spor-{re.sub(r'[^A-Za-z0-9ÆØÅæøå.]+', '-', start)}.html")
    save(target, page)
    typer.echo(target)
