"""The picture as vis-network draws it: nodes, edges and options gathered by pyvis, and what the page's script adds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pyvis.network import Network

from api.pictures.appearance import Box, box_of
from api.pictures.drawing import Drawing
from api.pictures.levels import LinkT
from api.pictures.marking import ROUNDNESS, Mark, place_marks
from api.pictures.placing import MARGIN, SCREEN, TITLE_ROOM, Placement, Route, place
from api.pictures.wording import NOTHING, UNSURE, day_text, heading, marks, relationship_text, verb
from queries.answers import Element
from queries.goals.thread import ThreadLink
from schema.relationships import Contribution

NAMED_LINKS = 45
"""Up to so many links, the picture writes each relationship's name; above it only what sets a link apart."""
LINE, HINDERING, WEAKEST = "#56616B", "#B3001B", "#FFC93C"
_TALLEST = 1300
"""How many pixels the picture may take down the page."""
_OVERVIEW_BELOW = 0.5
"""Smaller than this the names cannot be read, and codes or a few large words are drawn instead."""
_LINE_AMONG_MANY = "#7D8790"
DASHES: dict[tuple[Contribution, bool], list[int] | bool] = {
    (Contribution.CONTRIBUTES, False): False,
    (Contribution.CONTRIBUTES, True): [2, 6],
    (Contribution.SUPPORTS, False): [13, 7],
    (Contribution.SUPPORTS, True): [13, 6, 2, 6],
    (Contribution.HINDERS, False): False,
    (Contribution.HINDERS, True): [2, 6],
}
"""How a link is drawn, by what it does and whether it is unsure."""
_MADE_UP = "Illustrasjon, ikke et faktisk forhold"
_OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"hierarchical": {"enabled": False}, "improvedLayout": False},
    "interaction": {
        "dragNodes": False,
        "hover": True,
        "hoverConnectedEdges": False,
        "selectConnectedEdges": False,
        "tooltipDelay": 150,
        "zoomView": False,
    },
    "nodes": {"physics": False, "shape": "custom", "fixed": True},
    "edges": {
        "arrows": {"to": {"enabled": False, "type": "arrow", "scaleFactor": 0.7}},
        "arrowStrikethrough": False,
        "chosen": False,
        "color": {"color": LINE, "inherit": False},
        "physics": False,
        "selectionWidth": 0,
        "smooth": {"enabled": True, "type": "cubicBezier", "forceDirection": "vertical", "roundness": ROUNDNESS},
        "width": 1.6,
    },
}


def picture_data(drawing: Drawing) -> dict[str, Any]:
    """All that the page's script needs, as JSON values.

    `nodes`, `edges` and `options` are vis-network's own: a node for each element, an edge for each link. An edge's
    `points` are the places that the link passes, from box to box; the script makes a chain of edges of it.
    """
    boxes = {
        one: box_of(element, drawing.notes.get(one, ()), start=one == drawing.start)
        for one, element in drawing.elements.items()
    }
    placement = place(drawing, boxes)
    titles = {one: element_text(element) for one, element in drawing.elements.items()}
    edges = [Edge(route.link.start, route.link.finish, _edge(drawing, route)) for route in placement.routes]
    return network_data(drawing.start, boxes, titles, placement, edges, _placed_marks(drawing, placement, boxes))


@dataclass(frozen=True)
class Edge:
    """A link as vis-network draws it, from the box it starts at."""

    start: str
    finish: str
    drawn: dict[str, Any]


def network_data(
    start: str,
    boxes: Mapping[str, Box],
    titles: Mapping[str, str],
    placement: Placement[LinkT],
    edges: Sequence[Edge],
    marks: Sequence[Mark],
) -> dict[str, Any]:
    """Put together what the page's script needs.

    Args:
        start: Id of the box with a frame around it, or "".
        boxes: The boxes by id.
        titles: What is known of each, one fact a line; the first is its kind and name.
        placement: Where everything stands.
        edges: One for each route of the placement, in the same order.
        marks: Words on the links.
    """
    network = Network(directed=True, cdn_resources="in_line")
    network.set_options(json.dumps(_options(len(edges))))
    for one, box in boxes.items():
        spot = placement.spots[one]
        label = "\n".join((box.heading, *box.lines, *box.notes))
        network.add_node(
            one, label, shape="custom", color=box.look.fill, x=spot.x, y=spot.y, level=spot.level, title=titles[one],
        )  # fmt: skip
    for number, edge in enumerate(edges):
        network.add_edge(edge.start, edge.finish, id=number, **edge.drawn)
    nodes, drawn, _, _, _, options = network.get_network_data()
    return {
        "nodes": nodes,
        "edges": drawn,
        "options": json.loads(options),
        "start": start,
        "boxes": {one: _box_data(box) for one, box in boxes.items()},
        "looks": {_look_name(box): _look_data(box) for box in boxes.values()},
        "marks": [asdict(mark) for mark in marks],
        "bands": [{"title": band.title, "top": band.top, "bottom": band.bottom} for band in placement.bands],
        "bounds": _bounds(placement, boxes),
        "tallest": _TALLEST,
        "overviewBelow": _OVERVIEW_BELOW,
    }


