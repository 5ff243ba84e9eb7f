"""How the portfolio's values are written."""

from __future__ import annotations

from queries.portfolio.money import Money

MADE_UP = " (illustrasjon)"


def kroner(amount: float | None) -> str:
    """An amount as people write it: in millions from ten on, else in whole kroner; «ukjent» where it is unknown."""
    if amount is None:
        return "ukjent"
    if abs(amount) >= 10_000_000:
        return (
            f"{amount / 1_000_000:,.1f}".removesuffix(".0").replace(",", "\u00a0").replace(".", ",") + "\u00a0mill. kr"
        )
    return f"{amount:,.0f}".replace(",", "\u00a0") + "\u00a0kr"


def per_cent(low: float | None, high: float | None) -> str:
    """A share, exact or as an interval; «ukjent» where nothing is known of it."""
    if low is None or high is None or (low <= 0 and high >= 100):
        return "ukjent"
    if round(low, 2) == round(high, 2):
        return f"{_number(low)}\u00a0%"
    return f"{_number(low)}–{_number(high)}\u00a0%"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def cost_text(money: Money) -> str:
    """What a project costs: the estimate, or the sum of what is spent and set aside, or the least it can be."""
    cost = whole_cost(money)
    if cost is not None:
        return kroner(cost)
    if money.known_nok is not None:
        return f"minst {kroner(money.known_nok)}, resten ukjent"
    return "kostnad ukjent"


def whole_cost(money: Money) -> float | None:
    """The estimate of the whole cost, or else the sum of what is spent and set aside where all of it is known."""
    return money.cost_estimate_nok if money.cost_estimate_nok is not None else money.reckoned_nok


def value_text(value: float | None) -> str:
    """A value as people write it, whatever it is counted in."""
    if value is None:
        return "ukjent"
    return f"{value:,.2f}".rstrip("0").rstrip(".").replace(",", "\u00a0").replace(".", ",")


def plain_name(name: str) -> str:
    """A name without the word that says it is made up, where a dashed edge or a word of its own says so instead."""
    return name.removesuffix(MADE_UP)
