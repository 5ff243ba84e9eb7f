"""From nothing to a first answer: load the catalogues and Asker, trace a tiltak, draw it, serve."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from api.cli import tables
from api.cli.datasets import load_one
from api.cli.output import Form, messages, show
from api.cli.running import with_graph
from api.cli.serving import is_free, run
from api.pictures.trace import save, trace_page
from graph.connection import Graph
from graph.constraints import ensure_constraints
from graph.settings import read_settings
from loaders.catalogues import shipped
from queries.goals.trace_up import TraceUp, trace_up
from schema.errors import SourceError

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
FIRST = "asker:tiltak-utslippsfri-transport"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("demo")(demo)


def demo(
    serve: Annotated[bool, typer.Option(help="Server API og sider til slutt.")] = True,
    picture: Annotated[Path | None, typer.Option(help="Hvor bildet skrives; ellers i grafens mappe.")] = None,
) -> None:
    """Last Asker og FN-målene, svar på et første spørsmål, tegn svaret og server."""
    settings = read_settings()
    answer = with_graph(_load_and_trace, settings)
    show(answer, tables.trace_up_tables(answer)[:1], Form.TABLE, tables.heading(answer, answer.start.label))
    typer.echo(f"\nAlle veiene: styring trace {FIRST}")
    target = picture or settings.styring_folder / "spor.html"
    save(target, trace_page(answer))
    typer.echo(f"Bildet av tråden: {target}")
    if not serve:
        return
    if settings.styring_port and not is_free(settings.styring_host, settings.styring_port):
        messages.print(f"Port {settings.styring_port} er opptatt; bruker en ledig.", markup=False)
        settings = read_settings(styring_port=0)
    run(settings)


async def _load_and_trace(graph: Graph) -> TraceUp:
    asker = EXAMPLES / "asker"
    if not asker.is_dir():
        raise SourceError(f"Eksempelet finnes ikke i {asker}.", "Kjør demoen fra et klonet depot.")
    messages.print(f"{graph.engine.name} {graph.engine.version} ({graph.address})", markup=False, highlight=False)
    await ensure_constraints(graph)
    for path in (*(shipped()[name] for name in ("sdg", "lov")), asker):
        report = await load_one(graph, path)
        messages.print(f"{report.dataset.title}: {report.difference.total} endringer", markup=False, highlight=False)
    return await trace_up(graph, FIRST, date.today())
