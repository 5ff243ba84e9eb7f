"""Pages that show authority: the chains of a matter, the delegations of a unit, and oversight."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace

from api.pictures.chain_tables import (
    chain_table,
    findings_tables,
    hindrance_table,
    overseen_table,
    post_table,
    reason,
    verdict_table,
)
from api.pictures.chart import MOST_LINKS, Chained, Chart, Join, State, bounded, draw_chains
from api.pictures.chart_boxes import COLOUR, STATE_OF, UNCLEAR, Said, shortened
from api.pictures.chart_network import STATE_WORDS, chart_box_signs, chart_data, chart_line_signs
from api.pictures.page import Page, render
from api.pictures.seats import Parties, Seat
from api.pictures.tables import Table
from api.pictures.trace import completeness
from api.pictures.wording import day_text, heading
from queries.answers import Answer
from queries.authority.deciding import HolderVerdict, MayDecide, WhoMayDecide
from queries.authority.grants import money
from queries.authority.holding import AuthorityChain, AuthorityOf, FollowUpState, Overseen, Oversight
from queries.authority.matter import RANK, ConditionKind, Matter, Verdict, strongest
from queries.findings.finding import Finding, Findings
from queries.findings.rules import Severity
from schema.values import Code

_CHOOSING = "Velg en boks for å se bare det som henger sammen med den, og alt som er kjent om den."


def authority_page(answer: WhoMayDecide | MayDecide, parties: Parties) -> str:
    """Make the page of a matter: every chain from where authority begins to those who decide, or why not."""
    jointly = answer.jointly if isinstance(answer, WhoMayDecide) else ()
    answers = answer.answers if isinstance(answer, MayDecide) else (*answer.may, *jointly, *answer.undetermined)
    chains = [Chained(shown.verdict, shown.links, shown.failing) for one in answers for shown in one.chains]
    together = frozenset(one.holder.id for one in jointly)
    drawn = bounded(chains)
    seated = answers if len(drawn) == len(chains) else answers[:MOST_LINKS]
    chart = draw_chains(drawn, parties, [parties.of(one.holder) for one in seated])
    tables = [verdict_table(answers, together, parties), chain_table(chains, parties), hindrance_table(chains)]
    verdict = answer.verdict if isinstance(answer, MayDecide) else _verdict(answer)
    if isinstance(answer, MayDecide):
        title = f"Kan {parties.name(answer.holder)} avgjøre saken?"
        summary = _may_summary(answer)
    else:
        title, summary = "Hvem kan avgjøre saken?", _who_summary(answer)
        chart = replace(chart, start="")
    said = {one.holder.id: _said_of(one, one.holder.id in together) for one in answers}
    about = _matter_facts(answer.matter, parties)
    told = replace(answer, remarks=(*answer.remarks, *_too_many(len(chains), len(drawn))))
    return _page(told, title, (verdict.bokmaal, verdict.value), summary, about, chart, said, tables)


def _verdict(answer: WhoMayDecide) -> Verdict:
    if answer.may or answer.jointly:
        return Verdict.YES
    return Verdict.UNDETERMINED if answer.undetermined else Verdict.NO


def _said_of(one: HolderVerdict, jointly: bool) -> Said:
    words = {
        Verdict.YES: "✓ kan avgjøre sammen med andre" if jointly else "✓ kan avgjøre",
        Verdict.UNDETERMINED: "? ikke avgjort",
        Verdict.NO: "× kan ikke avgjøre",
    }
    notes = (
        words[one.verdict],
        *(["restmyndighet"] if one.residual else []),
        *(["har delegert, og beholder myndigheten"] if one.keeps_competence else []),
    )
    alarms = () if one.chains else ("Ingen delegering gjelder",)
    return Said(STATE_OF[one.verdict], notes, alarms)


def _may_summary(answer: MayDecide) -> str:
    if not answer.answers:
        return "Ingen stilling å svare for."
    return " ".join(_sentence(one) for one in answer.answers)


def _sentence(one: HolderVerdict) -> str:
    words = {
        Verdict.YES: "kan avgjøre saken",
        Verdict.UNDETERMINED: "er ikke avgjort",
        Verdict.NO: "kan ikke avgjøre saken",
    }
    residual = " med restmyndighet" if one.residual else ""
    return f"{one.holder.name} {words[one.verdict]}{residual}: {reason(one)}."


def _who_summary(answer: WhoMayDecide) -> str:
    groups = (
        ("Kan avgjøre", answer.may),
        ("Kan avgjøre sammen med andre", answer.jointly),
        ("Ikke avgjort for", answer.undetermined),
    )
    said = [f"{words}: {shortened([_named(one) for one in found], 6)}." for words, found in groups if found]
    return " ".join(said) or "Ingen kan avgjøre saken."


def _named(one: HolderVerdict) -> str:
    return f"{one.holder.name} (restmyndighet)" if one.residual else one.holder.name


def _matter_facts(matter: Matter, parties: Parties) -> list[tuple[str, str]]:
    """What is known of the matter, with headings; what is missing is told, because it can decide."""
    found = []
    for item in fields(matter):
        value = getattr(matter, item.name)
        if value is None and item.name in ("provision", "area"):
            continue
        if item.name == "amount_nok":
            text = money(value) if value is not None else "ikke oppgitt"
        elif isinstance(value, Code):
            text = value.bokmaal
        elif isinstance(value, bool):
            text = "Ja" if value else "Nei"
        elif isinstance(value, tuple):
            text = ", ".join(parties.name(one) for one in value)
        elif item.name == "provision":
            text = f"{parties.name(value)} ({value})"  # the name alone does not say which law
        else:
            text = parties.name(value) if value else "ikke oppgitt"
        if text:
            found.append((heading(Matter, item.name), text))
    return found


def unit_page(unit: str, answers: Sequence[AuthorityOf], found: Findings, parties: Parties) -> str:
    """Make the page of a unit and what is part of it: what its posts have been given, and what is wrong.

    Args:
        unit: Id of the unit.
        answers: What each post in the unit holds.
        found: The findings that touch the unit.
        parties: Who gives and receives each link.
    """
    posts = [post for answer in answers for post in answer.posts]
    wanted = [chain for post in posts for chain in _furthest(post.chains)]
    # What is broken is drawn first, so that it is in the picture also where not everything is.
    drawn = bounded(map(_chained, sorted(wanted, key=lambda chain: RANK[chain.verdict])))
    seated = posts if len(drawn) == len(wanted) else posts[:MOST_LINKS]
    chart = draw_chains(drawn, parties, [parties.of(post.holder) for post in seated])
    badges = _badges(found.open, chart)
    chains = [_chained(chain) for post in posts for chain in post.chains]
    vacant = sum(parties.of(post.holder).vacant for post in posts)
    counted = {one: len(members) for one, members in badges.items()}
    tables = [
        post_table(answers, frozenset(chart.seats), counted, parties),
        *findings_tables(found),
        chain_table(chains, parties),
        hindrance_table(chains),
    ]
    summary = (
        f"{_number(len(posts), 'stilling', 'stillinger')}, {vacant} ledige. "
        f"{_number(len(found.open), 'åpent funn', 'åpne funn')}, {len(found.accepted)} aksepterte."
    )
    outcome = ("Funn", "no") if found.open else ("Ingen funn", "yes")
    answer = replace(
        _together(answers, found),
        remarks=(*found.remarks, *_left_out(len(chains), len(wanted)), *_too_many(len(wanted), len(drawn))),
    )
    name = parties.name(unit)
    said = {one: _marked(members) for one, members in badges.items()}
    about = [("Enhet", name), ("Id", unit)]
    return _page(answer, f"Myndighet i {name}", outcome, summary, about, chart, said, tables, words=_FINDING_WORDS)


def _chained(chain: AuthorityChain) -> Chained:
    return Chained(chain.verdict, chain.links, chain.failing)


def _furthest(chains: Iterable[AuthorityChain]) -> list[AuthorityChain]:
    """For each link that a post holds, the chains that come furthest; nothing for a link that has ended by itself.

    A link that rests on many, of which one holds, is not broken. One of which none holds is drawn with the chain that
    has the least in its way.
    """
    groups: dict[str, list[AuthorityChain]] = defaultdict(list)
    for chain in chains:
        groups[chain.links[0].id].append(chain)
    found = []
    for held, members in groups.items():
        verdict = strongest([chain.verdict for chain in members])
        best = [chain for chain in members if chain.verdict is verdict]
        if verdict is Verdict.NO:
            best = [min(best, key=lambda chain: len(chain.failing))]
            ended = {one.kind for one in best[0].failing if one.grant == held}
            if ended & {ConditionKind.VALIDITY, ConditionKind.REVOKED}:
                continue
        found += best
    return found


def _left_out(chains: int, drawn: int) -> list[str]:
    if chains == drawn:
        return []
    return [
        f"Bildet viser {drawn} av {chains} kjeder: for hvert ledd de som kommer lengst, og ikke ledd som ikke gjelder "
        "denne dagen. Tabellene viser alle."
    ]


def _too_many(chains: int, drawn: int) -> list[str]:
    if chains == drawn:
        return []
    return [f"Det er for mye til ett bilde: det viser {drawn} av {chains} kjeder. Tabellene viser alle."]


def _together(answers: Sequence[AuthorityOf], found: Findings) -> Answer:
    """The common part of several answers: whole when each of them is."""
    cut = tuple(dict.fromkeys(cut for answer in (*answers, found) for cut in answer.cut_by))
    complete = all(answer.complete for answer in (*answers, found))
    return Answer(found.on_date, found.outcome, complete, cut, found.remarks)


def _badges(found: Iterable[Finding], chart: Chart) -> dict[str, list[Finding]]:
    """Findings by the boxes that show them: what breaks the rule, or where that is not drawn, what hangs together."""
    boxes: dict[str, list[str]] = defaultdict(list)
    for one in chart.seats:
        boxes[one].append(one)
    for one, plate in chart.plates.items():
        boxes[plate.link.id].append(one)
    badges: dict[str, list[Finding]] = defaultdict(list)
    for finding in found:
        others = [box for about in finding.about for box in boxes.get(about.id, ())]
        for box in boxes.get(finding.subject.id) or others:
            badges[box].append(finding)
    return dict(badges)


_SEVERITY_COLOUR = {Severity.ERROR: COLOUR[State.FAILS], Severity.WARNING: UNCLEAR, Severity.INFO: "#1B5587"}

_BADGE = {
    "R-DEL-01": "går for langt",
    "R-DEL-02": "utenom kommunedirektøren",
    "R-DEL-03": "sperret",
    "R-DEL-04": "brutt",
    "R-DEL-05": "opphevet lov",
    "R-DEL-06": "ikke skriftlig",
    "R-DEL-07": "ledig",
    "R-DEL-09": "utenfor kommunen",
    "R-DEL-11": "brutt",
    "R-DEL-12": "ring",
    "R-DEL-14": "til seg selv",
    "R-ANS-02": "mangler myndighet",
}
"""What a finding is called on a badge; the others are called «funn»."""


def _marked(found: Sequence[Finding]) -> Said:
    worst = min((one.severity for one in found), key=list(Severity).index)
    first = next(one for one in found if one.severity is worst)
    more = f" +{len(found) - 1}" if len(found) > 1 else ""
    alarms = tuple(f"{one.severity.bokmaal} {one.rule}: {one.title}" for one in found)
    return Said(None, (), alarms, f"! {_BADGE.get(first.rule, 'funn')}{more}", _SEVERITY_COLOUR[worst])


FOLLOWED_UP = {
    FollowUpState.DONE: State.GIVES,
    FollowUpState.OLD: State.UNCLEAR,
    FollowUpState.NONE: State.FAILS,
}


def oversight_page(answer: Oversight, name: str, parties: Parties) -> str:
    """Make the page of oversight: a tree with the one asked about in the middle, and the follow-up of each.

    Args:
        answer: The answer.
        name: What the one asked about is called.
        parties: Who gives and receives each link.
    """
    chart = _oversight_chart(answer, parties)
    cut = len(answer.oversees) > MOST_LINKS
    nearest = [f"Bildet viser de {MOST_LINKS} nærmeste som skal påses. Tabellen viser alle."] if cut else []
    said = {one.holder.id: _followed(one) for one in (*answer.oversees, *answer.overseen_by)}
    counts = Counter(one.state for one in answer.oversees)
    states = [f"{state.bokmaal.lower()}: {counts[state]}" for state in FollowUpState if counts[state]]
    summary = (
        f"Skal påse {len(answer.oversees)} ({', '.join(states)}). " if answer.oversees else "Skal ikke påse noen. "
    ) + f"Påses av {len(answer.overseen_by)}."
    tables = [
        overseen_table("Skal påse", answer.oversees, parties, "Skal ikke påse noen."),
        overseen_table("Påses av", answer.overseen_by, parties, "Påses ikke av noen."),
    ]
    about = [("Spurt om", name), ("Id", answer.asked)]
    outcome = (answer.outcome.bokmaal, answer.outcome.value)
    return _page(
        replace(answer, remarks=(*answer.remarks, *nearest)),
        f"Påseansvar: {name}",
        outcome,
        summary,
        about,
        chart,
        said,
        tables,
        _FOLLOW_UP_LINES,
        _OVERSEER_FIRST,
    )


_FINDING_WORDS = (
    ("! merke", "Åpent funn på stillingen eller leddet: rødt er feil, gult er advarsel, blått er merknad"),
)
_OVERSEER_FIRST = "med den som skal påse, over den som påses"
_FOLLOW_UP_LINES = {
    State.GIVES: "Fulgt opp siste år",
    State.UNCLEAR: "Siste oppfølging er eldre enn ett år",
    State.FAILS: "Ingen oppfølging er registrert",
}


def _followed(one: Overseen) -> Said:
    state = FOLLOWED_UP[one.state]
    day = f" {day_text(one.last_follow_up)}" if one.last_follow_up else ""
    return Said(state, (f"{state.value} {one.state.bokmaal.lower()}{day}",))


def _oversight_chart(answer: Oversight, parties: Parties) -> Chart:
    """A line for each step between an overseer and the one overseen, by the delegations of that step."""
    seats: dict[str, Seat] = {}
    joins: dict[Join, None] = {}
    asked: set[str] = set()
    for below, members in ((True, answer.oversees[:MOST_LINKS]), (False, answer.overseen_by)):
        for one in members:
            seats[one.holder.id] = parties.of(one.holder)
            ends = parties.givers if below else parties.receivers
            for other in sorted({ends[delegation] for delegation in one.through}):
                seats.setdefault(other, parties.seat(other))
                lower, upper = (one.holder.id, other) if below else (other, one.holder.id)
                state = FOLLOWED_UP[one.state]
                joins[Join(lower, upper, state, "skal påse", True, state.value)] = None
                if one.distance == 1:
                    asked.add(other)
    start = next(iter(asked)) if len(asked) == 1 else ""
    ordered = sorted(joins, key=lambda join: (join.finish, join.start, join.state.name))
    return Chart(start, dict(sorted(seats.items())), {}, tuple(ordered))


def _page(
    answer: Answer,
    title: str,
    outcome: tuple[str, str],
    summary: str,
    about: Sequence[tuple[str, str]],
    chart: Chart,
    said: Mapping[str, Said],
    tables: Sequence[Table],
    line_words: Mapping[State, str] = STATE_WORDS,
    order: str = "der myndigheten begynner øverst",
    words: Sequence[tuple[str, str]] = (),
) -> str:
    states = [join.state for join in chart.links]
    return render(
        Page(
            title=title,
            about=(
                *about,
                (heading(Answer, "on_date"), day_text(answer.on_date)),
                (heading(Answer, "complete"), completeness(answer)),
            ),
            outcome=outcome[0],
            outcome_code=outcome[1],
            summary=summary,
            remarks=answer.remarks,
            picture=chart_data(chart, said) if chart.seats else {},
            description=_description(chart, order),
            box_signs=chart_box_signs(chart),
            line_signs=chart_line_signs(states, line_words),
            tables=tables,
            choosing=_CHOOSING,
            words=(*words, *Page.words),
        )
    )


def _description(chart: Chart, order: str) -> str:
    links = f", {_number(len(chart.plates), 'ledd', 'ledd')}" if chart.plates else ""
    return (
        f"Nettverk med {_number(len(chart.seats), 'organ eller stilling', 'organer og stillinger')}{links} og "
        f"{_number(len(chart.links), 'linje', 'linjer')}, {order}. "
        "Tabellene under bildet sier det samme."
    )


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
