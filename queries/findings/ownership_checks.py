"""What breaks the rules over ownership in a municipality on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from graph.connection import Row, Transaction
from queries.ownership.facts import Facts, fetch_facts
from queries.ownership.holdings import NOISE, WHOLE, Book, Excess, per_cent
from queries.ownership.statements import OwnershipStatement, fetch_statements
from queries.texts import text
from schema.companies import CompanyForm

Breach = tuple[str, Row]
RULES = frozenset({"R-EIE-01", "R-EIE-02", "R-EIE-03", "R-EIE-04", "R-EIE-05", "R-EIE-06"})


async def check(transaction: Transaction, dataset: str, day: date) -> list[Breach]:
    """Every breach of the rules over ownership. Each is about something that the municipality itself tells of."""
    owners = [row["id"] for row in await transaction.run(text("ownership/owners"), dataset=dataset, day=day)]
    facts = await fetch_facts(transaction, owners, day)
    found = [*_over_whole(facts), *_rings(facts, dataset), *_ownerless(facts)]
    found += await _said_to_be_foretak(transaction, facts)
    found += await _owned(transaction, facts, dataset, day)
    prefix = f"{dataset}:"
    return [(rule, row) for rule, row in found if str(row["subject"]).startswith(prefix)]


def _row(facts: Facts, company: str, about: Iterable[str], **more: object) -> Row:
    others = sorted(set(about) - {company})
    return {"subject": company, "subject_name": facts.companies[company]["name"], "about": others, **more}


def _over_whole(facts: Facts) -> Iterator[Breach]:
    classes = {row["id"]: row["name"] for row in facts.classes}
    for company in sorted(facts.capital.of):
        shares = [row["id"] for row in facts.rows_of[company]]
        told: set[Excess] = set()
        for book, unit in ((facts.capital, "Andelene"), (facts.votes, "Stemmene")):
            for excess in book.of[company].excess:
                if excess not in told:  # votes that nothing is said of are as the capital: told once
                    told.add(excess)
                    of_class = (
                        f" av «{classes.get(excess.share_class, excess.share_class)}»" if excess.share_class else ""
                    )
                    what = f"{unit}{of_class} i"
                    yield "R-EIE-01", _row(facts, company, shares, what=what, sum=_shown(excess.sum))


def _shown(parts: int) -> str:
    return f"{per_cent(parts):.4f}".rstrip("0").rstrip(".").replace(".", ",")


def _rings(facts: Facts, dataset: str) -> Iterator[Breach]:
    """One breach for each ring, about the first company in it that the municipality tells of itself."""
    for members in facts.rings:
        group = sorted(members, key=lambda one: (not one.startswith(f"{dataset}:"), one))
        names = [facts.companies[one]["name"] for one in _way_round(facts.capital, group)]
        if len(group) == 1:
            ring = f"«{names[0]}» eier selv noe av seg selv"
        else:
            ring = f"Selskapene eier hverandre: {' → '.join(names)}"
        closed = all(_owned_within(facts.capital, one, group) >= WHOLE - NOISE for one in group)
        yield "R-EIE-06" if closed else "R-EIE-02", {**_row(facts, group[0], group), "ring": ring}


def _owned_within(book: Book, company: str, group: list[str]) -> int:
    return sum(lot.low for lot in book.of[company].lots if lot.owner in group)


def _way_round(book: Book, group: list[str]) -> list[str]:
    """A shortest way from the first of a ring through others of it and back: each owns some of the next."""
    owns: dict[str, list[str]] = {one: [] for one in group}
    for company in group:
        for owner in sorted({lot.owner for lot in book.of[company].lots if lot.high > 0}.intersection(group)):
            owns[owner].append(company)
    start, ways = group[0], [[group[0]]]
    seen: set[str] = set()
    for way in ways:
        for one in owns[way[-1]]:
            if one == start:
                return [*way, start]
            if one not in seen:
                seen.add(one)
                ways.append([*way, one])
    return group


def _ownerless(facts: Facts) -> Iterator[Breach]:
    for row in facts.ownerless:
        company = facts.companies[row["company"]]
        form = CompanyForm(company["form"])
        reason = f"{form.bokmaal} har ingen eiere."
        yield "R-EIE-03", _share_in(row, company, reason)


async def _said_to_be_foretak(transaction: Transaction, facts: Facts) -> list[Breach]:
    """Shares in a company that is a kommunalt foretak by its organisation number or by its name."""
    ids = sorted({row["company"] for row in facts.rows})
    rows = await transaction.run(text("ownership/foretak_as_companies"), companies=ids)
    foretak = {row["id"]: row["unit_name"] for row in rows}
    found: list[Breach] = []
    for row in facts.rows:
        company = facts.companies[row["company"]]
        if row["company"] in foretak:
            reason = f"Den har samme organisasjonsnummer som «{foretak[row['company']]}», som er et kommunalt foretak."
            found.append(("R-EIE-03", _share_in(row, company, reason)))
        elif company["form"] == CompanyForm.OTHER and str(company["name"]).upper().endswith((" KF", " FKF")):
            reason = "Etter navnet er det et kommunalt foretak, som er en del av kommunen og registreres som enhet."
            found.append(("R-EIE-03", _share_in(row, company, reason)))
    return found


def _share_in(row: Row, company: Row, reason: str) -> Row:
    return {
        "subject": row["id"],
        "subject_name": row["name"],
        "company_name": company["name"],
        "reason": reason,
        "about": sorted([company["id"], row["owner"]]),
    }


async def _owned(transaction: Transaction, facts: Facts, dataset: str, day: date) -> list[Breach]:
    """What is missing for the companies that the municipality itself has shares in."""
    shares: dict[str, list[str]] = defaultdict(list)
    for row in facts.rows:
        if row["owner_kind"] == "Unit" and row["owner"].startswith(f"{dataset}:"):
            shares[row["company"]].append(row["id"])
    owned = sorted(shares)
    statements = await fetch_statements(transaction, owned, day)
    rows = await transaction.run(text("ownership/representatives"), companies=owned, day=day)
    represented = {row["company"] for row in rows if row["dataset"] == dataset}
    found: list[Breach] = []
    for company in owned:
        about = shares[company]
        reason = _statement_missing(statements.get(company))
        if reason:
            found.append(("R-EIE-04", _row(facts, company, about, reason=reason)))
        lacking = [] if facts.companies[company]["owner_bodies"] else ["det er ikke registrert hvem som er eierorgan"]
        lacking += [] if company in represented else ["det er ikke registrert hvem som representerer kommunen"]
        if lacking:
            found.append(("R-EIE-05", _row(facts, company, about, missing=", og ".join(lacking))))
    return found


def _statement_missing(statement: OwnershipStatement | None) -> str:
    if statement is None:
        return "selskapet står ikke i noen eierskapsmelding"
    if not statement.in_force:
        return f"selskapet står bare i «{statement.name}», som ikke gjelder"
    if statement.older_than_four_years:
        return f"«{statement.name}» ble vedtatt {statement.adopted_on}, for mer enn fire år siden"
    return ""
