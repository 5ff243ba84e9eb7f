"""What is reckoned in the portfolio, held against plain statements of what it means."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from graph.connection import Row
from queries.answers import Standing
from queries.portfolio.benefits import Realisation, realisation
from queries.portfolio.money import money, year_sums
from queries.risk.scale import RiskZone, ScaleShown, size, sizes, together

TODAY = date(2026, 6, 1)
LEVELS = st.one_of(st.none(), st.integers(0, 7))
VALUES = st.one_of(st.none(), st.integers(-5, 5).map(float))
SCALES = st.builds(
    lambda rows, columns, yellow, more: ScaleShown(
        "x:s", "S", tuple("abcdef"[:rows]), tuple("abcdef"[:columns]), yellow, yellow + more
    ),
    st.integers(1, 6),
    st.integers(1, 6),
    st.integers(1, 20),
    st.integers(0, 10),
)
VERSIONS: dict[str, Row] = {
    "gjelder": {"status": "adopted", "adopted_on": date(2025, 12, 1), "valid_from": None, "valid_to": None},
    "nyere": {"status": "adopted", "adopted_on": date(2026, 3, 1), "valid_from": None, "valid_to": None},
    "gammel": {"status": "adopted", "adopted_on": date(2020, 1, 1), "valid_from": None, "valid_to": date(2024, 1, 1)},
    "utkast": {"status": "draft", "adopted_on": None, "valid_from": None, "valid_to": None},
}
AMOUNTS = st.lists(
    st.fixed_dictionaries(
        {
            "amount_kind": st.sampled_from(["medgaatt", "budsjett", "prognose", "sum"]),
            "amount_nok": st.one_of(st.none(), st.integers(-3, 9).map(float)),
            "first_year": st.one_of(st.none(), st.integers(2020, 2023)),
            "last_year": st.integers(2023, 2026),
            "versions": st.lists(st.sampled_from(sorted(VERSIONS)), max_size=2, unique=True),
        }
    ),
    max_size=8,
)


def rows_of(amounts: list[Row]) -> list[Row]:
    return [
        {**one, "versions": [{**VERSIONS[name], "id": name, "name": name} for name in one["versions"]]}
        for one in amounts
    ]


@given(AMOUNTS)
def test_a_sum_is_known_only_where_every_part_is_and_of_one_plan_version(amounts: list[Row]) -> None:
    found = money(rows_of(amounts), None, TODAY)
    order = ("nyere", "gjelder", None, "gammel", "utkast")
    there = [name for name in order if any(_stands_in(one, name) for one in amounts)]
    chosen = [one for one in amounts if there and _stands_in(one, there[0])]
    own = [one["amount_nok"] for one in chosen if one["amount_kind"] in ("medgaatt", "budsjett")]
    assert found.stated_in == (there[0] if there else None)
    assert found.unknown == own.count(None)
    assert found.reckoned_nok == (sum(own) if own and None not in own else None)
    assert (found.differs_nok is None) == (found.reckoned_nok is None or found.stated_nok is None)


def _stands_in(one: Row, name: str | None) -> bool:
    return name in one["versions"] if name else not one["versions"]


@given(st.lists(AMOUNTS, max_size=4))
def test_sums_by_year_lose_nothing_and_add_nothing_for_the_unknown(projects: list[list[Row]]) -> None:
    read = [money(rows_of(amounts), None, TODAY) for amounts in projects]
    every = [amount for one in read for amount in one.amounts]
    sums = year_sums(read)
    assert sum(one.known_nok for one in sums) == sum(amount.amount_nok or 0 for amount in every)
    assert sum(one.unknown for one in sums) == sum(amount.amount_nok is None for amount in every)


def test_no_amounts_at_all_is_unknown_and_not_nothing() -> None:
    found = money([], None, TODAY)
    assert (found.reckoned_nok, found.known_nok, found.standing) == (None, None, Standing.NO_PLAN)


@given(VALUES, VALUES, st.lists(st.integers(-9, 9).map(float), max_size=3), st.one_of(st.none(), st.dates()))
def test_a_benefit_is_realised_only_where_start_and_expectation_are_known_and_the_last_value_has_come_so_far(
    baseline: float | None, expected: float | None, measured: list[float], start: date | None
) -> None:
    found = realisation(baseline, expected, measured, start, TODAY)
    reached = (
        baseline is not None
        and expected is not None
        and baseline != expected
        and bool(measured)
        and (measured[-1] >= expected if expected > baseline else measured[-1] <= expected)
    )
    assert (found is Realisation.REALISED) == reached
    assert (found in (Realisation.NOT_MEASURED, Realisation.NOT_DUE)) == (not measured)


@given(LEVELS, LEVELS, st.one_of(st.none(), SCALES))
def test_a_risk_has_a_zone_only_where_it_is_assessed_and_its_scale_has_both_levels(
    probability: int | None, consequence: int | None, scale: ScaleShown | None
) -> None:
    found = size(probability, consequence, scale)
    if probability is None or consequence is None or scale is None:
        assert found.zone is RiskZone.UNKNOWN
        return
    inside = 1 <= probability <= len(scale.probability_names) and 1 <= consequence <= len(scale.consequence_names)
    assert (found.zone is RiskZone.UNKNOWN) != inside
    if inside:
        assert (found.zone is RiskZone.RED) == (probability * consequence >= scale.red_from)


@given(st.lists(st.tuples(LEVELS, LEVELS, LEVELS, LEVELS), max_size=6), SCALES)
def test_together_counts_each_risk_once_before_and_after_and_the_worst_is_one_of_them(
    levels: list[tuple[int | None, ...]], scale: ScaleShown
) -> None:
    names = ("probability", "consequence", "residual_probability", "residual_consequence")
    read = [sizes(dict(zip(names, one, strict=True)), scale) for one in levels]
    found = together(read)
    assert sum(one.before for one in found.counts) == sum(one.after for one in found.counts) == len(levels)
    assert (found.worst is None) == (not levels)
    if any(after.zone is RiskZone.RED for _, after in read):
        assert found.worst is RiskZone.RED
    if found.worst is RiskZone.GREEN:
        assert all(after.zone is RiskZone.GREEN for _, after in read)
