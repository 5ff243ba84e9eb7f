from __future__ import annotations

import json
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from loaders.readers import csv_file, excel_file, json_file, yaml_file
from loaders.records import Item, Note, Record, UnreadableError
from schema.errors import Problem


def items(read: Any, tmp_path: Path, name: str, content: str | bytes) -> list[Item]:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read(path, name))


def values(found: list[Item]) -> list[dict[str, Any]]:
    return [item.values for item in found if isinstance(item, Record)]


def workbook(tmp_path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = tmp_path / "bok.xlsx"
    book.save(path)
    return path


# CSV


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_columns_may_be_separated_by_semicolon_comma_or_tab(tmp_path: Path, separator: str) -> None:
    text = 'id;name;share\na;Blåbær;"1,5"\n'.replace(";", separator)
    assert values(items(csv_file.read, tmp_path, "x.csv", text)) == [{"id": "a", "name": "Blåbær", "share": "1,5"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_norwegian_letters_are_read_in_each_encoding(tmp_path: Path, encoding: str) -> None:
    found = items(csv_file.read, tmp_path, "x.csv", "id;name\na;Ærlig blåbær på øya – «så»\n".encode(encoding))
    assert values(found) == [{"id": "a", "name": "Ærlig blåbær på øya – «så»"}]
    notes = [item.text for item in found if isinstance(item, Note)]
    assert notes == (
        ["x.csv er lest som Windows-1252, den eldre tegnkodingen fra Excel."] if encoding == "cp1252" else []
    )


def test_windows_line_ends_blank_lines_and_blank_cells_are_read(tmp_path: Path) -> None:
    found = items(csv_file.read, tmp_path, "x.csv", "id;name;note\r\n\r\na; Navn ;\r\n;;\r\nb;Annet;x\r\n")
    assert values(found) == [{"id": "a", "name": "Navn"}, {"id": "b", "name": "Annet", "note": "x"}]
    assert [item.place.row for item in found if isinstance(item, Record)] == [3, 5]


def test_a_text_over_several_lines_has_the_row_it_begins_on(tmp_path: Path) -> None:
    found = items(csv_file.read, tmp_path, "x.csv", 'id;text\na;"én\nto\ntre"\nb;x\n')
    assert [(item.values["text"], item.place.row) for item in found if isinstance(item, Record)] == [
        ("én\nto\ntre", 2),
        ("x", 5),
    ]


def test_the_line_that_names_excels_separator_is_not_a_heading(tmp_path: Path) -> None:
    found = items(csv_file.read, tmp_path, "x.csv", "sep=,\r\nid,name\r\na,b;c\r\n")
    assert values(found) == [{"id": "a", "name": "b;c"}]


def test_rows_of_explanation_are_skipped(tmp_path: Path) -> None:
    found = items(csv_file.read, tmp_path, "x.csv", "id;name\n# Id;Navn\na;b\n#;\n")
    assert values(found) == [{"id": "a", "name": "b"}]


def test_a_file_without_rows_has_no_records(tmp_path: Path) -> None:
    assert items(csv_file.read, tmp_path, "x.csv", "") == []
    assert items(csv_file.read, tmp_path, "x.csv", "\ufeff\r\n") == []
    assert items(csv_file.read, tmp_path, "x.csv", "id;name\n") == []


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("id;list\na;b;c\n", 'Sett anførselstegn rundt celler med semikolon i, som lister: "a;b".'),
        ("id,share\na,1,5\n", 'Sett anførselstegn rundt celler med komma i, som desimaltall: "1,5".'),
    ],
)
def test_a_separator_inside_a_cell_needs_quotation_marks_and_the_rest_is_read(
    tmp_path: Path, text: str, remedy: str
) -> None:
    found = items(csv_file.read, tmp_path, "x.csv", text + "z\n")
    problem = found[0]
    assert isinstance(problem, Problem)
    assert str(problem) == f"x.csv, linje 2: Raden har 3 verdier, men overskriften har 2 kolonner. {remedy}"
    assert len(values(found)) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"id;name\na;\x81\n", "x.csv: Tegnkodingen kan ikke leses."),
        (b"id;name\na;b\x00c\n", "x.csv: Tegnkodingen kan ikke leses."),
        ("id;name\na;b\n".encode("utf-16"), "x.csv: Tegnkodingen kan ikke leses."),
        (b"\nid;name\na;b\n", "x.csv, linje 1: Overskriftsraden er tom."),
        (b"id;;name\na;b;c\n", "x.csv, linje 1: Kolonne 2 har ingen overskrift. Sammenslåtte celler"),
        (b"id;name;id\na;b;c\n", "x.csv, linje 1: Kolonnen «id» står to ganger."),
        (b"Tiltak 2026;\nid;name\n", "x.csv, linje 1: Overskriften har bare én kolonne. En tittel eller sammenslåtte"),
        (b'id;name\na;"b\nc;d\n', "x.csv, linje 3: Linjen kan ikke deles i kolonner (unexpected end of data)."),
    ],
)
def test_a_csv_file_that_cannot_be_read_is_told_with_its_line(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        items(csv_file.read, tmp_path, "x.csv", content)
    assert str(caught.value).startswith(said)
    assert caught.value.remedy


# Excel


def test_each_sheet_is_a_collection_and_cells_keep_their_types(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        {
            "veiledning": [["Slik gjør du"]],
            "dataset": [["id", "x"], ["title", "y"]],
            "tiltak": [
                ["id", "deadline", "note", None],
                ["# Id", "Frist"],
                [1, datetime(2026, 12, 31), None],
                [],
                [2.5],
            ],
            "posts": [["id"], ["p"]],
        },
    )
    found = list(excel_file.read(path, "bok.xlsx"))
    assert values(found) == [{"id": 1, "deadline": datetime(2026, 12, 31)}, {"id": 2.5}, {"id": "p"}]
    first = found[0]
    assert isinstance(first, Record)
    assert (first.collection, str(first.at("deadline"))) == ("tiltak", "bok.xlsx, ark tiltak, linje 3, felt deadline")


def test_merged_headings_are_told_with_sheet_and_row(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"tiltak": [["id", "name", "note"], ["a", "b", "c"]]})
    book = openpyxl.load_workbook(path)
    book["tiltak"].merge_cells("A1:B1")
    book.save(path)
    with pytest.raises(
        UnreadableError, match=r"^bok\.xlsx, ark tiltak, linje 1: Kolonne 2 har ingen overskrift\. Sammen"
    ):
        list(excel_file.read(path, "bok.xlsx"))


