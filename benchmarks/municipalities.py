"""Made-up municipalities of about 5,000 nodes each, the same for the same number every time.

One municipality is nodes and relationships. It can be written as a dataset folder that `loaders.load` reads, or given
as bare rows for a driver: what the graph holds after either is the same.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from loaders.catalogues import shipped
from schema.catalogue import KINDS, RELATIONSHIPS, link_properties
from schema.values import Certainty

SEED = 2030
SOURCE = "Oppdiktet kommune til måling"
ON_DATE = date(2026, 1, 1)
"""The day questions are asked about: all that is marked as ended has ended by then, and the rest holds."""

Body = dict[str, Any]

_CONTRIBUTIONS = ("contributes", "supports", "hinders")
_STATUSES = ("planned", "ongoing", "done", "paused", "cancelled")
_THEMES = ("klima", "oppvekst", "helse", "areal", "næring", "kultur", "transport", "beredskap", "bolig", "natur")
_VERBS = ("styrke", "redusere", "utvikle", "kartlegge", "innføre", "forbedre", "samordne", "fornye")
_THINGS = ("tilbudet", "utslippene", "rutinene", "kompetansen", "møteplassene", "byggene", "samarbeidet", "tjenestene")


@dataclass(frozen=True)
class BareLink:
    """A relationship: full ids and all its properties."""

    start: str
    finish: str
    body: Body


@dataclass(frozen=True)
class BareRows:
    """Nodes by kind and relationships by type, with all properties as they are stored."""

    nodes: dict[str, list[Body]]
    links: dict[str, list[BareLink]]

    @property
    def size(self) -> int:
        """Number of nodes and relationships."""
        return sum(map(len, self.nodes.values())) + sum(map(len, self.links.values()))


@dataclass
class Municipality:
    """A made-up municipality.

    Attributes:
        id: Id of its dataset.
        nodes: Kind to records: `id` and what else is said of it.
        links: Relationship type to (start, finish, properties); ids are local, or full where another dataset's.
    """

    id: str
    nodes: dict[str, list[Body]] = field(default_factory=lambda: defaultdict(list))
    links: dict[str, list[tuple[str, str, Body]]] = field(default_factory=lambda: defaultdict(list))

    @property
    def records(self) -> int:
        """Number of nodes."""
        return sum(map(len, self.nodes.values()))

    def full_id(self, local: str) -> str:
        """The id as it is stored."""
        return local if ":" in local else f"{self.id}:{local}"

    def ids(self, kind: str) -> list[str]:
        """Full ids of the nodes of a kind."""
        return [self.full_id(record["id"]) for record in self.nodes[kind]]


def municipality(number: int, *, seed: int = SEED, scale: int = 1) -> Municipality:
    """Make a municipality.

    Args:
        number: Which one; each number gives another.
        seed: Another seed gives other municipalities.
        scale: How many times the usual 5,000 nodes.
    """
    return _Maker(number, seed, scale).made


@cache
def sdg_codes() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes of the goals and of the targets, from the catalogue that ships with the program."""
    return tuple(_column("sdg_goals.csv", "code")), tuple(_column("sdg_targets.csv", "code"))


def _column(name: str, column: str) -> list[str]:
    with (shipped()["sdg"] / name).open(encoding="utf-8", newline="") as file:
        return [row[column] for row in csv.DictReader(file, delimiter=";")]


