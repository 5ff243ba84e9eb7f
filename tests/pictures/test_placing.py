from __future__ import annotations

import random
from itertools import combinations, pairwise

import networkx
import pytest

from api.pictures.appearance import Box, box_of
from api.pictures.drawing import Drawing, draw_down, draw_up
from api.pictures.levels import assign_levels, closing_links
from api.pictures.marking import curve_point
from api.pictures.network import picture_data
from api.pictures.placing import Placement, place, spread
from queries.goals.thread import ThreadLink
from tests.pictures.made_answers import five, linked, made, many, twenty_five

KINDS = ["SdgGoal", "SdgTarget", "FocusArea", "Goal", "Strategy", "Oppdrag", "Tiltak", "Project", "Decision"]
TYPES = ["CARRIES_OUT", "IMPLEMENTS", "PART_OF", "DERIVES_FROM"]


def random_drawing(seed: int, *, cyclic: bool) -> Drawing:
    """Links between any kinds, also against the usual order of kinds."""
    made_up = random.Random(seed)
    elements = [made(f"t:e{n}", made_up.choice(KINDS)) for n in range(made_up.randint(1, 45))]
    links = set()
    for _ in range(made_up.randint(0, 70)):
        start, finish = made_up.randrange(len(elements)), made_up.randrange(len(elements))
        if not cyclic:
            start, finish = max(start, finish), min(start, finish)
        if cyclic or start != finish:
            links.add(linked(elements[start].id, made_up.choice(TYPES), elements[finish].id))
    ordered = sorted(links, key=lambda link: link.order)
    return Drawing(elements[0].id, {one.id: one for one in elements}, tuple(ordered))


def placed(drawing: Drawing) -> tuple[Placement[ThreadLink], dict[str, Box]]:
    boxes = {one: box_of(element, (), start=False) for one, element in drawing.elements.items()}
    return place(drawing, boxes), boxes


def links_in_cycles(drawing: Drawing) -> set[ThreadLink]:
    graph = networkx.DiGraph([(link.start, link.finish) for link in drawing.links])
    part = {one: number for number, found in enumerate(networkx.strongly_connected_components(graph)) for one in found}
    return {link for link in drawing.links if part[link.start] == part[link.finish]}


DRAWINGS = {
    "5": draw_up(five()),
    "25": draw_up(twenty_five()),
    "500": draw_down(many()),
    **{f"random {seed}": random_drawing(seed, cyclic=False) for seed in range(12)},
    **{f"cyclic {seed}": random_drawing(seed, cyclic=True) for seed in range(100, 112)},
}


@pytest.fixture(params=list(DRAWINGS.values()), ids=list(DRAWINGS))
def drawing(request: pytest.FixtureRequest) -> Drawing:
    found: Drawing = request.param
    return found


def test_every_link_outside_a_cycle_points_upward(drawing: Drawing) -> None:
    placement, _ = placed(drawing)
    cyclic = links_in_cycles(drawing)
    for route in placement.routes:
        if route.link not in cyclic:
            start, finish = placement.spots[route.link.start], placement.spots[route.link.finish]
            assert start.level > finish.level
            assert start.y > finish.y
            assert not route.closes_cycle
            assert all(below[1] >= above[1] for below, above in pairwise(route.points))


def test_no_box_stands_on_another(drawing: Drawing) -> None:
    placement, boxes = placed(drawing)
    for (one, here), (other, there) in combinations(placement.spots.items(), 2):
        apart_x = abs(here.x - there.x) - (boxes[one].width + boxes[other].width) / 2
        apart_y = abs(here.y - there.y) - (boxes[one].height + boxes[other].height) / 2
        assert max(apart_x, apart_y) > 20


def test_no_link_passes_behind_a_box(drawing: Drawing) -> None:
    placement, boxes = placed(drawing)
    edges = [
        (spot.x - boxes[one].width / 2, spot.x + boxes[one].width / 2,
         spot.y - boxes[one].height / 2, spot.y + boxes[one].height / 2)
        for one, spot in placement.spots.items()
    ]  # fmt: skip
    for route in placement.routes:
        for start, finish in pairwise(route.points):
            for step in range(11):
                x, y = curve_point(start, finish, step / 10)
                assert not any(left < x < right and top < y < bottom for left, right, top, bottom in edges)