def test_a_title_merged_over_the_table_is_told(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"tiltak": [["Våre tiltak"], ["id", "name"], ["a", "b"]]})
    book = openpyxl.load_workbook(path)
    book["tiltak"].merge_cells("A1:B1")
    book.save(path)
    with pytest.raises(UnreadableError, match=r"ark tiltak, linje 1: Overskriften har bare én kolonne"):
        list(excel_file.read(path, "bok.xlsx"))


def test_a_blank_first_row_is_told(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"tiltak": [[None], ["id", "name"], ["a", "b"]]})
    with pytest.raises(UnreadableError, match=r"ark tiltak, linje 1: Overskriftsraden er tom"):
        list(excel_file.read(path, "bok.xlsx"))


def test_an_error_value_is_not_taken_for_an_explanation(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"tiltak": [["id", "name"], ["#REF!", "a"], ["b", "#N/A"], ["c", "d"]]})
    found = list(excel_file.read(path, "bok.xlsx"))
    assert [str(item.place) for item in found if isinstance(item, Problem)] == [
        "bok.xlsx, ark tiltak, linje 2, felt id",
        "bok.xlsx, ark tiltak, linje 3, felt name",
    ]
    assert isinstance(found[0], Problem)
    assert found[0].reason == "Cellen viser «#REF!», som er en feil i en formel."
    assert values(found) == [{"id": "c", "name": "d"}]


def test_values_outside_the_columns_are_told_and_the_rest_is_read(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"tiltak": [["id", "name"], ["a", "b", "c"], ["d", "e"]]})
    found = list(excel_file.read(path, "bok.xlsx"))
    assert isinstance(found[0], Problem)
    assert "linje 2" in str(found[0]) and "Gi kolonnen et feltnavn" in str(found[0])
    assert values(found) == [{"id": "d", "name": "e"}]


