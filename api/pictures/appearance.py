"""How each kind looks: shape, colours with enough contrast, and names broken into lines."""

from __future__ import annotations

import csv
import textwrap
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from queries.answers import COUNTS, Element
from schema.values import Certainty

WIDTH = 196
LINE = 24
"""Characters to a line in a box."""
_LONGEST_WORD = 27
_MOST_LINES = 8
_LINE_HEIGHT, _SMALL_LINE_HEIGHT, _PADDING = 17, 15, 11
_WHITE, _INK, _MUTED = "#FFFFFF", "#16202A", "#4A4F55"


@dataclass(frozen=True)
class Look:
    """Shape and colours of a kind."""

    shape: str
    fill: str
    line: str
    ink: str = _INK


@dataclass(frozen=True)
class Box:
    """An element as it is drawn.

    Attributes:
        look: Shape and colours.
        width: Of the box.
        height: Of the box.
        heading: The kind's name, and its standing where it is not in force.
        lines: Code and name.
        notes: What more must be said, one line each.
        overview: What stands there when the picture is too small for the name.
        dashed: It is not in force, or nobody is in it.
        alarms: What is wrong, one line each, set apart from the notes.
        alarm_colour: Of the letters of the alarms.
        badge: A word or two at the corner, seen also when the picture is small.
        badge_colour: What is behind the badge's white letters.
    """

    look: Look
    width: int
    height: int
    heading: str
    lines: tuple[str, ...]
    notes: tuple[str, ...]
    overview: tuple[str, ...]
    dashed: bool
    alarms: tuple[str, ...] = ()
    alarm_colour: str = _INK
    badge: str = ""
    badge_colour: str = ""

    @property
    def path(self) -> str:
        """The outline as an SVG path around the middle."""
        return outline(self.look.shape, self.width, self.height)


_LOOKS = {
    "FocusArea": Look("octagon", "#EAE2F5", "#5B3A94"),
    "Goal": Look("round", "#DCEAF7", "#1B5587"),
    "Strategy": Look("house", "#DCF1EA", "#0B6650"),
    "Oppdrag": Look("note", "#FFF0D0", "#7E5300"),
    "Tiltak": Look("pill", "#FFFFFF", "#2B2F33"),
    "Project": Look("hexagon", "#FBE2EA", "#96204A"),
    "Programme": Look("hexagon", "#F6D3DF", "#7A1439"),
    "Plan": Look("slanted", "#E6EBEE", "#3C5361"),
    "Guideline": Look("slanted", "#E6EBEE", "#3C5361"),
    "Decision": Look("slanted", "#E6EBEE", "#3C5361"),
}
_OTHER = Look("barred", "#F1EDE2", "#5C5233")


def look_of(element: Element) -> Look:
    """The look of an element: official colour for SDGs, grey where it is not in force."""
    is_sdg = element.kind in ("SdgGoal", "SdgTarget")
    look = _sdg_look(element) if is_sdg else _LOOKS.get(element.kind, _OTHER)
    return look if element.standing in COUNTS else Look(look.shape, "#ECEDEE", "#6B7075", _MUTED)


def _sdg_look(element: Element) -> Look:
    goal = (element.code or "").partition(".")[0]
    fill = element.colour or _official_colours().get(goal, "#5B92C9")
    shape = "square" if element.kind == "SdgGoal" else "rectangle"
    return Look(shape, fill, darker(fill), text_colour(fill))


