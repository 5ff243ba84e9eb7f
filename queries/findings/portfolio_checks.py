"""Breaches of the rules over projects and risks, told from what the portfolio and the risk picture show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from graph.connection import Row, Transaction
from queries.authority.matter import Verdict
from queries.portfolio.benefits import Realisation
from queries.portfolio.projects import Gap, ProjectShown, fetch_projects
from queries.portfolio.scope import elements_in
from queries.portfolio.sum_lines import SumDifference, sum_differences
from queries.risk.risk_picture import fetch_acceptances
from queries.risk.scale import RiskSize, RiskZone, scale_of, sizes
from queries.texts import text
from schema.principles import Treatment
from schema.projects import AmountKind

_Breach = tuple[str, Row]

PROJECT_RULES = frozenset({f"R-PRO-0{number}" for number in range(1, 8)})
RISK_RULES = frozenset({f"R-RIS-0{number}" for number in range(1, 5)})


async def project_breaches(transaction: Transaction, dataset: str, day: date) -> list[_Breach]:
    """Breaches of R-PRO-01 to 07 among the projects, programmes and sum lines of a municipality."""
    projects, programmes = await elements_in(transaction, dataset, day)
    found: list[_Breach] = []
    for one in await fetch_projects(transaction, [*projects, *programmes], day):
        found += _of_project(one, day)
    found += [_sum_line(one) for one in await sum_differences(transaction, dataset, day)]
    return found


def _row(one: ProjectShown, about: list[str], **values: Any) -> Row:
    return {"subject": one.element.id, "subject_name": one.element.name, "about": about, **values}


def _of_project(one: ProjectShown, day: date) -> Iterator[_Breach]:
    if Gap.NO_NEED in one.gaps:
        yield "R-PRO-01", _row(one, [])
    if Gap.NO_PHASE in one.gaps:
        yield "R-PRO-03", _row(one, [])
    for benefit in one.benefits:
        named = {"benefit_name": benefit.element.name}
        if not benefit.owners:
            yield "R-PRO-02", _row(one, [benefit.element.id], **named)
        if Gap.BENEFIT_NOT_MEASURED in one.gaps and benefit.realisation is Realisation.NOT_MEASURED:
            from_day = norwegian(benefit.realise_from) if benefit.realise_from else "prosjektet var ferdig"
            yield "R-PRO-06", _row(one, [benefit.element.id], from_day=from_day, **named)
    if one.money.differs_nok and one.money.stated_nok is not None and one.money.reckoned_nok is not None:
        yield (
            "R-PRO-04",
            _row(
                one,
                [],
                stated=_kroner(one.money.stated_nok),
                reckoned=_kroner(one.money.reckoned_nok),
                period=f"alt til og med {one.money.stated_to_year}",
            ),
        )
    for each in one.depends_on:
        if each.in_time is False:
            lag = f" og skal ha {each.lag_days} dager imellom" if each.lag_days else ""
            days = {"start_on": norwegian(one.start_on), "done_on": norwegian(each.done_on)}
            yield "R-PRO-05", _row(one, [each.id], other_name=each.name, lag=lag, **days)
    by_scheme: dict[str, dict[str, str]] = defaultdict(dict)
    for phase in one.phases:
        by_scheme[phase.scheme][phase.id] = phase.name
    for scheme, phases in sorted(by_scheme.items()):
        if len(phases) > 1:
            yield "R-PRO-07", _row(one, sorted(phases), scheme_name=scheme, phases=", ".join(phases.values()))


def _sum_line(one: SumDifference) -> _Breach:
    kind = {AmountKind.TOTAL: "alt"}.get(one.kind, one.kind.bokmaal.lower())
    years = f"til og med {one.last_year}" if one.first_year is None else f"{one.first_year}–{one.last_year}"
    if one.first_year == one.last_year:
        years = str(one.last_year)
    return "R-PRO-04", {
        "subject": one.line,
        "subject_name": one.name,
        "about": list(one.projects),
        "stated": _kroner(one.stated_nok),
        "reckoned": _kroner(one.reckoned_nok),
        "period": f"{kind} {years}",
    }


def _kroner(amount: float) -> str:
    return f"{amount:,.2f}".removesuffix(".00").replace(",", " ").replace(".", ",")


def norwegian(day: date | None) -> str:
    """A day as people write it, or «ukjent dag»."""
    return f"{day.day}.{day.month}.{day.year}" if day else "ukjent dag"


async def risk_breaches(transaction: Transaction, dataset: str, day: date) -> list[_Breach]:
    """Breaches of R-RIS-01 to 04 among the risks of a municipality."""
    rows = await transaction.run(text("risk/risks"), dataset=dataset, day=day)
    named = sorted({scale for row in rows for scale in row["scales"]})
    scales = {row["id"]: scale_of(row) for row in await transaction.run(text("risk/scales"), ids=named)}
    accepted = await fetch_acceptances(transaction, rows, day)
    found: list[_Breach] = []
    for row in rows:
        scale = scales.get(row["scales"][0]) if len(row["scales"]) == 1 else None
        before, after = sizes(row, scale)
        values = {"subject": row["id"], "subject_name": row["name"], "about": list(row["scales"])}
        found += [(rule, {**values, **more}) for rule, more in _of_risk(row, before, after)]
        if row["treatment"] == Treatment.ACCEPT and not row["accepted_by"]:
            found.append(("R-RIS-01", {**values, "reason": "ingen har akseptert den"}))
        for one in accepted.get(row["id"], ()):
            if one.verdict is Verdict.NO:
                reason = f"«{one.name}», som har akseptert den, har ikke myndighet til det: {one.reason}"
                found.append(("R-RIS-01", {**values, "about": [one.post], "reason": reason}))
    return found


def _of_risk(row: Row, before: RiskSize, after: RiskSize) -> Iterator[_Breach]:
    if before.product is not None and (before.zone is RiskZone.UNKNOWN or after.zone is RiskZone.UNKNOWN):
        reasons = {0: "den har ingen skala.", 1: f"nivåene {_levels(row)} finnes ikke alle på skalaen."}
        yield "R-RIS-02", {"reason": reasons.get(len(row["scales"]), "den er vurdert på flere skalaer.")}
    if before.product is not None and after.product is not None and after.product > before.product:
        yield "R-RIS-03", {"before": before.product, "after": after.product}
    if after.zone is RiskZone.RED and row["treatment"] is None:
        yield "R-RIS-04", {}


def _levels(row: Row) -> str:
    names = ("probability", "consequence", "residual_probability", "residual_consequence")
    return ", ".join(str(row[name]) for name in names if row[name] is not None)
