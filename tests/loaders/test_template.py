from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from graph.connection import Graph
from loaders.load import load
from loaders.template import write_csv_templates, write_template
from schema.catalogue import KINDS, RELATIONSHIPS
from schema.errors import QuestionError, SourceError

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mal") / "mal.xlsx"
    write_template(path)
    return path


@pytest.fixture
def book(template: Path) -> Any:
    return openpyxl.load_workbook(template)


def hints(sheet: Any, column: str) -> list[str]:
    place = [cell.value for cell in sheet[1]].index(column) + 1
    return [sheet.cell(row, place).value or "" for row in range(2, 6)]


def test_the_template_has_a_sheet_for_each_collection_and_each_relationship_with_properties(book: Any) -> None:
    assert book.sheetnames[:2] == ["veiledning", "dataset"]
    assert set(book.sheetnames) >= {kind.collection for kind in KINDS.values()}
    own = set(book.sheetnames) - {kind.collection for kind in KINDS.values()} - {"veiledning", "dataset"}
    assert {"responsible", "holds", "carries_out", "contained_in", "shares_authority_with"} <= own
    assert own <= {item.field_name for item in RELATIONSHIPS.values()}
    assert "reports_to" not in own


def test_every_field_and_relationship_has_a_column_with_explanations(book: Any) -> None:
    for kind in KINDS.values():
        sheet = book[kind.collection]
        fields = [item.name for item in kind.properties] + [end.relationship.field_name for end in kind.ends]
        assert sorted(cell.value for cell in sheet[1]) == sorted(fields)
        for row in (2, 3, 5):  # the row of allowed values may be blank
            assert all(cell.value for cell in sheet[row]), (kind.name, row)
        assert all(str(sheet.cell(row, 1).value).startswith("# ") for row in range(2, 6))
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert all(10 < dimension.width < 50 for dimension in sheet.column_dimensions.values())


def test_explanations_say_what_is_wanted_in_bokmaal(book: Any) -> None:
    assert hints(book["tiltak"], "id")[0] == "# Navn: Id"
    assert hints(book["tiltak"], "deadline") == ["Frist", "Dato, som 2025-12-31 eller 31.12.2025.", "", "Må fylles ut."]
    assert hints(book["tiltak"], "carries_out") == [
        "Utfører",
        "Id-en til oppdrag eller mål. Flere skilles med semikolon. "
        "Skal relasjonen ha egne opplysninger, skriv den i «carries_out» i stedet.",
        "",
        "Kan stå tom.",
    ]
    assert hints(book["tiltak"], "responsible")[3] == "Må fylles ut, her eller i egen tabell."
    assert hints(book["goals"], "level")[1] == "En av kodene i «goal_levels»."
    assert hints(book["delegations"], "amount_max_nok")[1:3] == ["Et tall i kroner.", "Minst 0"]
    assert hints(book["activities"], "month")[2] == "Minst 1, høyst 12"
    assert "builds_on (Bygger på FN-mål)" in hints(book["goals"], "sdg_status")[2]
    assert hints(book["bodies"], "political")[2:] == ["ja, nei", "Kan stå tom; da gjelder ja."]
    assert hints(book["holds"], "kind")[3] == "Kan stå tom; da gjelder fast."
    assert hints(book["allocated_to"], "through")[1] == "Id-en til planversjon eller plan eller oppdragsbrev."


def test_closed_lists_have_drop_downs_and_others_have_not(book: Any) -> None:
    sheet = book["goals"]
    letters = {cell.value: cell.column_letter for cell in sheet[1]}
    found = {str(item.sqref).split(":")[0]: item for item in sheet.data_validations.dataValidation}
    assert found[f"{letters['sdg_status']}6"].formula1 == '"builds_on,not_relevant,not_assessed"'
    assert found[f"{letters['illustrative']}6"].formula1 == '"ja,nei"'
    assert f"{letters['name']}6" not in found
    several = [item for item in book["delegations"].data_validations.dataValidation if "bestilling" in item.formula1]
    assert [bool(item.showErrorMessage) for item in several] == [False]


