"""Ownership: what somebody owns and controls."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from api.cli.output import AsCsv, AsJson, Table, chosen, show
from api.cli.running import OnDate, day_or_today, with_graph
from api.cli.tables import heading, posts
from api.ids import full_id
from queries.ownership.answer import CompanyRepresentative, OwnedCompanies, OwnedCompany, Share
from queries.ownership.control import ControlVerdict
from queries.ownership.ownership import ownership
from queries.ownership.statements import OwnershipStatement


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("ownership")(show_ownership)


def show_ownership(
    actor: Annotated[
        str, typer.Argument(metavar="EIER", help="Id-en til en enhet, et selskap eller en aktør, eller et datasett.")
    ],
    on_date: OnDate = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Vis hva noen eier, direkte og indirekte, hva de har kontroll over, og hvem som representerer dem."""
    form, day = chosen(as_json, as_csv), day_or_today(on_date)
    answer = with_graph(lambda graph: ownership(graph, full_id(actor), day))
    show(answer, ownership_tables(answer), form, heading(answer, answer.name))


def ownership_tables(answer: OwnedCompanies) -> list[Table]:
    """The companies, then how they are controlled, governed and shared with others."""
    companies = [
        (
            _marked(one.name, one.illustrative),
            one.form,
            _share(one.direct),
            _share(one.direct_votes),
            _share(one.interest),
            one.control,
            "ja" if one.circular else "",
        )
        for one in answer.companies
    ]
    return [
        Table(
            "Selskaper",
            ("Selskap", "Form", "Direkte andel", "Direkte stemmer", "Økonomisk interesse", "Kontroll", "I ring"),
            companies,
        ),
        Table(
            "Flertallskjeder",
            ("Selskap", "Kontroll", "Kjede"),
            [_chain(one) for one in answer.companies if one.control_chain],
        ),
        Table("Ikke avgjort", ("Selskap", "Hvorfor"), _reasons(answer)),
        Table(
            "Styring",
            ("Selskap", "Eierorgan", "Representanter", "Eierskapsmelding", "Ansvar for gjeld"),
            [_governing(one) for one in answer.companies],
        ),
        Table(
            "Andre eiere",
            ("Selskap", "Eier", "Andel", "Stemmer"),
            [
                (one.name, owner.name, _share(owner.share), _share(owner.votes))
                for one in answer.companies
                for owner in one.other_owners
            ],
        ),
        Table(
            "Styres uten å eies",
            ("Navn", "Styres som", "Vert", "Representanter"),
            [
                (_marked(one.name, one.illustrative), one.governed_as, one.hosts, _seats(one.representatives))
                for one in answer.governed
            ],
        ),
    ]


def _marked(name: str, illustrative: bool) -> str:
    return f"{name} (illustrasjon)" if illustrative and "illustrasjon" not in name else name


def _share(share: Share) -> str:
    """A share as people write it: 33–34 %, mer enn 50 %."""
    low, high = _per_cent(share.low), _per_cent(share.high)
    if share.exact or (low == high and not share.more_than):
        return f"{low} %"
    if share.more_than:
        return f"mer enn {low} %" if share.high >= 100 else f"mer enn {low}, høyst {high} %"
    return f"{low}–{high} %"


def _per_cent(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _chain(company: OwnedCompany) -> tuple[Any, ...]:
    steps = [f"{' og '.join(step.holders)} har {_share(step.votes)} i {step.name}" for step in company.control_chain]
    return company.name, company.control, " → ".join(steps)


def _reasons(answer: OwnedCompanies) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = [(one.name, one.interest_reason) for one in answer.companies if one.interest_reason]
    rows += [
        (one.name, "Kontrollen avhenger av stemmer som ikke er kjent.")
        for one in answer.companies
        if one.control is ControlVerdict.UNDETERMINED
    ]
    return rows


def _governing(company: OwnedCompany) -> tuple[Any, ...]:
    return (
        company.name,
        ", ".join(body.name for body in company.owner_bodies),
        _seats(company.representatives),
        _statement(company.statement),
        "ja" if company.unlimited_liability else "",
    )


def _seats(representatives: tuple[CompanyRepresentative, ...]) -> str:
    shown = []
    for one in representatives:
        who = "; ".join(part for part in (one.holder, posts(one.posts)) if part) or "ikke oppgitt"
        place = ", ".join(part for part in (one.role, one.body) if part)
        shown.append(f"{who} ({place})" if place else who)
    return "; ".join(shown)


def _statement(statement: OwnershipStatement | None) -> str:
    if statement is None:
        return ""
    marks = [] if statement.in_force else ["gjelder ikke"]
    if statement.older_than_four_years:
        marks.append("eldre enn fire år")
    if statement.adopted_on is None:
        marks.append("uten vedtaksdato")
    return f"{statement.name} ({', '.join(marks)})" if marks else statement.name
