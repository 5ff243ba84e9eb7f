"""How bodies, posts and the links between them look: people named, vacancies marked, the state by colour and sign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from api.pictures.appearance import WIDTH, Box, Look, wrapped
from api.pictures.chart import Chart, Plate, State
from api.pictures.seats import BODY, OUTSIDE, Seat, person_text
from api.pictures.wording import UNSURE
from queries.authority.deciding import ChainLink
from queries.authority.grants import GrantKind
from queries.authority.matter import Verdict

PLAIN_LINE, GIVING, UNCLEAR, FAILING = "#56616B", "#0A6B3D", "#A65E00", "#B3001B"
COLOUR = {State.GIVES: GIVING, State.PLAIN: PLAIN_LINE, State.UNCLEAR: UNCLEAR, State.FAILS: FAILING}
PALE = {State.GIVES: "#E6F5EC", State.PLAIN: "#F3F5F6", State.UNCLEAR: "#FFF3DC", State.FAILS: "#FDEBEC"}
STATE_OF = {Verdict.YES: State.GIVES, Verdict.UNDETERMINED: State.UNCLEAR, Verdict.NO: State.FAILS}
SHAPE = {BODY: "square", OUTSIDE: "hexagon"}
SEAT_SHAPE, PLATE_SHAPE, BEGINNING_SHAPE = "round", "note", "slanted"
VACANT_COLOUR = "#8A3B00"
ROOMY = 14
"""Up to so many links, each has room for all it says; above it for its name, its limit and what stands in the way."""
SEAT_FILL = "#FFFFFF"
SEAT_LINE = "#2B2F33"
_PADDING, _LINE, _SMALL_LINE = 11, 17, 15
_LETTER, _SMALL_LETTER = 7.3, 5.8
"""How wide letters are, in pixels."""
_WIDE_SEAT, _WIDE_PLATE = 236, 330
_OVERVIEW = 15
"""Characters to a line where the picture is too small for the names."""


@dataclass(frozen=True)
class Said:
    """What an answer says of a body or post, or of a link.

    Attributes:
        state: What it comes to, or None where the answer does not say.
        notes: Words under the name.
        alarms: What is wrong.
        badge: A word or two at the corner.
        badge_colour: What is behind it.
    """

    state: State | None = None
    notes: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()
    badge: str = ""
    badge_colour: str = FAILING


_NOTHING = Said()


def chart_boxes(chart: Chart, said: Mapping[str, Said]) -> dict[str, Box]:
    """The boxes of a chart, with what the answer says of each."""
    roomy = 0 < len(chart.plates) <= ROOMY
    seat_width, plate_width = (_WIDE_SEAT, _WIDE_PLATE) if roomy else (WIDTH, WIDTH)
    boxes = {one: _seat_box(seat, said.get(one, _NOTHING), seat_width) for one, seat in chart.seats.items()}
    for one, plate in chart.plates.items():
        boxes[one] = _plate_box(plate, said.get(one, _NOTHING), plate_width, roomy=roomy)
    return boxes


def _seat_box(seat: Seat, said: Said, width: int) -> Box:
    fill = PALE[said.state] if said.state else SEAT_FILL
    line = COLOUR[said.state] if said.state else SEAT_LINE
    box = _box(
        Look(SHAPE.get(seat.kind, SEAT_SHAPE), fill, line),
        width,
        f"{seat.kind} · LEDIG" if seat.vacant else seat.kind,
        seat.name,
        (*map(person_text, seat.people), *said.notes),
        said,
    )
    vacant = ("ledig", VACANT_COLOUR) if seat.vacant else ("", "")
    badge, colour = (said.badge, said.badge_colour) if said.badge else vacant
    overview = wrapped(f"{seat.name} LEDIG" if seat.vacant else seat.name, _OVERVIEW, 4)
    return replace(box, overview=overview, dashed=seat.vacant, badge=badge, badge_colour=colour)


def _plate_box(plate: Plate, said: Said, width: int, *, roomy: bool) -> Box:
    limit = plate.link.amount_limit
    box = _box(
        Look(BEGINNING_SHAPE if plate.begins else PLATE_SHAPE, PALE[plate.state], COLOUR[plate.state]),
        width,
        f"{plate.state.value} {plate.link.kind.bokmaal}".strip(),
        plate.link.name,
        (*(link_notes(plate.link) if roomy else [limit] if limit else []), *said.notes),
        replace(said, alarms=(*map(str, plate.failing), *said.alarms)),
    )
    short = plate.failing[0].kind.bokmaal if plate.failing else plate.link.name
    overview = wrapped(f"{plate.state.value} {short}".strip(), _OVERVIEW, 3)
    return replace(box, overview=overview, badge=said.badge, badge_colour=said.badge_colour if said.badge else "")


def _box(look: Look, width: int, heading: str, name: str, notes: Iterable[str], said: Said) -> Box:
    letters, small_letters = int((width - 20) / _LETTER), int((width - 20) / _SMALL_LETTER)
    lines = wrapped(name, letters, 4)
    below = tuple(line for note in notes for line in wrapped(note, small_letters, 3))
    wrong = tuple(line for alarm in said.alarms for line in wrapped(alarm, small_letters - 2, 5))
    height = 2 * _PADDING + _SMALL_LINE * (1 + len(below) + len(wrong)) + _LINE * len(lines)
    return Box(
        look,
        width,
        height,
        heading,
        lines,
        below,
        (),
        dashed=False,
        alarms=wrong,
        alarm_colour=said.badge_colour if said.badge else look.line,
    )


def link_notes(link: ChainLink) -> list[str]:
    """What a link says of itself, in the order people ask: decided when, over what, up to what, until when."""
    undecided = ["Vedtak ikke oppgitt"] if link.kind is GrantKind.DELEGATION else []
    found = [link.decision] if link.decision else undecided
    if link.provisions:
        found.append(f"Omfatter {shortened(link.provisions)}")
    if link.legal_basis:
        found.append(f"Hjemmel: {shortened(link.legal_basis)}")
    if link.amount_limit:
        found.append(f"Grense: {link.amount_limit}")
    if link.conditions:
        found.append(f"Vilkår: {link.conditions}")
    certainty = link.certainty if link.certainty in UNSURE else None
    marks = [certainty.bokmaal.lower()] if certainty else []
    if link.illustrative and "illustrasjon" not in link.name.lower():
        marks.append("illustrasjon")
    return [*found, *([" · ".join(marks)] if marks else [])]


def shortened(names: Sequence[str], most: int = 3) -> str:
    """The first names, and how many there are besides."""
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" og {rest} til" if rest > 0 else "")
