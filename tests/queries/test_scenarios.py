"""What a planner can read: given a dataset and a day, this question has this answer, for this reason.

The scenarios are in tests/scenarios, one file for each question. A file may add records of its own to the dataset. In
an answer, the names are the headings that people see, and only what is written is compared: a mapping picks items of a
list by what they are about, a list is the whole list in its order, a value alone is what an item is about.
"""

import shutil
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.connection import Graph, Transaction
from loaders.catalogues import shipped
from loaders.load import load
from queries.goals.coverage import coverage
from queries.goals.outside_thread import outside_thread
from queries.goals.trace_down import trace_down
from queries.goals.trace_up import trace_up
from queries.plans.plans_in_force import plans_in_force
from queries.plans.suspect_links import suspect_links
from schema.errors import NotFoundError, QuestionError
from schema.values import Code

pytestmark = pytest.mark.anyio
ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "scenarios"
DATASET = "lillevik"
ERRORS: dict[str, type[Exception]] = {"id-en finnes ikke": NotFoundError, "kan ikke spørres slik": QuestionError}


@dataclass(frozen=True)
class Scenario:
    """One question on one day, with its answer."""

    case: str
    day: date
    question: dict[str, Any]
    answer: Any
    reason: str


Ask = Callable[[Graph, str, date, dict[str, Any]], Awaitable[Any]]
QUESTIONS: dict[str, Ask] = {
    "spor opp": lambda graph, about, day, more: trace_up(graph, about, day, max_ways=more.get("høyst veier", 10)),
    "spor ned": lambda graph, about, day, more: trace_down(graph, about, day, dataset=more.get("datasett", "")),
    "dekning": lambda graph, about, day, _: coverage(graph, about, day),
    "utenfor tråden": lambda graph, about, day, _: outside_thread(graph, about, day),
    "må gjennomgås": lambda graph, about, day, _: suspect_links(graph, about, day),
    "planer som gjelder": lambda graph, about, day, more: plans_in_force(
        graph, about, day, theme=more.get("tema", ""), unit=full(more["enhet"]) if "enhet" in more else ""
    ),
}


def full(id_: str) -> str:
    return id_ if ":" in id_ or id_ == DATASET else f"{DATASET}:{id_}"


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def scenarios_of(path: Path) -> Iterator[Scenario]:
    """Each scenario, and the same question on an earlier day where the file gives its answer."""
    for one in read(path)["scenarier"]:
        assert one["gitt"]["datasett"] == DATASET
        yield Scenario(one["tilfelle"], one["gitt"]["dag"], one["spørsmål"], one["svar"], one["fordi"])
        earlier = one.get("tidligere")
        if earlier:
            assert earlier["dag"] < one["gitt"]["dag"]
            yield Scenario(one["tilfelle"], earlier["dag"], one["spørsmål"], earlier["svar"], earlier["fordi"])


FILES = sorted(FOLDER.glob("*.yaml"))
SCENARIOS = [
    pytest.param(path, one, id=f"{path.stem}, {one.case}, {one.day}") for path in FILES for one in scenarios_of(path)
]


@pytest.fixture(scope="module")
async def catalogues(opened: Graph) -> Graph:
    async def remove(transaction: Transaction) -> int:
        rows = await transaction.run("MATCH (n) WITH n LIMIT 5000 DETACH DELETE n RETURN count(*) AS removed")
        return int(rows[0]["removed"]) if rows else 0

    while await opened.write(remove):
        pass
    for name in ("sdg", "lov"):
        await load(opened, shipped()[name])
    return opened


@pytest.fixture(scope="module")
async def loaded(catalogues: Graph, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The municipality with what the file adds to it, in place of what the file before had added."""
    folder = tmp_path_factory.mktemp("scenarios") / DATASET
    shutil.copytree(ROOT / "examples" / DATASET, folder)
    more = read(request.param).get("tillegg")
    if more:
        (folder / "tillegg.yaml").write_text(yaml.safe_dump(more, allow_unicode=True), encoding="utf-8")
    await load(catalogues, folder)
    return catalogues


def shown(value: Any) -> Any:
    """A value as people write it: `ja`, `mangler`, an id of the municipality's own without the dataset in front."""
    while is_dataclass(value):
        value = getattr(value, fields(value)[0].name)
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if isinstance(value, Code):
        return value.bokmaal
    return "mangler" if value is None else value.removeprefix(f"{DATASET}:") if isinstance(value, str) else value


def differences(expected: Any, found: Any, where: str) -> list[str]:
    if isinstance(expected, dict):
        compare = _differences_in_fields if is_dataclass(found) else _differences_in_items
        return compare(expected, found, where)
    if isinstance(expected, list):
        if len(expected) != len(found):
            return [f"{where}: venter {expected}, fant {[shown(one) for one in found]}"]
        pairs = zip(expected, found, strict=True)
        return [
            line for place, (one, other) in enumerate(pairs) for line in differences(one, other, f"{where}[{place}]")
        ]
    return [] if expected == shown(found) else [f"{where}: venter «{expected}», fant «{shown(found)}»"]


def _differences_in_fields(expected: dict[str, Any], found: Any, where: str) -> list[str]:
    headings = {field.metadata["bokmaal"]: field.name for field in fields(found)}
    unknown = [
        f"{where}: ingen overskrift heter «{name}»; velg blant {sorted(headings)}"
        for name in expected.keys() - headings
    ]
    return unknown + [
        line
        for name, one in expected.items()
        if name in headings
        for line in differences(one, getattr(found, headings[name]), f"{where} › {name}")
    ]


def _differences_in_items(expected: dict[str, Any], found: Any, where: str) -> list[str]:
    lines = []
    for name, one in expected.items():
        items = [item for item in found if shown(item) == name]
        if one == "står ikke her":
            lines += [f"{where}: «{name}» skulle ikke stå her"] if items else []
        elif isinstance(one, list):
            lines += differences(one, items, f"{where} › {name}")
        elif len(items) != 1:
            lines.append(f"{where}: «{name}» står {len(items)} ganger i {[shown(item) for item in found]}")
        else:
            lines += differences(one, items[0], f"{where} › {name}")
    return lines


@pytest.mark.parametrize(("loaded", "scenario"), SCENARIOS, indirect=["loaded"], scope="module")
async def test_scenario(loaded: Graph, scenario: Scenario) -> None:
    assert scenario.reason
    (name, about), *more = scenario.question.items()
    answer = QUESTIONS[name](loaded, full(about), scenario.day, dict(more))
    if "feil" in scenario.answer:
        with pytest.raises(ERRORS[scenario.answer["feil"]]) as raised:
            await answer
        assert getattr(raised.value, "remedy", "")
        return
    found = differences(scenario.answer, await answer, "svar")
    assert not found, "\n" + "\n".join(found)


def test_every_question_has_found_nothing_and_unknown_apart() -> None:
    """That there is nothing, that it is not decided, and that nobody has the id, are three different answers."""
    outcomes: dict[str, set[str]] = {}
    for path in FILES:
        for one in scenarios_of(path):
            outcomes.setdefault(next(iter(one.question)), set()).add(one.answer.get("feil") or one.answer.get("Utfall"))
    assert outcomes.keys() == QUESTIONS.keys()
    for name, found in outcomes.items():
        # Outside the thread is always decided: what is not known to be in force serves no goal, and the answer says so.
        wanted = {"Funnet", "Ingenting", "id-en finnes ikke", *([] if name == "utenfor tråden" else ["Ikke avgjort"])}
        assert wanted <= found, name
