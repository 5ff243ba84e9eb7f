from __future__ import annotations

import os
import re
import subprocess
import sys
from base64 import b64encode
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from api.pictures.drawing import MOST_DRAWN
from api.pictures.network import HINDERING, WEAKEST
from api.pictures.trace import trace_down_page, trace_page
from queries.answers import Cut, Outcome, Standing
from queries.goals.trace_down import TraceDown
from queries.goals.trace_up import TraceUp
from schema.goals import SdgStatus
from schema.relationships import Contribution
from schema.values import Certainty
from tests.pictures.made_answers import down, five, linked, made, many, twenty_five, up
from tests.pictures.read_page import ReadPage

ROOT = Path(__file__).resolve().parents[2]
NASTY = """</script><script>alert("1")</script><!-- & ' " {{ 7*7 }} \u2028 <b>"""


def page_of(answer: TraceUp | TraceDown) -> ReadPage:
    return ReadPage(trace_page(answer) if isinstance(answer, TraceUp) else trace_down_page(answer))


@pytest.mark.parametrize("html", [trace_page(twenty_five()), trace_down_page(many(20))], ids=["up", "down"])
def test_no_address_is_loaded(html: str) -> None:
    page = ReadPage(html)
    for _, attributes in page.elements:
        for name in ("src", "srcset", "href", "action", "data", "poster", "background"):
            assert not attributes.get(name) or str(attributes[name]).startswith("#")
    for tag in ("link", "img", "iframe", "object", "embed", "base"):
        assert not page.attributes(tag)
    assert not re.search(r"url\(|@import", "".join(page.styles))
    assert "sourceMappingURL" not in html


