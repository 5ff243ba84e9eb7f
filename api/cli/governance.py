"""The questions about forms of governance and samskaping: collaboration, governance-matrix."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli import governance_tables as tables
from api.cli.output import AsCsv, AsJson, chosen, show
from api.cli.running import OnDate, day_or_today, with_graph
from api.cli.tables import heading
from api.ids import full_id
from queries.governance.collaboration import collaboration
from queries.governance.governance_matrix import governance_matrix


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("collaboration")(show_collaboration)
    app.command("governance-matrix")(show_governance_matrix)


def show_collaboration(
    id: Annotated[str, typer.Argument(metavar="ID", help="Id-en til et samarbeid.")],
    on_date: OnDate = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Vis hvem som leder hva i et samarbeid, hvilken samskapingsform det gir, og om det er den oppgitte."""
    form, day = chosen(as_json, as_csv), day_or_today(on_date)
    answer = with_graph(lambda graph: collaboration(graph, full_id(id), day))
    lines = (*heading(answer, answer.collaboration.element.name), tables.form_line(answer))
    show(answer, tables.collaboration_tables(answer), form, lines)


def show_governance_matrix(
    scope: Annotated[str, typer.Argument(metavar="ID", help="Id-en til et datasett, en enhet eller en oppgave.")],
    on_date: OnDate = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Vis styringsform per oppgave, hvem som valgte den og hvorfor, og om de fire prinsippene er dokumentert."""
    form, day = chosen(as_json, as_csv), day_or_today(on_date)
    answer = with_graph(lambda graph: governance_matrix(graph, full_id(scope), day))
    show(answer, tables.governance_tables(answer), form, heading(answer, answer.name))
