"""What the signs of a picture mean: those that are in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.pictures.appearance import look_of, outline
from api.pictures.drawing import Drawing
from api.pictures.levels import place_of_kind
from api.pictures.network import DASHES, HINDERING, LINE, WEAKEST
from api.pictures.wording import UNSURE
from queries.answers import COUNTS, Element
from queries.goals.thread import ThreadLink
from schema.relationships import Contribution
from schema.values import Certainty

_WORDS = {
    Contribution.CONTRIBUTES: "Bidrar til",
    Contribution.SUPPORTS: "Støtter, teller ikke som bidrag",
    Contribution.HINDERS: "Hindrer: rød, tverrstrek i enden og ordet «hindrer»",
}


@dataclass(frozen=True)
class BoxSign:
    """A shape in the legend, as an SVG path."""

    text: str
    path: str
    fill: str
    line: str
    dashed: bool = False


@dataclass(frozen=True)
class LineSign:
    """A line in the legend."""

    text: str
    colour: str
    dashes: str
    width: float
    end: str
    highlight: str = ""
    sign: str = ""


def box_signs(elements: Mapping[str, Element]) -> list[BoxSign]:
    """The kinds in the picture, and what a dashed border says."""
    found: dict[str, BoxSign] = {}
    for one in sorted(elements.values(), key=_listed):
        look = look_of(one)
        live = one.standing in COUNTS
        text = _kind_text(one) if live else "Grå med stiplet kant: ikke i kraft (forslag, bortfalt eller ukjent)"
        found.setdefault(text, BoxSign(text, outline(look.shape, 92, 48), look.fill, look.line, not live))
    return list(found.values())


def _listed(element: Element) -> tuple[bool, int, str, str]:
    return element.standing not in COUNTS, place_of_kind(element.kind), element.kind, element.id


def _kind_text(element: Element) -> str:
    if element.kind in ("SdgGoal", "SdgTarget"):
        return f"{element.kind_label}, i målets offisielle farge"
    return element.kind_label


def line_signs(drawing: Drawing) -> list[LineSign]:
    """The sorts of link in the picture."""
    found = [
        _line_sign(contribution, unsure) for contribution, unsure in DASHES if _any(drawing.links, contribution, unsure)
    ]
    if drawing.highlighted:
        found.append(LineSign("Svakeste ledd på den sterkeste veien", LINE, "", 2, "arrow", WEAKEST))
    return found


def _any(links: Iterable[ThreadLink], contribution: Contribution, unsure: bool) -> bool:
    return any(link.contribution == contribution and (link.certainty in UNSURE) == unsure for link in links)


def _line_sign(contribution: Contribution, unsure: bool) -> LineSign:
    dashes = DASHES[contribution, unsure]
    hinders = contribution == Contribution.HINDERS
    unsure_words = f", {Certainty.INTERPRETED.bokmaal.lower()} eller {Certainty.PROPOSED.bokmaal.lower()}"
    return LineSign(
        _WORDS[contribution] + (unsure_words if unsure else ""),
        HINDERING if hinders else LINE,
        " ".join(map(str, dashes)) if isinstance(dashes, list) else "",
        2.4 if hinders else 1.6,
        "bar" if hinders else "arrow",
    )
