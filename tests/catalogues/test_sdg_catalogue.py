"""The SDG catalogue: right codes, colours and order, labels in two languages, and official wording loaded beside it."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from graph.connection import Graph
from loaders.catalogues import shipped
from loaders.load import load

pytestmark = pytest.mark.anyio

TARGETS_PER_GOAL = (7, 8, 13, 10, 9, 8, 5, 12, 8, 10, 10, 11, 5, 10, 12, 12, 19)
LETTERS_PER_GOAL = (2, 3, 4, 3, 3, 2, 2, 2, 3, 3, 3, 3, 2, 3, 3, 2, 0)
LONGEST_LABEL = 80
DOCUMENTATION = Path(__file__).resolve().parents[2] / "docs" / "sdg.md"


def rows(name: str) -> list[dict[str, str]]:
    with (shipped()["sdg"] / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


GOALS = rows("sdg_goals.csv")
TARGETS = rows("sdg_targets.csv")


def expected_codes() -> list[str]:
    codes = []
    for goal, (total, letters) in enumerate(zip(TARGETS_PER_GOAL, LETTERS_PER_GOAL, strict=True), start=1):
        codes += [f"{goal}.{number}" for number in range(1, total - letters + 1)]
        codes += [f"{goal}.{letter}" for letter in "abcd"[:letters]]
    return codes


def test_there_are_17_goals_and_169_targets() -> None:
    assert [goal["code"] for goal in GOALS] == [str(number) for number in range(1, 18)]
    assert len(TARGETS) == sum(TARGETS_PER_GOAL) == 169


def test_targets_have_the_official_codes_numbers_before_letters() -> None:
    assert [target["code"] for target in TARGETS] == expected_codes()


def test_order_counts_from_one_within_each_goal() -> None:
    seen: Counter[str] = Counter()
    for target in TARGETS:
        seen[target["part_of"]] += 1
        assert target["order"] == str(seen[target["part_of"]]), target["code"]


def test_every_target_is_part_of_the_goal_its_code_begins_with() -> None:
    assert all(target["part_of"] == target["code"].partition(".")[0] for target in TARGETS)


def test_ids_are_the_codes() -> None:
    assert all(record["id"] == record["code"] for record in GOALS + TARGETS)


@pytest.mark.parametrize("field", ["name", "name_en"])
def test_labels_are_given_unique_and_short(field: str) -> None:
    labels = [record[field] for record in GOALS + TARGETS]
    assert all(label == label.strip() and 0 < len(label) <= LONGEST_LABEL for label in labels)
    assert [label for label, times in Counter(label.lower() for label in labels).items() if times > 1] == []


@pytest.mark.parametrize("field", ["name", "name_en"])
def test_labels_of_targets_are_headings_not_sentences(field: str) -> None:
    labels = [target[field] for target in TARGETS]
    assert [label for label in labels if not 3 <= len(label.split()) <= 10] == []
    assert [label for label in labels if label.endswith(".") or not label[0].isupper()] == []


def test_languages_differ() -> None:
    assert [record["code"] for record in GOALS + TARGETS if record["name"] == record["name_en"]] == []


def test_colours_are_well_formed_and_all_different() -> None:
    colours = [goal["colour"] for goal in GOALS]
    assert all(re.fullmatch(r"#[0-9A-F]{6}", colour) for colour in colours)
    assert len(set(colours)) == 17


async def test_loads_and_a_second_load_changes_nothing(graph: Graph) -> None:
    first = await load(graph, shipped()["sdg"])
    assert first.load is not None
    assert first.load.counts == {"SdgGoal": 17, "SdgTarget": 169, "relationships": 169}
    second = await load(graph, shipped()["sdg"])
    assert second.difference.total == 0
    assert second.load is None


async def test_official_wording_as_documented_is_reached_from_its_target(graph: Graph, folder: Path) -> None:
    write_documented_example(folder)
    await load(graph, shipped()["sdg"])
    await load(graph, folder)
    found = await graph.read(
        "MATCH (w:SdgWording)-[:WORDING_OF]->(t) RETURN t.id AS target, w.id AS wording, w.language AS language, "
        "w.text AS text ORDER BY wording"
    )
    assert [(row["target"], row["wording"], row["language"]) for row in found] == [
        ("sdg:11", "sdg-ordlyd:11-nb", "nb"),
        ("sdg:11.6", "sdg-ordlyd:11.6-en", "en"),
        ("sdg:11.6", "sdg-ordlyd:11.6-nb", "nb"),
    ]
    assert found[2]["text"] == "Oppdiktet tekst; den står her i stedet for ordlyden til delmålet."


async def test_loading_the_catalogue_again_keeps_the_wording(graph: Graph, folder: Path) -> None:
    write_documented_example(folder)
    await load(graph, shipped()["sdg"])
    await load(graph, folder)
    await load(graph, shipped()["sdg"])
    again = await load(graph, folder)
    assert again.difference.total == 0


def write_documented_example(folder: Path) -> None:
    """Write the files that docs/sdg.md shows: each fenced block follows a line that begins with the file's name."""
    text = DOCUMENTATION.read_text(encoding="utf-8")
    blocks = re.findall(r"^`(\S+)`[^\n]*:\n\n```\w+\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert [name for name, _content in blocks] == ["dataset.yaml", "sdg_wordings.csv"]
    for name, content in blocks:
        (folder / name).write_text(content, encoding="utf-8")
