"""The Open Contracting Data Standard 1.1 read as contracts, with their suppliers, changes and possible prolongations.

Of each process the releases are merged by their dates. Days are taken as they are written, whatever the time of day:
`2025-12-31T23:59:00Z` is 31.12.2025. Amounts are taken in kroner only. An award that no contract is told of stands for
one. The buyer is the municipality itself, and the standard does not say which unit owns a contract in the line: that
must be told afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import shorten
from typing import Any

from pydantic_core import PydanticCustomError

from loaders.conversions.bods_reading import SCHEME
from loaders.conversions.converted import Converted, local_id
from loaders.conversions.ocds_changes import Course, Look, course
from loaders.conversions.ocds_fields import leave_what_has_no_field, objects, told_text
from loaders.conversions.ocds_releases import Stage, identity, moment, processes
from schema.contracts import OptionStatus
from schema.values import Certainty, read_organisation_number

_LONGEST_NAME = 120
_NEVER = {"cancelled": "Kontrakten ble aldri inngått", "unsuccessful": "Ingen fikk tildelingen"}


def convert(document: Any) -> Converted:
    """The records that a release package, a record package or a single release comes to.

    Raises:
        SourceError: It is none of these.
    """
    converted = Converted()
    stages = processes(document, converted)
    for found in stages.values():
        for stage in found:
            leave_what_has_no_field(stage.release, found[-1].told, converted)
    reading = _Reading(converted)
    for ocid, found in stages.items():
        reading.process(ocid, found)
    reading.call_offs()
    return converted


@dataclass(frozen=True)
class _Agreed:
    """A contract, or an award that stands for one, through the releases that tell of it."""

    ocid: str
    kind: str
    id: str
    stages: list[Stage]

    @property
    def place(self) -> str:
        """Where it is, whatever release it stands in."""
        return f"{self.ocid}: {self.kind}[{self.id}]"

    @property
    def told(self) -> dict[str, Any]:
        """What is told of it in the end."""
        return self.at(self.stages[-1])

    def at(self, stage: Stage) -> dict[str, Any]:
        """What was told of it by then."""
        return stage.one(self.kind, self.id)

    def period(self, stage: Stage) -> dict[str, Any]:
        """Its period as told by then."""
        found = self.at(stage).get("period" if self.kind == "contracts" else "contractPeriod")
        return found if isinstance(found, dict) else {}

    @property
    def award(self) -> dict[str, Any]:
        """The award behind it; empty where none is told of."""
        return self.told if self.kind == "awards" else self.stages[-1].one("awards", identity(self.told, "awardID"))


class _Reading:
    """One file, as its records are put together."""

    def __init__(self, converted: Converted) -> None:
        self.converted = converted
        self.made: dict[str, list[str]] = {}
        self.drawn_on: list[tuple[str, str, str]] = []
        self.actors: dict[str, str] = {}
        self.left: set[tuple[str, str, str]] = set()

    def process(self, ocid: str, stages: list[Stage]) -> None:
        """The contracts of a process."""
        self.made[ocid] = []
        told = stages[-1].told
        signed = {identity(one, "awardID") for one in told.get("contracts") or ()}
        every = [("contracts", identity(one)) for one in told.get("contracts") or ()]
        every += [("awards", identity(one)) for one in told.get("awards") or () if identity(one) not in signed]
        self._leave_removed(ocid, stages)
        for kind, id_ in every:
            agreed = _Agreed(ocid, kind, id_, [stage for stage in stages if stage.one(kind, id_)])
            status = told_text(agreed.told.get("status"))
            if status in _NEVER:
                self._leave(agreed.place, status, _NEVER[status])
            else:
                self._contract(agreed, status)

    def _leave_removed(self, ocid: str, stages: list[Stage]) -> None:
        for kind in ("contracts", "awards"):
            for stage in stages:
                for one in stage.told.get(kind) or ():
                    if not stages[-1].one(kind, identity(one)):
                        path = f"{ocid}: {kind}[{identity(one)}]"
                        self._leave(path, identity(one), "En senere utgivelse sier at den er borte")

    def _leave(self, path: str, value: Any, why: str) -> None:
        """Tell that something is not kept, once however many releases say it."""
        if (path, str(value), why) not in self.left:
            self.left.add((path, str(value), why))
            self.converted.leave(path, value, why)

    def _contract(self, agreed: _Agreed, status: str | None) -> None:
        told, place = agreed.told, agreed.place
        changes = _changes(told) if agreed.kind == "contracts" else {}
        told_days = {key: self._change_day(place, key, one.get("date")) for key, one in changes.items()}
        days = dict(sorted(told_days.items(), key=lambda one: (one[1] or date.max, one[0])))
        start = self._day(f"{place}.startDate", agreed.period(agreed.stages[-1]).get("startDate"))
        ends = self._looks(agreed, [self._end(agreed, stage, start) for stage in agreed.stages])
        values = self._looks(agreed, [self._amount(agreed, stage) for stage in agreed.stages])
        end, value = course(ends, days), course(values, days)
        self._leave_unplaced(f"{place}.endDate", end, ends)
        self._leave_unplaced(f"{place}.value", value, values)
        base = agreed.id if agreed.id.startswith(agreed.ocid) else f"{agreed.ocid}-{agreed.id}"
        id_ = self.converted.free_id(local_id(base))
        record = {
            "id": id_,
            "name": _name(agreed),
            "text": told_text(told.get("description")),
            "start_on": _iso(start),
            "end_on": _iso(end.first),
            "value_nok": value.first,
            "source": f"OCDS {agreed.ocid}",
            "certainty": _certainty(agreed.kind, status),
            "supplied_by": self._suppliers(agreed),
        }
        self.converted.add("contracts", record)
        self.made[agreed.ocid].append(id_)
        for key, day in days.items():
            self._change(id_, key, changes[key], day, (value, end))
        if status == "terminated":
            self._terminated(agreed, id_, start, ends[-1].value)
        self._prolongation(agreed, id_, ends[-1].value, status)
        self._related(agreed, id_)

    def _looks(self, agreed: _Agreed, values: list[Any]) -> list[Look[Any]]:
        return [
            Look(stage.day, frozenset(_changes(agreed.at(stage))), value)
            for stage, value in zip(agreed.stages, values, strict=True)
        ]

    def _leave_unplaced(self, path: str, found: Course[Any], looks: list[Look[Any]]) -> None:
        if found.unplaced:
            told = ", ".join(dict.fromkeys(str(one.value) for one in looks if one.value is not None))
            self._leave(path, told, "Utgivelsene viser ikke når hver av dem gjaldt; bare det som er sikkert, er ført")

    def _change_day(self, place: str, key: str, value: Any) -> date | None:
        found = self._day(f"{place}.amendments[{key}].date", value)
        if found is None:
            why = "Endringen har ingen dato, så det kan ikke sies når det den endret, begynte å gjelde"
            self._leave(f"{place}.amendments[{key}]", key, why)
        return found

    def _day(self, path: str, value: Any) -> date | None:
        if value is None:
            return None
        found = moment(value)
        if found is None:
            self._leave(path, value, "Ikke en dato")
        return found.date() if found else None

    def _end(self, agreed: _Agreed, stage: Stage, start: date | None) -> date | None:
        path = f"{agreed.place}.endDate"
        found = self._day(path, agreed.period(stage).get("endDate"))
        if found and start and found < start:
            self._leave(path, found.isoformat(), f"Er før den første dagen, {start.isoformat()}")
            return None
        return found

    def _amount(self, agreed: _Agreed, stage: Stage) -> float | None:
        value, path = agreed.at(stage).get("value"), f"{agreed.place}.value"
        if not isinstance(value, dict):
            return None
        amount, currency = value.get("amount"), value.get("currency")
        if not isinstance(amount, int | float) or isinstance(amount, bool) or amount < 0:
            self._leave(path, amount, "Ikke et beløp")
        elif currency != "NOK":
            self._leave(path, f"{amount} {told_text(currency) or 'uten valuta'}", "Bare kroner (NOK) kan tas med")
        else:
            return float(amount)
        return None

    def _change(
        self, id_: str, key: str, one: dict[str, Any], day: date | None, found: tuple[Course[float], Course[date]]
    ) -> None:
        value, end = found
        reasons = dict.fromkeys(told_text(one.get(name)) for name in ("rationale", "description"))
        self.converted.add(
            "contract_amendments",
            {
                "id": self.converted.free_id(local_id(f"{id_}-endring-{key}")),
                "name": f"Endring {day:%d.%m.%Y}" if day else "Endring uten dato",
                "amended_on": _iso(day),
                "value_nok": value.changed.get(key),
                "end_on": _iso(end.changed.get(key)),
                "reason": " – ".join(reason for reason in reasons if reason) or None,
                "amends": id_,
            },
        )

    def _terminated(self, agreed: _Agreed, id_: str, start: date | None, end: date | None) -> None:
        """A contract that is told to be at its end has ended by the day of the release that tells so first."""
        day = agreed.stages[-1].day
        for stage in reversed(agreed.stages):
            if told_text(agreed.at(stage).get("status")) != "terminated":
                break
            day = stage.day
        if (end is not None and end <= day) or (start is not None and day < start):
            return
        self.converted.add(
            "contract_amendments",
            {
                "id": self.converted.free_id(local_id(f"{id_}-avsluttet")),
                "name": f"Avsluttet senest {day:%d.%m.%Y}",
                "amended_on": _iso(day),
                "end_on": _iso(day),
                "reason": "En utgivelse denne dagen sier at kontrakten er avsluttet; når den ble det, står ikke.",
                "certainty": str(Certainty.INTERPRETED),
                "amends": id_,
            },
        )

    def _prolongation(self, agreed: _Agreed, id_: str, end: date | None, status: str | None) -> None:
        """The last day a contract may be prolonged to is kept as an option to that day."""
        path = f"{agreed.place}.maxExtentDate"
        latest = self._day(path, agreed.period(agreed.stages[-1]).get("maxExtentDate"))
        if latest is None or (end and latest <= end):
            return
        if status == "terminated":
            self._leave(path, latest.isoformat(), "Kontrakten er avsluttet, og kan ikke forlenges")
            return
        self.converted.add(
            "contract_options",
            {
                "id": self.converted.free_id(local_id(f"{id_}-opsjon")),
                "name": f"Forlengelse til {latest:%d.%m.%Y}",
                "status": OptionStatus.POSSIBLE.value,
                "start_on": _iso(end + timedelta(days=1)) if end else None,
                "end_on": _iso(latest),
                "certainty": str(Certainty.INTERPRETED),
                "option_of": id_,
            },
        )

    def _suppliers(self, agreed: _Agreed) -> list[str]:
        named = objects(agreed.told.get("suppliers")) or objects(agreed.award.get("suppliers"))
        if not agreed.award:
            self._leave(f"{agreed.place}.awardID", identity(agreed.told, "awardID"), "Tildelingen er ikke i filen")
        found = [self._actor(agreed, one) for one in named if identity(one) or told_text(one.get("name"))]
        return list(dict.fromkeys(found))

    def _actor(self, agreed: _Agreed, named: dict[str, Any]) -> str:
        """The actor that a supplier is: one for each organisation, however many processes it takes part in."""
        party = agreed.stages[-1].one("parties", identity(named))
        place = f"{agreed.ocid}: parties[{identity(named)}]"
        name = told_text(party.get("name")) or told_text(named.get("name")) or identity(named)
        number = self._number(place, [party.get("identifier"), *objects(party.get("additionalIdentifiers"))])
        identifier = party.get("identifier")
        known = f"{identity(identifier, 'scheme')}-{identity(identifier)}" if identity(identifier) else ""
        key = f"org-{number}" if number else known or f"{agreed.ocid}-{identity(named) or name}"
        if key not in self.actors:
            self.actors[key] = self.converted.free_id(local_id(key))
            record = {"id": self.actors[key], "name": name, "organisation_number": number}
            self.converted.add("actors", record | {"source": f"OCDS {agreed.ocid}"})
        elif (kept := self.converted.name_of(self.actors[key])) != name:
            self._leave(f"{place}.name", name, f"Leverandøren er ført som «{kept}»")
        return self.actors[key]

    def _number(self, place: str, identifiers: list[Any]) -> str | None:
        found = None
        for one in identifiers:
            if not isinstance(one, dict) or not identity(one):
                continue
            told = f"{identity(one, 'scheme')} {identity(one)}".strip()
            if one.get("scheme") != SCHEME or found:
                self._leave(f"{place}.identifier", told, "Bare ett norsk organisasjonsnummer kan tas med")
                continue
            try:
                found = str(read_organisation_number(identity(one)))
            except PydanticCustomError as error:
                self._leave(f"{place}.identifier", told, error.message())
        return found

    def _related(self, agreed: _Agreed, id_: str) -> None:
        for told, place in ((agreed.told, agreed.place), (agreed.stages[-1].told, agreed.ocid)):
            for one in objects(told.get("relatedProcesses")):
                kinds, path = one.get("relationship"), f"{place}.relatedProcesses[{identity(one)}]"
                if "framework" in (kinds if isinstance(kinds, list) else [kinds]):
                    self.drawn_on.append((path, id_, identity(one, "identifier")))
                else:
                    self._leave(path, one, "Bare rammeavtaler som kontrakten gjør avrop på, tas med")

    def call_offs(self) -> None:
        """Which framework agreements contracts draw on, where the file tells of the one contract that it must be."""
        for path, id_, ocid in self.drawn_on:
            made = self.made.get(ocid, [])
            contract = self.converted.find("contracts", id_)
            framework = self.converted.find("contracts", made[0]) if len(made) == 1 else None
            if framework is None or contract is None or framework is contract:
                self._leave(path, ocid, "Rammeavtalen er ikke i filen som én kontrakt")
            elif "calls_off" in framework or contract.get("framework_agreement"):
                self._leave(path, ocid, "En rammeavtale kan ikke selv være et avrop")
            else:
                framework["framework_agreement"] = True
                contract["calls_off"] = sorted({*contract.get("calls_off", ()), framework["id"]})


def _name(agreed: _Agreed) -> str:
    """Its title or its award's, else the beginning of its description."""
    title = told_text(agreed.told.get("title")) or told_text(agreed.award.get("title"))
    described = told_text(agreed.told.get("description")) or ""
    return title or shorten(described, _LONGEST_NAME, placeholder=" …") or f"Kontrakt {agreed.id}"


def _changes(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The changes of a contract by id."""
    return {identity(one): one for one in objects(told.get("amendments"))}


def _certainty(kind: str, status: str | None) -> str | None:
    if status == "pending":
        return str(Certainty.PROPOSED)
    return str(Certainty.INTERPRETED) if kind == "awards" else None


def _iso(day: date | None) -> str | None:
    return str(day) if day else None
