from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from api.cli import drawing
from api.pictures.authority import FOLLOWED_UP, authority_page, oversight_page, unit_page
from api.pictures.chart import MOST_LINKS, Chained, State, draw_chains
from api.pictures.chart_boxes import COLOUR, FAILING, GIVING, UNCLEAR, chart_boxes
from api.pictures.chart_network import DASHES
from api.pictures.placing import place
from api.pictures.trace import save
from queries.answers import Outcome
from queries.authority.grants import GrantKind
from queries.authority.holding import FollowUpState
from queries.authority.matter import ConditionKind, Matter, Verdict
from schema.actions import Action, VatBasis
from schema.authority import MatterArea
from tests.pictures.made_authority import (
    DAY,
    MATTER,
    Told,
    answered,
    authority,
    finding,
    findings,
    may,
    municipality,
    overseeing,
    shown,
    stands_in_the_way,
    who,
    wide,
)
from tests.pictures.read_page import ReadPage

ROOT = Path(__file__).resolve().parents[2]
NASTY = """</script><script>alert("1")</script><!-- & ' " {{ 7*7 }} <b>"""
BROWSER = shutil.which("chromium") or shutil.which("google-chrome") or ""
FULL = ("t:d3", "t:d2", "t:d1", "t:opprinnelig")


def refused() -> tuple[Told, ReadPage]:
    told = municipality()
    answer = may(told, "t:vl", shown(told.chain(*FULL), stands_in_the_way("t:d3")))
    return told, ReadPage(authority_page(answer, told.parties))


def box_text(page: ReadPage, one: str) -> str:
    """Everything that is written in a box, its line breaks taken away."""
    box = page.picture["boxes"][one]
    return " ".join((box["heading"], *box["lines"], *box["notes"], *box.get("alarms", ()), box.get("badge", "")))


def edges_of(page: ReadPage, one: str) -> list[dict[str, Any]]:
    return [edge for edge in page.picture["edges"] if one in (edge["from"], edge["to"])]


def test_the_chain_goes_from_where_authority_begins_down_to_the_post() -> None:
    _, page = refused()
    order = ["t:opprinnelig", "t:kst", "t:d1", "t:kd", "t:d2", "t:dir", "t:d3", "t:vl"]
    y = {node["id"]: node["y"] for node in page.picture["nodes"]}
    assert sorted(y) == sorted(order)
    assert [y[one] for one in order] == sorted(y.values())
    assert {(edge["from"], edge["to"]) for edge in page.picture["edges"]} == set(pairwise(order))
    assert page.picture["start"] == "t:vl"


def test_a_link_says_what_it_is_called_decided_by_over_and_up_to() -> None:
    told = municipality()
    page = ReadPage(authority_page(may(told, "t:vl", shown(told.chain(*FULL))), told.parties))
    text = box_text(page, "t:d1")
    for said in ("Ledd t:d1", "Vedtak om t:d1, 2025-01-15, sak 1/25", "koml. § 13-1", "til og med 25 000 000 kr",
                 "Anskaffelsesloven"):  # fmt: skip
        assert said in text
    title = next(node["title"] for node in page.picture["nodes"] if node["id"] == "t:d1")
    assert "Kilde: Reglementet, punkt t:d1" in title


def test_the_people_are_named_and_a_vacant_post_is_marked() -> None:
    _, page = refused()
    assert "Kari Nordmann" in box_text(page, "t:kd")
    assert "Ola Hansen, konstituert" in box_text(page, "t:vl")
    vacant = page.picture["boxes"]["t:dir"]
    assert "LEDIG" in vacant["heading"] and vacant["badge"] == "ledig"
    assert "LEDIG" in " ".join(vacant["overview"])
    assert page.picture["looks"][vacant["look"]]["dashed"]
    assert not page.picture["looks"][page.picture["boxes"]["t:kd"]["look"]]["dashed"]
    assert "badge" not in page.picture["boxes"]["t:kd"]
    assert "ingen i stillingen" in page.body_text
    assert "ledig" in page.table("Kjedene").column("Innehaver av mottakeren")


