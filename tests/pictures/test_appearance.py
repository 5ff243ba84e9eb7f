from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from api.pictures.appearance import LINE, box_of, contrast, look_of, outline, text_colour, wrapped
from queries.answers import Standing
from schema.catalogue import KINDS
from tests.pictures.made_answers import made

SDG_COLOURS = {
    row["code"]: row["colour"]
    for row in csv.DictReader(
        files("loaders.catalogues").joinpath("sdg", "sdg_goals.csv").read_text(encoding="utf-8-sig").splitlines(),
        delimiter=";",
    )
}


@pytest.mark.parametrize("colour", SDG_COLOURS.values())
def test_text_on_an_official_colour_has_enough_contrast(colour: str) -> None:
    assert contrast(text_colour(colour), colour) >= 4.5


@pytest.mark.parametrize("standing", list(Standing))
@pytest.mark.parametrize("kind", KINDS)
def test_text_and_border_of_every_kind_have_enough_contrast(kind: str, standing: Standing) -> None:
    look = look_of(made("t:x", kind, standing=standing, code="7.1"))
    assert contrast(look.ink, look.fill) >= 4.5
    if kind not in ("SdgGoal", "SdgTarget"):
        assert contrast(look.line, "#FFFFFF") >= 3


def test_contrast_is_counted_as_wcag_does() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_an_sdg_has_its_own_colour_and_a_target_that_of_its_goal() -> None:
    assert look_of(made("sdg:11", "SdgGoal", code="11", colour="#FD9D24")).fill == "#FD9D24"
    assert look_of(made("sdg:13.b", "SdgTarget", code="13.b")).fill == SDG_COLOURS["13"]


def test_the_kinds_of_the_thread_are_told_apart_by_shape_without_colour() -> None:
    kinds = ["SdgGoal", "SdgTarget", "FocusArea", "Goal", "Strategy", "Oppdrag", "Tiltak", "Project"]
    outlines = {outline(look_of(made("t:x", kind, code="1")).shape, 196, 80) for kind in kinds}
    assert len(outlines) == len(kinds)


def test_names_are_broken_into_lines_that_fit() -> None:
    assert wrapped("Gang- og sykkelvei langs Slemmestadveien") == ("Gang- og sykkelvei langs", "Slemmestadveien")
    long = wrapped("Kommunedelplanarbeidsgruppemedlemsoversikt " * 3)
    assert all(len(line) <= LINE + 3 for line in long)
    assert "".join(long).replace("-", "") == "Kommunedelplanarbeidsgruppemedlemsoversikt" * 3
    assert wrapped("   ") == ("–",)


def test_a_name_without_end_is_cut_with_a_sign_that_says_so() -> None:
    lines = wrapped("ord " * 400)
    assert len(lines) == 8
    assert lines[-1].endswith("…")


def test_a_box_grows_with_its_name() -> None:
    short, long = (box_of(made("t:x", "Goal", name), (), start=False) for name in ("Kort", "Et langt navn " * 6))
    assert long.height > short.height
    assert long.height >= 2 * 11 + 15 + 17 * len(long.lines)


def test_an_illustration_says_so_once() -> None:
    plain, named = (box_of(made("t:x", "Goal", name, illustrative=True), (), start=False)
                    for name in ("Mål", "Mål (illustrasjon)"))  # fmt: skip
    assert plain.notes == ("illustrasjon",)
    assert named.notes == ()