def test_a_workbook_with_macros_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"tiltak": [["id"]]})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"makro")
    with pytest.raises(UnreadableError, match=r"bok\.xlsx: Arbeidsboken har makroer og leses ikke"):
        list(excel_file.read(path, "bok.xlsx"))
    other = tmp_path / "bok.xlsm"
    workbook(tmp_path, {"tiltak": [["id"]]}).rename(other)
    with pytest.raises(UnreadableError, match="har makroer"):
        list(excel_file.read(other, "bok.xlsm"))


def test_what_is_not_a_workbook_is_told(tmp_path: Path) -> None:
    whole = workbook(tmp_path, {"tiltak": [["id", "name"], *([f"t{n}", "x" * 50] for n in range(500))]}).read_bytes()
    for content in (b"", b"PK\x03\x04", b"id;name\n", whole[: len(whole) // 2]):
        with pytest.raises(UnreadableError, match=r"x\.xlsx: Filen er ikke en hel Excel-arbeidsbok"):
            items(excel_file.read, tmp_path, "x.xlsx", content)


# YAML


def test_yaml_is_read_with_the_line_of_each_field(tmp_path: Path) -> None:
    text = "tiltak:\n- id: a\n  name: Å\n\n- id: b\n  deadline: 2026-12-31\n  carries_out:\n    - {to: d}\nposts:\n"
    first, second = items(yaml_file.read, tmp_path, "x.yaml", text)
    assert isinstance(first, Record) and isinstance(second, Record)
    assert (first.collection, first.place.row, first.rows) == ("tiltak", 2, {"id": 2, "name": 3})
    assert second.values == {"id": "b", "deadline": date(2026, 12, 31), "carries_out": [{"to": "d"}]}
    assert second.at("carries_out").row == 7


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("nei", "nei"),
        ("true", True),
        ("~", None),
        ("''", ""),
        ("0301", "0301"),
        ("+5", "+5"),
        ("11.6", 11.6),
        ("11.10", "11.10"),
        ("1.5e3", "1.5e3"),
        ("12", 12),
        ("'12'", "12"),
        ("1e5", "1e5"),
        ("2026-02-30", "2026-02-30"),
        ("12345678901234567890", "12345678901234567890"),
        (".nan", ".nan"),
    ],
)
def test_plain_values_are_read_as_written(tmp_path: Path, written: str, read: Any) -> None:
    (found,) = values(items(yaml_file.read, tmp_path, "x.yaml", f"posts:\n- {{id: a, v: {written}}}\n"))
    assert found.get("v") == read
    assert type(found.get("v")) is type(read)


@pytest.mark.parametrize(
    "content", ["\ufefftiltak:\n- id: a\n", "tiltak:\r\n- id: a\r\n", "---\ntiltak:\n- id: a\n...\n"]
)
def test_byte_order_mark_line_ends_and_document_marks_make_no_difference(tmp_path: Path, content: str) -> None:
    assert values(items(yaml_file.read, tmp_path, "x.yaml", content)) == [{"id": "a"}]


def test_an_empty_yaml_file_has_no_records(tmp_path: Path) -> None:
    for content in ("", "# bare en merknad\n", "tiltak:\n", "tiltak: []\n"):
        assert items(yaml_file.read, tmp_path, "x.yaml", content) == []


def test_a_yaml_record_without_fields_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    found = items(yaml_file.read, tmp_path, "x.yaml", "tiltak:\n- bare tekst\n- [a, b]\n- id: c\n")
    assert [item.place.row for item in found] == [2, 3, 4]  # type: ignore[union-attr]
    assert str(found[0]).startswith("x.yaml, linje 2: Posten under «tiltak» har ingen felt.")
    assert values(found) == [{"id": "c"}]


