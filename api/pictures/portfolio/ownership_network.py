"""The network of companies: the one asked about, what it owns, and who else owns it, with the share on each arrow."""

from __future__ import annotations

from typing import Any

from api.pictures.appearance import Look, wrapped
from api.pictures.portfolio.columns import NetworkBox, Tie, network_in_columns
from api.pictures.portfolio.wording import per_cent, plain_name
from queries.ownership.answer import OwnedCompanies, OwnedCompany, Share

MOST_COMPANIES = 80
"""More companies than this cannot be told apart; the rest are in the table."""
_OWNER = Look("rectangle", "#3B6E8F", "#24465C", "#FFFFFF")
_COMPANY = Look("round", "#E4ECF2", "#3B6E8F")
_RING = Look("round", "#F1E3B8", "#7E5300")
_OTHER = Look("rectangle", "#ECEDEE", "#6B7075")


def ownership_network(answer: OwnedCompanies) -> dict[str, Any]:
    """An arrow from each owner to the company. What is not known is «ukjent», never nothing."""
    shown = answer.companies[:MOST_COMPANIES]
    ids = {one.id for one in shown}
    others: dict[str, str] = {}
    ties = []
    for company in shown:
        if company.direct.high > 0:
            ties.append(Tie(answer.actor, company.id, share_text(company.direct)))
        for owner in company.other_owners:
            ties.append(Tie(owner.id, company.id, share_text(owner.share)))
            if owner.id not in ids and owner.id != answer.actor:
                others[owner.id] = owner.name
    return network_in_columns(
        (
            [] if answer.actor in ids else [_owner(answer.actor, answer.name, _OWNER)],
            [_company(one) for one in shown],
            [_owner(id, name, _OTHER) for id, name in sorted(others.items())],
        ),
        tuple(dict.fromkeys(ties)),
    )


def _company(one: OwnedCompany) -> NetworkBox:
    control = f"Kontroll: {one.control.bokmaal.lower()}"
    return NetworkBox(
        one.id,
        wrapped(plain_name(one.name), 34, 2),
        control,
        _RING if one.circular else _COMPANY,
        290,
        f"{one.name}\n{one.form.bokmaal}\nØkonomisk interesse: {share_text(one.interest)}\n{control}",
        one.illustrative,
    )


def _owner(id: str, name: str, look: Look) -> NetworkBox:
    return NetworkBox(id, wrapped(plain_name(name), 24, 2), "", look, 200, name, plain_name(name) != name)


def share_text(share: Share) -> str:
    """A share as people write it, with «mer enn» where the lowest is not part of it."""
    text = per_cent(share.low, share.high)
    return f"mer enn {text}" if share.more_than and text != "ukjent" else text