def test_a_failing_link_is_red_and_crossed_and_says_what_fails() -> None:
    _, page = refused()
    failing = edges_of(page, "t:d3")
    assert [edge["color"]["color"] for edge in failing] == [FAILING, FAILING]
    marks = {mark["link"]: mark["text"] for mark in page.picture["marks"]}
    assert "×" in {marks.get(edge["id"]) for edge in failing}
    assert "Beløp: 3 000 000 kr – til og med 1 000 000 kr" in box_text(page, "t:d3")
    assert page.texts["strong"] == ["Nei"]
    assert "kan ikke avgjøre saken: Beløp: 3 000 000 kr – til og med 1 000 000 kr (i «Ledd t:d3»)" in page.body_text
    assert {edge["color"]["color"] for edge in edges_of(page, "t:d1")} == {COLOUR[State.PLAIN]}
    assert page.table("Det som er i veien").rows == [
        ["1", "Ledd t:d3", "Beløp", "3 000 000 kr", "til og med 1 000 000 kr", "Nei"]
    ]


def test_a_link_that_gives_is_green_and_solid() -> None:
    told = municipality()
    page = ReadPage(authority_page(may(told, "t:vl", shown(told.chain(*FULL))), told.parties))
    assert {edge["color"]["color"] for edge in page.picture["edges"]} == {GIVING}
    assert all("dashes" not in edge for edge in page.picture["edges"])
    assert {mark["text"] for mark in page.picture["marks"]} == {"✓"}
    assert page.texts["strong"] == ["Ja"]
    assert "✓ kan avgjøre" in box_text(page, "t:vl")


def test_what_is_undetermined_is_dotted_amber_with_a_question_mark() -> None:
    told = municipality()
    unknown = stands_in_the_way("t:d2", ConditionKind.UNIT, "ikke oppgitt", "innenfor Vei", Verdict.UNDETERMINED)
    page = ReadPage(authority_page(may(told, "t:vl", shown(told.chain(*FULL), unknown)), told.parties))
    for edge in edges_of(page, "t:d2"):
        assert (edge["color"]["color"], edge["dashes"]) == (UNCLEAR, DASHES[State.UNCLEAR])
    assert {mark["text"] for mark in page.picture["marks"]} == {"?"}
    assert "Enhet: ikke oppgitt – innenfor Vei" in box_text(page, "t:d2")
    assert page.texts["strong"] == ["Ikke avgjort"]


def test_who_may_shows_everybody_with_what_they_are_to_the_matter() -> None:
    told = municipality()
    told.body("t:fsk", "Formannskapet")
    told.link("t:rest", "", "t:fsk", kind=GrantKind.RESIDUAL)
    unknown = stands_in_the_way("t:d3", ConditionKind.UNIT, "ikke oppgitt", "Vei", Verdict.UNDETERMINED)
    answer = who(
        [
            answered(told.holder("t:kd"), shown(told.chain(*FULL[2:])), keeps_competence=True),
            answered(told.holder("t:fsk"), shown(told.chain("t:rest")), residual=True),
        ],
        [answered(told.holder("t:dir"), shown(told.chain(*FULL[1:])))],
        [answered(told.holder("t:vl"), shown(told.chain(*FULL), unknown))],
    )
    page = ReadPage(authority_page(answer, told.parties))
    assert "beholder myndigheten" in box_text(page, "t:kd")
    assert "restmyndighet" in box_text(page, "t:fsk")
    assert "Restmyndighet" in page.picture["boxes"]["t:rest"]["heading"]
    assert "sammen med andre" in box_text(page, "t:dir")
    assert "? ikke avgjort" in box_text(page, "t:vl")
    table = page.table("Svaret for hvert organ")
    assert table.column("Id") == ["t:kd", "t:fsk", "t:dir", "t:vl"]
    assert table.column("Svar") == ["Ja", "Ja", "Ja, sammen med andre", "Ikke avgjort"]
    assert table.column("Restmyndighet") == ["Nei", "Ja", "Nei", "Nei"]
    assert page.picture["start"] == ""
    assert "utgangspunktet" not in page.body_text
    # The same links give to one and are not decided for another: both are told.
    assert {edge["color"]["color"] for edge in edges_of(page, "t:d2")} == {GIVING}


