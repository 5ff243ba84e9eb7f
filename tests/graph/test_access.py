"""What is hidden from somebody is as if it were not there: held against the same graph with it taken away."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import date
from random import Random
from typing import Any

import pytest

from graph import neighbours as nearby
from graph.access import FULL_ACCESS, MENTIONING, PUBLIC_ACCESS, READER_ACCESS, Access, SeenGraph, limited
from graph.connection import Graph, Readable, Transaction, Trial
from graph.thread import walk
from loaders.catalogues import shipped
from loaders.load import load
from queries.authority.holding import authority_of, delegation_chain, oversight
from queries.authority.mandate import mandate
from queries.findings.finding import findings
from queries.goals.coverage import coverage
from queries.goals.outside_thread import outside_thread
from queries.goals.trace_down import trace_down
from queries.goals.trace_up import trace_up
from queries.plans.plans_in_force import plans_in_force
from queries.plans.suspect_links import suspect_links
from queries.portfolio.portfolio import portfolio
from queries.risk.risk_picture import risk_picture
from schema.catalogue import KINDS, RELATIONSHIPS
from schema.errors import GovernanceError
from tests.conftest import ROOT, empty

pytestmark = pytest.mark.anyio
TODAY = date(2026, 6, 1)
DATASETS = (ROOT / "examples/lillevik", ROOT / "tests/datasets/nes", ROOT / "tests/datasets/hovik")
HIDEABLE = sorted(name for name, kind in KINDS.items() if not kind.cls.OPEN)


@pytest.fixture(scope="module", autouse=True)
async def loaded(opened: Graph) -> Graph:
    await empty(opened)
    for path in (*shipped().values(), *DATASETS):
        await load(opened, path)
    return opened


async def ids_of(graph: Graph, *kinds: str) -> list[str]:
    rows = await graph.read(
        "MATCH (n:Node) WHERE n.kind IN $kinds AND n.dataset IN $datasets RETURN n.id AS id ORDER BY id",
        kinds=list(kinds),
        datasets=["hovik", "lillevik", "nes"],
    )
    return [row["id"] for row in rows]


async def hide(graph: Graph, random: Random, part: float) -> list[str]:
    """Make some nodes restricted, and everything else public again."""
    chosen = [one for one in await ids_of(graph, *HIDEABLE) if random.random() < part]

    async def work(transaction: Transaction) -> None:
        await transaction.run("MATCH (n:Node) WHERE n.confidentiality <> 'public' SET n.confidentiality = 'public'")
        await transaction.run(
            "UNWIND $ids AS id MATCH (n:Node {id: id}) SET n.confidentiality = 'restricted'", ids=chosen
        )

    await graph.write(work)
    return chosen


async def without(
    graph: Graph, hidden: list[str], access: Access, question: Callable[[Readable], Awaitable[Any]]
) -> Any:
    """The slow, obvious reference: take the hidden nodes away, and what mentions them, and ask."""

    async def work(trial: Trial) -> Any:
        await trial.transaction.run("UNWIND $ids AS id MATCH (n:Node {id: id}) DETACH DELETE n", ids=hidden)
        await trial.transaction.run(
            "MATCH (n:Node) WHERE n.kind IN $kinds DETACH DELETE n", kinds=sorted(access.hidden_kinds)
        )
        for name in sorted(MENTIONING):
            await trial.transaction.run(
                f"MATCH (:Node)-[r]->(:Node) WHERE r.{name} IS NOT NULL "
                f"AND NOT EXISTS {{ MATCH (m:Node) WHERE m.id = r.{name} }} SET r.{name} = null"
            )
        return await answered(lambda: question(trial))

    return await graph.try_out(work)


async def answered(ask: Callable[[], Awaitable[Any]]) -> Any:
    try:
        return await ask()
    except GovernanceError as error:
        return type(error), str(error)


def questions(random: Random, ids: dict[str, list[str]]) -> list[Callable[[Readable], Awaitable[Any]]]:
    """Every question, each about something drawn at random; also about what is hidden."""

    def one(*kinds: str) -> str:
        return random.choice([id for kind in kinds for id in ids[kind]])

    tiltak, goal, unit, post = one("Tiltak", "Project"), one("Goal", "FocusArea"), one("Unit"), one("Post")
    version, project, delegation = one("PlanVersion"), one("Project"), one("Delegation")
    dataset = random.choice(["lillevik", "nes", "hovik"])
    return [
        lambda graph: trace_up(graph, tiltak, TODAY, max_ways=5),
        lambda graph: trace_down(graph, goal, TODAY),
        lambda graph: trace_down(graph, "sdg:11", TODAY),
        lambda graph: coverage(graph, dataset, TODAY),
        lambda graph: coverage(graph, unit, TODAY),
        lambda graph: outside_thread(graph, dataset, TODAY),
        lambda graph: suspect_links(graph, version, TODAY),
        lambda graph: plans_in_force(graph, dataset, TODAY),
        lambda graph: authority_of(graph, post, TODAY),
        lambda graph: oversight(graph, post, TODAY),
        lambda graph: delegation_chain(graph, delegation, TODAY),
        lambda graph: mandate(graph, tiltak, TODAY),
        lambda graph: findings(graph, dataset, TODAY),
        lambda graph: portfolio(graph, dataset, TODAY),
        lambda graph: portfolio(graph, "nes:strategisk", TODAY),
        lambda graph: risk_picture(graph, "nes", TODAY),
        lambda graph: risk_picture(graph, unit, TODAY),
        lambda graph: risk_picture(graph, project, TODAY),
    ]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("access", "part"), [(READER_ACCESS, 0.15), (READER_ACCESS, 0.5), (PUBLIC_ACCESS, 0.1)])
async def test_an_answer_is_what_it_would_be_without_what_is_hidden(
    loaded: Graph, seed: int, access: Access, part: float
) -> None:
    random = Random(f"{seed}{part}{access.hidden_kinds}")
    hidden = await hide(loaded, random, part)
    assert hidden
    ids = {name: await ids_of(loaded, name) for name in KINDS}
    for number, question in enumerate(questions(random, ids)):
        expected = await without(loaded, hidden, access, question)
        found = await answered(lambda: question(SeenGraph(loaded, access)))  # noqa: B023 awaited at once
        assert found == expected, number


async def test_no_way_from_any_node_leads_to_a_hidden_one(loaded: Graph) -> None:
    hidden = frozenset(await hide(loaded, Random(7), 0.3))
    seen = SeenGraph(loaded, READER_ACCESS)
    everything = await ids_of(loaded, *KINDS)
    found = set(await nearby.nodes_by_id(seen, everything))
    assert found == set(everything) - hidden
    for name in RELATIONSHIPS:
        for incoming in (True, False):
            around = await nearby.neighbours(seen, name, everything, TODAY, incoming=incoming, each=1000, most=100_000)
            met = {one.node["id"] for some in around.values() for one in some}
            assert not hidden & (met | set(around))
    walked = await seen.read_together(lambda inner: walk(inner, everything))
    assert not hidden & {end for link in walked.links for end in (link["start"], link["finish"])}


async def test_who_sees_everything_asks_the_text_as_it_stands(loaded: Graph) -> None:
    await hide(loaded, Random(8), 0.3)
    assert FULL_ACCESS.everything
    whole = await portfolio(loaded, "nes", TODAY)
    assert await portfolio(SeenGraph(loaded, FULL_ACCESS), "nes", TODAY) == whole


async def test_a_trial_neither_changes_nor_meets_what_is_hidden(loaded: Graph) -> None:
    [secret] = [one for one in await ids_of(loaded, "Project") if one == "nes:gangbru"]

    async def mark(transaction: Transaction) -> None:
        await transaction.run("MATCH (n:Node {id: $id}) SET n.confidentiality = 'restricted'", id=secret)

    await loaded.write(mark)

    async def work(trial: Trial) -> tuple[int, int]:
        touched = await trial.transaction.run("MATCH (n:Node {id: $id}) SET n.name = 'X' RETURN n.id AS id", id=secret)
        there = await trial.whole.run("MATCH (n:Node {id: $id}) RETURN n.id AS id", id=secret)
        return len(touched), len(there)

    assert await SeenGraph(loaded, READER_ACCESS).try_out(work) == (0, 1)


def statements() -> list[tuple[str, str]]:
    """Every Cypher text beside the questions."""
    return [
        (str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))
        for path in sorted(ROOT.glob("queries/**/*.cypher"))
    ]


@pytest.mark.parametrize(("name", "text"), statements())
def test_every_node_of_every_pattern_has_the_condition_and_nothing_else_is_a_pattern(name: str, text: str) -> None:
    bare = re.sub(r"//[^\n]*", "", text)
    assert not re.search(r"\bCOUNT\s*\{\s*\(", bare), "a pattern in COUNT without MATCH"
    assert not re.search(r"\[\s*\(\w*[:)][^\]]*\|", bare), "a pattern comprehension"
    assert not re.search(
        r"(WHERE|AND|OR|NOT|,|=)\s*\(\w*(:\w+)?\)\s*<?-\[", re.sub(r"MATCH[^{}]*?(?=WHERE|RETURN|WITH|\})", "", bare)
    )
    assert "shortestPath" not in bare
    arrows = len(re.findall(r"<?-\[[^\]]*\]->?", bare))
    made = limited(text)
    assert made.count("IN $seen_levels") >= arrows
    assert re.sub(r"\s+", " ", re.sub(r"\bseen_\d+", "", _stripped(made))) == re.sub(r"\s+", " ", bare)


def _stripped(made: str) -> str:
    """The text without the conditions, as it was."""
    level, kind = r"coalesce\(\S+\.confidentiality, 'public'\)", r"coalesce\(\S+\.kind, ''\)"
    condition = rf"{level} IN \$seen_levels AND NOT {kind} IN \$hidden_kinds"
    path = rf" AND all\(seen_step IN \w+ WHERE {condition} AND {condition}\)"
    return re.sub(rf" WHERE {condition}(?:{path})*", "", made)


def test_a_condition_reaches_a_node_without_a_name_and_what_a_path_passes_through() -> None:
    made = limited("MATCH (a {id: $id})-[:PART_OF*0..3]->() RETURN a")
    assert made.startswith("MATCH (a {id: $id} WHERE coalesce(a.confidentiality, 'public') IN $seen_levels")
    assert "[seen_1:PART_OF*0..3]->(seen_2 WHERE coalesce(seen_2.confidentiality" in made
    assert "all(seen_step IN seen_1 WHERE" in made


def test_a_text_in_quotes_or_a_comment_is_no_pattern() -> None:
    assert limited("RETURN 'MATCH (a)' AS x // MATCH (b)\n") == "RETURN 'MATCH (a)' AS x \n"


def test_the_public_sees_nothing_of_persons_deviations_and_risks() -> None:
    assert {"Leader", "Deviation", "Risk"} <= PUBLIC_ACCESS.hidden_kinds
    assert PUBLIC_ACCESS.hidden_kinds <= set(KINDS)
    assert not any(KINDS[kind].cls.OPEN for kind in PUBLIC_ACCESS.hidden_kinds)
