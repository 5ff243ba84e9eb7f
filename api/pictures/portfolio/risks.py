"""The risks that the page shows: those of the whole scope, or those that threaten what a filter has left."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from queries.risk.risk_picture import RiskMatrix, RiskPicture, RiskShown


@dataclass(frozen=True)
class RisksOnPage:
    """Risks, matrices, and those that stand in no matrix. On the page each risk is told by its number."""

    rule: str
    remarks: tuple[str, ...]
    risks: tuple[RiskShown, ...]
    matrices: tuple[RiskMatrix, ...]
    number: dict[str, int]
    outside_after: tuple[int, ...]
    outside_before: tuple[int, ...]


def risks_on_page(picture: RiskPicture, left: Collection[str] | None) -> RisksOnPage:
    """Take the risks that threaten any of what is left, or all where nothing is filtered away."""
    if left is None:
        shown, matrices = picture.risks, picture.matrices
    else:
        wanted = set(left)
        shown = tuple(one for one in picture.risks if wanted & {each.id for each in one.threatens})
        kept = {one.element.id for one in shown}
        matrices = tuple(_only(matrix, kept) for matrix in picture.matrices)
    inside_after = {risk for matrix in matrices for cell in matrix.cells for risk in cell.after}
    inside_before = {risk for matrix in matrices for cell in matrix.cells for risk in cell.before}
    number = {one.element.id: place for place, one in enumerate(shown)}
    return RisksOnPage(
        picture.rule,
        # The remarks count all the risks; of some of them they would be wrong.
        picture.remarks if left is None else (),
        shown,
        matrices,
        number,
        tuple(place for risk, place in number.items() if risk not in inside_after),
        tuple(place for risk, place in number.items() if risk not in inside_before),
    )


def _only(matrix: RiskMatrix, kept: set[str]) -> RiskMatrix:
    return replace(
        matrix,
        cells=tuple(
            replace(
                cell,
                before=tuple(risk for risk in cell.before if risk in kept),
                after=tuple(risk for risk in cell.after if risk in kept),
            )
            for cell in matrix.cells
        ),
    )
