"""What a person does wrong: a message in bokmål with what to do, the right exit code, and never a traceback."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from filelock import FileLock

from graph import embedded
from graph.connection import Graph
from graph.settings import Settings
from loaders.load import load
from tests.cli.conftest import Styring
from tests.conftest import ROOT
from tests.queries.small_authority import VIK, load_vik

ORDER = ("--action", "bestilling", "--area", "okonomi")
ENGLISH = re.compile(
    r"\b(error|invalid|usage|missing|such|value|should|option '|required|not found|no such)\b", re.IGNORECASE
)


@pytest.fixture(scope="module", autouse=True)
async def vik(opened: Graph) -> None:
    await load_vik(opened)


WRONG_USE = {
    "unknown id": (("trace", "vik:finnes-ikke"), "«vik:finnes-ikke»"),
    "unknown dataset": (("audit", "finnes-ikke"), "Lastet er: lov, sdg, vik"),
    "unknown dataset of changes": (("changes", "finnes-ikke", "2020-01-01"), "«finnes-ikke»"),
    "unknown holder": (("may", "vik:finnes-ikke", *ORDER), "«vik:finnes-ikke»"),
    "a unit as holder": (("authority", "vik:skolen"), "verken organ, stilling eller person"),
    "unknown delegation": (("chain", "vik:finnes-ikke"), "«vik:finnes-ikke»"),
    "unknown load": (("authority", "vik:rektor", "--known-at", "vik@9"), "«vik@9»"),
    "unknown history": (("history", "finnes-ikke"), "«finnes-ikke»"),
    "unknown export": (("export", "finnes-ikke", "ut"), "«finnes-ikke»"),
    "unknown rule": (("audit", "vik", "--rule", "R-NEI"), "R-DEL-01"),
    "unknown unit": (("audit", "vik", "--unit", "vik:finnes-ikke"), "«vik:finnes-ikke»"),
    "unknown kind of template": (("template", "mal.xlsx", "--kind", "Tull"), "Tull"),
    "unknown provision": (("may", "vik:rektor", "--action", "vedtak", "--provision", "koml. § 99-9"), "Mente du"),
    "unknown unit of a matter": (("may", "vik:rektor", *ORDER, "--unit", "vik:skol"), "Mente du vik:skolen?"),
    "unknown unit of who": (("who", "vik", *ORDER, "--unit", "skolen"), "Skriv den med datasettet foran"),
    "no provision and no area": (("may", "vik:rektor", "--action", "vedtak"), "enten en bestemmelse eller et område"),
    "unknown change": (("what-if", "vik", "tull:vik:rektor"), "revoke_delegation"),
    "change without id": (("what-if", "vik", "vacate_post"), "kolon og id"),
    "change of nothing": (("what-if", "vik", "vacate_post:vik:finnes-ikke"), "«vik:finnes-ikke»"),
    "move to nowhere": (("what-if", "vik", "move_unit:vik:skolen"), "ID>ID"),
    "limit of no amount": (("what-if", "vik", "lower_limit:vik:til-rektor=mye"), "«mye»"),
    "limit below zero": (("what-if", "vik", "lower_limit:vik:til-rektor=-1"), "null eller mer"),
    "no amount": (("may", "vik:rektor", *ORDER, "--amount", "mye"), "«mye» er ikke et beløp"),
    "amount that is no number": (("may", "vik:rektor", *ORDER, "--amount", "nan"), "«nan» er ikke et beløp"),
    "amount without end": (("may", "vik:rektor", *ORDER, "--amount", "inf"), "«inf» er ikke et beløp"),
    "amount below zero": (("may", "vik:rektor", *ORDER, "--amount", "-5"), "null eller mer"),
    "unknown action": (
        ("may", "vik:rektor", "--action", "bestille", "--area", "okonomi"),
        "«bestille» er ikke en av vedtak",
    ),
    "no action": (("may", "vik:rektor", "--area", "okonomi"), "Mangler «--action»"),
    "a day that is none": (("trace", "vik:boker", "--on-date", "2026-02-30"), "«2026-02-30» er ikke en dato"),
    "a day in words": (("changes", "vik", "i går"), "«i går» er ikke en dato"),
    "days in the wrong order": (("changes", "vik", "2026-01-01", "--on-date", "2025-01-01"), "er etter"),
    "number of ways": (("trace", "vik:boker", "--max-ways", "0"), "fra 1 til"),
    "not a number": (("trace", "vik:boker", "--max-ways", "ti"), "skriv et helt tall"),
    "unknown option": (("who", "vik", "--acton", "vedtak"), "Mente du --action"),
    "option without value": (("trace", "vik:boker", "--on-date"), "--on-date» må ha en verdi"),
    "value for a flag": (("trace", "vik:boker", "--json=ja"), "tar ingen verdi"),
    "both json and csv": (("plans", "vik", "--json", "--csv"), "kan ikke brukes sammen"),
    "too many words": (("trace", "vik:boker", "opp"), "For mange argumenter: opp"),
    "too few words": (("trace",), "Mangler «ID»"),
    "unknown command": (("trac", "vik:boker"), "Mente du «trace»"),
    "unknown picture": (("draw", "tull"), "Det finnes ingen kommando «tull»"),
    "workbook that is none": (("audit", "vik", "--excel", "funn.ods"), ".xlsx"),
    "letters that cannot be read": (("trace", "vik:b\udcf8ker"), "tegn i kommandoen"),
    "empty id": (("trace", ""), "Id-en mangler"),
}


@pytest.mark.parametrize("mistake", WRONG_USE)
def test_wrong_use_is_told_in_bokmaal_and_ends_with_2(styring: Styring, mistake: str, tmp_path: Path) -> None:
    words, told = WRONG_USE[mistake]
    ran = styring(*words)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert not ENGLISH.search(ran.err.replace("--", "")), ran.err


def test_a_line_of_a_message_is_not_broken_where_it_is_read_by_a_program(styring: Styring) -> None:
    lines = styring("trace", "vik:finnes-ikke" + "-og-er-lang" * 20).err.splitlines()
    assert len(lines) == 2


NO_FOLDER = "/proc/finnes-ikke/her" if Path("/proc").is_dir() else "/dev/null/her"


@pytest.mark.parametrize(
    "words",
    [
        ("load", "/finnes/ikke"),
        ("load", str(ROOT / "README.md")),
        ("load", str(ROOT / "docs")),
        ("export", "vik", NO_FOLDER),
        ("export", "vik", f"{NO_FOLDER}.xlsx"),
        ("template", f"{NO_FOLDER}.xlsx"),
        ("template", NO_FOLDER),
        ("docs", f"{NO_FOLDER}/model.md"),
        ("audit", "vik", "--rule", "R-DEL-01", "--excel", f"{NO_FOLDER}/funn.xlsx"),
        ("draw", "trace", "vik:boker", "--out", f"{NO_FOLDER}/spor.html"),
    ],
    ids=" ".join,
)
def test_a_file_that_cannot_be_read_or_written_is_named_and_ends_with_1(
    styring: Styring, words: tuple[str, ...]
) -> None:
    ran = styring(*words)
    assert (ran.code, ran.out) == (1, "")
    assert len(ran.err.splitlines()) == 2
    assert "/" in ran.err


def bad(folder: Path, posts: str) -> Path:
    folder.mkdir()
    (folder / "dataset.yaml").write_text("{id: daarlig, title: Dårlig, default_source: Oppdiktet}", encoding="utf-8")
    (folder / "posts.yaml").write_text(f"posts:\n{posts}", encoding="utf-8")
    return folder


def test_bad_data_is_listed_and_nothing_of_it_is_written(styring: Styring, tmp_path: Path) -> None:
    folder = bad(tmp_path / "data", "- {id: a, name: A, ledernivaa: høyt}\n- {id: b, name: B, leads: vik:skoln}\n")
    ran = styring("load", str(folder))
    assert (ran.code, ran.out) == (1, "")
    problems = [line for line in ran.err.splitlines() if line.startswith("•")]
    assert len(problems) == 2
    assert "posts.yaml" in problems[0] and "ledernivaa" in problems[0] and "høyt" in problems[0]
    assert "vik:skolen" in problems[1]  # what was meant
    assert "2 feil" in ran.err and "Ingenting er skrevet" in ran.err
    assert styring("history", "daarlig").code == 2


def test_where_the_second_dataset_is_bad_the_first_is_told_of_as_written(styring: Styring, tmp_path: Path) -> None:
    good = tmp_path / "god"
    good.mkdir()
    (good / "dataset.yaml").write_text("{id: god, title: God, default_source: Oppdiktet}", encoding="utf-8")
    (good / "posts.yaml").write_text("posts:\n- {id: a, name: A}\n", encoding="utf-8")
    ran = styring("load", str(good), str(bad(tmp_path / "data", "- {id: a}\n")))
    assert ran.code == 1
    assert "God: 1 endringer er skrevet som god@1." in ran.err
    assert [one["id"] for one in styring("history", "god", "--json").json] == ["god@1"]


@pytest.mark.parametrize(
    ("variables", "code", "told"),
    [
        ({"NEO4J_URI": "bolt://127.0.0.1:1"}, 1, "Ingenting svarer på bolt://127.0.0.1:1"),
        ({"NEO4J_URI": "http://127.0.0.1:1"}, 2, "begynner ikke med bolt:// eller neo4j://"),
        ({"NEO4J_URI": "bolt://"}, None, "bolt://"),
        ({"STYRING_PORT": "åtte"}, 2, "STYRING_PORT"),
        ({"STYRING_TIMEOUT": "-1"}, 2, "STYRING_TIMEOUT"),
        ({"NEO4J_URI": "", "STYRING_FOLDER": f"{ROOT}/README.md/graf"}, 1, "README.md/graf kan ikke brukes"),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_surroundings_that_lead_nowhere_are_named(
    styring: Styring, variables: dict[str, str], code: int | None, told: str
) -> None:
    ran = styring("history", **variables)
    assert ran.out == ""
    assert ran.code == code or (code is None and ran.code in (1, 2))
    assert told in ran.err


@pytest.mark.neo4j
def test_a_wrong_password_is_told_without_showing_it(styring: Styring, settings: Settings) -> None:
    if not settings.neo4j_password.get_secret_value():
        pytest.skip("this server lets everybody in")
    ran = styring("history", NEO4J_PASSWORD="feil-passord")
    assert (ran.code, ran.out) == (1, "")
    assert "NEO4J_PASSWORD" in ran.err and "feil-passord" not in ran.err


def test_a_folder_whose_holder_does_not_answer_is_told_of_with_the_process(
    styring: Styring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "_STARTING_SECONDS", 0.5)
    holder = {"pid": 4242, "uri": "bolt://127.0.0.1:1", "password": "x", "version": "?"}
    (tmp_path / "holder.json").write_text(json.dumps(holder), encoding="utf-8")
    with FileLock(tmp_path / "lock"):
        ran = styring("history", NEO4J_URI="", STYRING_FOLDER=str(tmp_path))
    assert (ran.code, ran.out) == (1, "")
    assert "prosess 4242" in ran.err and "STYRING_FOLDER" in ran.err


@pytest.mark.anyio
async def test_the_graph_is_as_it_was_after_all_these_mistakes(opened: Graph) -> None:
    report = await load(opened, VIK)
    assert report.load is None
