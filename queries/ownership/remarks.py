"""What the reader should know of the shares that an answer about ownership rests on."""

from __future__ import annotations

from datetime import date

from graph.connection import Row, Transaction
from queries.ownership.facts import Facts
from queries.texts import text
from schema.companies import CompanyForm


async def remarks(
    transaction: Transaction, asked: Row, owners: tuple[str, ...], facts: Facts, day: date
) -> tuple[str, ...]:
    """The remarks, in bokmål."""
    return (
        *_not_counted(facts, owners),
        *_disputed(facts),
        *_own_ring(asked, owners, facts),
        *await _same_number(transaction, asked, owners, day),
    )


def _not_counted(facts: Facts, owners: tuple[str, ...]) -> list[str]:
    leading = {*owners, *(row["company"] for row in facts.rows)}
    proposed = [f"Foreslått, og ikke regnet med: «{row['name']}»." for row in facts.proposed if row["owner"] in leading]
    ownerless = []
    for row in facts.ownerless:
        company = facts.companies[row["company"]]
        ownerless.append(
            f"Det står at {row['owner_name']} har en andel i «{company['name']}». "
            f"{CompanyForm(company['form']).bokmaal} har ingen eiere, og andelen er ikke regnet med."
        )
    return [*proposed, *ownerless]


def _disputed(facts: Facts) -> list[str]:
    return [
        f"Flere kilder forteller hva {rows[0]['owner_name']} har i «{facts.companies[rows[0]['company']]['name']}». "
        "Er det ulike andeler, legges de sammen; er det den samme, gjelder én av dem. Intervallet rommer begge deler."
        for rows in facts.disputed
    ]


def _own_ring(asked: Row, owners: tuple[str, ...], facts: Facts) -> list[str]:
    found = []
    for ring in facts.rings:
        others = [facts.companies[one]["name"] for one in ring if one not in owners]
        if len(others) < len(ring):
            through = f" gjennom {', '.join(others)}" if others else ""
            found.append(f"«{asked['name']}» eier selv noe av seg selv{through}.")
    return found


async def _same_number(transaction: Transaction, asked: Row, owners: tuple[str, ...], day: date) -> list[str]:
    number = asked["organisation_number"]
    if not number:
        return []
    rows = await transaction.run(text("ownership/same_number"), number=number, known=list(owners), day=day)
    return [
        f"{row['id']} har samme organisasjonsnummer, {number}, og eier andeler. De er ikke regnet med her."
        for row in rows
    ]