def test_words_on_links_stand_clear_of_boxes_and_each_other(drawing: Drawing) -> None:
    data = picture_data(drawing)
    rectangles = [
        (mark["x"] - len(mark["text"]) * 3, mark["y"] - 8, mark["x"] + len(mark["text"]) * 3, mark["y"] + 8)
        for mark in data["marks"]
    ]
    boxes = [
        (node["x"] - look["width"] / 2, node["y"] - look["height"] / 2,
         node["x"] + look["width"] / 2, node["y"] + look["height"] / 2)
        for node in data["nodes"]
        for look in [data["looks"][data["boxes"][node["id"]]["look"]]]
    ]  # fmt: skip
    for place_, one in enumerate(rectangles):
        for other in (*rectangles[place_ + 1 :], *boxes):
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_all_that_is_drawn_is_within_the_bounds(drawing: Drawing) -> None:
    data = picture_data(drawing)
    bounds = data["bounds"]
    points = [(node["x"], node["y"]) for node in data["nodes"]]
    points += [tuple(point) for edge in data["edges"] for point in edge["points"]]
    assert all(bounds["names"] <= x <= bounds["right"] and bounds["top"] <= y <= bounds["bottom"] for x, y in points)


def test_no_row_is_wider_than_twenty_four(drawing: Drawing) -> None:
    placement, _ = placed(drawing)
    rows: dict[tuple[int, int], int] = {}
    for spot in placement.spots.values():
        rows[spot.level, spot.row] = rows.get((spot.level, spot.row), 0) + 1
    assert max(rows.values()) <= 24


def test_a_wide_level_is_laid_in_several_rows() -> None:
    placement, _ = placed(DRAWINGS["500"])
    lowest = max(spot.level for spot in placement.spots.values())
    assert max(spot.row for spot in placement.spots.values() if spot.level == lowest) > 5
    assert {spot.row for spot in placed(DRAWINGS["5"])[0].spots.values()} == {0}


def test_levels_follow_the_usual_order_of_kinds() -> None:
    drawing = DRAWINGS["25"]
    placement, _ = placed(drawing)
    assert [band.title for band in placement.bands] == [
        "FN-mål", "FN-delmål", "Satsingsområde", "Mål", "Strategi", "Oppdrag", "Prosjekt", "Tiltak",
    ]  # fmt: skip
    assert all(above.bottom < below.top for above, below in pairwise(placement.bands))


def test_a_goal_that_is_part_of_a_goal_stands_below_it_and_above_all_strategies() -> None:
    elements = {one.id: one for one in (
        made("t:h", "Goal"), made("t:d", "Goal"), made("t:s1", "Strategy"), made("t:s2", "Strategy"),
    )}  # fmt: skip
    links = [
        linked("t:d", "PART_OF", "t:h"),
        linked("t:s1", "ADVANCES", "t:h"),
        linked("t:s2", "ADVANCES", "t:d"),
    ]
    assert assign_levels(elements, links) == {"t:h": 0, "t:d": 1, "t:s1": 2, "t:s2": 2}


def test_setting_the_closing_links_aside_leaves_no_cycle(drawing: Drawing) -> None:
    closing = closing_links(drawing.elements, drawing.links)
    kept = [(link.start, link.finish) for link in drawing.links if link not in closing]
    assert networkx.is_directed_acyclic_graph(networkx.DiGraph(kept))
    assert closing <= links_in_cycles(drawing)


def test_a_chain_of_a_thousand_links_is_placed() -> None:
    elements = [made(f"t:g{n:04}", "Goal") for n in range(1001)]
    links = tuple(linked(start.id, "PART_OF", finish.id) for start, finish in pairwise(elements))
    placement, _ = placed(Drawing("t:g0000", {one.id: one for one in elements}, links))
    assert placement.spots["t:g0000"].level == 1000


def test_links_to_different_elements_run_beside_each_other() -> None:
    placement, _ = placed(DRAWINGS["25"])
    routes = {(route.link.start, route.link.finish): route.points for route in placement.routes}
    ways = [set(routes["t:t", finish][2:-2]) for finish in ("t:g1", "t:o1", "t:o0", "t:g4")]
    assert all(ways)
    assert all(not one & other for one, other in combinations(ways, 2))


def test_places_are_the_nearest_to_those_wanted() -> None:
    assert spread([0, 100, 200], 50) == [0, 100, 200]
    assert spread([10, 10], 40) == [-10, 30]
    assert spread([], 40) == []