def test_the_policy_allows_the_scripts_and_styles_of_the_page_and_nothing_else() -> None:
    page = page_of(five())
    policy = next(meta["content"] for meta in page.attributes("meta") if meta.get("http-equiv"))
    rules = dict(rule.split(" ", 1) for rule in str(policy).split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"].split() == [_hash(script) for script in page.scripts[1:]]
    assert rules["style-src"].split() == [_hash(style) for style in page.styles]
    assert not [attributes for _, attributes in page.elements if "style" in attributes or "onclick" in attributes]


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_names_and_sources_are_text_whatever_signs_they_have() -> None:
    elements = [
        made("sdg:1", "SdgGoal", NASTY, code="1", colour="#E5243B", source=NASTY),
        made("t:t", "Tiltak", NASTY, source=NASTY),
    ]
    links = [linked("t:t", "CARRIES_OUT", "sdg:1", source=NASTY)]
    plain = page_of(five())
    for page in (
        page_of(up("t:t", elements, links, local=elements[1:], ends=elements[1:], remarks=(NASTY,))),
        page_of(down("sdg:1", elements, links)),
    ):
        assert len(page.scripts) == len(plain.scripts) == 3
        assert not page.attributes("b")
        assert NASTY in page.texts["h1"][0]
        assert all(NASTY.split("\u2028")[0] in node["title"] for node in page.picture["nodes"])
        assert NASTY in page.picture["edges"][0]["facts"]
        assert NASTY in page.table("Alle relasjoner").column("Kilde")
        assert "49" not in page.texts["h1"][0]


@pytest.mark.parametrize("answer", [five(), twenty_five(), many()], ids=["5", "25", "500"])
def test_every_element_and_link_is_in_the_picture_once(answer: TraceUp | TraceDown) -> None:
    if isinstance(answer, TraceUp):
        reaches = (*answer.reached, *answer.supported, *answer.hindered, *answer.not_in_force)
        ways = [way for reach in reaches for way in (*reach.ways, reach.shortest, reach.strongest)]
        elements = {element.id for way in ways for element in way.elements} | {answer.start.id}
        links = {link for way in ways for link in way.links}
    else:
        elements = {effort.element.id for effort in answer.efforts} | {answer.start.id}
        links = set(answer.links)
    picture = page_of(answer).picture
    assert sorted(node["id"] for node in picture["nodes"]) == sorted(elements)
    drawn = [(edge["from"], edge["to"]) for edge in picture["edges"]]
    assert sorted(drawn) == sorted((link.start, link.finish) for link in links)


def test_the_page_is_the_same_in_every_run() -> None:
    script = (
        "from hashlib import sha256; from tests.pictures.made_answers import *;"
        "from api.pictures.trace import trace_page, trace_down_page;"
        "print(sha256((trace_page(twenty_five()) + trace_down_page(many(40))).encode()).hexdigest())"
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
        for seed in ("1", "2", "3")
    }
    assert len(runs) == 1


def test_the_order_that_an_answer_lists_things_in_does_not_move_the_picture() -> None:
    answer = many(30)
    turned = replace(answer, efforts=answer.efforts[::-1], links=answer.links[::-1])
    assert page_of(answer).picture == page_of(turned).picture


def test_the_heading_says_what_was_asked_on_which_day_and_what_came_of_it() -> None:
    page = page_of(five())
    assert page.texts["h1"] == ["Hvilke FN-mål tjener «Gang- og sykkelvei langs Slemmestadveien»?"]
    assert page.texts["title"] == page.texts["h1"]
    assert page.texts["strong"] == ["Funnet"]
    assert "Bidrar til 1 FN-mål og 1 FN-delmål." in page.body_text
    assert page.texts["dt"] == ["Tiltak", "Id", "Dato", "Fullstendig"]
    assert page.texts["dd"][1:] == ["t:t-1", "1. juni 2026", "Ja"]
    assert page.attributes("html") == [{"lang": "nb"}]


def test_an_answer_that_is_cut_says_why() -> None:
    answer = replace(five(), complete=False, cut_by=(Cut.DEPTH, Cut.COUNT))
    assert page_of(answer).texts["dd"][-1] == "Nei: for mange ledd, for mange treff"


def test_an_empty_answer_is_a_page_with_the_start_alone() -> None:
    start = made("t:t", "Tiltak", "Alene")
    page = page_of(up("t:t", [start], [], remarks=("Tråden går ikke til noe mål.",)))
    assert page.texts["strong"] == ["Ingenting"]
    assert "Tråden når ingen FN-mål." in page.body_text
    assert "Ingen FN-mål nås." in page.body_text
    assert "Tråden går ikke til noe mål." in page.texts["li"]
    assert [node["id"] for node in page.picture["nodes"]] == ["t:t"]
    below = page_of(down("t:t", [start], []))
    assert below.texts["strong"] == ["Ingenting"]
    assert "Ingenting fører hit." in below.body_text


def test_an_undetermined_answer_says_so_and_lists_its_local_goals() -> None:
    start = made("t:t", "Tiltak", "Alene")
    goal = made("t:g", "Goal", "Trygg skolevei", sdg_status=SdgStatus.NOT_ASSESSED)
    ends = [made("t:v", "Decision", "Sak 12/26")]
    answer = replace(up("t:t", [start], [], [goal], ends), outcome=Outcome.UNDETERMINED)
    page = page_of(answer)
    assert page.texts["strong"] == ["Ikke avgjort"]
    assert "Tjener 1 lokalt mål uten FN-mål." in page.body_text
    assert page.table("Lokale mål").column("FN-status") == ["Ikke vurdert"]
    assert page.table("Andre ender").rows == [["Sak 12/26", "Vedtak", "Gjelder", "–"]]


def test_the_table_has_each_target_once_in_the_order_of_the_codes() -> None:
    answer = twenty_five()
    assert {reach.target.id for reach in answer.reached} & {reach.target.id for reach in answer.hindered}
    table = page_of(answer).table("FN-mål og FN-delmål")
    codes = ["3", "3.4", "3.6", "3.9", "11", "11.2", "11.3", "11.6", "11.7", "13", "13.1", "13.2"]
    assert table.column("Kode") == codes
    effects = dict(zip(codes, table.column("Virkning"), strict=True))
    assert effects["11"] == "Bidrar, hindres også"
    assert effects["11.6"] == "Hindrer"
    assert effects["13.1"] == "Ikke i kraft"


def test_a_way_is_written_out_with_the_names_of_the_relationships() -> None:
    table = page_of(five()).table("FN-mål og FN-delmål")
    assert table.column("Korteste vei")[1] == (
        "«Gang- og sykkelvei langs Slemmestadveien» utfører «Bygge ut sammenhengende gang- og sykkelveier», "
        "som iverksetter «DM-3.1 Flere går, sykler og reiser kollektivt», "
        "som bygger på (tolket) «11.2 Trygg og tilgjengelig transport for alle»"
    )
    assert table.column("Sterkeste vei")[1] == "Den korteste"
    assert table.column("Svakeste ledd")[1].endswith("– bidrar til, tolket")
    assert table.column("Sikkerhet")[1] == "Tolket"


def test_ways_are_counted_also_where_not_all_are_shown() -> None:
    elements = [made("t:t", "Tiltak"), *(made(f"t:g{n}", "Goal") for n in range(4))]
    elements.append(made("sdg:1.1", "SdgTarget", code="1.1"))
    links = [linked("t:t", "CARRIES_OUT", f"t:g{n}") for n in range(4)]
    links += [linked(f"t:g{n}", "BUILDS_ON", "sdg:1.1") for n in range(4)]
    page = page_of(up("t:t", elements, links, most=2))
    assert page.table("FN-mål og FN-delmål").column("Antall veier") == ["4 (2 vises)"]


def test_below_a_goal_the_table_tells_who_answers_and_what_is_late() -> None:
    answer = many(4)
    table = page_of(answer).table("Innsatsen")
    assert len(table.rows) == len(answer.efforts)
    row = dict(zip(table.headings, table.rows[table.column("Element").index("Sykkelparkering ved stasjonen (0)")],
                   strict=True))  # fmt: skip
    assert row["Ansvarlige"] == "Virksomhetsleder vei: Kari Nordmann (fungerende); Prosjektleder, medansvarlig: ledig"
    assert (row["Slag"], row["Frist"], row["Over frist"], row["Status"]) == ("Tiltak", "1. januar 2026", "Ja", "Pågår")
    assert row["Korteste vei"].startswith("«Sykkelparkering ved stasjonen (0)» utfører ")
    assert row["Korteste vei"].endswith(" «11 Bærekraftige byer og lokalsamfunn»")


def test_a_link_shows_what_it_does_how_sure_it_is_and_where_it_is_weakest() -> None:
    page = page_of(twenty_five())
    edges = {(edge["from"], edge["to"]): edge for edge in page.picture["edges"]}
    marks = {mark["link"]: mark["text"] for mark in page.picture["marks"]}
    sure, unsure = edges["t:t", "t:o0"], edges["t:g0", "sdg:3.6"]
    supports, both = edges["t:t", "t:o1"], edges["t:st0", "t:g3"]
    patterns = [str(edge.get("dashes")) for edge in (sure, unsure, supports, both)]
    assert patterns[0] == "None"
    assert len(set(patterns)) == 4
    hinders = edges["t:t", "t:g1"]
    assert hinders["color"]["color"] == HINDERING
    assert hinders["arrows"]["to"]["type"] == "bar"
    assert hinders["background"]["color"] == WEAKEST
    assert marks[hinders["id"]] == "utfører · hindrer · svakeste ledd"
    assert marks[supports["id"]] == "utfører · støtter"
    assert marks[both["id"]] == "fremmer · støtter · tolket"
    assert "background" not in sure


def test_no_link_is_called_weakest_where_all_are_alike() -> None:
    elements = [made("t:t", "Tiltak"), made("t:g", "Goal"), made("sdg:1.1", "SdgTarget", code="1.1")]
    page = page_of(up("t:t", elements, [linked("t:t", "CARRIES_OUT", "t:g"), linked("t:g", "BUILDS_ON", "sdg:1.1")]))
    assert not any("background" in edge for edge in page.picture["edges"])
    weakest = page.table("FN-mål og FN-delmål").column("Svakeste ledd")
    assert weakest == ["Alle ledd er like sterke (bidrar til, vedtatt)"]


def test_a_box_says_its_kind_its_standing_and_that_it_is_an_illustration() -> None:
    elements = [
        made("t:t", "Tiltak", "Sykkelvei", illustrative=True, certainty=Certainty.INTERPRETED),
        made("t:o", "Oppdrag", "Bygge", standing=Standing.PROPOSED),
        made("sdg:1.1", "SdgTarget", "Mindre fattigdom", code="1.1"),
    ]
    links = [linked("t:t", "CARRIES_OUT", "t:o"), linked("t:o", "IMPLEMENTS", "sdg:1.1")]
    picture = page_of(up("t:t", elements, links)).picture
    box, look = picture["boxes"], picture["looks"]
    assert (box["t:t"]["heading"], box["t:t"]["lines"]) == ("Tiltak", ["Sykkelvei"])
    assert " ".join(box["t:t"]["notes"]) == "utgangspunktet · tolket · illustrasjon"
    assert box["t:o"]["heading"] == "Oppdrag · forslag"
    assert look[box["t:o"]["look"]]["dashed"]
    assert not look[box["t:t"]["look"]]["dashed"]
    assert box["sdg:1.1"]["notes"] == ["Ikke i kraft"]
    assert look[box["sdg:1.1"]["look"]]["fill"] == "#E5243B"


def test_the_legend_explains_what_is_in_the_picture() -> None:
    text = " ".join(page_of(twenty_five()).texts["li"])
    for words in ("FN-delmål, i målets offisielle farge", "Satsingsområde", "Strategi", "Oppdrag", "Tiltak",
                  "ikke i kraft", "Støtter, teller ikke som bidrag", "Hindrer", "tolket eller foreslått",
                  "Svakeste ledd", "utgangspunktet", "illustrasjon"):  # fmt: skip
        assert words in text
    assert "Hindrer" not in " ".join(page_of(five()).texts["li"])


def test_more_than_can_be_told_apart_is_left_to_the_tables() -> None:
    answer = many(MOST_DRAWN)
    page = page_of(answer)
    assert len(page.picture["nodes"]) == MOST_DRAWN
    assert f"Bildet viser de {MOST_DRAWN} nærmeste av {len(answer.efforts) + 1} elementer." in page.body_text
    assert len(page.table("Innsatsen").rows) == len(answer.efforts)
    drawn = {node["id"] for node in page.picture["nodes"]}
    assert all({edge["from"], edge["to"]} <= drawn for edge in page.picture["edges"])


def test_a_page_of_five_hundred_elements_stays_below_a_megabyte_and_a_half() -> None:
    answer = many()
    assert len(answer.efforts) >= 500
    assert len(trace_down_page(answer).encode()) < 1_500_000


def test_data_that_run_in_a_ring_give_a_page_that_says_so() -> None:
    elements = [
        made("t:t", "Tiltak"),
        made("t:a", "Goal"),
        made("t:b", "Goal"),
        made("sdg:1.1", "SdgTarget", code="1.1"),
    ]
    links = [
        linked("t:t", "CARRIES_OUT", "t:a"),
        linked("t:a", "PART_OF", "t:b"),
        linked("t:b", "PART_OF", "t:a"),
        linked("t:b", "PART_OF", "t:b"),
        linked("t:a", "BUILDS_ON", "sdg:1.1"),
        linked("t:b", "BUILDS_ON", "sdg:1.1", Contribution.SUPPORTS),
    ]
    page = page_of(up("t:t", elements, links))
    assert page.table("FN-mål og FN-delmål").column("Antall veier") == ["Minst 2 (dataene går i ring)"]
    below = page_of(down("sdg:1.1", elements, links)).picture
    rings = [(edge["from"], edge["to"]) for edge in below["edges"] if "Lukker en ring" in edge["facts"]]
    assert sorted(rings) == [("t:a", "t:b"), ("t:b", "t:b")] or sorted(rings) == [("t:b", "t:a"), ("t:b", "t:b")]
    assert any("ring" in mark["text"].split(" · ") for mark in below["marks"])


def test_those_who_do_not_see_the_picture_are_led_to_the_tables() -> None:
    page = page_of(five())
    canvas = next(attributes for attributes in page.attributes("div") if attributes.get("id") == "nettverk")
    assert canvas["aria-label"]
    described = next(attributes for attributes in page.attributes("p") if attributes.get("id") == "beskrivelse")
    assert canvas["aria-describedby"] == described["id"]
    assert "Tabellene under bildet sier det samme." in page.body_text
    assert all(table.caption for table in page.tables)
    assert {"header", "main", "footer"} <= set(page.texts)
    assert page.attributes("a")[0]["href"] == "#tabeller"
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert page.table("Alle elementer").column("Kilde").count("Samfunnsdelen, s. 24") == 1


def test_days_are_written_the_norwegian_way() -> None:
    answer = replace(five(), on_date=date(2026, 12, 24))
    assert "24. desember 2026" in page_of(answer).texts["dd"]
