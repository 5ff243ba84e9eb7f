"""Cost against benefit in kroner. What is unknown is listed and never drawn at nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from api.pictures.portfolio.wording import kroner
from queries.portfolio.portfolio import PortfolioOverview
from queries.portfolio.projects import ProjectShown
from schema.rhythm import Light

WIDTH, HEIGHT = 720, 380
_MARGIN = 8
_LABEL_WIDTH, _LABEL_HEIGHT = 230, 15
_KRONER = frozenset({"nok", "kr", "kroner"})


@dataclass(frozen=True)
class Dot:
    """A project."""

    project: str
    name: str
    light: Light
    illustrative: bool
    x: float
    y: float
    title: str
    label_y: float = 0


@dataclass(frozen=True)
class Mark:
    """A value that is marked on one of the axes."""

    at: float
    label: str


@dataclass(frozen=True)
class CostBenefit:
    """What is drawn, and what cannot be."""

    dots: tuple[Dot, ...]
    costs: tuple[Mark, ...]
    benefits: tuple[Mark, ...]
    level: tuple[float, float]
    not_drawn: tuple[tuple[ProjectShown, str], ...]


def cost_of(one: ProjectShown) -> float | None:
    """The estimate of the whole cost, or else the sum of what is spent and set aside where all of it is known."""
    return one.money.cost_estimate_nok if one.money.cost_estimate_nok is not None else one.money.reckoned_nok


def benefit_of(one: ProjectShown) -> float | None:
    """What the benefits counted in kroner are expected to change together, or None where that is unknown.

    A cost that falls is a benefit as large as one that lets an income rise: which way is better is told by where it
    starts and what is expected.
    """
    counted = [each for each in one.benefits if (each.unit_of_measure or "").strip().lower() in _KRONER]
    values = [None if each.expected is None else abs(each.expected - (each.baseline or 0)) for each in counted]
    known = [value for value in values if value is not None]
    return sum(known) if known and len(known) == len(values) else None


def cost_benefit(answer: PortfolioOverview) -> CostBenefit:
    """Place each project by its cost and its benefit."""
    every = (*answer.programmes, *answer.projects)
    read = [(one, cost_of(one), benefit_of(one)) for one in every]
    drawn = [(one, cost, benefit) for one, cost, benefit in read if cost is not None and benefit is not None]
    highest_cost = _round_up(max((cost for _, cost, _ in drawn), default=1))
    highest_benefit = _round_up(max((benefit for _, _, benefit in drawn), default=1))
    dots = tuple(
        Dot(
            one.element.id,
            one.element.name,
            one.worst_light,
            one.element.illustrative,
            round(_MARGIN + max(cost, 0) / highest_cost * (WIDTH - 2 * _MARGIN), 1),
            round(HEIGHT - max(benefit, 0) / highest_benefit * (HEIGHT - _MARGIN), 1),
            f"{one.element.name}: koster {kroner(cost)}, ventet gevinst {kroner(benefit)}. {one.worst_light.bokmaal}.",
        )
        for one, cost, benefit in drawn
    )
    return CostBenefit(
        _with_labels_apart(dots),
        tuple(Mark(_MARGIN + part / 4 * (WIDTH - 2 * _MARGIN), kroner(highest_cost * part / 4)) for part in range(5)),
        tuple(Mark(HEIGHT - part / 4 * (HEIGHT - _MARGIN), kroner(highest_benefit * part / 4)) for part in range(5)),
        _level(highest_cost, highest_benefit),
        tuple((one, _why(cost, benefit)) for one, cost, benefit in read if cost is None or benefit is None),
    )


def _with_labels_apart(dots: tuple[Dot, ...]) -> tuple[Dot, ...]:
    """Move each name above the one below it, where they would cover each other."""
    placed: list[Dot] = []
    for dot in sorted(dots, key=lambda one: (-one.y, one.x, one.project)):
        beside = [one.label_y for one in placed if abs(one.x - dot.x) < _LABEL_WIDTH]
        above = min(beside, default=HEIGHT + _LABEL_HEIGHT) - _LABEL_HEIGHT
        placed.append(replace(dot, label_y=min(dot.y + 4, above)))
    return tuple(placed)


def _level(highest_cost: float, highest_benefit: float) -> tuple[float, float]:
    """The end of the line on which benefit equals cost."""
    most = min(highest_cost, highest_benefit)
    x = _MARGIN + most / highest_cost * (WIDTH - 2 * _MARGIN)
    return round(x, 1), round(HEIGHT - most / highest_benefit * (HEIGHT - _MARGIN), 1)


def _why(cost: float | None, benefit: float | None) -> str:
    missing = {"kostnaden er ukjent": cost, "gevinsten er ikke oppgitt i kroner": benefit}
    return " og ".join(text for text, value in missing.items() if value is None)


def _round_up(value: float) -> float:
    """The nearest 1, 2 or 5 with zeroes after that is not less."""
    size = 1.0
    while value > size * 10:
        size *= 10
    return next(size * step for step in (1, 2, 5, 10) if value <= size * step)
