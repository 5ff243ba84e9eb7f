"""The tables below pictures of authority: everything in the picture, and all that it had no room for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from api.pictures.chart import Chained
from api.pictures.chart_network import link_facts
from api.pictures.seats import Parties, Seat, person_text
from api.pictures.tables import Table
from api.pictures.wording import NOTHING, day_text, heading
from queries.authority.deciding import ChainLink, HolderOf, HolderVerdict
from queries.authority.holding import AuthorityOf, Overseen
from queries.authority.matter import Condition, Verdict
from queries.findings.finding import Acceptance, Finding, Findings


def people_text(seat: Seat) -> str:
    """Who is in a post, or «ledig»; a body has no holder."""
    found = [*map(person_text, seat.people), *(["ledig"] if seat.vacant else [])]
    return ", ".join(found) or NOTHING


def verdict_table(answers: Iterable[HolderVerdict], jointly: frozenset[str], parties: Parties) -> Table:
    """What the answer is for each body and post."""
    headings = (
        heading(HolderVerdict, "holder"),
        heading(HolderOf, "people"),
        heading(HolderVerdict, "verdict"),
        "Hvorfor",
        heading(HolderVerdict, "residual"),
        heading(HolderVerdict, "keeps_competence"),
        "Id",
    )
    rows = tuple(
        (
            one.holder.name,
            people_text(parties.of(one.holder)),
            "Ja, sammen med andre" if one.holder.id in jointly else one.verdict.bokmaal,
            reason(one),
            _yes_no(one.residual),
            _yes_no(one.keeps_competence),
            one.holder.id,
        )
        for one in answers
    )
    return Table("Svaret for hvert organ og hver stilling", headings, rows, empty="Ingen organer eller stillinger.")


def reason(one: HolderVerdict) -> str:
    """The chain, or what stands nearest in its way."""
    if not one.chains:
        return "Ingen delegering eller opprinnelig myndighet gjelder"
    first = one.chains[0]
    told = "; ".join(dict.fromkeys(said for chain in one.chains for said in chain.conditions))
    if one.verdict is not Verdict.YES and first.nearest is not None:
        return f"{first.nearest} (i «{_name_at(first.nearest, first.links)}»)"
    chain = " ← ".join(link.name for link in first.links)
    return f"{chain}. Vilkår: {told}" if told else chain


def _name_at(condition: Condition, links: Sequence[ChainLink]) -> str:
    return next((link.name for link in links if link.id == condition.grant), condition.grant)


def chain_table(chains: Sequence[Chained], parties: Parties) -> Table:
    """Every link of every chain, from the top down."""
    facts = [name for name, _ in link_facts(chains[0].links[0])] if chains else []
    rows = tuple(
        (
            f"{number}.{place}",
            link.name,
            link.kind.bokmaal,
            chain.verdict.bokmaal,
            _failing_at(link, chain.failing),
            people_text(parties.seat(parties.receivers[link.id])),
            *(text for _, text in link_facts(link)),
        )
        for number, chain in enumerate(chains, start=1)
        for place, link in enumerate(reversed(chain.links), start=1)
    )
    headings = ("Kjede og ledd", "Ledd", "Form", "Kjeden gir", "I veien i leddet", "Innehaver av mottakeren", *facts)
    return Table("Kjedene, ledd for ledd fra der myndigheten begynner", headings, rows, 1, "Ingen kjeder.")


def _failing_at(link: ChainLink, failing: Iterable[Condition]) -> str:
    return "; ".join(str(one) for one in failing if one.grant == link.id) or NOTHING


def hindrance_table(chains: Sequence[Chained]) -> Table:
    """Everything that stands in the way, held against what was asked."""
    headings = ("Kjede", *(heading(Condition, name) for name in ("grant", "kind", "asked", "limit", "verdict")))
    rows = tuple(
        (
            str(number),
            _name_at(one, chain.links),
            one.kind.bokmaal,
            one.asked,
            one.limit,
            one.verdict.bokmaal,
        )
        for number, chain in enumerate(chains, start=1)
        for one in chain.failing
    )
    return Table("Det som er i veien", headings, rows, 1, "Ingenting er i veien.")


def post_table(
    answers: Sequence[AuthorityOf], drawn: frozenset[str], badges: dict[str, int], parties: Parties
) -> Table:
    """The posts of a unit, with how many chains of authority each has."""
    rows = []
    for post in (post for answer in answers for post in answer.posts):
        seat = parties.of(post.holder)
        holding = sum(chain.verdict is Verdict.YES for chain in post.chains)
        rows.append(
            (
                seat.name,
                people_text(seat),
                _yes_no(seat.vacant),
                str(holding),
                str(len(post.chains) - holding),
                str(badges.get(seat.id, 0)),
                _yes_no(seat.id in drawn),
                seat.id,
            )
        )
    headings = (
        "Stilling", heading(HolderOf, "people"), "Ledig", "Kjeder som holder", "Kjeder som ikke holder",
        "Funn på stillingen", "I bildet", "Id",
    )  # fmt: skip
    return Table("Stillingene i enheten", headings, tuple(rows), empty="Ingen stillinger i enheten denne dagen.")


def findings_tables(found: Findings) -> list[Table]:
    """Open findings, and those that somebody has accepted."""
    names = ("rule", "severity", "title", "subject", "about", "text", "correction", "source")
    headings = tuple(heading(Finding, name) for name in names)
    accepted_headings = (*headings, *(heading(Acceptance, name) for name in ("by", "reason", "until")))
    accepted = tuple(
        (*_finding(one), one.accepted.by, one.accepted.reason, day_text(one.accepted.until))
        for one in found.accepted
        if one.accepted
    )
    return [
        Table(heading(Findings, "open"), headings, tuple(map(_finding, found.open)), 2, "Ingen åpne funn."),
        Table(heading(Findings, "accepted"), accepted_headings, accepted, 2),
    ]


def _finding(one: Finding) -> tuple[str, ...]:
    about = ", ".join(other.name for other in one.about) or NOTHING
    return (
        one.rule, one.severity.bokmaal, one.title, one.subject.name, about, one.text, one.correction, one.source,
    )  # fmt: skip


def overseen_table(caption: str, found: Iterable[Overseen], parties: Parties, empty: str) -> Table:
    """Whom somebody must oversee, or by whom somebody is overseen."""
    names = ("holder", "distance", "state", "last_follow_up", "follow_up", "through")
    headings = tuple(heading(Overseen, name) for name in names)
    rows = tuple(
        (
            one.holder.name,
            people_text(parties.of(one.holder)),
            str(one.distance),
            one.state.bokmaal,
            day_text(one.last_follow_up),
            one.follow_up or NOTHING,
            ", ".join(one.through),
            one.holder.id,
        )
        for one in found
    )
    return Table(caption, (headings[0], heading(HolderOf, "people"), *headings[1:], "Id"), rows, empty=empty)


def _yes_no(value: bool) -> str:
    return "Ja" if value else "Nei"
