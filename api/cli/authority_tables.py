"""The answers about authority as tables for people."""

from __future__ import annotations

from api.cli.output import Table
from queries.authority.changes import AuthorityChanges, Difference, HeldChain
from queries.authority.deciding import ChainLink, HolderOf, HolderVerdict, MayDecide, ShownChain, WhoMayDecide
from queries.authority.holding import AuthorityChain, AuthorityOf, DelegationChain, Limits, Overseen, Oversight
from queries.authority.mandate import Mandate
from queries.findings.finding import Finding, Findings
from queries.what_if.trying import WhatIf

_LINK_HEADINGS = ("Ledd", "Gis av", "Gis til", "Vedtak", "Bestemmelser", "Beløpsgrense", "Gjelder fra", "Sikkerhet")


def _who(holder: HolderOf) -> str:
    if holder.body:
        return holder.name
    people = ", ".join(f"{one.name}, {one.holding.bokmaal.lower()}" for one in holder.people)
    told = people or ("ledig" if holder.vacant else "")
    return f"{holder.name} ({told})" if told else holder.name


def _link(link: ChainLink) -> tuple[object, ...]:
    return (
        link.name,
        link.giver,
        link.receiver,
        link.decision,
        link.provisions,
        link.amount_limit,
        link.valid_from,
        link.certainty,
    )


def _why(chains: tuple[ShownChain, ...]) -> str:
    if not chains:
        return "ingen delegering"
    first = chains[0]
    if first.nearest is not None:
        return str(first.nearest)
    return " ← ".join(link.name for link in first.links)


def _verdicts(title: str, found: tuple[HolderVerdict, ...], parted_by: str = "") -> Table:
    rows = [
        (
            _who(one.holder),
            one.verdict,
            _why(one.chains),
            tuple(dict.fromkeys(said for chain in one.chains for said in chain.conditions)),
            one.residual,
        )
        for one in found
    ]
    headings = ("Organ eller stilling", "Svar", "Kjede, eller det som er i veien", "Vilkår", "Restmyndighet")
    return Table(title, headings, rows, parted_by)


def may_tables(answer: MayDecide) -> list[Table]:
    """The answer for each post, then the links of its nearest chain and what stands in the way."""
    found = [_verdicts("Svar", answer.answers)]
    for one in answer.answers:
        for chain in one.chains[:3]:
            title = f"{one.holder.name}: {chain.verdict.bokmaal.lower()}"
            found.append(Table(title, _LINK_HEADINGS, [_link(link) for link in chain.links]))
            hindrances = [(each.kind, each.asked, each.limit, each.verdict) for each in chain.failing]
            found.append(Table("I veien", ("Vilkår", "Spurt", "Grense", "Følge"), hindrances))
    return found


def who_tables(answer: WhoMayDecide) -> list[Table]:
    """Those who may, together, and those for whom it is not decided."""
    return [
        _verdicts("Kan avgjøre", answer.may, "Utfall"),
        _verdicts("Kan avgjøre sammen med andre", answer.jointly, "Utfall"),
        _verdicts("Ikke avgjort", answer.undetermined, "Utfall"),
    ]


def _limits(limits: Limits) -> str:
    parts = [", ".join(action.bokmaal.lower() for action in limits.actions) or "ingen handlinger"]
    parts += limits.amounts
    if limits.units:
        parts.append("innenfor " + ", ".join(limits.units))
    if limits.nowhere:
        parts.append("ingen enhet")
    if limits.case_types:
        parts.append(", ".join(limits.case_types))
    if limits.principal is False:
        parts.append("ikke prinsipielle saker")
    return "; ".join(parts)


def _chain(chain: AuthorityChain) -> tuple[object, ...]:
    names = " ← ".join(link.name for link in chain.links)
    hindrances = "; ".join(str(one) for one in chain.failing)
    return names, chain.verdict, _limits(chain.declared), _limits(chain.effective), hindrances


_CHAIN_HEADINGS = ("Kjede", "Gjelder", "Erklært", "Virkelig", "I veien")


def authority_tables(answer: AuthorityOf) -> list[Table]:
    """The chains of each post, then the bars."""
    bars = [(bar.name, bar.provisions, bar.bodies) for bar in answer.bars]
    return [
        *(
            Table(_who(post.holder), _CHAIN_HEADINGS, [_chain(one) for one in post.chains], "Organ eller stilling")
            for post in answer.posts
        ),
        Table("Delegeringssperrer", ("Sperre", "Bestemmelser", "Må avgjøre selv"), bars),
    ]


