"""The questions: trace, coverage, outside, suspect, plans."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli import tables
from api.cli.output import AsCsv, AsJson, chosen, show
from api.cli.running import OnDate, day_or_today, with_graph
from api.ids import full_id
from queries.goals.coverage import coverage
from queries.goals.outside_thread import outside_thread
from queries.goals.trace_down import MOST_SHOWN, trace_down
from queries.goals.trace_up import trace_up
from queries.plans.plans_in_force import plans_in_force
from queries.plans.suspect_links import suspect_links

Scope = Annotated[str, typer.Argument(help="Id-en til et datasett (asker), en plan, et satsingsområde, en enhet …")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("trace")(trace)
    app.command("coverage")(show_coverage)
    app.command("outside")(show_outside)
    app.command("suspect")(show_suspect)
    app.command("plans")(show_plans)


def trace(
    node: Annotated[str, typer.Argument(metavar="ID", help="Id, som asker:tiltak-1; FN-mål også som 11.6.")],
    on_date: OnDate = None,
    down: Annotated[bool, typer.Option("--down", help="Følg tråden ned: hva gjøres for dette?")] = False,
    dataset: Annotated[str, typer.Option(help="Bare det denne kommunen gjør; gjelder --down.")] = "",
    max_ways: Annotated[int, typer.Option(help="Hvor mange veier som vises til hvert FN-mål.")] = 10,
    most: Annotated[int, typer.Option(help="Hvor mange elementer --down viser.")] = MOST_SHOWN,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Følg den røde tråden opp til FN-målene, eller ned fra dem."""
    form, day, start = chosen(as_json, as_csv), day_or_today(on_date), full_id(node)
    if down:
        found = with_graph(lambda graph: trace_down(graph, start, day, dataset=dataset, most=most))
        show(found, tables.trace_down_tables(found), form, tables.heading(found, found.start.label))
    else:
        answer = with_graph(lambda graph: trace_up(graph, start, day, max_ways=max_ways))
        show(answer, tables.trace_up_tables(answer), form, tables.heading(answer, answer.start.label))


def show_coverage(scope: Scope, on_date: OnDate = None, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """Vis hvilke mål som mangler strategi, oppdrag, tiltak, indikator eller ansvarlig."""
    form = chosen(as_json, as_csv)
    answer = with_graph(lambda graph: coverage(graph, full_id(scope), day_or_today(on_date)))
    show(answer, tables.coverage_tables(answer), form, tables.heading(answer, answer.scope))


def show_outside(scope: Scope, on_date: OnDate = None, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """Vis tiltak utenfor den røde tråden, og hva de ellers er forankret i."""
    form = chosen(as_json, as_csv)
    answer = with_graph(lambda graph: outside_thread(graph, full_id(scope), day_or_today(on_date)))
    show(answer, tables.outside_tables(answer), form, tables.heading(answer, answer.scope))


def show_suspect(
    plan_version: Annotated[str, typer.Argument(help="Id-en til den nye planversjonen.")],
    on_date: OnDate = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Vis hva som må gjennomgås på nytt etter at en plan er revidert."""
    form = chosen(as_json, as_csv)
    answer = with_graph(lambda graph: suspect_links(graph, plan_version, day_or_today(on_date)))
    show(answer, tables.suspect_tables(answer), form, tables.heading(answer, answer.plan_version))


def show_plans(
    dataset: Annotated[str, typer.Argument(help="Datasettet til kommunen, som asker.")],
    theme: Annotated[str, typer.Option(help="Bare planer om dette temaet.")] = "",
    unit: Annotated[str, typer.Option(help="Bare planer som gjelder for denne enheten.")] = "",
    on_date: OnDate = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Vis planene som gjelder, hva de bygger på og når de skal revideres."""
    form = chosen(as_json, as_csv)
    day = day_or_today(on_date)
    answer = with_graph(lambda graph: plans_in_force(graph, dataset, day, theme=theme, unit=unit))
    show(answer, tables.plans_tables(answer), form, tables.heading(answer, answer.dataset))