async def test_an_empty_template_has_no_records(graph: Graph, template: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="har ingen poster"):
        await load(graph, template)
    write_csv_templates(tmp_path / "csv")
    with pytest.raises(SourceError, match="har ingen poster"):
        await load(graph, tmp_path / "csv")


async def test_a_filled_template_is_loaded(graph: Graph, template: Path, book: Any, tmp_path: Path) -> None:
    def fill(title: str, **values: Any) -> None:
        sheet = book[title]
        columns = [cell.value for cell in sheet[1]]
        row = 1 + max(number for number, cells in enumerate(sheet.iter_rows(values_only=True), 1) if any(cells))
        for name, value in values.items():
            sheet.cell(row, columns.index(name) + 1, value)

    for row in book["dataset"].iter_rows(min_row=2):
        if row[0].value in {"id", "title", "municipality_number"}:
            row[1].value = {"id": "lillevik", "title": "Lillevik", "municipality_number": 9999}[row[0].value]
    fill("posts", id="leder", name="Leder")
    fill("posts", id="annen", name="Annen")
    fill("tiltak", id="t1", name="Trær", deadline=date(2026, 5, 1), responsible="leder", illustrative="ja")
    fill("responsible", **{"from": "t1", "to": "annen", "role": "other"})
    path = tmp_path / "utfylt.xlsx"
    book.save(path)
    report = await load(graph, path)
    assert report.dataset.municipality_number == "9999"
    assert {name: found["added"] for name, found in report.difference.nodes.items()} == {"Post": 2, "Tiltak": 1}
    (row,) = await graph.read("MATCH (t:Tiltak) RETURN t.id AS id, t.deadline AS d, t.illustrative AS i, t.source AS s")
    assert row == {"id": "lillevik:t1", "d": date(2026, 5, 1), "i": True, "s": "Utfylt mal"}
    roles = await graph.read("MATCH (:Tiltak)-[r:RESPONSIBLE]->(p) RETURN p.name AS name, r.role AS role ORDER BY name")
    assert [tuple(role.values()) for role in roles] == [("Annen", "other"), ("Leder", "main")]


async def test_a_filled_csv_template_is_loaded(graph: Graph, tmp_path: Path) -> None:
    write_csv_templates(tmp_path / "csv", ["Post", "Leader"])
    names = {path.name for path in (tmp_path / "csv").iterdir()}
    assert names >= {"dataset.yaml", "holds.csv", "leaders.csv", "posts.csv", "shares_authority_with.csv"}
    assert not {"tiltak.csv", "responsible.csv", "in_unit.csv"} & names
    for name, cells in {"posts": ["p", "Rådgiver"], "leaders": ["l", "Åse"], "holds": ["l", "p"]}.items():
        with (tmp_path / "csv" / f"{name}.csv").open("a", encoding="utf-8", newline="") as file:
            file.write(";".join(cells) + "\r\n")
    await load(graph, tmp_path / "csv")
    rows = await graph.read("MATCH (l:Leader)-[:HOLDS]->(p:Post) RETURN l.name AS l, p.name AS p")
    assert rows == [{"l": "Åse", "p": "Rådgiver"}]


def test_only_some_kinds_may_be_asked_for_by_name_or_collection(tmp_path: Path) -> None:
    write_template(tmp_path / "noen.xlsx", ["Tiltak", "posts"])
    names = openpyxl.load_workbook(tmp_path / "noen.xlsx").sheetnames
    assert names[:4] == ["veiledning", "dataset", "tiltak", "posts"]
    assert "responsible" in names
    assert "holds" not in names
    with pytest.raises(QuestionError, match=r"«Tilta» er ikke et slag node\. Mente du «tiltak»\?"):
        write_template(tmp_path / "ingen.xlsx", ["Tilta"])
    assert not (tmp_path / "ingen.xlsx").exists()


def test_what_is_there_already_is_never_written_over(template: Path) -> None:
    with pytest.raises(SourceError, match="finnes allerede"):
        write_template(template)
    with pytest.raises(SourceError, match="er ikke tom"):
        write_csv_templates(template.parent)