def test_a_link_that_fails_in_one_chain_only_is_drawn_for_each_state() -> None:
    told = municipality()
    told.link("t:d4", "t:kd", "t:vl")
    not_further = stands_in_the_way("t:d1", ConditionKind.FURTHER, "gitt til ledernivå 3", "ledernivå 2")
    page = ReadPage(
        authority_page(
            who(
                [answered(told.holder("t:dir"), shown(told.chain("t:d2", "t:d1", "t:opprinnelig")))],
                (),
                [answered(told.holder("t:vl"), shown(told.chain("t:d4", "t:d1", "t:opprinnelig"), not_further))],
            ),
            told.parties,
        )
    )
    assert {edge["color"]["color"] for edge in edges_of(page, "t:d1|gives")} == {GIVING}
    assert {edge["color"]["color"] for edge in edges_of(page, "t:d1|fails")} == {FAILING}
    assert "ledernivå 2" in box_text(page, "t:d1|fails")
    assert "ledernivå" not in box_text(page, "t:d1|gives")


def test_two_posts_of_the_same_name_are_two_boxes() -> None:
    told = municipality()
    told.post("t:vl2", "Virksomhetsleder vei")
    told.link("t:d4", "t:dir", "t:vl2")
    ways = (("t:vl", "t:d3"), ("t:vl2", "t:d4"))
    answer = who([answered(told.holder(post), shown(told.chain(link, *FULL[1:]))) for post, link in ways])
    page = ReadPage(authority_page(answer, told.parties))
    assert {"t:vl", "t:vl2"} <= {node["id"] for node in page.picture["nodes"]}


def test_what_rests_on_something_another_holds_is_led_to_the_one_who_does() -> None:
    told = municipality()
    told.link("t:d4", "t:dir", "t:vl")
    broken = stands_in_the_way("t:d4", ConditionKind.NOT_HELD, "gitt av Direktør", "er gitt til Kommunedirektør")
    answer = may(told, "t:vl", shown(told.chain("t:d4", "t:d1", "t:opprinnelig"), broken))
    page = ReadPage(authority_page(answer, told.parties))
    assert ("t:kd", "t:d4") in {(edge["from"], edge["to"]) for edge in page.picture["edges"]}


def test_delegations_in_a_ring_or_to_oneself_get_places_below_the_one_who_gives() -> None:
    told = municipality()
    told.link("t:tilbake", "t:vl", "t:dir")
    told.link("t:selv", "t:vl", "t:vl")
    ring = ("t:selv", "t:tilbake", *FULL)
    chart = draw_chains([Chained(Verdict.YES, told.chain(*ring), ())], told.parties, [])
    boxes = chart_boxes(chart, {})
    spots = place(chart, boxes).spots
    for plate in chart.plates.values():
        if plate.giver:
            assert spots[plate.id].y > spots[plate.giver.id].y, plate.id


def test_somebody_without_any_chain_is_drawn_and_told_so() -> None:
    told = municipality()
    told.post("t:alene", "Rådgiver", "Per")
    page = ReadPage(authority_page(may(told, "t:alene"), told.parties))
    assert [node["id"] for node in page.picture["nodes"]] == ["t:alene"]
    assert "Ingen delegering gjelder" in box_text(page, "t:alene")
    assert page.texts["strong"] == ["Nei"]


def test_a_matter_that_nobody_may_decide_is_a_page_without_a_picture() -> None:
    told = municipality()
    answer = replace(who(), outcome=Outcome.EMPTY, remarks=("Myndighetsgrunnlaget er ikke lagt inn.",))
    page = ReadPage(authority_page(answer, told.parties))
    assert "Ingen kan avgjøre saken." in page.body_text
    assert "Myndighetsgrunnlaget er ikke lagt inn." in page.texts["li"]
    assert not page.scripts and not page.attributes("canvas")


def test_the_heading_says_all_of_the_matter_also_what_is_missing() -> None:
    _, page = refused()
    facts = dict(zip(page.texts["dt"], page.texts["dd"], strict=True))
    assert facts["Handling"] == "Inngåelse av kontrakt"
    assert facts["Beløp"] == "3 000 000 kr"
    assert facts["Enhet"] == "Vei og mobilitet"
    assert facts["Sakstype"] == "ikke oppgitt"
    assert facts["Prinsipiell"] == "Nei"
    assert facts["Dato"] == "1. juni 2026"
    assert page.texts["h1"] == ["Kan Virksomhetsleder vei avgjøre saken?"]