@cache
def _official_colours() -> dict[str, str]:
    """Colours by goal number, from the catalogue that ships with the program: targets carry none themselves."""
    text = files("loaders.catalogues").joinpath("sdg", "sdg_goals.csv").read_text(encoding="utf-8-sig")
    return {row["code"]: row["colour"] for row in csv.DictReader(text.splitlines(), delimiter=";")}


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB, as WCAG 2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio between two colours, 1 to 21."""
    lighter, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (dark + 0.05)


def text_colour(fill: str) -> str:
    """White or near black, whichever is easier to read on the colour."""
    return max((_WHITE, _INK), key=lambda ink: contrast(ink, fill))


def darker(colour: str) -> str:
    """The colour for the border around a fill."""
    return "#" + "".join(f"{int(int(colour[place : place + 2], 16) * 0.6):02X}" for place in (1, 3, 5))


def wrapped(text: str, width: int = LINE, most: int = _MOST_LINES) -> tuple[str, ...]:
    """The text in lines; words too long for a line are divided with a hyphen."""
    words = [part for word in text.split() for part in _divided(word, max(width, _LONGEST_WORD))]
    lines = textwrap.wrap(" ".join(words), width, break_long_words=False, break_on_hyphens=True)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1][: width - 1]}…"]
    return tuple(lines) or ("–",)


def _divided(word: str, longest: int) -> list[str]:
    if len(word) <= longest:
        return [word]
    pieces = textwrap.wrap(word, longest - 1, break_on_hyphens=False)
    return [*(f"{piece}-" for piece in pieces[:-1]), pieces[-1]]


def box_of(element: Element, notes: tuple[str, ...], *, start: bool) -> Box:
    """Make the box of an element."""
    live = element.standing in COUNTS
    said = (
        *(["utgangspunktet"] if start else []),
        *notes,
        *(["tolket"] if element.certainty == Certainty.INTERPRETED else []),
        *(["illustrasjon"] if element.illustrative and "illustrasjon" not in element.name.lower() else []),
    )
    heading = element.kind_label if live else f"{element.kind_label} · {element.standing.bokmaal.lower()}"
    lines = wrapped(element.label)
    note_lines = wrapped(" · ".join(said), 30, 3) if said else ()
    height = 2 * _PADDING + _SMALL_LINE_HEIGHT * (1 + len(note_lines)) + _LINE_HEIGHT * len(lines)
    overview = (element.code,) if element.code else wrapped(element.name, 13, 2)
    return Box(look_of(element), WIDTH, height, heading, lines, note_lines, overview, not live)


def outline(shape: str, width: float, height: float) -> str:
    """The outline of a shape as an SVG path around (0, 0)."""
    right, bottom = width / 2, height / 2
    if shape in ("round", "pill"):
        return _rounded(right, bottom, 12 if shape == "round" else min(bottom, 26))
    cut = min(12.0, bottom / 2)
    corners = {
        "octagon": [(-right + cut, -bottom), (right - cut, -bottom), (right, -bottom + cut), (right, bottom - cut),
                    (right - cut, bottom), (-right + cut, bottom), (-right, bottom - cut), (-right, -bottom + cut)],
        "hexagon": [(-right + cut, -bottom), (right - cut, -bottom), (right, 0), (right - cut, bottom),
                    (-right + cut, bottom), (-right, 0)],
        "house": [(-right, -bottom), (0, -bottom - 8), (right, -bottom), (right, bottom), (-right, bottom)],
        "note": [(-right, -bottom), (right - cut, -bottom), (right, -bottom + cut), (right, bottom), (-right, bottom)],
        "slanted": [(-right + cut, -bottom), (right, -bottom), (right - cut, bottom), (-right, bottom)],
    }.get(shape, [(-right, -bottom), (right, -bottom), (right, bottom), (-right, bottom)])  # fmt: skip
    path = "M" + "L".join(f"{x:g} {y:g}" for x, y in corners) + "Z"
    return path + _inner_lines(shape, right, bottom, cut)


def _inner_lines(shape: str, right: float, bottom: float, cut: float) -> str:
    if shape == "note":
        return f"M{right - cut:g} {-bottom:g}V{-bottom + cut:g}H{right:g}"
    if shape == "barred":
        return f"M{-right + 6:g} {-bottom:g}V{bottom:g}M{right - 6:g} {-bottom:g}V{bottom:g}"
    if shape == "square":
        return f"M{-right + 4:g} {-bottom + 4:g}H{right - 4:g}V{bottom - 4:g}H{-right + 4:g}Z"
    return ""


def _rounded(right: float, bottom: float, radius: float) -> str:
    arc = f"A{radius:g} {radius:g} 0 0 1"
    return (
        f"M{-right + radius:g} {-bottom:g}H{right - radius:g}{arc} {right:g} {-bottom + radius:g}"
        f"V{bottom - radius:g}{arc} {right - radius:g} {bottom:g}H{-right + radius:g}"
        f"{arc} {-right:g} {bottom - radius:g}V{-bottom + radius:g}{arc} {-right + radius:g} {-bottom:g}Z"
    )
