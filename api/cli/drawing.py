"""Pictures."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from api.cli import authority as asked
from api.cli.running import OnDate, day_or_today, with_graph
from api.ids import full_id
from api.pictures.authority_asked import decision_picture, oversight_picture, unit_picture
from api.pictures.portfolio.page import portfolio_facts, portfolio_page
from api.pictures.trace import save, trace_down_page, trace_page
from queries.authority.matter import Matter
from queries.goals.trace_down import trace_down
from queries.goals.trace_up import trace_up
from queries.portfolio.portfolio import PortfolioFilter
from schema.authority import AmountPeriod
from schema.rhythm import Light

Out = Annotated[Path | None, typer.Option("--out", "-o", help="Filen å skrive; ellers en side med et navn som passer.")]

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
    _save(page, path, f"spor-{start}")


@draw_app.command("portfolio")
def draw_portfolio(
    scope: Annotated[str, typer.Argument(metavar="ID", help="Id-en til en portefølje, et program eller et datasett.")],
    file: Annotated[Path | None, typer.Argument(metavar="FIL", help="Filen å skrive; det samme som --out.")] = None,
    path: Out = None,
    unit: Annotated[str, typer.Option(help="Bare prosjekter som dekker behov i denne enheten.")] = "",
    goal: Annotated[str, typer.Option(help="Bare prosjekter som bidrar til dette målet eller FN-målet.")] = "",
    phase: Annotated[str, typer.Option(help="Bare prosjekter i denne fasen: id eller kode.")] = "",
    light: Annotated[Light | None, typer.Option(help="Bare prosjekter med denne statusen.")] = None,
    on_date: OnDate = None,
) -> None:
    """Tegn porteføljen: nettverk, tavle, tidslinje, risiko, kostnad og gevinst, eierskap og kontrakter."""
    if file and path:
        raise typer.BadParameter("Filen er oppgitt to ganger. Oppgi den enten etter id-en eller med --out.")
    day, asked_of = day_or_today(on_date), full_id(scope)
    wanted = PortfolioFilter(unit=unit or None, goal=full_id(goal) if goal else None, phase=phase or None, light=light)
    facts = with_graph(lambda graph: portfolio_facts(graph, asked_of, day, wanted))
    _save(portfolio_page(facts), file or path, f"portefolje-{scope}")


@draw_app.command("decision")
def draw_decision(
    dataset: asked.Dataset,
    action: asked.ActionOption,
    provision: asked.Provision = None,
    holder: Annotated[str, typer.Option(help="Id-en til et organ, en stilling eller en person; ellers alle.")] = "",
    area: asked.AreaOption = None,
    amount: asked.Amount = None,
    vat: asked.Vat = None,
    per: asked.Per = AmountPeriod.CASE,
    case_type: asked.CaseType = None,
    unit: asked.Unit = None,
    principal: asked.Principal = None,
    together_with: Annotated[list[str] | None, typer.Option(help="Stilling som medvirker; kan gjentas.")] = None,
    path: Out = None,
    on_date: OnDate = None,
) -> None:
    """Tegn hvem som kan avgjøre en sak, med kjedene fra der myndigheten begynner, eller hvorfor ikke."""
    matter = Matter(action, provision, area, amount, vat, per, case_type, unit, principal, tuple(together_with or ()))
    day = day_or_today(on_date)
    page = with_graph(lambda graph: decision_picture(graph, matter, day, dataset=dataset, holder=holder))
    _save(page, path, f"myndighet-{holder or dataset}")


@draw_app.command("unit")
def draw_unit(
    unit: Annotated[str, typer.Argument(metavar="ENHET", help="Id-en til enheten; det som er del av den, er med.")],
    path: Out = None,
    on_date: OnDate = None,
) -> None:
    """Tegn delegeringene i en enhet, med det som er brutt, overskredet eller ledig."""
    day = day_or_today(on_date)
    _save(with_graph(lambda graph: unit_picture(graph, unit, day)), path, f"enhet-{unit}")


@draw_app.command("oversight")
def draw_oversight(holder: asked.Holder, path: Out = None, on_date: OnDate = None) -> None:
    """Tegn hvem noen skal påse, og hvem som påser dem, med siste oppfølging."""
    day = day_or_today(on_date)
    _save(with_graph(lambda graph: oversight_picture(graph, holder, day)), path, f"paaseansvar-{holder}")


def _save(page: str, path: Path | None, name: str) -> None:
    target = path or Path(f"{re.sub(r'[^A-Za-z0-9ÆØÅæøå.]+', '-', name)}.html")
    save(target, page)
    typer.echo(target)
