"""A chart as the page's script draws it, and the legend of its signs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from api.pictures.appearance import outline
from api.pictures.chart import Chart, Join, Plate, State
from api.pictures.chart_boxes import (
    BEGINNING_SHAPE,
    COLOUR,
    PALE,
    PLATE_SHAPE,
    SEAT_LINE,
    SEAT_SHAPE,
    SHAPE,
    VACANT_COLOUR,
    Said,
    chart_boxes,
)
from api.pictures.legend import BoxSign, LineSign
from api.pictures.marking import place_marks
from api.pictures.network import Edge, network_data
from api.pictures.placing import place
from api.pictures.seats import BODY, OUTSIDE, POST, Seat, person_text
from api.pictures.wording import NOTHING, day_text, heading
from queries.authority.deciding import ChainLink, HolderOf

DASHES: dict[State, list[int]] = {State.GIVES: [], State.PLAIN: [], State.UNCLEAR: [2, 6], State.FAILS: []}
_TALLEST = 2400
"""A chain of many links is read from the top down; it may be taller than a screen."""
_OVERVIEW_BELOW = 0.6
_WIDTH = {State.GIVES: 2.6, State.PLAIN: 1.6, State.UNCLEAR: 2.8, State.FAILS: 2.6}


def chart_data(chart: Chart, said: Mapping[str, Said]) -> dict[str, Any]:
    """All that the page's script needs. Arrows go from the one who gives to the one who has it."""
    boxes = chart_boxes(chart, said)
    placement = place(chart, boxes)
    signs = [route.link.sign for route in placement.routes]
    marks = place_marks(placement, boxes, signs, frozenset(number for number, sign in enumerate(signs) if sign))
    edges = []
    for route in placement.routes:
        drawn = _line(route.link) | {"points": [(round(x, 1), round(y, 1)) for x, y in reversed(route.points)]}
        edges.append(Edge(route.link.finish, route.link.start, drawn))
    data = network_data(chart.start, boxes, chart_titles(chart, said), placement, edges, marks)
    return data | {"tallest": _TALLEST, "overviewBelow": _OVERVIEW_BELOW}


def _line(join: Join) -> dict[str, Any]:
    line: dict[str, Any] = {
        "arrows": "to" if join.arrow else "",
        "verb": join.verb,
        "facts": LINE_WORDS[join.state],
        "color": {"color": COLOUR[join.state], "inherit": False},
        "width": _WIDTH[join.state],
    }
    return line | ({"dashes": DASHES[join.state]} if DASHES[join.state] else {})


def chart_titles(chart: Chart, said: Mapping[str, Said]) -> dict[str, str]:
    """What is known of each box, one fact a line."""
    found = {one: seat_text(seat, said.get(one)) for one, seat in chart.seats.items()}
    return found | {one: plate_text(plate, said.get(one)) for one, plate in chart.plates.items()}


def seat_text(seat: Seat, said: Said | None) -> str:
    """A body or post with its people and what the answer says of it."""
    people = [f"{heading(HolderOf, 'people')}: {', '.join(map(person_text, seat.people))}"] if seat.people else []
    vacant = ["Ledig: ingen innehaver denne dagen"] if seat.vacant else []
    more = (*said.notes, *said.alarms) if said else ()
    return "\n".join((f"{seat.kind}: {seat.name}", *people, *vacant, *more, f"Id: {seat.id}"))


def plate_text(plate: Plate, said: Said | None) -> str:
    """A link with all it says, and all that stands in the way at it."""
    failing = [f"{LINE_WORDS[plate.state]}: {condition}" for condition in plate.failing]
    more = (*said.notes, *said.alarms) if said else ()
    facts = [f"{name}: {text}" for name, text in link_facts(plate.link) if text != NOTHING]
    return "\n".join((f"{plate.link.kind.bokmaal}: {plate.link.name}", *failing, *more, *facts))


_LINK_FACTS = (
    "giver", "receiver", "decision", "provisions", "legal_basis", "amount_limit", "conditions", "form", "valid_from",
    "valid_to", "certainty", "illustrative", "source", "id",
)  # fmt: skip


def link_facts(link: ChainLink) -> list[tuple[str, str]]:
    """Everything that a link says, with headings."""
    values = {
        "giver": link.giver or NOTHING,
        "receiver": link.receiver,
        "decision": link.decision or NOTHING,
        "provisions": ", ".join(link.provisions) or NOTHING,
        "legal_basis": ", ".join(link.legal_basis) or NOTHING,
        "amount_limit": link.amount_limit or NOTHING,
        "conditions": link.conditions or NOTHING,
        "form": link.form.bokmaal if link.form else NOTHING,
        "valid_from": day_text(link.valid_from),
        "valid_to": day_text(link.valid_to),
        "certainty": link.certainty.bokmaal if link.certainty else NOTHING,
        "illustrative": "Ja" if link.illustrative else NOTHING,
        "source": link.source or NOTHING,
        "id": link.id,
    }
    return [(heading(ChainLink, name), values[name]) for name in _LINK_FACTS]


LINE_WORDS = {
    State.GIVES: "Gir myndighet",
    State.PLAIN: "Ikke noe i veien her",
    State.UNCLEAR: "Ikke avgjort",
    State.FAILS: "I veien",
}
STATE_WORDS = {
    State.GIVES: "Ja: leddet gir myndighet hele veien ned",
    State.PLAIN: "Ikke noe i veien i dette leddet; et annet ledd i kjeden avgjør",
    State.UNCLEAR: "Ikke avgjort: noe ukjent står i veien, og hva, står på leddet",
    State.FAILS: "Nei: leddet holder ikke, og hvorfor, står på leddet",
}


def chart_line_signs(states: Iterable[State], words: Mapping[State, str] = STATE_WORDS) -> list[LineSign]:
    """The sorts of line in the picture."""
    present = set(states)
    return [
        LineSign(
            words[state], COLOUR[state], " ".join(map(str, DASHES[state])), _WIDTH[state], "arrow", sign=state.value
        )
        for state in State
        if state in present
    ]


def chart_box_signs(chart: Chart) -> list[BoxSign]:
    """The sorts of box in the picture, and what a dashed border says."""
    found = []
    for kind in (BODY, POST, OUTSIDE):
        if any(seat.kind == kind for seat in chart.seats.values()):
            found.append(BoxSign(kind, outline(SHAPE.get(kind, SEAT_SHAPE), 92, 48), "#FFFFFF", SEAT_LINE))
    if any(seat.vacant for seat in chart.seats.values()):
        found.append(
            BoxSign("Stiplet kant og «LEDIG»: ingen i stillingen", outline(SEAT_SHAPE, 92, 48), "#FFFFFF",
                    VACANT_COLOUR, dashed=True)
        )  # fmt: skip
    plates = chart.plates.values()
    if any(plate.begins for plate in plates):
        found.append(_plate_sign("Her begynner myndigheten: lov eller kommunestyret selv", BEGINNING_SHAPE))
    if any(not plate.begins for plate in plates):
        found.append(_plate_sign("Ledd i kjeden, med vedtak og grense; fargen er som linjens", PLATE_SHAPE))
    return found


def _plate_sign(text: str, shape: str) -> BoxSign:
    return BoxSign(text, outline(shape, 92, 48), PALE[State.PLAIN], COLOUR[State.PLAIN])
