"""The routes of the pictures of authority. Their forms stand on the start page."""

from __future__ import annotations

from typing import TypeVar

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from api.guard import OWN_POLICY
from api.ids import full_id
from api.pages.site import day_asked
from graph.connection import Graph
from queries.authority.matter import Matter
from schema.actions import Action, VatBasis
from schema.authority import AmountPeriod, MatterArea
from schema.errors import QuestionError
from schema.values import Code

CodeT = TypeVar("CodeT", bound=Code)
_PRINCIPAL = {"": None, "yes": True, "no": False}

router = APIRouter()


@router.get("/authority/decision")
async def decision(
    request: Request,
    action: str = "",
    provision: str = "",
    area: str = "",
    amount: str = "",
    vat: str = "",
    per: str = "",
    case_type: str = "",
    unit: str = "",
    principal: str = "",
    dataset: str = "",
    holder: str = "",
    on_date: str = "",
) -> Response:
    """Who may decide a matter in a municipality, or whether one holder may, with the chains."""
    from api.pictures.authority_asked import decision_picture  # takes time to import, and is needed here only

    if principal not in _PRINCIPAL:
        raise QuestionError(f"«{principal}» sier ikke om saken er prinsipiell.", "Velg yes, no eller ingenting.")
    matter = Matter(
        action=_needed(Action, action),
        provision=provision.strip() or None,
        area=_code(MatterArea, area),
        amount_nok=_amount(amount),
        amount_vat=_code(VatBasis, vat),
        amount_per=_code(AmountPeriod, per) or AmountPeriod.CASE,
        case_type=case_type.strip() or None,
        unit=unit.strip() or None,
        principal=_PRINCIPAL[principal],
    )
    graph: Graph = request.app.state.graph
    day, who = day_asked(on_date), holder.strip()
    return _page(await decision_picture(graph, matter, day, dataset=dataset.strip(), holder=who))


@router.get("/authority/unit")
async def unit(request: Request, id: str = "", on_date: str = "") -> Response:
    """The delegations of a unit and what is part of it, with findings."""
    from api.pictures.authority_asked import unit_picture

    return _page(await unit_picture(request.app.state.graph, full_id(id), day_asked(on_date)))


@router.get("/authority/oversight")
async def oversight(request: Request, id: str = "", on_date: str = "") -> Response:
    """Whom somebody must oversee, and by whom they are overseen."""
    from api.pictures.authority_asked import oversight_picture

    return _page(await oversight_picture(request.app.state.graph, full_id(id), day_asked(on_date)))


def _page(html: str) -> Response:
    return HTMLResponse(html, headers={"content-security-policy": OWN_POLICY})


def _code(enumeration: type[CodeT], written: str) -> CodeT | None:
    """The value that was chosen, or None for nothing."""
    return _needed(enumeration, written) if written.strip() else None


def _needed(enumeration: type[CodeT], written: str) -> CodeT:
    try:
        return enumeration(written.strip())
    except ValueError:
        known = ", ".join(one.value for one in enumeration)
        raise QuestionError(f"«{written}» er ikke blant det som kan velges.", f"Velg {known}.") from None


def _amount(written: str) -> float | None:
    """An amount as people write it, with or without spaces between thousands."""
    text = "".join(written.split()).replace(",", ".")
    if not text:
        return None
    try:
        found = float(text)
    except ValueError:
        found = float("nan")
    if not 0 <= found < float("inf"):
        raise QuestionError(f"«{written}» er ikke et beløp.", "Skriv hele kroner, som 3 000 000.")
    return found