def _options(links: int) -> dict[str, Any]:
    colour = LINE if links <= NAMED_LINKS else _LINE_AMONG_MANY
    return _OPTIONS | {"edges": {**_OPTIONS["edges"], "color": {"color": colour, "inherit": False}}}


def _edge(drawing: Drawing, route: Route[ThreadLink]) -> dict[str, Any]:
    """A link for vis-network: an arrow, or a bar across the end where it hinders."""
    hinders = route.link.contribution == Contribution.HINDERS
    return {
        "arrows": {"to": {"enabled": True, "type": "bar"}} if hinders else "to",
        "points": [(round(x, 1), round(y, 1)) for x, y in route.points],
        "verb": verb(route.link),
        "facts": _link_facts(drawing, route),
        **_line_style(route.link, highlighted=route.link in drawing.highlighted),
    }


def _line_style(link: ThreadLink, *, highlighted: bool) -> dict[str, Any]:
    style: dict[str, Any] = {}
    dashes = DASHES[link.contribution, link.certainty in UNSURE]
    if dashes:
        style["dashes"] = dashes
    if link.contribution == Contribution.HINDERS:
        style |= {"color": {"color": HINDERING, "inherit": False}, "width": 2.4, "arrowStrikethrough": True}
    if highlighted:
        style["background"] = {"enabled": True, "color": WEAKEST, "size": 11, "dashes": False}
    return style


def _box_data(box: Box) -> dict[str, Any]:
    return {
        "look": _look_name(box),
        "heading": box.heading,
        "lines": box.lines,
        "notes": box.notes,
        "overview": box.overview,
        **({"alarms": box.alarms, "alarmColour": box.alarm_colour} if box.alarms else {}),
        **({"badge": box.badge, "badgeColour": box.badge_colour} if box.badge else {}),
    }


def _look_name(box: Box) -> str:
    return f"{box.look.shape} {box.look.fill} {box.look.line} {box.width}x{box.height}{' dashed' if box.dashed else ''}"


def _look_data(box: Box) -> dict[str, Any]:
    """What boxes of the same look and height share, said once."""
    look = box.look
    return {"path": box.path, "width": box.width, "height": box.height, "fill": look.fill, "line": look.line,
            "ink": look.ink, "dashed": box.dashed}  # fmt: skip


def element_text(element: Element) -> str:
    """What is known of an element, one fact a line."""
    facts = [
        ("standing", element.standing.bokmaal),
        ("status", element.status.bokmaal if element.status else ""),
        ("deadline", day_text(element.deadline) if element.deadline else ""),
        ("sdg_status", element.sdg_status.bokmaal if element.sdg_status else ""),
        ("certainty", element.certainty.bokmaal if element.certainty else ""),
        ("source", element.source or NOTHING),
        ("id", element.id),
    ]
    lines = [f"{heading(Element, name)}: {value}" for name, value in facts if value]
    return "\n".join((f"{element.kind_label}: {element.label}", *([_MADE_UP] if element.illustrative else []), *lines))


def _link_facts(drawing: Drawing, route: Route[ThreadLink]) -> str:
    link = route.link
    facts = (
        f"{heading(ThreadLink, 'contribution')}: {link.contribution.bokmaal}",
        f"{heading(ThreadLink, 'certainty')}: {link.certainty.bokmaal}",
        f"{heading(ThreadLink, 'source')}: {link.source or NOTHING}",
        *([_MADE_UP] if link.illustrative else []),
        *(["Svakeste ledd på veien"] if link in drawing.highlighted else []),
        *(["Lukker en ring: dataene går i sirkel"] if route.closes_cycle else []),
    )
    return "\n".join(facts)


def _placed_marks(drawing: Drawing, placement: Placement[ThreadLink], boxes: Mapping[str, Box]) -> list[Mark]:
    """What stands on each link; in a large picture only what sets it apart."""
    apart = [_set_apart(drawing, route) for route in placement.routes]
    named = len(placement.routes) <= NAMED_LINKS
    texts = [
        " · ".join((*([relationship_text(route.link)] if named else []), *words))
        for route, words in zip(placement.routes, apart, strict=True)
    ]
    needed = frozenset(number for number, words in enumerate(apart) if words)
    return place_marks(placement, boxes, texts, needed)


def _set_apart(drawing: Drawing, route: Route[ThreadLink]) -> tuple[str, ...]:
    return (
        *marks(route.link),
        *(["svakeste ledd"] if route.link in drawing.highlighted else []),
        *(["ring"] if route.closes_cycle else []),
    )


def _bounds(placement: Placement[LinkT], boxes: Mapping[str, Box]) -> dict[str, float]:
    xs = [x for route in placement.routes for x, _ in route.points]
    for one, spot in placement.spots.items():
        xs += [spot.x - boxes[one].width / 2, spot.x + boxes[one].width / 2]
    title_room = max(TITLE_ROOM, (max(xs) - min(xs)) * TITLE_ROOM / SCREEN[0])
    return {
        "names": min(xs) - MARGIN,
        "left": min(xs) - MARGIN - title_room,
        "right": max(xs) + MARGIN,
        "top": placement.bands[0].top - MARGIN,
        "bottom": placement.bands[-1].bottom + MARGIN,
    }
