"""What is read to answer for one holder comes to the same as all there is, and who may agrees, in two datasets too."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.connection import Graph, Transaction
from queries.authority.deciding import Case, HolderVerdict, may_decide, who_may_decide
from queries.authority.matter import Matter, Verdict
from tests.queries.written_authority import ASKED, FIRST, MADE, SECOND, TODAY, Written, write_authority

pytestmark = pytest.mark.anyio
on_random_graphs = settings(
    max_examples=40,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)


async def judged_from_everything(
    graph: Graph, matter: Matter, holders: list[str], shown: int = 20
) -> dict[str, HolderVerdict]:
    async def read(transaction: Transaction) -> dict[str, HolderVerdict]:
        case = await Case.of(transaction, [FIRST, SECOND], matter, TODAY)
        return {holder: case.answer(holder, shown) for holder in holders}

    return await graph.read_together(read)


@pytest.mark.slow
@on_random_graphs
@given(made=MADE, asked=st.lists(ASKED, min_size=1, max_size=2))
async def test_what_rests_above_a_holder_says_the_same_as_everything(
    opened: Graph, made: Written, asked: list[Matter]
) -> None:
    await write_authority(opened, made)
    for one in asked:
        matter = made.matter(one)
        everything = await judged_from_everything(opened, matter, made.holders)
        narrowed = {holder: (await may_decide(opened, holder, matter, TODAY)).answers[0] for holder in made.holders}
        assert narrowed == everything, matter


def told(answer: HolderVerdict) -> tuple[object, ...]:
    """What who may says of somebody."""
    chains = [chain for chain in answer.chains if chain.verdict is answer.verdict]
    return answer.holder, answer.verdict, chains, answer.keeps_competence, answer.residual


@pytest.mark.slow
@on_random_graphs
@given(made=MADE, asked=ASKED)
async def test_who_may_names_the_municipality_s_own_just_as_may_she_answers(
    opened: Graph, made: Written, asked: Matter
) -> None:
    await write_authority(opened, made)
    matter = made.matter(asked)
    for dataset in (FIRST, SECOND):
        own = [holder for holder in made.holders if holder.startswith(f"{dataset}:")]
        if not own:
            continue
        who = await who_may_decide(opened, dataset, matter, TODAY)
        listed = {one.holder.id: told(one) for one in (*who.may, *who.undetermined)}
        everything = await judged_from_everything(opened, matter, own, shown=3)
        for holder in own:
            verdict = (await may_decide(opened, holder, matter, TODAY)).verdict
            assert verdict is everything[holder].verdict
            assert listed.get(holder) == (None if verdict is Verdict.NO else told(everything[holder])), (holder, matter)


async def test_what_is_drawn_crosses_datasets_and_comes_to_every_answer(opened: Graph) -> None:
    """Graphs in which nobody has anything would agree whatever the program did."""
    seen: Counter[str] = Counter()

    @settings(max_examples=200, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(made=MADE, asked=ASKED)
    def draw(made: Written, asked: Matter) -> None:
        plain = made.town.plain
        seen.update(f"verdict {plain.verdict(one, asked)}" for one in ("virksomhetslederen", "kommunedirektøren"))
        crossing = [
            one for one in made.town.grants if one.giver and (one.giver in made.second) != (one.receiver in made.second)
        ]
        seen["crossing"] += bool(crossing)

    draw()
    assert seen["crossing"] > 10
    assert min(seen[f"verdict {one}"] for one in (0, 1, 2)) > 3
