"""How the portfolio's values are written."""

from __future__ import annotations


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
