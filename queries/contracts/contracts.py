"""Which contracts are there, which expire soon, who owns them in the line, and what is missing? (CQ-23)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from graph.connection import Readable, Row, Transaction
from queries.answers import Answer, Element, Outcome, column
from queries.authority.facts import units_above
from queries.contracts.period import (
    AmendmentShown,
    ContractState,
    OptionShown,
    OptionState,
    Period,
    months_later,
    option,
    period,
)
from queries.goals.fetching import Responsible, fetch_elements, fetch_responsible
from queries.portfolio.projects import Belongs, fetch_risks_together
from queries.risk.scale import RisksTogether, together
from queries.texts import text
from schema.errors import NotFoundError, QuestionError
from schema.relationships import Contribution, ResponsibleRole
from schema.values import Certainty, Code

MOST_MONTHS = 1200
_CONTRIBUTES = (None, Contribution.CONTRIBUTES)


class ContractGap(Code):
    """What is missing in a contract."""

    NO_OWNER = "no_owner", "Mangler kontraktseier i linjen", "No unit in the line owns it."
    OWNER_CLOSED = "owner_closed", "Kontraktseieren er lagt ned", "The unit that owned it no longer exists."
    NO_RESPONSIBLE = "no_responsible", "Mangler hovedansvarlig", "No post is main responsible."
    NO_SUPPLIER = "no_supplier", "Mangler leverandør", "No supplier is named."
    END_UNKNOWN = "end_unknown", "Sluttdato er ukjent", "Nobody can tell when it ends."
    VALUE_UNKNOWN = "value_unknown", "Verdien er ukjent", "Neither the value nor the value of a year is known."
    OPTION_PASSED = (
        "option_passed",
        "Opsjon med utløpt frist",
        "An option's last day is past, and it is still «possible».",
    )
    NO_FOLLOW_UP = (
        "no_follow_up",
        "Ikke fulgt opp siste år",
        "It has run for a year or more, and no review of it is recorded in the last year.",
    )
    UNCLEAR_CHANGES = (
        "unclear_changes",
        "Endringer som ikke kan ordnes",
        "Changes or used options of which it cannot be told which holds.",
    )
    CONDITION_OPEN = "condition_open", "Vilkår er ikke oppfylt", "A decision it depends on has not been taken."


@dataclass(frozen=True)
class FollowUp:
    """The newest review of a contract."""

    id: str = column("Id", "Full id.")
    name: str = column("Oppfølging", "What people call it.")
    reviewed_on: date = column("Dato", "The day it was made.")


@dataclass(frozen=True)
class ContractShown:
    """A contract, as it is on the day."""

    element: Element = column("Kontrakt", "The contract.")
    period: Period = column("Periode", "How long it lasts, and what it is worth.")
    value_per_year_nok: float | None = column("Verdi per år", "Where the source gives what it costs in a year.")
    framework_agreement: bool = column("Rammeavtale", "True where it is only drawn on through other contracts.")
    conditions: str | None = column("Vilkår", "Conditions worth remembering.")
    suppliers: tuple[Belongs, ...] = column("Leverandører", "Who supplies.")
    owners: tuple[Belongs, ...] = column("Kontraktseiere", "Units in the line that own it on the day.")
    closed_owners: tuple[Belongs, ...] = column(
        "Nedlagte kontraktseiere", "Units that are said to own it and no longer exist on the day."
    )
    responsible: tuple[Responsible, ...] = column("Ansvarlige", "Posts that answer for it, main first.")
    options: tuple[OptionShown, ...] = column("Opsjoner", "In the order of their first days.")
    amendments: tuple[AmendmentShown, ...] = column("Endringer", "Made by the day, the oldest first.")
    fulfils: tuple[Belongs, ...] = column("Oppfyller", "Tasks and legal requirements.")
    goals: tuple[Belongs, ...] = column("Mål", "Goals it contributes to; what only supports or hinders is left out.")
    decisions: tuple[Belongs, ...] = column("Vedtak", "Decisions behind it.")
    open_conditions: tuple[Belongs, ...] = column("Åpne vilkår", "Decisions it depends on that are not taken.")
    calls_off: tuple[Belongs, ...] = column("Avrop på", "Framework agreements it draws on.")
    call_offs: tuple[Belongs, ...] = column("Har avrop", "Contracts that draw on it on the day.")
    last_follow_up: FollowUp | None = column("Sist fulgt opp", "The newest review; missing where there is none.")
    open_deviations: int = column("Åpne avvik", "Deviations found in it that are not closed.")
    risks: RisksTogether = column("Risiko", "The risks that threaten it.")
    gaps: tuple[ContractGap, ...] = column("Mangler", "What is missing.")

    @property
    def proposed(self) -> bool:
        """Whether it is only proposed, and binds nobody yet."""
        return self.element.certainty is Certainty.PROPOSED


@dataclass(frozen=True)
class ContractGapCount:
    """How many contracts have a gap."""

    gap: ContractGap = column("Mangel", "The gap.")
    count: int = column("Antall", "Contracts that have it.")


@dataclass(frozen=True)
class Contracts(Answer):
    """The contracts of a municipality. Where only those that expire are wanted, those of unknown end stand apart."""

    dataset: str = column("Datasett", "The municipality.")
    expiring_by: date | None = column("Utløper innen", "The day asked about, where only those that expire are wanted.")
    contracts: tuple[ContractShown, ...] = column("Kontrakter", "The first to end first.")
    end_unknown: tuple[ContractShown, ...] = column(
        "Ukjent slutt", "Where only those that expire are asked for: those of which nobody can tell."
    )
    gaps: tuple[ContractGapCount, ...] = column("Mangler", "Every gap, also those that no contract has.")


async def contracts(
    graph: Readable,
    dataset: str,
    on_date: date,
    *,
    expiring_within: int | None = None,
    unit: str = "",
    supplier: str = "",
    state: ContractState | None = None,
) -> Contracts:
    """See the contracts of a municipality on a day.

    A contract expires within some months when it runs, or has not begun, and its last day, with changes and used
    options, is not later than the same day that many months on. One whose end is unknown is never left out in silence,
    nor is one whose end is past where nobody has said whether an option that would prolong it was used.

    Args:
        graph: Where to read.
        dataset: Id of the municipality's dataset.
        on_date: The day it is about.
        expiring_within: Only contracts that expire within so many months.
        unit: Only contracts owned in the line by this unit or what is part of it.
        supplier: Only contracts with this supplier: an id.
        state: Only contracts in this state.

    Raises:
        NotFoundError: There is no such dataset, unit or supplier.
        QuestionError: The number of months is not from 0 to 1200.
    """
    if expiring_within is not None and not 0 <= expiring_within <= MOST_MONTHS:
        raise QuestionError(f"{expiring_within} måneder går ikke an.", f"Oppgi et tall fra 0 til {MOST_MONTHS}.")
    by = None if expiring_within is None else months_later(on_date, expiring_within)

    async def read(transaction: Transaction) -> Contracts:
        await _check_dataset(transaction, dataset)
        shown = await fetch_contracts(transaction, dataset, on_date)
        remarks: list[str] = []
        if unit:
            shown = await _owned_by(transaction, shown, dataset, unit, on_date, remarks)
        if supplier:
            shown = await _supplied_by(transaction, shown, supplier, on_date)
        if state:
            shown = [one for one in shown if one.period.state is state]
        unknown = [one for one in shown if _may_expire(one, on_date)] if by else []
        if by:
            shown = [one for one in shown if one.period.end_on and on_date <= one.period.end_on <= by]
        gaps = Counter(gap for one in shown for gap in one.gaps)
        return Contracts(
            on_date=on_date,
            outcome=Outcome.FOUND if shown else Outcome.UNDETERMINED if unknown else Outcome.EMPTY,
            complete=True,
            cut_by=(),
            remarks=(*_remarks(shown, unknown), *remarks),
            dataset=dataset,
            expiring_by=by,
            contracts=tuple(shown),
            end_unknown=tuple(unknown),
            gaps=tuple(ContractGapCount(gap, gaps[gap]) for gap in ContractGap),
        )

    return await graph.read_together(read)


async def _check_dataset(transaction: Transaction, dataset: str) -> None:
    known = [row["id"] for row in await transaction.run(text("plans/datasets"))]
    if dataset not in known:
        names = ", ".join(known) or "ingen"
        raise NotFoundError(f"Det er ikke lastet noe datasett som heter «{dataset}».", f"Lastet er: {names}.")


def _may_expire(one: ContractShown, day: date) -> bool:
    """Whether nobody can tell when it expires: its end is unknown, or past unless an option was used."""
    end = one.period.end_on
    return end is None or (end < day and one.period.state is ContractState.UNKNOWN)


def _remarks(shown: list[ContractShown], unknown: list[ContractShown]) -> Iterator[str]:
    proposed = [one for one in (*shown, *unknown) if one.proposed]
    if unknown:
        yield f"{len(unknown)} kontrakt(er) har ukjent slutt, og kan også utløpe: {_names(unknown)}."
    if proposed:
        yield f"{len(proposed)} kontrakt(er) er bare foreslått: {_names(proposed)}."


def _names(found: list[ContractShown]) -> str:
    return ", ".join(one.element.name for one in found[:5]) + (" …" if len(found) > 5 else "")


async def _owned_by(
    transaction: Transaction, shown: list[ContractShown], dataset: str, unit: str, day: date, remarks: list[str]
) -> list[ContractShown]:
    """Those of a unit; a remark tells of those that no unit in the line owns, and may be its."""
    above = units_above(await transaction.run(text("authority/units"), datasets=[dataset]), day)
    if unit not in above:
        raise NotFoundError(
            f"Ingen enhet har id-en «{unit}» per {day}.", "Skriv den med datasettet foran, som asker:enhet-1."
        )
    without = [one for one in shown if not one.owners and one.period.state is not ContractState.ENDED]
    if without:
        remarks.append(f"{len(without)} kontrakt(er) har ingen kontraktseier, og er ikke med: {_names(without)}.")
    return [one for one in shown if any(unit in above.get(owner.id, ()) for owner in one.owners)]


async def _supplied_by(
    transaction: Transaction, shown: list[ContractShown], supplier: str, day: date
) -> list[ContractShown]:
    if supplier not in await fetch_elements(transaction, [supplier], day):
        raise NotFoundError(
            f"Ingen leverandør har id-en «{supplier}».", "Skriv den med datasettet foran, som asker:leverandor-1."
        )
    return [one for one in shown if supplier in {each.id for each in one.suppliers}]


async def fetch_contracts(transaction: Transaction, dataset: str, day: date) -> list[ContractShown]:
    """Every contract of a dataset on a day, the first to end first; those whose end is unknown come last."""
    rows = await transaction.run(text("contracts/contracts"), dataset=dataset, day=day)
    ids = [row["id"] for row in rows]
    fetched = _Fetched(
        day,
        await fetch_elements(transaction, ids, day),
        await fetch_responsible(transaction, ids, day),
        _grouped(
            [
                *await transaction.run(text("contracts/contract_links"), ids=ids, day=day),
                *await transaction.run(text("contracts/call_offs"), ids=ids, day=day),
            ]
        ),
        _grouped(await transaction.run(text("contracts/options"), ids=ids, day=day)),
        _grouped(await transaction.run(text("contracts/amendments"), ids=ids, day=day)),
        _grouped(await transaction.run(text("contracts/follow_ups"), ids=ids, day=day)),
        _grouped(await transaction.run(text("contracts/deviations"), ids=ids, day=day)),
        await fetch_risks_together(transaction, ids, day),
    )
    found = [fetched.contract(row) for row in rows]
    return sorted(found, key=lambda one: (one.period.end_on or date.max, one.element.id))


def _grouped(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["id"]].append(row)
    return dict(found)


@dataclass(frozen=True)
class _Fetched:
    """All that the contracts are made of."""

    day: date
    elements: dict[str, Element]
    responsible: dict[str, list[Responsible]]
    links: dict[str, list[Row]]
    options: dict[str, list[Row]]
    amendments: dict[str, list[Row]]
    follow_ups: dict[str, list[Row]]
    deviations: dict[str, list[Row]]
    risks: dict[str, RisksTogether]

    def contract(self, row: Row) -> ContractShown:
        """One contract, made of what was fetched."""
        one = row["id"]
        amendments = [_amendment(each) for each in self.amendments.get(one, [])]
        amendments.sort(key=lambda each: (each.amended_on or date.max, each.id))
        # What an option may do to the end depends on the end without open options, so it is read twice.
        first = period(row, amendments, [option(each, None, self.day) for each in self.options.get(one, [])], self.day)
        options = [option(each, first.end_on, self.day) for each in self.options.get(one, [])]
        options.sort(key=lambda each: (each.start_on or date.max, each.id))
        links = self.links.get(one, [])
        conditions = [each for each in links if each["type"] == "CONDITIONAL_ON"]
        owning = [each for each in links if each["type"] == "OWNED_IN_LINE_BY"]
        serving = [each for each in links if each["type"] == "CONTRIBUTES_TO"]
        found = ContractShown(
            element=self.elements[one],
            period=period(row, amendments, options, self.day),
            value_per_year_nok=row["value_per_year_nok"],
            framework_agreement=bool(row["framework_agreement"]),
            conditions=row["conditions"],
            suppliers=_belongs(links, "SUPPLIED_BY"),
            owners=_belongs([each for each in owning if each["holds"]], "OWNED_IN_LINE_BY"),
            closed_owners=_belongs([each for each in owning if each["ended"]], "OWNED_IN_LINE_BY"),
            responsible=tuple(self.responsible.get(one, ())),
            options=tuple(options),
            amendments=tuple(amendments),
            fulfils=_belongs(links, "FULFILS"),
            goals=_belongs([each for each in serving if each["contribution"] in _CONTRIBUTES], "CONTRIBUTES_TO"),
            decisions=_belongs(links, "DECIDED_BY"),
            open_conditions=_belongs([each for each in conditions if not self._taken(each)], "CONDITIONAL_ON"),
            calls_off=_belongs(links, "CALLS_OFF"),
            call_offs=_belongs(links, "CALLED_OFF_BY"),
            last_follow_up=self._follow_up(one),
            open_deviations=len(self.deviations.get(one, ())),
            risks=self.risks.get(one, together(())),
            gaps=(),
        )
        return replace(found, gaps=tuple(gap for gap, there in _gaps(found, self.day) if there))

    def _taken(self, row: Row) -> bool:
        """Whether a decision has been taken by the day. One without a day has not, as far as anybody can tell."""
        return row["decided_on"] is not None and row["decided_on"] <= self.day

    def _follow_up(self, one: str) -> FollowUp | None:
        newest = next(iter(self.follow_ups.get(one, ())), None)
        return FollowUp(newest["review"], newest["name"], newest["reviewed_on"]) if newest else None


def _amendment(row: Row) -> AmendmentShown:
    return AmendmentShown(
        row["amendment"],
        row["name"],
        row["amended_on"],
        row["value_nok"],
        row["end_on"],
        row["reason"],
        bool(row["illustrative"]),
    )


def _belongs(rows: list[Row], type: str) -> tuple[Belongs, ...]:
    return tuple(dict.fromkeys(Belongs(row["other"], row["kind"], row["name"]) for row in rows if row["type"] == type))


def _gaps(found: ContractShown, day: date) -> Iterator[tuple[ContractGap, bool]]:
    """Each gap, and whether the contract has it. What has ended lacks nobody to look after it."""
    alive = found.period.state is not ContractState.ENDED
    year_before = months_later(day, -12)
    begun = found.period.start_on is not None and found.period.start_on <= year_before
    should_be_followed = found.period.state is ContractState.RUNNING and begun and not found.proposed
    followed = found.last_follow_up is not None and found.last_follow_up.reviewed_on >= year_before
    closed = bool(found.closed_owners)
    yield ContractGap.NO_OWNER, alive and not found.owners and not closed
    yield ContractGap.OWNER_CLOSED, alive and not found.owners and closed
    yield ContractGap.NO_RESPONSIBLE, alive and not any(one.role is ResponsibleRole.MAIN for one in found.responsible)
    yield ContractGap.NO_SUPPLIER, not found.suppliers
    yield ContractGap.END_UNKNOWN, found.period.end_on is None
    yield ContractGap.VALUE_UNKNOWN, found.period.value_nok is None and found.value_per_year_nok is None
    yield ContractGap.OPTION_PASSED, any(one.state is OptionState.PASSED for one in found.options)
    yield ContractGap.NO_FOLLOW_UP, should_be_followed and not followed
    yield ContractGap.UNCLEAR_CHANGES, not found.period.certain
    yield ContractGap.CONDITION_OPEN, bool(found.open_conditions)
