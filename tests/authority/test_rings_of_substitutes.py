"""Rings of posts that are substitutes for each other: found at any length, each once."""

from datetime import date

from queries.authority.chains import Authority
from queries.authority.grants import Grant, GrantKind, World
from queries.findings.authority_checks import check

WORLD = World(day=date(2026, 6, 1))


def rings(*pairs: str, dataset: str = "") -> dict[str, str]:
    """Subject to the ring, of posts written as `ab`: a is substitute for b."""
    acting = [Grant(f"{one}|{other}", one, GrantKind.ACTING, one, other) for one, other in map(tuple, pairs)]
    found = [row for rule, row in check(Authority(acting, WORLD), dataset) if rule == "R-DEL-08"]
    assert len({row["subject"] for row in found}) == len(found)
    return {row["subject"]: row["ring"] for row in found}


def test_two_three_and_four_in_a_ring() -> None:
    assert rings("ab", "ba") == {"a": "a → b → a"}
    assert rings("cb", "ac", "ba") == {"a": "a → c → b → a"}
    assert rings("ab", "bc", "cd", "da") == {"a": "a → b → c → d → a"}


def test_a_row_of_substitutes_is_no_ring_and_who_only_leads_into_one_is_not_in_it() -> None:
    assert rings("ab", "bc", "cd") == {}
    assert rings("ab", "ac", "bd", "cd") == {}
    assert rings("ab", "bc", "cb") == {"b": "b → c → b"}


def test_two_rings_are_two_findings_and_each_is_named_by_the_shortest_way_round() -> None:
    assert rings("ab", "ba", "cd", "dc") == {"a": "a → b → a", "c": "c → d → c"}
    assert rings("ab", "bc", "ca", "ba") == {"a": "a → b → a", "c": "c → a → b → c"}


def test_a_ring_is_reported_in_the_dataset_of_its_first_post() -> None:
    pairs = [("en:a", "to:b"), ("to:b", "en:a")]
    acting = [Grant(f"{one}|{other}", one, GrantKind.ACTING, one, other) for one, other in pairs]
    for dataset, count in (("en", 1), ("to", 0), ("", 1)):
        assert len(list(check(Authority(acting, WORLD), dataset))) == count
