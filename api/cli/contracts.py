"""The question about contracts."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.output import AsCsv, AsJson, Table, chosen, show
from api.cli.running import OnDate, day_or_today, with_graph
from api.cli.tables import heading, posts
from queries.contracts.contracts import Contracts, ContractShown, contracts
from queries.contracts.period import ContractState


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("contracts")(show_contracts)


def show_contracts(
    dataset: Annotated[str, typer.Argument(help="Datasettet til kommunen, som asker.")],
    expiring_within: Annotated[
        int | None, typer.Option("--expiring-within", metavar="MÅNEDER", help="Bare de som utløper innen så lenge.")
    ] = None,
    unit: Annotated[str, typer.Option(help="Bare de som eies i linjen av denne enheten.")] = "",
    supplier: Annotated[str, typer.Option(help="Bare de med denne leverandøren.")] = "",
    state: Annotated[
        ContractState | None, typer.Option(help="Bare de i denne tilstanden: ikke begynt, løper, utløpt eller ukjent.")
    ] = None,
    on_date: OnDate = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Vis kontraktene: leverandør, kontraktseier, verdi, periode, opsjoner, oppfølging og mangler."""
    form, day = chosen(as_json, as_csv), day_or_today(on_date)
    answer = with_graph(
        lambda graph: contracts(
            graph, dataset, day, expiring_within=expiring_within, unit=unit, supplier=supplier, state=state
        )
    )
    show(answer, contract_tables(answer), form, heading(answer, answer.dataset))


_HEADINGS = (
    "Id",
    "Kontrakt",
    "Tilstand",
    "Fra",
    "Til",
    "Lengst til",
    "Verdi (kr)",
    "Leverandør",
    "Kontraktseier",
    "Ansvarlig",
    "Mangler",
)


def contract_tables(answer: Contracts) -> list[Table]:
    """The contracts, those whose end is unknown, the options and the changes."""
    every = (*answer.contracts, *answer.end_unknown)
    options = [
        (one.element.name, each.name, each.state, each.exercise_by, each.end_on, each.years_max)
        for one in every
        for each in one.options
    ]
    amendments = [
        (one.element.name, each.name, each.amended_on, each.value_nok, each.end_on, each.reason)
        for one in every
        for each in one.amendments
    ]
    return [
        Table("Kontrakter", _HEADINGS, [_contract(one) for one in answer.contracts]),
        Table("Ukjent slutt", _HEADINGS, [_contract(one) for one in answer.end_unknown]),
        Table("Opsjoner", ("Kontrakt", "Opsjon", "Status", "Utløses innen", "Til", "Inntil år"), options),
        Table("Endringer", ("Kontrakt", "Endring", "Dato", "Ny verdi", "Ny slutt", "Begrunnelse"), amendments),
    ]


def _contract(one: ContractShown) -> tuple[object, ...]:
    return (
        one.element.id,
        one.element.name,
        one.period.state,
        one.period.start_on,
        one.period.end_on or "ukjent",
        one.period.latest_end,
        "ukjent" if one.period.value_nok is None else one.period.value_nok,
        tuple(each.name for each in one.suppliers),
        tuple(each.name for each in one.owners),
        posts(one.responsible),
        one.gaps,
    )
