"""The network of projects: to the left what they belong to and are needed by, to the right what they serve."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from api.pictures.appearance import Look, look_of, wrapped
from api.pictures.portfolio.columns import NetworkBox, Tie, network_in_columns
from api.pictures.portfolio.cost_benefit import cost_of
from api.pictures.portfolio.signs import LIGHTS
from api.pictures.portfolio.wording import cost_text, plain_name
from queries.answers import Element, Standing
from queries.portfolio.portfolio import PortfolioOverview
from queries.portfolio.projects import Belongs, ProjectShown

MOST_PROJECTS = 60
"""More projects than this cannot be told apart; those with the worst status and the highest cost are drawn."""
_PROJECT_WIDTH, _OTHER_WIDTH = 330, 220
_SMALLEST, _LARGEST, _LARGEST_AMONG_MANY = 7.0, 23.0, 15.0
_MANY = 30
_PROJECT = Look("rectangle", "#FFFFFF", "#C9CED3")


def project_network(answer: PortfolioOverview) -> dict[str, Any]:
    """Projects with a sign for their status, sized by cost, tied to programmes, units and goals."""
    shown = drawn_projects(answer)
    most = max((cost_of(one) or 0 for one in shown), default=0) or 1
    largest = _LARGEST if len(shown) <= _MANY else _LARGEST_AMONG_MANY
    ids = {one.element.id for one in shown}
    left = _each_once(tied for one in shown for tied in (*one.programmes, *one.needed_in))
    right = _each_once(tied for one in shown for tied in one.goals)
    ties = []
    for one in shown:
        ties += [Tie(one.element.id, tied.id) for tied in (*one.programmes, *one.needed_in, *one.goals)]
        ties += [
            Tie(one.element.id, each.id, dashed=True, late=each.in_time is False)
            for each in one.depends_on
            if each.id in ids
        ]
    return network_in_columns(
        (
            [_other(one) for one in left if one.id not in ids],
            [_project(one, most, largest) for one in shown],
            [_other(one) for one in right if one.id not in ids],
        ),
        tuple(dict.fromkeys(ties)),
    )


def drawn_projects(answer: PortfolioOverview) -> list[ProjectShown]:
    """The projects that the network shows."""
    ranked = sorted(
        tied_projects(answer),
        key=lambda one: (LIGHTS.index(one.worst_light), -(cost_of(one) or one.money.known_nok or 0), one.element.id),
    )
    return sorted(ranked[:MOST_PROJECTS], key=lambda one: one.element.id)


def tied_projects(answer: PortfolioOverview) -> list[ProjectShown]:
    """The projects that are tied to anything that the network shows, or that another waits for."""
    waited_for = {each.id for one in answer.projects for each in one.depends_on}
    return [
        one
        for one in answer.projects
        if one.programmes or one.needed_in or one.goals or one.depends_on or one.element.id in waited_for
    ]


def _each_once(found: Iterable[Belongs]) -> list[Belongs]:
    """Programmes and goals before units and areas, each once."""
    first = ("Programme", "Goal", "Strategy")
    return sorted({one.id: one for one in found}.values(), key=lambda one: (one.kind not in first, one.kind, one.id))


def _project(one: ProjectShown, most: float, largest: float) -> NetworkBox:
    cost = cost_of(one)
    share = min(max((cost or 0) / most, 0), 1) ** 0.5
    status = one.worst_light.bokmaal
    return NetworkBox(
        one.element.id,
        wrapped(plain_name(one.element.name), 34, 2),
        f"{status} · {cost_text(one.money)}",
        _PROJECT,
        _PROJECT_WIDTH,
        f"{one.element.name}\n{status}\nKostnad: {cost_text(one.money)}",
        one.element.illustrative,
        one.worst_light.value,
        _SMALLEST + (largest - _SMALLEST) * share,
        hollow=cost is None,
    )


def _other(one: Belongs) -> NetworkBox:
    look = look_of(Element(one.id, one.kind, one.name, Standing.IN_FORCE))
    made_up = plain_name(one.name) != one.name
    return NetworkBox(one.id, wrapped(plain_name(one.name), 26, 3), "", look, _OTHER_WIDTH, one.name, made_up)
