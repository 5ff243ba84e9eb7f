"""Authority: may, who, authority, chain, oversight, mandate, audit, what-if, changes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from api.cli import authority_tables as tables
from api.cli.output import AsCsv, AsJson, chosen, messages, show
from api.cli.running import OnDate, day_or_today, read_amount, read_date, with_graph
from api.cli.tables import heading
from api.findings_workbook import write_findings
from graph.connection import Graph, Readable
from loaders.known_at import as_known_at
from queries.authority.changes import authority_changes
from queries.authority.deciding import may_decide, who_may_decide
from queries.authority.holding import authority_of, delegation_chain, oversight
from queries.authority.mandate import mandate
from queries.authority.matter import Matter, day_text
from queries.findings.finding import findings
from queries.findings.rules import Severity
from queries.what_if.trying import Change, TrialKind, what_if
from schema.actions import Action, VatBasis
from schema.authority import AmountPeriod, MatterArea

T = TypeVar("T")
Holder = Annotated[str, typer.Argument(metavar="HVEM", help="Id-en til et organ, en stilling eller en person.")]
Dataset = Annotated[str, typer.Argument(metavar="DATASETT", help="Datasettet til kommunen, som asker.")]
ActionOption = Annotated[Action, typer.Option("--action", help="Hva som skal gjøres.", case_sensitive=False)]
Provision = Annotated[str | None, typer.Option(help="Bestemmelsen, som «koml. § 13-1» eller lov:kommuneloven/13-1.")]
AreaOption = Annotated[MatterArea | None, typer.Option("--area", help="Området, der saken ikke er etter en lov.")]
Amount = Annotated[
    float | None,
    typer.Option(parser=read_amount, metavar="KRONER", help="Beløp i kroner; 0 der saken ikke gjelder penger."),
]
Vat = Annotated[VatBasis | None, typer.Option(help="Om beløpet er med eller uten merverdiavgift.")]
Per = Annotated[AmountPeriod, typer.Option(help="Hva beløpet gjelder.")]
CaseType = Annotated[str | None, typer.Option(help="Sakstype.")]
Unit = Annotated[str | None, typer.Option(help="Id-en til enheten saken gjelder.")]
Principal = Annotated[bool | None, typer.Option("--principal/--not-principal", help="Om saken er prinsipiell.")]
KnownAt = Annotated[str, typer.Option(help="Slik det var kjent ved denne lastingen, som asker@3.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("may")(may)
    app.command("who")(who)
    app.command("authority")(show_authority)
    app.command("chain")(show_chain)
    app.command("oversight")(show_oversight)
    app.command("mandate")(show_mandate)
    app.command("audit")(audit)
    app.command("what-if")(show_what_if)
    app.command("changes")(show_changes)


async def _asked(graph: Graph, known_at: str, question: Callable[[Readable], Awaitable[T]]) -> T:
    return await as_known_at(graph, known_at, question) if known_at else await question(graph)


def may(
    holder: Holder,
    action: ActionOption,
    provision: Provision = None,
    area: AreaOption = None,
    amount: Amount = None,
    vat: Vat = None,
    per: Per = AmountPeriod.CASE,
    case_type: CaseType = None,
    unit: Unit = None,
    principal: Principal = None,
    together_with: Annotated[list[str] | None, typer.Option(help="Stilling som medvirker; kan gjentas.")] = None,
    on_date: OnDate = None,
    known_at: KnownAt = "",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Kan hun avgjøre saken, og hvorfor eller hvorfor ikke?"""
    form, day = chosen(as_json, as_csv), day_or_today(on_date)
    matter = Matter(action, provision, area, amount, vat, per, case_type, unit, principal, tuple(together_with or ()))

    answer = with_graph(lambda graph: _asked(graph, known_at, lambda one: may_decide(one, holder, matter, day)))
    lines = (f"Svar: {answer.verdict.bokmaal}", *heading(answer, answer.holder))
    show(answer, tables.may_tables(answer), form, lines)


