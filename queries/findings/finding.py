"""Run the audits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.connection import Readable, Row, Transaction
from queries.answers import Answer, Outcome, column
from queries.authority.facts import units_above
from queries.findings.reckoned import CHECKS
from queries.findings.rules import RULE_OF_ID, RULES, Rule, Severity
from queries.goals.fetching import fetch_elements
from queries.texts import text
from schema.errors import NotFoundError, QuestionError


@dataclass(frozen=True)
class About:
    """A node that a finding is about."""

    id: str = column("Id", "Full id.")
    kind: str = column("Slag", "The node kind.")
    name: str = column("Navn", "What people call it.")


@dataclass(frozen=True)
class Acceptance:
    """That somebody has accepted a finding for a time."""

    id: str = column("Id", "Full id of the acceptance.")
    by: str = column("Akseptert av", "Name of the post.")
    reason: str = column("Begrunnelse", "Why.")
    until: date | None = column("Til", "First day it is no longer accepted; missing is without end.")


@dataclass(frozen=True)
class Finding:
    """One breach of a rule."""

    rule: str = column("Regel", "Id of the rule.")
    title: str = column("Funn", "The rule in short.")
    severity: Severity = column("Alvor", "How bad it is.")
    subject: About = column("Gjelder", "What breaks the rule.")
    about: tuple[About, ...] = column("Henger sammen med", "Other nodes the finding is about.")
    text: str = column("Forklaring", "What is wrong, in bokmål, naming the nodes.")
    correction: str = column("Hva som kan gjøres", "Suggested correction, in bokmål.")
    source: str = column("Kilde", "Law or document behind the rule.")
    illustrative: bool = column("Illustrasjon", "True where what breaks the rule is made up as an example.")
    accepted: Acceptance | None = column("Akseptert", "Who has accepted it, if somebody has.", default=None)


@dataclass(frozen=True)
class RuleCount:
    """How many findings a rule has."""

    rule: str = column("Regel", "Id of the rule.")
    title: str = column("Funn", "The rule in short.")
    severity: Severity = column("Alvor", "How bad it is.")
    open: int = column("Åpne", "Findings that nobody has accepted.")
    accepted: int = column("Aksepterte", "Findings that somebody has accepted for a time.")


@dataclass(frozen=True)
class Findings(Answer):
    """What the audits found. Accepted findings are listed apart, never hidden."""

    dataset: str = column("Datasett", "The municipality.")
    open: tuple[Finding, ...] = column("Åpne funn", "The worst first, then by rule and id.")
    accepted: tuple[Finding, ...] = column("Aksepterte funn", "Accepted on the day.")
    counts: tuple[RuleCount, ...] = column("Per regel", "Every rule that was run, also those without findings.")


async def findings(
    graph: Readable, dataset: str, on_date: date, *, rules: Iterable[str] = (), unit: str = ""
) -> Findings:
    """Run the audits on a municipality.

    Args:
        graph: Where to read.
        dataset: Id of the municipality's dataset.
        on_date: The day it is about.
        rules: Ids of the rules to run; none runs all.
        unit: Only findings that touch this unit, what is part of it, or posts in these.

    Raises:
        NotFoundError: There is no such dataset or unit.
        QuestionError: There is no such rule.
    """
    chosen = _chosen(rules)

    async def read(transaction: Transaction) -> Findings:
        known = {row["id"] for row in await transaction.run(text("plans/datasets"))}
        if dataset not in known:
            names = ", ".join(sorted(known)) or "ingen"
            raise NotFoundError(f"Det er ikke lastet noe datasett som heter «{dataset}».", f"Lastet er: {names}.")
        rows = await _rows(transaction, dataset, on_date, chosen)
        if unit:
            touched = await _touched(transaction, dataset, unit, on_date)
            rows = [(rule, row) for rule, row in rows if touched & {row["subject"], *row["about"]}]
        found = await _findings(transaction, dataset, rows, on_date)
        opened = tuple(one for one in found if one.accepted is None)
        accepted = tuple(one for one in found if one.accepted is not None)
        return Findings(
            on_date=on_date,
            outcome=Outcome.FOUND if found else Outcome.EMPTY,
            complete=True,
            cut_by=(),
            remarks=(),
            dataset=dataset,
            open=opened,
            accepted=accepted,
            counts=tuple(
                RuleCount(
                    rule.id,
                    rule.title,
                    rule.severity,
                    sum(one.rule == rule.id for one in opened),
                    sum(one.rule == rule.id for one in accepted),
                )
                for rule in chosen
            ),
        )

    return await graph.read_together(read)


def _chosen(rules: Iterable[str]) -> list[Rule]:
    wanted = list(rules)
    unknown = [one for one in wanted if one not in RULE_OF_ID]
    if unknown:
        raise QuestionError(f"Det finnes ingen regel «{unknown[0]}».", f"Reglene er {', '.join(RULE_OF_ID)}.")
    return [rule for rule in RULES if not wanted or rule.id in wanted]


async def _rows(transaction: Transaction, dataset: str, day: date, rules: list[Rule]) -> list[tuple[Rule, Row]]:
    found: list[tuple[Rule, Row]] = []
    year_before = day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)
    for rule in rules:
        if rule.query:
            parameters = {"dataset": dataset, "day": day, "year": day.year, "year_before": year_before}
            found += [(rule, row) for row in await transaction.run(text(rule.query), **parameters)]
    reckoned = {rule.id: rule for rule in rules if not rule.query}
    for check in CHECKS:
        if check.rules & reckoned.keys():
            rows = await check.run(transaction, dataset, day)
            found += [(reckoned[one], row) for one, row in rows if one in reckoned]
    return found


async def _touched(transaction: Transaction, dataset: str, unit: str, day: date) -> set[str]:
    """The unit, what is part of it, and what belongs to these: posts, and delegations within them."""
    units = await transaction.run(text("authority/units"), datasets=[dataset])
    inside = {one for one, above in units_above(units, day).items() if unit in above}
    if not inside:
        raise NotFoundError(f"Ingen enhet har id-en «{unit}».", "Skriv den med datasettet foran, som asker:enhet-1.")
    rows = await transaction.run(text("findings/belonging_to_units"), units=sorted(inside), day=day)
    return inside | {row["id"] for row in rows}


async def _findings(transaction: Transaction, dataset: str, rows: list[tuple[Rule, Row]], day: date) -> list[Finding]:
    ids = {one for _, row in rows for one in (row["subject"], *row["about"]) if one}
    elements = await fetch_elements(transaction, ids, day)
    shown = {one.id: About(one.id, one.kind, one.name) for one in elements.values()}
    accepted = await _acceptances(transaction, dataset, day)
    found = [
        Finding(
            rule.id,
            rule.title,
            rule.severity,
            shown.get(row["subject"], About(row["subject"], "", row["subject_name"])),
            tuple(shown[one] for one in row["about"] if one in shown),
            _filled(rule.text, row),
            _filled(rule.correction, row),
            rule.source,
            row["subject"] in elements and elements[row["subject"]].illustrative,
            accepted.get((rule.id, row["subject"])),
        )
        for rule, row in rows
    ]
    order = list(Severity)
    return sorted(found, key=lambda one: (order.index(one.severity), one.rule, one.subject.id, one.text))


def _filled(template: str, row: Row) -> str:
    values: dict[str, Any] = {name: "" if value is None else value for name, value in row.items()}
    return template.format(**values)


async def _acceptances(transaction: Transaction, dataset: str, day: date) -> dict[tuple[str, str], Acceptance]:
    rows = await transaction.run(text("findings/acceptances"), dataset=dataset, day=day)
    return {
        (row["rule"], row["subject"]): Acceptance(row["id"], row["by"], row["reason"], row["valid_to"]) for row in rows
    }