class _Maker:
    """Makes the parts in the order in which they rest on each other."""

    def __init__(self, number: int, seed: int, scale: int) -> None:
        self._random = Random(f"{seed}/{number}/{scale}")
        self._scale = scale
        self.made = Municipality(f"kommune-{number:04}")
        self._organisation()
        self._people()
        self._decisions()
        self._plans()
        self._goals()
        self._work()
        self._projects()
        self._results()

    def _node(self, kind: str, local: str, name: str, **properties: Any) -> str:
        self.made.nodes[kind].append({"id": local, "name": name, **_given(properties)})
        return local

    def _link(self, name: str, start: str, finish: str, **properties: Any) -> None:
        self.made.links[name].append((start, finish, _given(properties)))

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _some(self, among: Sequence[str], second: float) -> list[str]:
        """One of them, and with a chance of `second` another one."""
        return self._random.sample(among, 2 if len(among) > 1 and self._chance(second) else 1)

    def _title(self, number: int) -> str:
        words = (self._random.choice(words) for words in (_VERBS, _THINGS, _THEMES))
        return "{} {} innen {} {}".format(*words, number).capitalize()

    def _day(self, first: int, last: int) -> date:
        return date(first, 1, 1) + timedelta(self._random.randrange(365 * (last - first + 1)))

    def _named(self, kind: str, prefix: str, count: int, **properties: Any) -> list[str]:
        return [self._node(kind, f"{prefix}-{n}", self._title(n), **properties) for n in range(count)]

    def _answered(self, ids: Iterable[str], other: float = 0.1) -> None:
        """Give each its one main responsible post, and some of them another beside."""
        for one in ids:
            main, *more = self._some(self._posts, other)
            self._link("RESPONSIBLE", one, main, role="main")
            for post in more:
                self._link("RESPONSIBLE", one, post, role="other")

    def _organisation(self) -> None:
        for rank, code in enumerate(("kommune", "tjenesteomraade", "virksomhet", "seksjon"), 1):
            self._node("UnitType", f"enhetstype-{code}", code.capitalize(), code=code, rank=rank)
        self._units: list[str] = []
        above: list[str] = []
        for code, count in (("kommune", 1), ("tjenesteomraade", 6), ("virksomhet", 60), ("seksjon", 233)):
            count *= self._scale if above else 1
            level = [
                self._node("Unit", f"{code}-{n}", f"{code.capitalize()} {n}", unit_type=code, code=f"{code[0]}{n}")
                for n in range(count)
            ]
            for place, unit in enumerate(level):
                if above:
                    self._link("PART_OF", unit, above[place % len(above)])
            self._units += level
            above = level

    def _people(self) -> None:
        self._posts = [
            self._node("Post", f"stilling-{n}", f"Leder {n}", ledernivaa=min(4, 1 + n // 7), fullmaktsnivaa=1 + n % 2)
            for n in range(400 * self._scale)
        ]
        leads = dict(zip(self._units, self._posts, strict=False))
        parents = {start: finish for start, finish, _ in self.made.links["PART_OF"]}
        for unit, post in leads.items():
            self._link("LEADS", post, unit)
            self._link("IN_UNIT", post, unit)
            if unit in parents:
                self._link("REPORTS_TO", post, leads[parents[unit]])
        for post in self._posts[len(leads) :]:
            unit = self._random.choice(self._units)
            self._link("IN_UNIT", post, unit)
            self._link("REPORTS_TO", post, leads[unit])
        # Nine of ten leaders hold a post now, the others held one of those before: some posts are vacant.
        for n, post in enumerate(self._posts):
            leader = self._node("Leader", f"leder-{n}", f"Person {n}")
            if n % 10:
                self._link("HOLDS", leader, post, kind="fast", valid_from=self._day(2018, 2022))
            else:
                self._link("HOLDS", leader, self._random.choice(self._posts), kind="konstituert", **_PAST)

    def _decisions(self) -> None:
        council = self._node("Body", "kommunestyret", "Kommunestyret", body_kind="kommunestyre", members=35)
        bodies = [council, self._node("Body", "formannskapet", "Formannskapet", body_kind="formannskap", members=9)]
        bodies += [self._node("Body", f"utvalg-{n}", f"Utvalg {n}", body_kind="utvalg", members=11) for n in range(8)]
        self._taken = []
        for n in range(150 * self._scale):
            day = self._day(2019, 2025)
            case = f"{n}/{day.year % 100}"
            decision = self._node("Decision", f"vedtak-{n}", f"Vedtak {n}", decided_on=day, case_number=case)
            self._link("DECIDED_IN", decision, self._random.choice(bodies))
            self._taken.append(decision)

    def _plans(self) -> None:
        types = ("samfunnsdel", "handlingsprogram", "temaplan", "virksomhetsplan")
        for rank, code in enumerate(types, 1):
            self._node("PlanType", f"plantype-{code}", code.capitalize(), code=code, rank=rank, cycle_years=4)
        self._current: list[str] = []
        self._replaced: dict[str, str] = {}
        for n in range(60 * self._scale):
            code = types[n] if n < 2 else types[2 + n % 2]
            plan = self._node("Plan", f"plan-{n}", f"{code.capitalize()} {n}", themes=[self._random.choice(_THEMES)])
            self._link("OF_TYPE", plan, f"plantype-{code}")
            self._link("APPLIES_TO", plan, self._units[0] if n < 2 else self._random.choice(self._units))
            self._current.append(self._versions(plan, two=n % 3 != 2))
        self._answered([record["id"] for record in self.made.nodes["Plan"]])

    def _versions(self, plan: str, *, two: bool) -> str:
        new = f"{plan}-v{1 + two}"
        self._version(plan, new, 1 + two, "adopted", valid_from=_REPLACED_ON)
        if two:
            old = f"{plan}-v1"
            self._version(plan, old, 1, "replaced", valid_from=date(2019, 6, 20), valid_to=_REPLACED_ON)
            self._link("REPLACES", new, old)
            self._replaced[new] = old
        return new

    def _version(self, plan: str, version: str, number: int, status: str, **validity: date) -> None:
        adopted = validity["valid_from"]
        name = f"{plan} versjon {number}".capitalize()
        self._node("PlanVersion", version, name, number=number, status=status, adopted_on=adopted, **validity)
        self._link("VERSION_OF", version, plan)
        self._link("ADOPTED_BY", version, self._random.choice(self._taken))

    def _stands_in(self, element: str, version: str) -> None:
        self._link("CONTAINED_IN", element, version)
        if version in self._replaced and self._chance(0.3):
            self._link("CONTAINED_IN", element, self._replaced[version], wording=f"Tidligere ordlyd av {element}")

    def _goals(self) -> None:
        plan = self._current[0]
        self._node("GoalLevel", "nivaa-hovedmaal", "Hovedmål", code="hovedmaal", rank=1)
        self._node("GoalLevel", "nivaa-delmaal", "Delmål", code="delmaal", rank=2, coverage=True)
        goals, targets = sdg_codes()
        gathered = [self._node("Vision", "visjon", "Sammen om framtiden"), *self._named("Value", "verdi", 4)]
        areas = self._named("FocusArea", "omraade", 8)
        self._main_goals = self._levelled("hovedmaal", 12, areas, 0.15, goals, 0.33)
        self._part_goals = self._levelled("delmaal", 60 * self._scale, self._main_goals, 0.1, targets, 0.5)
        for area in areas:
            if self._chance(0.5):
                self._link("BUILDS_ON", area, f"sdg:{self._random.choice(goals)}", reason="Temaet er det samme")
        for element in (*gathered, *areas, *self._main_goals, *self._part_goals):
            self._stands_in(element, plan)
        self._answered((*self._main_goals, *self._part_goals))
        for goal in self._part_goals:
            self._link("ALLOCATED_TO", goal, self._random.choice(self._units), through=self._current[1])

    def _levelled(
        self, level: str, count: int, above: list[str], second: float, codes: Sequence[str], share: float
    ) -> list[str]:
        """Goals of one level, a share of which build on one or two SDG goals or targets."""
        made = []
        for n in range(count):
            builds_on = self._some(codes, 0.5) if self._chance(share) else []
            status = "builds_on" if builds_on else self._random.choice(("not_relevant", "not_assessed"))
            goal = f"{level}-{n}"
            self._node("Goal", goal, self._title(n), level=level, number=f"{level[0].upper()}{n}", sdg_status=status)
            for code in builds_on:
                self._link("BUILDS_ON", goal, f"sdg:{code}", reason="Målet svarer på det samme")
            for parent in self._some(above, second):
                self._link("PART_OF", goal, parent)
            made.append(goal)
        return made

    def _contributing(self, name: str, start: str, finishes: Iterable[str]) -> None:
        for finish in finishes:
            contribution = self._random.choices(_CONTRIBUTIONS, (88, 9, 3))[0]
            self._link(name, start, finish, contribution=contribution, **self._validity())

    def _validity(self) -> dict[str, date]:
        """Most hold always; some have begun, some have ended. All overlap, so that no link is to something retired."""
        draw = self._random.random()
        return _BEGUN if draw < 0.08 else _ENDED if draw < 0.12 else {}

    def _work(self) -> None:
        scale = self._scale
        strategies = [self._strategy(n) for n in range(250 * scale)]
        oppdrag = [self._oppdrag(n, strategies) for n in range(500 * scale)]
        self._actions = [self._tiltak(n, oppdrag) for n in range(2000 * scale)]
        self._answered((*strategies, *oppdrag, *self._actions))

    def _strategy(self, n: int) -> str:
        status = self._random.choice(_STATUSES)
        strategy = self._node("Strategy", f"strategi-{n}", self._title(n), number=f"S{n}", status=status)
        self._contributing("ADVANCES", strategy, self._some(self._part_goals, 0.25))
        self._stands_in(strategy, self._current[0] if n % 2 else self._random.choice(self._current))
        return strategy

    def _oppdrag(self, n: int, strategies: list[str]) -> str:
        properties = {"deadline": self._day(2026, 2029), "status": self._random.choice(_STATUSES), **self._validity()}
        oppdrag = self._node("Oppdrag", f"oppdrag-{n}", self._title(n), **properties)
        self._contributing("IMPLEMENTS", oppdrag, self._some(strategies, 0.3))
        self._stands_in(oppdrag, self._current[1])
        self._link("ALLOCATED_TO", oppdrag, self._random.choice(self._units), through=self._current[1])
        return oppdrag

    def _tiltak(self, n: int, oppdrag: list[str]) -> str:
        properties = {"deadline": self._day(2024, 2029), "status": self._random.choice(_STATUSES), **self._validity()}
        text = f"{self._title(n)}. Arbeidet følges opp i virksomhetsplanen og rapporteres hvert tertial."
        work_type = self._random.choice(("drift", "utvikling"))
        tiltak = self._node("Tiltak", f"tiltak-{n}", self._title(n), text=text, work_type=work_type, **properties)
        if n % 33 == 0:  # outside the thread, with another reason to be there
            self._link("ANCHORED_IN", tiltak, self._random.choice(self._taken), reason="Følger av vedtaket")
        else:
            finishes = self._some(self._part_goals, 0) if n % 20 == 0 else self._some(oppdrag, 0.15)
            self._contributing("CARRIES_OUT", tiltak, finishes)
        self._stands_in(tiltak, self._random.choice(self._current))
        return tiltak

    def _projects(self) -> None:
        portfolio = self._node("Portfolio", "portefolje", "Kommunens prosjektportefølje")
        projects = self._named("Project", "prosjekt", 40 * self._scale, status="ongoing", cost_estimate_nok=2_500_000.0)
        for project in projects:
            self._contributing("CONTRIBUTES_TO", project, self._some(self._part_goals, 0.3))
            self._link("IN_PORTFOLIO", project, portfolio)
            self._link("NEEDED_IN", project, self._random.choice(self._units))
        self._answered((portfolio, *projects))

    def _results(self) -> None:
        indicators = self._named("Indicator", "indikator", 120 * self._scale, direction="higher", unit_of_measure="%")
        for indicator in indicators:
            self._link("MEASURES", indicator, self._random.choice(self._part_goals))
            self._link("CONTAINED_IN", indicator, self._current[0])
            for year in (2023, 2024, 2025):
                self._measurement(indicator, year)
        risks = self._named("Risk", "risiko", 200 * self._scale, probability=3, consequence=4, treatment="reduce")
        for risk in risks:
            at_risk = self._random.choice((self._part_goals, self._actions, self._units))
            self._link("THREATENS", risk, self._random.choice(at_risk))
        deviations = self._named("Deviation", "avvik", 60 * self._scale, found_on=date(2025, 3, 1))
        for deviation in deviations:
            self._link("FOUND_IN", deviation, self._random.choice(self._units))
        self._answered((*indicators, *risks, *deviations))

    def _measurement(self, indicator: str, year: int) -> None:
        value = round(self._random.uniform(0, 100), 1)
        result: Body = {"missing_reason": "not_measured"} if self._chance(0.1) else {"value": value}
        measurement = self._node("Measurement", f"{indicator}-{year}", f"{indicator} {year}", year=year, **result)
        self._link("MEASUREMENT_OF", measurement, indicator)


_REPLACED_ON = date(2023, 6, 15)
_BEGUN = {"valid_from": date(2023, 1, 1)}
_ENDED = {"valid_from": date(2022, 1, 1), "valid_to": date(2025, 7, 1)}
_PAST = {"valid_from": date(2014, 8, 1), "valid_to": date(2018, 1, 1)}


def _given(properties: Body) -> Body:
    return {name: value for name, value in properties.items() if value is not None}


def bare_rows(made: Municipality) -> BareRows:
    """Everything as it stands in the graph after a load, so that a bare driver can write the same."""
    nodes = {kind: [_node_body(made, kind, record) for record in records] for kind, records in made.nodes.items()}
    links = {
        name: [
            BareLink(made.full_id(start), made.full_id(finish), _link_body(made, name, properties))
            for start, finish, properties in found
        ]
        for name, found in made.links.items()
    }
    return BareRows(nodes, links)


@cache
def _node_defaults(kind: str) -> Body:
    defaults = {item.name: item.default for item in KINDS[kind].properties if item.default not in (None, [], ...)}
    return {**_stored(defaults), **_FACT}


@cache
def _link_defaults(name: str) -> Body:
    properties = link_properties(RELATIONSHIPS[name].link)
    return {**_stored({item.name: item.default for item in properties if item.default is not None}), **_FACT}


_FACT = {"source": SOURCE, "certainty": str(Certainty.DOCUMENTED), "illustrative": True}


def _stored(values: Body) -> Body:
    """Members of enumerations as the texts they are stored as."""
    return {name: str(value) if isinstance(value, str) else value for name, value in values.items()}


def _node_body(made: Municipality, kind: str, record: Body) -> Body:
    searched = [record[name] for name in ("name", "text", "code", "number") if name in record]
    return {
        **_node_defaults(kind),
        **record,
        "id": made.full_id(record["id"]),
        "kind": kind,
        "dataset": made.id,
        "search": " ".join([*map(str, searched), record["id"]]).lower(),
    }


def _link_body(made: Municipality, name: str, properties: Body) -> Body:
    body = {**_link_defaults(name), **properties}
    if "through" in body:
        body["through"] = made.full_id(body["through"])
    body["key"] = "|".join(str(body.get(part, "")) for part in RELATIONSHIPS[name].link.KEY)
    return body


def write_dataset(made: Municipality, folder: Path) -> None:
    """Write the municipality as a dataset: a CSV file per collection, and one per relationship that has properties."""
    folder.mkdir(parents=True, exist_ok=True)
    description = f"id: {made.id}\ntitle: {made.id.capitalize()}\ndefault_source: {SOURCE}\n"
    (folder / "dataset.yaml").write_text(description, encoding="utf-8")
    apart = {name for name, links in made.links.items() if any(properties for _, _, properties in links)}
    inline: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, links in made.links.items():
        if name in apart:
            rows = ({"from": start, "to": finish, **properties} for start, finish, properties in links)
            _write_csv(folder / f"{RELATIONSHIPS[name].field_name}.csv", rows)
        else:
            for start, finish, _ in links:
                inline[start][RELATIONSHIPS[name].field_name].append(finish)
    for kind, records in made.nodes.items():
        _write_csv(folder / f"{KINDS[kind].collection}.csv", ({**one, **inline[one["id"]]} for one in records))


def _write_csv(path: Path, rows: Iterable[Body]) -> None:
    whole = [{**row, "illustrative": True} for row in rows]
    columns = list(dict.fromkeys(name for row in whole for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(row.get(name)) for name in columns] for row in whole)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if isinstance(value, list):
        return ";".join(value)
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def batches(rows: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """The rows in parts of at most `size`."""
    for begin in range(0, len(rows), size):
        yield rows[begin : begin + size]
