"""Cost against benefit in kroner. What is unknown is listed and never drawn at nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from api.pictures.portfolio.wording import kroner, plain_name, whole_cost
from queries.portfolio.benefits import BenefitShown
from queries.portfolio.portfolio import PortfolioOverview
from queries.portfolio.projects import ProjectShown
from schema.rhythm import Light

WIDTH, HEIGHT = 900, 400
LEFT, RIGHT = 110, 40
"""Room beside the picture, for what stands on the axes."""
MOST_DOTS = 300
MOST_NAMED = 60
"""Among more dots than this, names hide more than they tell."""
_MARGIN = 8
_LETTER, _LINE, _DOT = 6.9, 14, 9
_FAR = 20
"""A name further above or below than this has a line to its dot."""
_LONGEST_NAME = 44
_KRONER = frozenset({"nok", "kr", "kroner"})


@dataclass(frozen=True)
class Label:
    """Where a name stands, and which end of it."""

    x: float
    y: float
    anchor: str
    text: str
    far: bool


@dataclass(frozen=True)
class Dot:
    """A project."""

    project: str
    name: str
    light: Light
    illustrative: bool
    cost: float
    benefit: float
    x: float
    y: float
    title: str
    label: Label | None = None


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
    left_out: int

    @property
    def nameless(self) -> int:
        """How many have no room for their name."""
        return sum(dot.label is None for dot in self.dots)


def cost_of(one: ProjectShown) -> float | None:
    """The estimate of the whole cost, or else the sum of what is spent and set aside where all of it is known."""
    return whole_cost(one.money)


def in_kroner(one: ProjectShown) -> list[BenefitShown]:
    """The benefits counted in kroner."""
    return [each for each in one.benefits if (each.unit_of_measure or "").strip().lower() in _KRONER]


def benefit_of(one: ProjectShown) -> float | None:
    """What the benefits counted in kroner are expected to change together, or None where that is unknown.

    A cost that falls is a benefit as large as one that lets an income rise: which way is better is told by where it
    starts and what is expected. Where one of the two is unknown, so is the change.
    """
    changes = [
        None if each.expected is None or each.baseline is None else abs(each.expected - each.baseline)
        for each in in_kroner(one)
    ]
    known = [change for change in changes if change is not None]
    return sum(known) if known and len(known) == len(changes) else None


def cost_benefit(answer: PortfolioOverview) -> CostBenefit:
    """Place each project by its cost and its benefit, the most expensive first where there are too many."""
    every = (*answer.programmes, *answer.projects)
    read = [(one, cost_of(one), benefit_of(one)) for one in every]
    known = [(one, cost, benefit) for one, cost, benefit in read if cost is not None and benefit is not None]
    drawn = sorted(known, key=lambda each: (-each[1], each[0].element.id))[:MOST_DOTS]
    highest_cost = _round_up(max((cost for _, cost, _ in drawn), default=1))
    highest_benefit = _round_up(max((benefit for _, _, benefit in drawn), default=1))
    dots = [
        Dot(
            one.element.id,
            one.element.name,
            one.worst_light,
            one.element.illustrative,
            cost,
            benefit,
            round(_MARGIN + max(cost, 0) / highest_cost * (WIDTH - 2 * _MARGIN), 1),
            round(HEIGHT - max(benefit, 0) / highest_benefit * (HEIGHT - _MARGIN), 1),
            f"{one.element.name}: koster {kroner(cost)}, ventet gevinst {kroner(benefit)}. {one.worst_light.bokmaal}.",
        )
        for one, cost, benefit in drawn
    ]
    return CostBenefit(
        _named(dots) if len(dots) <= MOST_NAMED else tuple(dots),
        tuple(Mark(_MARGIN + part / 4 * (WIDTH - 2 * _MARGIN), kroner(highest_cost * part / 4)) for part in range(5)),
        tuple(Mark(HEIGHT - part / 4 * (HEIGHT - _MARGIN), kroner(highest_benefit * part / 4)) for part in range(5)),
        _level(highest_cost, highest_benefit),
        tuple((one, _why(one, cost, benefit)) for one, cost, benefit in read if cost is None or benefit is None),
        len(known) - len(drawn),
    )


_Area = tuple[float, float, float, float]


def _named(dots: Sequence[Dot]) -> tuple[Dot, ...]:
    """Give each dot its name where there is room for it; a name never covers a dot or another name."""
    taken: list[_Area] = [(dot.x - _DOT, dot.y - _DOT, dot.x + _DOT, dot.y + _DOT) for dot in dots]
    named = []
    for dot in dots:
        found = next((label for label in _places(dot) if _is_free(_area(label), taken)), None)
        if found:
            taken.append(_area(found))
        named.append(replace(dot, label=found))
    return tuple(named)


def _places(dot: Dot) -> Iterator[Label]:
    name = plain_name(dot.name)
    text = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"
    for right, down, anchor in (
        (13, 4, "start"), (-13, 4, "end"), (0, -14, "middle"), (0, 24, "middle"), (11, -9, "start"), (11, 17, "start"),
        (-11, -9, "end"), (-11, 17, "end"), (16, -24, "start"), (-16, -24, "end"), (16, 32, "start"),
        (24, -40, "start"), (-24, -40, "end"), (30, -56, "start"), (-30, -56, "end"), (36, -72, "start"),
    ):  # fmt: skip
        far = abs(down) > _FAR
        yield Label(round(dot.x + right, 1), round(dot.y + down, 1), anchor, text, far)


def _area(label: Label) -> _Area:
    width = len(label.text) * _LETTER
    left = label.x - {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    return left, label.y - _LINE + 3, left + width, label.y + 3


def _is_free(area: _Area, taken: Sequence[_Area]) -> bool:
    left, top, right, bottom = area
    if left < 2 or right > WIDTH + RIGHT or top < -10 or bottom > HEIGHT - 1:
        return False
    return all(right <= a or c <= left or bottom <= b or d <= top for a, b, c, d in taken)


def _level(highest_cost: float, highest_benefit: float) -> tuple[float, float]:
    """The end of the line on which benefit equals cost."""
    most = min(highest_cost, highest_benefit)
    x = _MARGIN + most / highest_cost * (WIDTH - 2 * _MARGIN)
    return round(x, 1), round(HEIGHT - most / highest_benefit * (HEIGHT - _MARGIN), 1)


def _why(one: ProjectShown, cost: float | None, benefit: float | None) -> str:
    reasons = ["kostnaden er ukjent"] if cost is None else []
    if benefit is None:
        said = "gevinsten i kroner er ukjent" if in_kroner(one) else "gevinsten er ikke oppgitt i kroner"
        reasons.append(said)
    return " og ".join(reasons)


def _round_up(value: float) -> float:
    """The nearest 1, 2 or 5 with zeroes after that is not less."""
    size = 1.0
    while value > size * 10:
        size *= 10
    return next(size * step for step in (1, 2, 5, 10) if value <= size * step)