def test_the_provision_of_a_matter_is_told_with_the_id_that_names_its_law() -> None:
    told = municipality()
    answer = replace(may(told, "t:vl"), matter=Matter(Action.DECISION, provision="lov:kommuneloven/13-1"))
    parties = replace(told.parties, names={"lov:kommuneloven/13-1": "§ 13-1 Kommunedirektør"})
    page = ReadPage(authority_page(answer, parties))
    facts = dict(zip(page.texts["dt"], page.texts["dd"], strict=True))
    assert facts["Bestemmelse"] == "§ 13-1 Kommunedirektør (lov:kommuneloven/13-1)"
    assert "Område" not in facts


def test_the_table_has_every_link_of_every_chain_with_all_its_facts() -> None:
    told = municipality()
    told.link("t:d4", "t:kd", "t:vl", conditions="Etter råd fra økonomisjefen")
    chains = [shown(told.chain(*FULL)), shown(told.chain("t:d4", "t:d1", "t:opprinnelig"))]
    table = ReadPage(authority_page(may(told, "t:vl", *chains), told.parties)).table("Kjedene")
    assert table.column("Id") == ["t:opprinnelig", "t:d1", "t:d2", "t:d3", "t:opprinnelig", "t:d1", "t:d4"]
    assert table.column("Kjede og ledd") == ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3"]
    assert table.column("Beløpsgrense")[3] == "til og med 1 000 000 kr"
    assert table.column("Vilkår")[6] == "Etter råd fra økonomisjefen"
    assert table.column("Vedtak")[1] == "Vedtak om t:d1, 2025-01-15, sak 1/25"
    assert table.column("Hjemmel")[0] == "koml. § 5-3"
    assert table.column("Kilde")[2] == "Reglementet, punkt t:d2"
    assert table.column("Gyldig fra")[1] == "1. februar 2025"


def units_of(told: Told) -> list[Any]:
    told.post("t:tom", "Rådgiver uten noe")
    broken = stands_in_the_way("t:d2", ConditionKind.REVOKED, "2026-06-01", "tilbakekalt 2026-01-01")
    old = stands_in_the_way("t:gammel", ConditionKind.VALIDITY, "2026-06-01", "gjelder til 2020-01-01")
    told.link("t:gammel", "t:kd", "t:dir")
    return [
        authority(told, "t:dir", (told.chain("t:d2", "t:d1", "t:opprinnelig"), (broken,)),
                  (told.chain("t:gammel", "t:d1", "t:opprinnelig"), (old,))),
        authority(told, "t:vl", (told.chain(*FULL), (broken,))),
        authority(told, "t:tom"),
    ]  # fmt: skip


def test_a_unit_shows_its_posts_with_badges_for_what_is_wrong() -> None:
    told = municipality()
    answers = units_of(told)
    found = findings(
        finding("R-DEL-04", "t:d3"),
        finding("R-DEL-01", "t:d3"),
        finding("R-DEL-07", "t:dir"),
        finding("R-ANS-02", "t:et-tiltak", ["t:vl"]),
        finding("R-DEL-06", "t:d1", accepted=True),
        finding("R-DEL-09", "t:ikke-tegnet"),
    )
    page = ReadPage(unit_page("t:vei", answers, found, told.parties))
    boxes = page.picture["boxes"]
    assert {"t:dir", "t:vl", "t:tom", "t:kd", "t:kst"} <= set(boxes)
    assert boxes["t:d3"]["badge"] == "! brutt +1"
    assert boxes["t:dir"]["badge"] == "! ledig"
    assert boxes["t:vl"]["badge"] == "! mangler myndighet"
    assert boxes["t:tom"]["badge"] == "ledig"
    assert "badge" not in boxes["t:d1"]
    assert "Feil R-DEL-01: Delegering går lenger enn grunnlaget" in box_text(page, "t:d3")
    assert page.table("Åpne funn").column("Regel") == ["R-DEL-04", "R-DEL-01", "R-DEL-07", "R-ANS-02", "R-DEL-09"]
    assert page.table("Aksepterte funn").column("Akseptert av") == ["Controller"]
    assert page.table("Stillingene").column("Ledig") == ["Ja", "Nei", "Ja"]
    assert "3 stillinger, 2 ledige. 5 åpne funn, 1 aksepterte." in page.body_text


def test_a_revoked_link_above_is_seen_and_one_that_ended_by_itself_is_left_to_the_table() -> None:
    told = municipality()
    answers = units_of(told)
    page = ReadPage(unit_page("t:vei", answers, findings(), told.parties))
    assert "t:gammel" not in page.picture["boxes"]
    assert "t:gammel" in page.table("Kjedene").column("Id")
    assert {edge["color"]["color"] for edge in edges_of(page, "t:d2")} == {FAILING}
    assert "Bildet viser 1 av 3 kjeder" in page.body_text


