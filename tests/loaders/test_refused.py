"""What is wrong with a dataset is told with its place, the value, why, and what would be right; nothing is written."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from graph import loads
from graph.connection import Graph
from loaders.load import load
from schema.catalogue import KINDS
from schema.errors import GovernanceError, InvalidDataError, Problem, SourceError
from tests.loaders.conftest import SDG

pytestmark = pytest.mark.anyio

Refused = Callable[..., Awaitable[list[Problem]]]
LEVELS = "goal_levels:\n- {id: m, name: Mål, code: m, rank: 1}\n"
POST = "posts:\n- {id: leder, name: Leder}\n"


@pytest.fixture
def refused(sdg: Graph, put: Any, contents: Any) -> Refused:
    """Loads files that must be refused, and gives the problems."""

    async def run(**files: str | bytes) -> list[Problem]:
        before = await contents(sdg)
        with pytest.raises(InvalidDataError) as caught:
            await load(sdg, put("prove", **files))
        assert await contents(sdg) == before
        assert [made.id for made in await loads.history(sdg)] == ["sdg@1"]
        assert caught.value.total == len(caught.value.problems)
        assert all(problem.reason and problem.remedy for problem in caught.value.problems)
        return caught.value.problems

    return run


async def refused_whole(graph: Graph, path: Path, contents: Any, **options: Any) -> str:
    before = await contents(graph)
    with pytest.raises(GovernanceError) as caught:
        await load(graph, path, **options)
    assert await contents(graph) == before
    assert isinstance(caught.value, SourceError)
    assert caught.value.remedy
    return str(caught.value)


def goals(*records: str) -> str:
    lines = (f"- {{level: m, sdg_status: not_relevant, name: x, {text}}}\n" for text in records)
    return LEVELS + "goals:\n" + "".join(lines)


def tiltak(*records: str) -> str:
    return POST + "tiltak:\n" + "".join(f"- {{name: x, {text}}}\n" for text in records)


# Ids


async def test_an_unknown_id_is_told_with_the_id_that_was_probably_meant(refused: Refused) -> None:
    (problem,) = await refused(**{"a.yaml": goals("id: levende-by", "id: d, part_of: levende-bby")})
    assert str(problem) == (
        "a.yaml, linje 5, felt part_of: «levende-bby» finnes ikke i datasettet. Mente du «levende-by»?"
    )
    assert problem.value == "prove:levende-bby"


async def test_an_unknown_id_that_resembles_nothing_is_told_with_what_may_stand_there(refused: Refused) -> None:
    (problem,) = await refused(**{"a.yaml": goals("id: d, part_of: qqqqqqqqqq")})
    assert problem.remedy == "Legg til mål eller satsingsområde med den id-en, eller rett id-en."


async def test_only_ids_that_may_stand_there_are_suggested(refused: Refused) -> None:
    text = tiltak("id: t, deadline: 2026-01-01, responsible: ledar") + goals("id: ledarr")
    (problem,) = await refused(**{"a.yaml": text})
    assert problem.remedy == "Mente du «leder»?"


async def test_an_sdg_code_that_does_not_exist_is_told_with_those_that_do(refused: Refused) -> None:
    first, second = await refused(**{"a.yaml": goals("id: a, builds_on: 'sdg:11.66'", "id: b, builds_on: 'sdg:122.5'")})
    assert str(first) == (
        "a.yaml, linje 4, felt builds_on: «sdg:11.66» finnes ikke i grafen. Under «sdg:11» finnes 11.1, 11.6, 11.b."
    )
    assert second.remedy == "Mente du «sdg:12.5»?"


async def test_an_id_of_a_dataset_that_is_not_loaded_is_told(refused: Refused) -> None:
    (problem,) = await refused(**{"a.yaml": goals("id: a, part_of: 'annen:b'")})
    assert problem.reason == "«annen:b» finnes ikke i grafen."
    assert problem.remedy == "Last datasettet «annen» først, eller rett id-en."


async def test_an_id_in_a_property_of_a_relationship_must_exist_and_be_of_the_right_kind(refused: Refused) -> None:
    text = (
        goals("id: a, allocated_to: {to: u, through: ukjent}", "id: b, allocated_to: {to: u, through: a}")
        + "unit_types:\n- {id: k, name: K, code: k, rank: 1}\nunits:\n- {id: u, name: U, unit_type: k}\n"
    )
    first, second = await refused(**{"a.yaml": text})
    assert first.reason == "«ukjent» finnes ikke i datasettet."
    assert second.reason == "«a» er mål, men her skal det stå planversjon eller plan eller oppdragsbrev."


async def test_the_same_id_in_two_files_is_told_with_both_places(refused: Refused) -> None:
    (problem,) = await refused(**{"a.yaml": goals("id: x"), "b.csv": b"", "posts.csv": "id;name\ny;Y\nx;X\n"})
    assert str(problem) == (
        "posts.csv, linje 3, felt id: Id-en «x» står også i a.yaml, linje 4. Gi den ene en annen id, eller fjern den."
    )


@pytest.mark.parametrize("wrong", ["to ord", "a:b:c", "", "-x", "a#b", "x" * 201])
async def test_an_id_with_signs_it_may_not_have_is_told(refused: Refused, wrong: str) -> None:
    (problem,) = await refused(**{"a.yaml": f"posts:\n- {{id: '{wrong}', name: x}}\n"})
    assert problem.place.column == "id"
    assert problem.remedy.startswith("En id er bokstaver, tall, punktum")


async def test_a_relationship_to_what_is_no_id_is_told(refused: Refused) -> None:
    (problem,) = await refused(**{"a.yaml": goals("id: a, builds_on: 'FN-mål 11'")})
    assert problem.reason == "«FN-mål 11» er ikke en id."


async def test_a_relationship_may_not_begin_at_another_datasets_node(refused: Refused) -> None:
    (problem,) = await refused(**{"a.yaml": goals("id: a"), "part_of.csv": "from;to\nsdg:11.6;a\n"})
    assert str(problem).startswith("part_of.csv, linje 2, felt from: «sdg:11.6» hører til et annet datasett.")


async def test_a_relationship_from_an_unknown_id_is_told(refused: Refused) -> None:
    first, second = await refused(**{"a.yaml": goals("id: by"), "part_of.csv": "from;to\nbyy;by\n;by\n"})
    assert str(first) == "part_of.csv, linje 2, felt from: «byy» finnes ikke i datasettet. Mente du «by»?"
    assert second.reason == "«from» mangler."


# Kinds, numbers of relationships, time


async def test_a_node_of_the_wrong_kind_at_the_other_end_is_told(refused: Refused) -> None:
    text = tiltak("id: t, deadline: 2026-01-01, responsible: leder, carries_out: leder")
    (problem,) = await refused(**{"a.yaml": text})
    assert problem.reason == "«leder» er stilling. Tiltak utfører oppdrag eller mål."
    assert problem.place.column == "carries_out"


async def test_a_kind_that_cannot_have_a_relationship_is_told(refused: Refused) -> None:
    (problem,) = await refused(**{"a.yaml": goals("id: a") + POST, "part_of.csv": "from;to\nleder;a\n"})
    assert problem.reason == "Stilling «leder» kan ikke ha relasjonen «er del av»."


async def test_a_ring_of_goals_is_told_with_the_way_round(refused: Refused) -> None:
    text = goals("id: a, part_of: b", "id: b, part_of: c", "id: c, part_of: a", "id: d, part_of: a")
    (problem,) = await refused(**{"a.yaml": text})
    assert problem.reason == "Ring: a → b → c → a."


async def test_a_node_that_is_part_of_itself_is_a_ring(refused: Refused) -> None:
    (problem,) = await refused(**{"a.yaml": goals("id: a, part_of: a")})
    assert problem.reason == "Ring: a → a."


async def test_a_ring_of_different_relationships_in_the_red_thread_is_told(refused: Refused) -> None:
    (problem,) = await refused(**{"a.yaml": goals("id: a, part_of: b", "id: b, derives_from: a")})
    assert problem.reason == "Ring: a → b → a."


async def test_two_rings_are_both_told(refused: Refused) -> None:
    text = goals(
        "id: a, part_of: [c, b]", "id: b, part_of: a", "id: c, part_of: d", "id: d, part_of: c", "id: e, part_of: c"
    )
    assert sorted(problem.reason for problem in await refused(**{"a.yaml": text})) == [
        "Ring: a → b → a.",
        "Ring: c → d → c.",
    ]


async def test_a_ring_by_way_of_another_dataset_is_told(small: Graph, put: Any, contents: Any) -> None:
    other = goals("id: felles, part_of: 'prove:h1'", "id: over, part_of: felles")
    await load(small, put("region", **{"a.yaml": other}))
    before = await contents(small)
    text = goals("id: h1, part_of: 'region:over'", "id: d1")
    with pytest.raises(InvalidDataError) as caught:
        await load(small, put("prove", **{"a.yaml": text}))
    assert [problem.reason for problem in caught.value.problems] == ["Ring: h1 → region:over → region:felles → h1."]
    assert str(caught.value.problems[0].place) == "a.yaml, linje 4, felt part_of"
    assert await contents(small) == before


async def test_a_relationship_to_what_is_retired_is_told(refused: Refused) -> None:
    text = goals("id: gammel, valid_to: 2020-01-01", "id: ny, valid_from: 2024-01-01, part_of: gammel")
    (problem,) = await refused(**{"a.yaml": text})
    assert problem.reason == (
        "«ny» er del av «gammel», som gjelder fra alltid til 2020-01-01; "
        "det er ingen dag da begge og relasjonen gjelder."
    )


async def test_a_relationship_to_what_is_retired_in_another_dataset_is_told(
    refused: Refused, sdg: Graph, put: Any
) -> None:
    await load(sdg, put("region", **{"a.yaml": goals("id: gammel, valid_to: 2020-01-01")}))
    with pytest.raises(InvalidDataError, match="én feil") as caught:
        await load(sdg, put("prove", **{"a.yaml": goals("id: ny, valid_from: 2024-01-01, part_of: 'region:gammel'")}))
    assert "«region:gammel», som gjelder fra alltid til 2020-01-01" in caught.value.problems[0].reason


async def test_what_replaces_the_retired_may_point_to_it(sdg: Graph, put: Any) -> None:
    text = goals(
        "id: gammel, valid_to: 2024-01-01", "id: ny, valid_from: 2024-01-01, replaces: gammel, derives_from: gammel"
    )
    assert (await load(sdg, put("prove", **{"a.yaml": text}))).load is not None


async def test_two_where_one_is_allowed_is_told_unless_they_hold_at_different_times(refused: Refused) -> None:
    units = (
        "unit_types:\n- {id: k, name: K, code: k, rank: 1}\nunits:\n- {id: a, name: A, unit_type: k}\n"
        "- {id: b, name: B, unit_type: k}\n- {id: c, name: C, unit_type: k, part_of: [a, b]}\n"
        "- {id: d, name: D, unit_type: k, part_of: [{to: a, valid_to: 2025-01-01}, {to: b, valid_from: 2025-01-01}]}\n"
    )
    (problem,) = await refused(**{"a.yaml": units})
    assert problem.reason == "Enhet «c» er del av både «a» og «b» på samme tid, men kan bare ha én."


async def test_two_main_responsible_at_a_time_is_told(refused: Refused) -> None:
    text = tiltak("id: t, deadline: 2026-01-01, responsible: [leder, annen]").replace(
        "tiltak:", "- {id: annen, name: Annen}\ntiltak:"
    )
    (problem,) = await refused(**{"a.yaml": text})
    assert problem.reason == "«t» har to hovedansvarlige på samme tid: «leder» og «annen»."
    assert problem.remedy == "Sett role: other på den ene."


async def test_shared_responsibility_without_a_main_responsible_is_told(refused: Refused) -> None:
    (problem,) = await refused(
        **{"a.yaml": tiltak("id: t, deadline: 2026-01-01, responsible: {to: leder, role: other}")}
    )
    assert problem.reason == "«t» har medansvarlige, men ingen hovedansvarlig."


async def test_the_same_relationship_twice_is_told(refused: Refused) -> None:
    (problem,) = await refused(**{"a.yaml": goals("id: a", "id: b, part_of: [a, a]")})
    assert problem.reason == "Det står to ganger at «b» er del av «a»."


# Fields


async def test_a_tiltak_without_deadline_and_without_responsible_has_both_told(refused: Refused) -> None:
    text = tiltak("id: a, responsible: leder", "id: b, deadline: 2026-01-01", "id: c")
    assert [(p.place.row, p.place.column, p.reason) for p in await refused(**{"a.yaml": text})] == [
        (4, "deadline", "«Frist» (deadline) mangler."),
        (5, "responsible", "Tiltak «b» mangler «har ansvarlig» (responsible)."),
        (6, "deadline", "«Frist» (deadline) mangler."),
        (6, "responsible", "Tiltak «c» mangler «har ansvarlig» (responsible)."),
    ]


async def test_a_goal_without_sdg_status_is_told(refused: Refused) -> None:
    (problem,) = await refused(**{"a.yaml": LEVELS + "goals:\n- {id: a, name: A, level: m}\n"})
    assert str(problem) == (
        "a.yaml, linje 4, felt sdg_status: «FN-status» (sdg_status) mangler. Mål skal alltid ha det. Legg det til."
    )


@pytest.mark.parametrize(
    ("field", "reason", "remedy"),
    [
        ("deadline: 31.02.2026", "«Frist» (deadline) er «31.02.2026», som ikke er en dato.", "31.12.2025"),
        ("deadline: i morgen", "«Frist» (deadline) er «i morgen», som ikke er en dato.", "2025-12-31"),
        (
            "illustrative: kanskje",
            "«Illustrasjon» (illustrative) er «kanskje», som verken er ja eller nei.",
            "Skriv ja",
        ),
        ("status: pågår", "«Status» (status) er «pågår», som ikke er et av valgene.", "Velg planned, ongoing, done"),
        ("status: plannned", "«Status» (status) er «plannned», som ikke er et av valgene.", "Mente du «planned»?"),
        ("deadlin: 2026-01-01", "Tiltak har ikke noe felt som heter «deadlin».", "Mente du «deadline»?"),
        ("qqqqq: 1", "Tiltak har ikke noe felt som heter «qqqqq».", "Feltene er id, name"),
        ('text: "a\\u0007b"', "«Beskrivelse» (text) har et tegn som ikke er tekst.", "uten styretegn"),
        ("source: ''", "«Kilde» (source) er «», som ikke har riktig form.", "Se malen"),
    ],
)
async def test_a_wrong_field_is_told_with_what_would_be_right(
    refused: Refused, field: str, reason: str, remedy: str
) -> None:
    deadline = "" if field.startswith("deadline") else "deadline: 2026-01-01, "
    (problem,) = await refused(**{"a.yaml": tiltak(f"id: t, responsible: leder, {deadline}{field}")})
    assert (problem.place.file, problem.place.row) == ("a.yaml", 4)
    assert problem.place.column == field.partition(":")[0]
    assert problem.reason == reason
    assert remedy in problem.remedy


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("mye", "«Verdi» (value_nok) er «mye», som ikke er et tall."),
        ("-1", "«Verdi» (value_nok) er «-1», men skal være minst 0."),
        ("1.000,5", "«Verdi» (value_nok) er «1.000,5», som ikke er et tall."),
        ("nan", "«Verdi» (value_nok) er «nan», men skal være minst 0."),
        ("1e999", "«Verdi» (value_nok) er «inf», som ikke kan lagres."),
    ],
)
async def test_a_wrong_number_is_told(refused: Refused, value: str, reason: str) -> None:
    (label,) = [item.bokmaal for item in KINDS["Contract"].properties if item.name == "value_nok"]
    problems = await refused(**{"contracts.csv": f"id;name;value_nok\nk;K;{value}\n"})
    assert [problem.reason for problem in problems] == [reason.replace("Verdi", label)]


async def test_a_number_that_no_engine_can_keep_is_told(refused: Refused) -> None:
    (problem,) = await refused(**{"a.yaml": f"posts:\n- {{id: a, name: A, ledernivaa: '{10**30}'}}\n"})
    assert problem.reason == f"«Ledernivå» (ledernivaa) er «{10**30}», som ikke kan lagres."


async def test_a_name_that_is_too_long_for_an_index_is_told(refused: Refused, sdg: Graph, put: Any) -> None:
    (problem,) = await refused(**{"a.yaml": f"posts:\n- {{id: a, name: {'å' * 2001}}}\n"})
    assert problem.reason == "«Navn» (name) er 2001 tegn, men kan være høyst 2000."
    await load(sdg, put("prove", **{"a.yaml": f"posts:\n- {{id: a, name: '{'🌱' * 2000}', text: {'å' * 50_000}}}\n"}))


async def test_an_end_that_is_not_after_the_start_is_told(refused: Refused) -> None:
    text = "posts:\n- {id: p, name: P, valid_from: 2026-01-01, valid_to: 2026-01-01}\nleaders:\n"
    text += "- {id: l, name: L, holds: {to: p, valid_from: 2026-02-01, valid_to: 2025-01-01}}\n"
    first, second = await refused(**{"a.yaml": text})
    assert first.reason == "Gyldig til (2026-01-01) er ikke etter gyldig fra (2026-01-01)."
    assert (second.place.row, second.place.column) == (4, "holds")
    assert second.reason == "Gyldig til (2025-01-01) er ikke etter gyldig fra (2026-02-01)."


async def test_an_unknown_code_is_told_with_those_that_are_known(refused: Refused) -> None:
    text = LEVELS + "goals:\n- {id: a, name: A, level: qq, sdg_status: not_relevant}\n"
    first, second = await refused(**{"a.yaml": text, "units.csv": "id;name;unit_type\nu;U;x\n"})
    assert first.reason == "«qq» er ikke en kode i «goal_levels»."
    assert first.remedy == "Kjente koder: m."
    assert second.remedy == "Legg til samlingen «unit_types» med kodene."


async def test_what_is_wrong_with_a_relationship_is_told(refused: Refused) -> None:
    text = POST + "leaders:\n- {id: a, name: A, holds: {to: leder, kindd: fast}}\n"
    text += "- {id: b, name: B, holds: {kind: fast}}\n- {id: c, name: C, holds: [true]}\n"
    problems = await refused(**{"a.yaml": text, "holds.csv": "from;to;share\na;leder;110\n"})
    assert [(problem.reason, problem.place.column) for problem in problems] == [
        ("Relasjonen «innehar» har ikke noe felt som heter «kindd».", "holds"),
        ("Relasjonen «innehar» mangler «to».", "holds"),
        ("«True» er ikke en id.", "holds"),
        ("«Andel» (share) er «110», men skal være høyst 100.", "share"),
    ]
    assert problems[0].remedy == "Mente du «kind»?"


# Collections, columns, several problems


async def test_an_unknown_collection_is_told_once(refused: Refused) -> None:
    text = tiltak("id: t, deadline: 2026-01-01, responsible: leder, carries_out: a")
    (problem,) = await refused(**{"a.yaml": "goalss:\n- {id: a}\n- {id: b}\n" + text})
    assert str(problem) == "a.yaml, linje 2: «goalss» er ikke en samling programmet kjenner. Mente du «goals»?"


async def test_an_unknown_column_is_told_once_at_the_heading(refused: Refused) -> None:
    (problem,) = await refused(**{"posts.csv": "id;name;merknad\na;A;x\nb;B;y\n"})
    assert str(problem).startswith("posts.csv, linje 1, felt merknad: Stilling har ikke noe felt som heter «merknad».")


async def test_what_points_to_a_rejected_record_is_not_told_to_point_nowhere(refused: Refused) -> None:
    text = tiltak("id: t, deadline: 2026-01-01, responsible: leder, carries_out: d") + LEVELS
    text += "goals:\n- {id: d, name: D, level: m}\n"
    (problem,) = await refused(**{"a.yaml": text})
    assert problem.reason == "«FN-status» (sdg_status) mangler."


async def test_a_wrong_responsible_is_not_also_told_to_be_missing(refused: Refused) -> None:
    text = tiltak("id: t, deadline: 2026-01-01, responsible: {to: leder, rolle: main}")
    (problem,) = await refused(**{"a.yaml": text})
    assert problem.reason == "Relasjonen «har ansvarlig» har ikke noe felt som heter «rolle»."
    assert problem.remedy == "Mente du «role»?"


async def test_problems_in_different_files_are_all_told_also_where_files_cannot_be_read(refused: Refused) -> None:
    problems = await refused(
        **{
            "a.yaml": tiltak("id: t, responsible: ukjent, carries_out: 'sdg:99'"),
            "b.json": "{",
            "c.yaml": "x: [",
            "goals.csv": b"id;name\na;\x81",
            "posts.csv": "id;name\np;P;Q\nq;\n",
        }
    )
    assert [(problem.place.file, problem.place.column or problem.reason[:25]) for problem in problems] == [
        ("a.yaml", "carries_out"),
        ("a.yaml", "deadline"),
        ("b.json", "Filen er ikke gyldig JSON"),
        ("c.yaml", "Filen er ikke gyldig YAML"),
        ("goals.csv", "Tegnkodingen kan ikke les"),
        ("posts.csv", "Raden har 3 verdier, men "),
        ("posts.csv", "name"),
    ]


async def test_more_than_a_thousand_problems_are_counted_and_a_thousand_kept(sdg: Graph, put: Any) -> None:
    text = "id;name;in_unit\n" + "".join(f"p{n};P;ukjent{n}\n" for n in range(1200))
    with pytest.raises(InvalidDataError) as caught:
        await load(sdg, put("prove", **{"posts.csv": text}))
    assert (caught.value.total, len(caught.value.problems)) == (1200, 1000)
    assert caught.value.message == "Datasettet har 1200 feil. Ingenting er skrevet."


# Files and folders


async def test_a_folder_without_a_description_is_told(sdg: Graph, tmp_path: Path, contents: Any) -> None:
    assert "har ingen dataset.yaml. Lag dataset.yaml med id, title" in await refused_whole(sdg, tmp_path, contents)
    assert "finnes ikke. Se etter skrivefeil" in await refused_whole(sdg, tmp_path / "borte", contents)
    (tmp_path / "x.csv").write_text("id\n")
    assert "verken en mappe eller en arbeidsbok" in await refused_whole(sdg, tmp_path / "x.csv", contents)


async def test_a_wrong_description_is_told_with_every_field(sdg: Graph, put: Any, contents: Any) -> None:
    folder = put("prove", "id: Asker kommune\ntitel: x\nmunicipality_number: 32\ndefault_source: [a]\n")
    said = await refused_whole(sdg, folder, contents)
    for part in (
        "«id» kan ikke være «Asker kommune»",
        "«title» mangler",
        "«titel» er ikke et felt her",
        "«municipality_number» kan ikke være «32»",
        "«default_source» kan ikke være",
    ):
        assert part in said


async def test_a_dataset_without_records_is_told(sdg: Graph, put: Any, contents: Any) -> None:
    for files in ({}, {"a.yaml": "tiltak:\n"}, {"posts.csv": "id;name\n"}):
        assert "Datasettet «prove» har ingen poster." in await refused_whole(sdg, put("prove", **files), contents)


async def test_a_file_that_is_too_large_is_told_without_reading_it(refused: Refused, put: Any, sdg: Graph) -> None:
    folder = put("prove", **{"a.yaml": POST, "posts.csv": ""})
    os.truncate(folder / "posts.csv", 5_000_000_000)
    with pytest.raises(InvalidDataError) as caught:
        await load(sdg, folder)
    (problem,) = caught.value.problems
    assert problem.reason == "Filen er 5000 MB. En fil i et datasett kan være 512 MB."
    assert "STYRING_MAX_FILE_MB" in problem.remedy
    (folder / "stor.xlsx").touch()
    os.truncate(folder / "stor.xlsx", 5_000_000_000)
    with pytest.raises(SourceError, match="Filen er 5000 MB"):
        await load(sdg, folder / "stor.xlsx")


async def test_a_workbook_with_macros_is_refused_beside_other_files(refused: Refused) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    (problem,) = await refused(**{"a.yaml": POST, "b.xlsx": content.getvalue()})
    assert str(problem) == "b.xlsx: Arbeidsboken har makroer og leses ikke. Lagre den som .xlsx uten makroer."


def merged() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "posts"
    sheet.append(["id", "name", "note"])
    sheet.append(["a", "A", "x"])
    sheet.merge_cells("A1:B1")
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("posts.csv", b"id;name\na;A\x00\n", "posts.csv: Tegnkodingen kan ikke leses."),
        ("posts.csv", "id;name\na;A\n".encode("utf-16"), "posts.csv: Tegnkodingen kan ikke leses."),
        ("b.yaml", b"a: &a [x]\nposts: [*a, *a]\n", "b.yaml, linje 1: Filen bruker ankre (& og *), som ikke leses."),
        ("b.yaml", b"posts:\n- {id: a, name: bl\xe5}\n", "b.yaml: Filen er ikke lagret som UTF-8."),
        ("b.json", b'{"posts": [', "b.json: Filen er ikke gyldig JSON (parse error: premature EOF)."),
        ("b.xlsx", b"PK", "b.xlsx: Filen er ikke en hel Excel-arbeidsbok (.xlsx)."),
        ("b.xlsx", merged(), "b.xlsx, ark posts, linje 1: Kolonne 2 har ingen overskrift. Sammenslåtte celler"),
    ],
    ids=["nul", "utf-16", "anchors", "windows-1252", "json", "no workbook", "merged"],
)
async def test_a_file_that_cannot_be_read_stops_the_load(
    refused: Refused, name: str, content: bytes, said: str
) -> None:
    (problem,) = await refused(**{"a.yaml": POST, name: content})
    assert str(problem).startswith(said)


async def test_a_workbook_without_a_description_is_told(sdg: Graph, tmp_path: Path, contents: Any) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "bok.xlsx")
    assert "har ikke noe ark som heter «dataset»" in await refused_whole(sdg, tmp_path / "bok.xlsx", contents)


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everyone may read here")
async def test_a_file_that_may_not_be_read_is_told(refused: Refused, put: Any, sdg: Graph) -> None:
    folder = put("prove", **{"a.yaml": POST})
    (folder / "a.yaml").chmod(0)
    with pytest.raises(InvalidDataError) as caught:
        await load(sdg, folder)
    assert caught.value.problems[0].reason.startswith("Filen kan ikke leses")


# Removing


async def test_what_another_dataset_points_to_may_not_be_removed(small: Graph, put: Any, contents: Any) -> None:
    before = await contents(small)
    text = SDG.replace("- {id: 11.b", "- {id: 11.c").replace("code: 11.b", "code: 11.c")
    with pytest.raises(InvalidDataError) as caught:
        await load(small, put("sdg", **{"sdg.yaml": text}))
    (problem,) = caught.value.problems
    assert problem.reason == "«sdg:11.b» er fjernet, men «prove:d1» bygger på den fortsatt."
    assert problem.remedy == "Behold posten med valid_to, eller rett det andre datasettet først."
    assert await contents(small) == before