def chain_tables(answer: DelegationChain) -> list[Table]:
    """The chains, then the links of each."""
    chains = Table("Kjeder", _CHAIN_HEADINGS, [_chain(one) for one in answer.chains])
    links = [
        Table(f"Kjede {number}", _LINK_HEADINGS, [_link(link) for link in one.links])
        for number, one in enumerate(answer.chains, start=1)
    ]
    return [chains, *links]


def oversight_tables(answer: Oversight) -> list[Table]:
    """Whom to oversee, and by whom overseen."""
    headings = ("Organ eller stilling", "Ledd", "Oppfølging", "Sist", "Hvordan", "Gjennom")

    def rows(found: tuple[Overseen, ...]) -> list[tuple[object, ...]]:
        return [
            (_who(one.holder), one.distance, one.state, one.last_follow_up, one.follow_up, one.through) for one in found
        ]

    return [
        Table("Skal påse", headings, rows(answer.oversees), "Retning"),
        Table("Påses av", headings, rows(answer.overseen_by), "Retning"),
    ]


def mandate_tables(answer: Mandate) -> list[Table]:
    """The responsible post, what must be decided, the chain, and the SDGs."""
    one = answer.mandate
    rows = [
        (
            _who(one.responsible) if one.responsible else "ingen",
            item.matter.action,
            item.matter.provision or item.matter.area,
            item.matter.amount_nok,
            item.verdict,
            item.reason,
        )
        for item in one.required
    ]
    headings = ("Ansvarlig", "Handling", "Bestemmelse eller område", "Beløp", "Svar", "Kjede, eller det som er i veien")
    links = [
        Table("Kjeden", _LINK_HEADINGS, [_link(link) for link in item.answer.chains[0].links])
        for item in one.required
        if item.answer and item.answer.chains
    ]
    reached = [(reach.target.label, reach.way_count) for reach in answer.thread.reached] if answer.thread else []
    return [Table("Ansvar og myndighet", headings, rows), *links, Table("Bidrar til", ("FN-mål", "Veier"), reached)]


_FINDING_HEADINGS = ("Regel", "Alvor", "Gjelder", "Forklaring", "Hva som kan gjøres")


def _finding(one: Finding) -> tuple[object, ...]:
    return one.rule, one.severity, one.subject.name, one.text, one.correction


def findings_tables(answer: Findings) -> list[Table]:
    """Open findings, accepted ones apart, and the rules run."""
    accepted = [
        (*_finding(one)[:3], one.accepted.by, one.accepted.reason, one.accepted.until)
        for one in answer.accepted
        if one.accepted
    ]
    counts = [(one.rule, one.title, one.severity, one.open, one.accepted) for one in answer.counts]
    return [
        Table("Åpne funn", _FINDING_HEADINGS, [_finding(one) for one in answer.open]),
        Table("Aksepterte funn", ("Regel", "Alvor", "Gjelder", "Akseptert av", "Begrunnelse", "Til"), accepted),
        Table("Regler", ("Regel", "Funn", "Alvor", "Åpne", "Aksepterte"), counts),
    ]


def _difference(one: Difference) -> tuple[object, ...]:
    def said(chain: HeldChain | None) -> str:
        return f"{chain.name}: {_limits(chain.effective)}" if chain else ""

    return one.holder_name, one.change, said(one.before), said(one.after)


_DIFFERENCE_HEADINGS = ("Organ eller stilling", "Endring", "Før", "Etter")


def what_if_tables(answer: WhatIf) -> list[Table]:
    """New findings, findings that go away, and who is affected."""
    return [
        Table("Nye funn", _FINDING_HEADINGS, [_finding(one) for one in answer.new_findings], "Virkning"),
        Table("Funn som forsvinner", _FINDING_HEADINGS, [_finding(one) for one in answer.gone_findings], "Virkning"),
        Table("Berørte", _DIFFERENCE_HEADINGS, [_difference(one) for one in answer.affected]),
    ]


def changes_tables(answer: AuthorityChanges) -> list[Table]:
    """Who gained, lost or changed."""
    return [Table("Forskjeller", _DIFFERENCE_HEADINGS, [_difference(one) for one in answer.differences])]
