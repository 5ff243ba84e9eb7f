"""The questions about the portfolio and its risks: portfolio, risk."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli import portfolio_tables as tables
from api.cli.output import AsCsv, AsJson, chosen, show
from api.cli.running import OnDate, day_or_today, with_graph
from api.cli.tables import heading
from api.ids import full_id
from queries.portfolio.portfolio import PortfolioFilter, portfolio
from queries.risk.risk_picture import risk_picture
from schema.rhythm import Light

_LIGHTS = {light.value: light for light in Light}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("portfolio")(show_portfolio)
    app.command("risk")(show_risk)


def show_portfolio(
    scope: Annotated[str, typer.Argument(metavar="ID", help="Id-en til en portefølje, et program eller et datasett.")],
    unit: Annotated[str, typer.Option(help="Bare prosjekter som dekker behov i denne enheten.")] = "",
    goal: Annotated[str, typer.Option(help="Bare prosjekter som bidrar til dette målet eller FN-målet.")] = "",
    phase: Annotated[str, typer.Option(help="Bare prosjekter i denne fasen: id eller kode.")] = "",
    programme: Annotated[str, typer.Option(help="Bare prosjekter i dette programmet.")] = "",
    light: Annotated[str, typer.Option(help=f"Bare prosjekter med denne statusen: {', '.join(_LIGHTS)}.")] = "",
    on_date: OnDate = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Vis prosjektporteføljen: fase, status, kostnad, mål, gevinster, risiko og avhengigheter."""
    form, day = chosen(as_json, as_csv), day_or_today(on_date)
    if light and light not in _LIGHTS:
        raise typer.BadParameter(f"«{light}» er ikke en status. Velg {', '.join(_LIGHTS)}.")
    wanted = PortfolioFilter(
        unit=unit or None,
        goal=full_id(goal) if goal else None,
        phase=phase or None,
        programme=programme or None,
        light=_LIGHTS.get(light),
    )
    answer = with_graph(lambda graph: portfolio(graph, full_id(scope), day, wanted))
    show(answer, tables.portfolio_tables(answer), form, heading(answer, answer.name))


def show_risk(
    scope: Annotated[
        str, typer.Argument(metavar="ID", help="Id-en til et datasett, en enhet, et prosjekt, en portefølje, et mål …")
    ],
    on_date: OnDate = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Vis risikobildet: hvor store risikoene er før og etter tiltak, hva de truer, og den verste i hver del."""
    form, day = chosen(as_json, as_csv), day_or_today(on_date)
    answer = with_graph(lambda graph: risk_picture(graph, full_id(scope), day))
    show(answer, tables.risk_tables(answer), form, heading(answer, answer.name))