def test_a_unit_without_posts_is_a_page_that_says_so() -> None:
    page = ReadPage(unit_page("t:vei", [], findings(), municipality().parties))
    assert page.texts["h1"] == ["Myndighet i Vei og mobilitet"]
    assert "Ingen stillinger i enheten denne dagen." in page.body_text
    assert not page.scripts


def test_oversight_is_a_tree_with_the_follow_up_by_colour_and_sign() -> None:
    told = municipality()
    page = ReadPage(oversight_page(overseeing(told), "Kommunedirektør", told.parties))
    y = {node["id"]: node["y"] for node in page.picture["nodes"]}
    assert y["t:kst"] < y["t:kd"] < y["t:dir"] < y["t:vl"]
    colours = {(edge["from"], edge["to"]): edge["color"]["color"] for edge in page.picture["edges"]}
    assert colours == {("t:kst", "t:kd"): GIVING, ("t:kd", "t:dir"): UNCLEAR, ("t:dir", "t:vl"): FAILING}
    assert {mark["text"] for mark in page.picture["marks"]} == {"✓", "?", "×"}
    assert "eldre enn ett år 4. mars 2024" in box_text(page, "t:dir")
    assert "× ingen registrert" in box_text(page, "t:vl")
    assert page.picture["start"] == "t:kd"
    assert page.table("Skal påse").column("Oppfølging") == ["Eldre enn ett år", "Ingen registrert"]
    assert page.table("Påses av").column("Oppfølging") == ["Fulgt opp"]
    for words in ("Fulgt opp siste år", "eldre enn ett år", "Ingen oppfølging er registrert"):
        assert words in " ".join(page.texts["li"])


def test_nobody_to_oversee_is_a_page_that_says_so() -> None:
    told = municipality()
    answer = replace(overseeing(told), oversees=(), overseen_by=(), outcome=Outcome.EMPTY)
    page = ReadPage(oversight_page(answer, "Kommunedirektør", told.parties))
    assert "Skal ikke påse noen." in page.body_text and not page.scripts


def nasty_pages() -> list[str]:
    told = Told()
    told.body("t:kst", NASTY)
    told.post("t:kd", NASTY, NASTY)
    told.outside("t:ute", NASTY)
    told.link("t:o", "", "t:kst", kind=GrantKind.ORIGINAL, name=NASTY)
    told.link("t:d", "t:kst", "t:kd", name=NASTY, decision=NASTY, source=NASTY, conditions=NASTY, provisions=(NASTY,))
    told.link("t:u", "t:kd", "t:ute", name=NASTY)
    told.links["t:d"] = replace(told.links["t:d"], amount_limit=NASTY, legal_basis=(NASTY,))
    links = told.chain("t:u", "t:d", "t:o")
    failing = stands_in_the_way("t:d", asked=NASTY, limit=NASTY)
    named = replace(finding("R-DEL-01", "t:d"), text=NASTY, correction=NASTY, title=NASTY)
    oversight = replace(overseeing(municipality()), oversees=(), overseen_by=(), remarks=(NASTY,))
    return [
        authority_page(may(told, "t:kd", shown(links, failing), remarks=(NASTY,)), told.parties),
        unit_page("t:vei", [authority(told, "t:kd", (links, (failing,)))], findings(named), told.parties),
        oversight_page(oversight, NASTY, told.parties),
    ]


def wide_page() -> str:
    told, answer = wide(60)
    return authority_page(answer, told.parties)


@pytest.mark.parametrize("html", nasty_pages(), ids=["decision", "unit", "oversight"])
def test_names_are_text_whatever_signs_they_have(html: str) -> None:
    page = ReadPage(html)
    assert len(page.scripts) in (0, 3)
    assert not page.attributes("b")
    assert "49" not in page.texts["h1"][0]
    assert NASTY in page.body_text


@pytest.mark.parametrize("html", [nasty_pages()[0], wide_page()], ids=["3", "60"])
def test_no_address_is_loaded_and_nothing_stands_inline(html: str) -> None:
    page = ReadPage(html)
    for _, attributes in page.elements:
        for name in ("src", "srcset", "href", "action", "data"):
            assert not attributes.get(name) or str(attributes[name]).startswith("#")
        assert not {"style", "onclick", "onload"} & set(attributes)
    policy = next(meta["content"] for meta in page.attributes("meta") if meta.get("http-equiv"))
    assert policy and "default-src 'none'" in policy and "unsafe" not in policy


