from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from graph import loads
from graph.connection import Graph
from loaders.dataset import open_dataset
from loaders.export import export, restore
from loaders.load import load
from schema.errors import NotFoundError, QuestionError, SourceError
from tests.conftest import ROOT
from tests.loaders.conftest import SMALL

pytestmark = pytest.mark.anyio

CATALOGUES = ROOT / "loaders" / "catalogues"
EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/dataset.yaml"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
async def test_an_example_is_exported_and_loaded_without_a_difference(
    graph: Graph, tmp_path: Path, example: Path
) -> None:
    for catalogue in sorted(path.parent for path in CATALOGUES.glob("*/dataset.yaml")):
        await load(graph, catalogue)
    await load(graph, example)
    dataset = open_dataset(example).description.id
    for name, form in (("yaml", "yaml"), ("csv", "csv"), ("bok.xlsx", "yaml")):
        await export(graph, dataset, tmp_path / name, format=form)
        report = await load(graph, tmp_path / name)
        assert report.difference.changes == []
        assert (report.load, report.notes) == (None, [])


def test_there_are_examples_to_try() -> None:
    assert len(EXAMPLES) >= 2


async def test_yaml_is_written_as_a_person_would(small: Graph, tmp_path: Path) -> None:
    await export(small, "prove", tmp_path / "ut")
    assert sorted(path.name for path in (tmp_path / "ut").iterdir()) == [
        "dataset.yaml",
        "goals.yaml",
        "organisation.yaml",
    ]
    assert yaml.safe_load((tmp_path / "ut" / "dataset.yaml").read_text(encoding="utf-8")) == {
        "id": "prove",
        "title": "Prøve kommune",
        "municipality_number": "0301",
        "language": "nb",
        "default_source": "Prøvedata",
        "default_certainty": "documented",
    }
    text = (tmp_path / "ut" / "goals.yaml").read_text(encoding="utf-8")
    assert (
        "- id: d1\n  name: Grønne byrom\n  level: delmaal\n  sdg_status: builds_on\n  part_of: h1\n  builds_on:\n"
        "  - sdg:11.6\n  - to: sdg:11.b\n    reason: Planer\n"
    ) in text
    assert "  deadline: 2026-12-31\n" in text
    assert "contribution: contributes" not in text  # what goes without saying


async def test_csv_has_a_file_per_collection_and_per_relationship_with_properties(small: Graph, tmp_path: Path) -> None:
    await export(small, "prove", tmp_path / "ut", format="csv")
    files = {path.name: path.read_text(encoding="utf-8-sig") for path in (tmp_path / "ut").iterdir()}
    assert sorted(files) == [
        "builds_on.csv",
        "carries_out.csv",
        "dataset.yaml",
        "goal_levels.csv",
        "goals.csv",
        "posts.csv",
        "responsible.csv",
        "tiltak.csv",
    ]
    assert files["responsible.csv"].splitlines() == ["from;to;role", "t1;planlegger;other"]
    assert files["goal_levels.csv"].splitlines()[1:] == [
        "delmaal;Delmål;delmaal;2;ja",
        "hovedmaal;Hovedmål;hovedmaal;1;",
    ]


async def test_an_earlier_load_is_exported_as_it_was_and_restored(
    small: Graph, put: Any, tmp_path: Path, contents: Any
) -> None:
    known = await contents(small)
    text = SMALL.replace("Benker", "Bord").replace("- {id: planlegger, name: Planlegger}\n", "")
    text = text.replace("responsible: [leder, {to: planlegger, role: other}]", "responsible: leder")
    await load(small, put("prove", **{"alt.yaml": text}))
    now = await contents(small)
    assert now != known

    await export(small, "prove", tmp_path / "da.xlsx", "prove@1")
    sheet = openpyxl.load_workbook(tmp_path / "da.xlsx")["posts"]
    assert [row[0].value for row in sheet.iter_rows()] == ["id", "leder", "planlegger"]
    assert await contents(small) == now

    report = await restore(small, "prove@1", by="revisor")
    assert await contents(small) == known
    assert report.load is not None
    assert (report.load.id, report.load.by) == ("prove@3", "revisor")
    await restore(small, "prove@2")
    assert await contents(small) == now
    assert len(await loads.history(small, "prove")) == 4


async def test_what_is_there_already_is_never_written_over(small: Graph, tmp_path: Path) -> None:
    (tmp_path / "ut").mkdir()
    (tmp_path / "ut" / "mitt.txt").write_text("mitt")
    (tmp_path / "ut.xlsx").write_text("mitt")
    with pytest.raises(SourceError, match="er ikke tom"):
        await export(small, "prove", tmp_path / "ut")
    with pytest.raises(SourceError, match="finnes allerede"):
        await export(small, "prove", tmp_path / "ut.xlsx")
    assert (tmp_path / "ut.xlsx").read_text() == "mitt"


async def test_unknown_datasets_loads_and_formats_are_told(small: Graph, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="«borte»"):
        await export(small, "borte", tmp_path / "ut")
    with pytest.raises(NotFoundError, match="prove@9"):
        await export(small, "prove", tmp_path / "ut", "prove@9")
    with pytest.raises(NotFoundError, match="«sdg@1» av datasettet «prove»"):
        await export(small, "prove", tmp_path / "ut", "sdg@1")
    with pytest.raises(NotFoundError):
        await restore(small, "prove@9")
    with pytest.raises(QuestionError, match="«xml» er ikke et format"):
        await export(small, "prove", tmp_path / "ut", format="xml")
    assert not (tmp_path / "ut").exists()


async def test_what_a_table_cannot_hold_is_told(graph: Graph, put: Any, tmp_path: Path) -> None:
    text = "plans:\n- {id: p, name: P, of_type: t, themes: ['a;b']}\nplan_types:\n- {id: t, name: T, code: t}\n"
    await load(graph, put("prove", **{"a.yaml": text}))
    await export(graph, "prove", tmp_path / "yaml")
    assert (await load(graph, tmp_path / "yaml")).difference.total == 0
    for path in (tmp_path / "csv", tmp_path / "bok.xlsx"):
        with pytest.raises(SourceError, match="«a;b» står i en liste og har semikolon i seg"):
            await export(graph, "prove", path, format="csv")
    await load(
        graph, put("prove", **{"a.json": '{"posts": [{"id": "p", "name": "P", "text": "' + "x" * 40_000 + '"}]}'})
    )
    with pytest.raises(SourceError, match="En tekst på 40000 tegn får ikke plass i en celle"):
        await export(graph, "prove", tmp_path / "to.xlsx")
