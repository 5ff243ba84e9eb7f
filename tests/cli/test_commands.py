"""Every command on Asker: tables for people, the whole answer as JSON, the rows as CSV, messages apart from results."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from api.cli import app
from graph.connection import Graph
from loaders.catalogues import shipped
from loaders.load import load
from queries.findings.rules import RULES
from queries.goals.trace_up import TraceUp
from tests.cli.conftest import Styring
from tests.conftest import ROOT, empty

TILTAK = "asker:tiltak-utslippsfri-transport"
DAY = ("--on-date", "2026-06-01")
MATTER = ("--action", "kontrakt", "--area", "okonomi", "--amount", "3200000", "--vat", "ekskl", "--not-principal")
LEADER = "asker:ill-virksomhetsleder-mobilitet"


@pytest.fixture(scope="module", autouse=True)
async def asker(opened: Graph) -> None:
    await empty(opened)
    for path in (*shipped().values(), ROOT / "examples/asker"):
        await load(opened, path)


QUESTIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "trace up": (("trace", TILTAK, *DAY), "Utslippsfri transport"),
    "trace down": (("trace", "11.6", "--down", "--dataset", "asker", *DAY), "11.6"),
    "coverage": (("coverage", "asker", *DAY), "Dekning"),
    "outside": (("outside", "asker", *DAY), "forankring"),
    "suspect": (("suspect", "asker:samfunnsdel/utkast-illustrasjon", *DAY), "per 2026-06-01"),
    "plans": (("plans", "asker", *DAY), "Gjelder"),
    "may": (("may", LEADER, *MATTER, "--unit", "asker:ill-virk-mobilitet", *DAY), "Svar: Ja"),
    "who": (("who", "asker", *MATTER, "--unit", "asker:ill-virk-mobilitet", *DAY), "Kan avgjøre"),
    "authority": (("authority", LEADER, *DAY), "Delegeringssperrer"),
    "chain": (("chain", "asker:ill-del-kst-kd-belop", *DAY), "Kommunestyrets myndighet"),
    "oversight": (("oversight", "asker:kommunedirektor", *DAY), "Skal påse"),
    "mandate": (("mandate", TILTAK, *DAY), "Ansvar og myndighet"),
    "audit": (("audit", "asker", *DAY), "Åpne funn"),
    "what-if": (("what-if", "asker", "revoke_delegation:asker:ill-del-kst-kd-belop", *DAY), "Berørte"),
    "changes": (("changes", "asker", "2025-08-31", "--on-date", "2025-09-01"), "Forskjeller"),
    "history": (("history",), "asker@1"),
}


@pytest.fixture(params=QUESTIONS)
def question(request: pytest.FixtureRequest) -> tuple[tuple[str, ...], str, int]:
    words, shown = QUESTIONS[request.param]
    return words, shown, 1 if request.param == "audit" else 0


def test_a_table_is_on_standard_output_and_nothing_on_standard_error(
    styring: Styring, question: tuple[tuple[str, ...], str, int]
) -> None:
    words, shown, code = question
    ran = styring(*words)
    assert (ran.code, ran.err) == (code, "")
    assert shown in ran.out


def test_json_is_the_whole_answer_and_csv_its_rows(
    styring: Styring, question: tuple[tuple[str, ...], str, int]
) -> None:
    words, _, code = question
    whole = styring(*words, "--json")
    assert (whole.code, whole.err) == (code, "")
    assert whole.json
    rows = styring(*words, "--csv")
    assert rows.code == code
    assert all(len(row) == len(rows.csv[0]) for row in rows.csv)
    assert len(rows.csv) > 1
    assert all("--json" in line for line in rows.err.splitlines())  # what CSV has no room for is told


def test_json_has_every_field_of_the_answer(styring: Styring) -> None:
    def missing(kind: Any, found: Any, path: str) -> set[str]:
        return {f"{path}.{item.name}" for item in fields(kind) if item.name not in found}

    assert is_dataclass(TraceUp)
    answer = styring("trace", TILTAK, *DAY, "--json").json
    assert not missing(TraceUp, answer, "trace")
    assert answer["on_date"] == "2026-06-01"
    assert {one["target"]["code"] for one in answer["reached"]} >= {"11.2", "13.2"}


def test_csv_of_who_leaves_out_nobody(styring: Styring) -> None:
    words = ("who", "asker", "--action", "vedtak", "--area", "okonomi", *DAY)  # without amount: much is not decided
    answer, rows = styring(*words, "--json").json, styring(*words, "--csv").csv
    told = len(answer["may"]) + len(answer["jointly"]) + len(answer["undetermined"])
    assert len(rows) == 1 + told
    assert answer["undetermined"]
    assert {row[0] for row in rows[1:]} >= {"Ikke avgjort"}


def test_csv_of_what_a_person_has_tells_which_post_has_it(styring: Styring, opened: Graph) -> None:
    answer = styring("authority", LEADER, *DAY, "--json").json
    rows = styring("authority", LEADER, *DAY, "--csv").csv
    assert rows[0][0] == "Organ eller stilling"
    assert len(rows) - 1 == sum(len(post["chains"]) for post in answer["posts"])
    assert all("Virksomhetsleder for Vei og mobilitet" in row[0] for row in rows[1:])


def test_csv_of_the_audit_has_a_row_for_each_open_finding(styring: Styring) -> None:
    answer, rows = styring("audit", "asker", *DAY, "--json").json, styring("audit", "asker", *DAY, "--csv")
    assert [row[0] for row in rows.csv[1:]] == [one["rule"] for one in answer["open"]]
    assert "Aksepterte funn" in rows.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--fail-on", "error"), 1),
        (("--rule", "R-DEL-13"), 0),
        (("--rule", "R-DEL-13", "--fail-on", "info"), 0),  # it is accepted
        (("--rule", "R-ANS-01", "--fail-on", "info"), 1),
    ],
)
def test_the_audit_fails_on_open_findings_as_bad_as_asked(styring: Styring, words: tuple[str, ...], code: int) -> None:
    assert styring("audit", "asker", *DAY, *words).code == code


def test_the_audit_writes_a_workbook_with_every_finding(styring: Styring, tmp_path: Path) -> None:
    path = tmp_path / "funn.xlsx"
    ran = styring("audit", "asker", *DAY, "--excel", str(path), "--json")
    assert str(path) in ran.err
    book = load_workbook(path)
    opened = [row[0].value for row in book["Åpne funn"].iter_rows(min_row=2)]
    accepted = [row[0].value for row in book["Aksepterte funn"].iter_rows(min_row=2)]
    assert opened == [one["rule"] for one in ran.json["open"]]
    assert accepted == [one["rule"] for one in ran.json["accepted"]]
    assert [row[0].value for row in book["Regler"].iter_rows(min_row=2)] == [rule.id for rule in RULES]


def test_amounts_are_read_as_people_write_them(styring: Styring) -> None:
    given = {
        written: styring("may", LEADER, *MATTER[:4], "--amount", written, *DAY, "--json").json["matter"]["amount_nok"]
        for written in ("1200000", "1 200 000", "1200000,50", "0")
    }
    assert list(given.values()) == [1_200_000, 1_200_000, 1_200_000.5, 0]


@pytest.mark.parametrize("day", ["2026-06-01", "01.06.2026", "1.6.2026"])
def test_days_are_read_as_people_write_them(styring: Styring, day: str) -> None:
    assert styring("trace", TILTAK, "--on-date", day, "--json").json["on_date"] == "2026-06-01"


def test_a_provision_is_read_as_people_write_it(styring: Styring) -> None:
    words = ("may", "asker:formannskapet", "--action", "vedtak", *DAY, "--json", "--provision")
    by_text, by_id = styring(*words, "koml. § 5-3"), styring(*words, "lov:kommuneloven/5-3")
    assert by_text.json == by_id.json
    assert by_text.json["matter"]["provision"] == "lov:kommuneloven/5-3"


def test_an_answer_of_an_earlier_load_is_asked_for_by_its_id(styring: Styring) -> None:
    words = ("may", LEADER, *MATTER, "--unit", "asker:ill-virk-mobilitet", *DAY, "--json")
    assert styring(*words, "--known-at", "asker@1").json == styring(*words).json


def test_several_changes_are_tried_together(styring: Styring) -> None:
    changes = (f"vacate_post:{LEADER}", "lower_limit:asker:ill-del-kst-kd-belop=1 000 000")
    answer = styring("what-if", "asker", *changes, *DAY, "--json").json
    assert {"R-DEL-01", "R-ANS-02"} <= {one["rule"] for one in answer["new_findings"]}
    assert styring("history", "asker", "--json").json[-1]["id"] == "asker@1"


def test_drawing_writes_a_page_and_tells_where(styring: Styring, tmp_path: Path) -> None:
    path = tmp_path / "spor.html"
    ran = styring("draw", "trace", TILTAK, "--out", str(path), *DAY)
    assert (ran.code, ran.out, ran.err) == (0, f"{path}\n", "")
    assert "Utslippsfri transport" in path.read_text(encoding="utf-8")


def test_the_demo_goes_from_nothing_to_a_first_answer(styring: Styring, tmp_path: Path) -> None:
    path = tmp_path / "spor.html"
    ran = styring("demo", "--no-serve", "--picture", str(path))
    assert ran.code == 0
    assert "FN-mål" in ran.out and str(path) in ran.out
    assert "Asker kommune" in ran.err
    assert path.stat().st_size > 10_000


def test_docs_writes_the_reference_of_the_model(styring: Styring, tmp_path: Path) -> None:
    path = tmp_path / "nytt/model.md"
    ran = styring("docs", str(path))
    assert (ran.code, ran.out, ran.err) == (0, f"{path}\n", "")
    assert path.read_text(encoding="utf-8") == (ROOT / "docs/model.md").read_text(encoding="utf-8")


def commands(found: Any = app, above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    own = [(*above, one.name) for one in found.registered_commands]
    return [
        *own,
        *(
            name
            for one in found.registered_groups
            for name in commands(one.typer_instance, (*above, one.typer_instance.info.name))
        ),
    ]


ENGLISH = (
    "Usage",
    "Options:",
    "Arguments:",
    "Commands:",
    "Show ",
    "default",
    "required",
    "<str>",
    "<int>",
    "<list",
    "<Path",
)


@pytest.mark.parametrize("words", [(), ("draw",), *commands()], ids=" ".join)
def test_every_help_page_is_in_bokmaal(styring: Styring, words: tuple[str, ...]) -> None:
    ran = styring(*words, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(" ".join(["Bruk: styring", *words]))
    assert "--help" in ran.out and "Vis denne hjelpen." in ran.out
    assert not [word for word in ENGLISH if word in ran.out]


def test_without_a_command_the_help_is_shown(styring: Styring) -> None:
    ran = styring()
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == styring("--help").out


def test_the_completion_script_is_printed(styring: Styring) -> None:
    script = styring(_STYRING_COMPLETE="source_bash")
    assert script.code == 0
    assert "complete -o default -F _styring_completion styring" in script.out