def test_sixty_posts_are_all_in_the_picture_and_the_table_with_short_plates() -> None:
    page = ReadPage(wide_page())
    drawn = {node["id"] for node in page.picture["nodes"]}
    wanted = {f"t:post-{number}" for number in range(60)} | {f"t:del-{number}" for number in range(60)}
    assert wanted <= drawn
    assert wanted <= set(page.table("Svaret").column("Id")) | set(page.table("Kjedene").column("Id"))
    assert "til og med 2 000 000 kr" in box_text(page, "t:del-1")
    assert "Vedtak om" not in box_text(page, "t:del-1")
    assert len(page.picture["edges"]) == 2 * 60 + 3
    bounds = page.picture["bounds"]
    assert (bounds["right"] - bounds["left"]) < 4500
    assert "Virksomhetsleder for virksomhet nummer 7 og 42 til." in page.body_text


def test_more_than_can_be_told_apart_is_left_to_the_tables() -> None:
    told, answer = wide(MOST_LINKS + 40)
    page = ReadPage(authority_page(answer, told.parties))
    assert len([one for one in page.picture["boxes"] if one.startswith("t:del-")]) <= MOST_LINKS
    assert "for mye til ett bilde" in page.body_text
    assert len(page.table("Svaret").rows) == MOST_LINKS + 40


def test_the_page_is_the_same_in_every_run() -> None:
    script = (
        "from hashlib import sha256; from tests.pictures.made_authority import *;"
        "from tests.pictures.test_authority_pages import units_of;"
        "from api.pictures.authority import *; told, answer = wide(20); own = municipality();"
        "pages = authority_page(answer, told.parties) + oversight_page(overseeing(own), 'x', own.parties);"
        "pages += unit_page('t:vei', units_of(own), findings(finding('R-DEL-04', 't:d3')), own.parties);"
        "print(sha256(pages.encode()).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


@pytest.mark.parametrize("state", list(FollowUpState))
def test_every_state_of_follow_up_has_a_colour_and_a_sign_of_its_own(state: FollowUpState) -> None:
    assert FOLLOWED_UP[state].value
    assert len({COLOUR[one] for one in FOLLOWED_UP.values()}) == len(FollowUpState)


@pytest.mark.skipif(not BROWSER, reason="needs Chromium to run the page's script")
@pytest.mark.parametrize("size", ["3", "60", "oversight"])
def test_the_picture_is_drawn_without_a_complaint(tmp_path: Path, size: str) -> None:
    own = municipality()
    pages: dict[str, Callable[[], str]] = {
        "3": lambda: nasty_pages()[0],
        "60": wide_page,
        "oversight": lambda: oversight_page(overseeing(own), "Kommunedirektør", own.parties),
    }
    path = tmp_path / "bilde.html"
    save(path, pages[size]())
    run = subprocess.run(
        [
            BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}",
            "--virtual-time-budget=4000", "--enable-logging=stderr", "--v=0", "--dump-dom", path.as_uri(),
        ],
        capture_output=True, text=True, encoding="utf-8", timeout=120, check=True,
    )  # fmt: skip
    assert [line for line in run.stderr.splitlines() if "CONSOLE" in line] == []
    assert 'role="img" aria-label="Nettverk med' in run.stdout


def test_the_command_draws_the_matter_that_its_options_describe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Matter, str, str]] = []

    def picture(_graph: object, matter: Matter, day: object, *, dataset: str, holder: str) -> str:
        assert day == DAY
        asked.append((matter, dataset, holder))
        return "<p>side</p>"

    monkeypatch.setattr(drawing, "decision_picture", picture)
    monkeypatch.setattr(drawing, "with_graph", lambda work: work(None))
    path = tmp_path / "sak.html"
    drawing.draw_decision(
        "t", Action.CONTRACT, area=MatterArea.FINANCE, amount=3_000_000, vat=VatBasis.EXCLUDED, principal=False,
        unit="t:vei", holder="t:vl", path=path, on_date=DAY,
    )  # fmt: skip
    assert asked == [(MATTER, "t", "t:vl")]
    assert path.read_text(encoding="utf-8") == "<p>side</p>"