def who(
    dataset: Dataset,
    action: ActionOption,
    provision: Provision = None,
    area: AreaOption = None,
    amount: Amount = None,
    vat: Vat = None,
    per: Per = AmountPeriod.CASE,
    case_type: CaseType = None,
    unit: Unit = None,
    principal: Principal = None,
    on_date: OnDate = None,
    known_at: KnownAt = "",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Hvem kan avgjøre saken?"""
    form, day = chosen(as_json, as_csv), day_or_today(on_date)
    matter = Matter(action, provision, area, amount, vat, per, case_type, unit, principal)

    answer = with_graph(lambda graph: _asked(graph, known_at, lambda one: who_may_decide(one, dataset, matter, day)))
    show(answer, tables.who_tables(answer), form, heading(answer, dataset))


def show_authority(
    holder: Holder, on_date: OnDate = None, known_at: KnownAt = "", as_json: AsJson = False, as_csv: AsCsv = False
) -> None:
    """Vis all myndighet til et organ, en stilling eller en person, med kjede og grenser."""
    form, day = chosen(as_json, as_csv), day_or_today(on_date)
    answer = with_graph(lambda graph: _asked(graph, known_at, lambda one: authority_of(one, holder, day)))
    show(answer, tables.authority_tables(answer), form, heading(answer, holder))


def show_chain(
    delegation: Annotated[str, typer.Argument(metavar="ID", help="Id-en til en delegering.")],
    on_date: OnDate = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Vis kjedene fra en delegering til der myndigheten begynner."""
    form, day = chosen(as_json, as_csv), day_or_today(on_date)
    answer = with_graph(lambda graph: delegation_chain(graph, delegation, day))
    show(answer, tables.chain_tables(answer), form, heading(answer, delegation))


def show_oversight(holder: Holder, on_date: OnDate = None, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """Vis hvem noen skal påse, og hvem som påser dem."""
    form, day = chosen(as_json, as_csv), day_or_today(on_date)
    answer = with_graph(lambda graph: oversight(graph, holder, day))
    show(answer, tables.oversight_tables(answer), form, heading(answer, holder))


def show_mandate(
    node: Annotated[str, typer.Argument(metavar="ID", help="Id-en til et tiltak, prosjekt, kontrakt eller risiko.")],
    on_date: OnDate = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Hvem har ansvaret, har hun myndigheten, og mot hvilke FN-mål?"""
    form, day = chosen(as_json, as_csv), day_or_today(on_date)
    answer = with_graph(lambda graph: mandate(graph, node, day))
    show(answer, tables.mandate_tables(answer), form, heading(answer, answer.mandate.element.label))


def audit(
    dataset: Dataset,
    rules: Annotated[list[str] | None, typer.Option("--rule", help="Bare denne regelen; kan gjentas.")] = None,
    unit: Annotated[str, typer.Option(help="Bare det som berører denne enheten.")] = "",
    fail_on: Annotated[
        Severity, typer.Option(help="Avslutt med kode 1 ved åpne funn av minst dette alvoret.")
    ] = Severity.ERROR,
    excel: Annotated[Path | None, typer.Option(help="Skriv funnene i denne arbeidsboken også.")] = None,
    on_date: OnDate = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Kjør reglene, og vis det som bryter dem."""
    if excel and excel.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"«{excel}» må ende på .xlsx.")
    form, day = chosen(as_json, as_csv), day_or_today(on_date)
    answer = with_graph(lambda graph: findings(graph, dataset, day, rules=rules or (), unit=unit))
    if excel:
        write_findings(excel, answer)
        messages.print(f"Funnene er skrevet i {excel}.", markup=False, highlight=False, soft_wrap=True)
    show(answer, tables.findings_tables(answer), form, heading(answer, dataset))
    order = list(Severity)
    if any(order.index(one.severity) <= order.index(fail_on) for one in answer.open):
        raise typer.Exit(1)


def show_what_if(
    dataset: Dataset,
    changes: Annotated[
        list[str],
        typer.Argument(
            metavar="ENDRING...", help="revoke_delegation:ID, vacate_post:ID, move_unit:ID>ID, lower_limit:ID=100000 …"
        ),
    ],
    on_date: OnDate = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Hva ville noen endringer gjøre med funn og myndighet? Ingenting skrives."""
    form, day = chosen(as_json, as_csv), day_or_today(on_date)
    asked = [_change(one) for one in changes]
    answer = with_graph(lambda graph: what_if(graph, dataset, asked, day))
    show(answer, tables.what_if_tables(answer), form, heading(answer, dataset))


def _change(written: str) -> Change:
    kind, _, rest = written.partition(":")
    known = {one.value: one for one in TrialKind}
    if kind not in known or not rest:
        raise typer.BadParameter(f"«{written}» er ikke en endring. Skriv {', '.join(known)}, kolon og id.")
    subject, _, target = rest.partition(">")
    subject, _, amount = subject.partition("=")
    return Change(known[kind], subject, target or None, read_amount(amount) if amount else None)


def show_changes(
    dataset: Dataset,
    from_date: Annotated[date, typer.Argument(parser=read_date, metavar="FRA", help="Dagen før.")],
    on_date: OnDate = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Hvem fikk, mistet eller fikk endret myndighet mellom to dager?"""
    form, day = chosen(as_json, as_csv), day_or_today(on_date)
    answer = with_graph(lambda graph: authority_changes(graph, dataset, from_date, day))
    period = f"{day_text(from_date)} – {day_text(day)}"
    show(answer, tables.changes_tables(answer), form, heading(answer, f"{dataset} {period}"))