EXPLODING = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(12)
)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (EXPLODING, "x.yaml, linje 1: Filen bruker ankre (& og *), som ikke leses."),
        ("tiltak:\n- id: *x\n", "x.yaml, linje 2: Filen bruker ankre"),
        ("tiltak:\n- id: !!python/object:os.system ls\n", "x.yaml, linje 2: Filen bruker taggen"),
        ("tiltak:\n- id: a\n---\nposts:\n- id: b\n", "x.yaml, linje 3: Filen har flere dokumenter, skilt med ---."),
        ("tiltak:\n- id: a\n  id: b\n", "x.yaml, linje 3: Feltet «id» står to ganger i samme post."),
        ("tiltak:\n  id: a\n", "x.yaml, linje 2: «tiltak» er ikke en liste."),
        ("- id: a\n", "x.yaml, linje 1: Øverst skal det stå navn på samlinger."),
        ("tiltak:\n- {id: a\n", "x.yaml, linje 3: Filen er ikke gyldig YAML"),
        ("tiltak:\n- id: a\n\tname: b\n", "x.yaml, linje 3: Filen er ikke gyldig YAML"),
        ("tiltak:\n- id: " + "[" * 500 + "]" * 500, "x.yaml, linje 2: Posten har for mange nivåer."),
        ("tiltak:\n- ? [a]\n  : b\n", "x.yaml, linje 2: Et feltnavn må være tekst."),
        (b"tiltak:\n- id: bl\xe5b\xe6r\n", "x.yaml: Filen er ikke lagret som UTF-8."),
        (b"tiltak:\n- id: a\x00\n", "x.yaml: Filen har et tegn som ikke er tekst"),
    ],
)
def test_a_yaml_file_that_cannot_be_read_is_told_with_its_line(tmp_path: Path, content: str | bytes, said: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        items(yaml_file.read, tmp_path, "x.yaml", content)
    assert str(caught.value).startswith(said)
    assert caught.value.remedy


# JSON


def test_json_is_read_record_by_record(tmp_path: Path) -> None:
    content = {
        "tiltak": [{"id": "a", "share": 1.5, "n": 2, "note": None, "l": [{"to": "x"}]}, {"id": "b"}],
        "posts": [],
    }
    for text in (json.dumps(content), "\ufeff" + json.dumps(content, indent=2)):
        found = items(json_file.read, tmp_path, "x.json", text)
        assert values(found) == [{"id": "a", "share": 1.5, "n": 2, "l": [{"to": "x"}]}, {"id": "b"}]
        assert [(item.place.sheet, item.place.row) for item in found if isinstance(item, Record)] == [
            ("tiltak", 1),
            ("tiltak", 2),
        ]


def test_a_code_that_looks_like_a_number_stays_itself_in_json(tmp_path: Path) -> None:
    assert values(items(json_file.read, tmp_path, "x.json", '{"a": [{"code": 11.10}]}')) == [{"code": "11.10"}]


def test_a_json_record_that_is_no_object_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    found = items(json_file.read, tmp_path, "x.json", '{"tiltak": ["a", {"id": "b"}], "posts": null}')
    assert str(found[0]).startswith("x.json, ark tiltak, linje 1: Posten er ikke et objekt.")
    assert values(found) == [{"id": "b"}]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"tiltak": [{"id": "a"', "x.json: Filen er ikke gyldig JSON (parse error: premature EOF)."),
        ('{"tiltak": [{"id": "a"}]} x', "x.json: Filen er ikke gyldig JSON (parse error: trailing garbage)."),
        ("", "x.json: Filen er ikke gyldig JSON"),
        (b'{"tiltak": [{"id": "bl\xe5"}]}', "x.json: Filen er ikke gyldig JSON (lexical error: invalid bytes in UTF8"),
        ('[{"id": "a"}]', "x.json: Øverst skal det stå et objekt med samlinger."),
        ('{"tiltak": {"id": "a"}}', "x.json, ark tiltak: Samlingen er ikke en liste."),
        ('{"tiltak": [{"id": "a", "id": "b"}]}', "x.json, ark tiltak, linje 1, felt id: Feltet «id» står to ganger"),
        ('{"tiltak": [{"id": ' + "[" * 500 + "]" * 500 + "}]}", "x.json, ark tiltak, linje 1: Posten har for mange"),
    ],
)
def test_a_json_file_that_cannot_be_read_is_told(tmp_path: Path, content: str | bytes, said: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        items(json_file.read, tmp_path, "x.json", content)
    assert str(caught.value).startswith(said)
    assert caught.value.remedy
