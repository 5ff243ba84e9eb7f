"""Print what indirect ownership costs beside scipy solving the same system: `python -m benchmarks.ownership --help`.

Ten thousand companies own each other a little, most of them forwards and some back, so that many stand in rings. scipy
is given the system ready to be put in a matrix, and finds the one solution where all shares are exact; the program
finds rings, checks sums, keeps intervals apart and gives reasons. So the ratio is the price of that.
"""

from __future__ import annotations

import argparse
import asyncio
import platform
import sys
from random import Random

from benchmarks.measuring import Compared, compared, in_turns, table
from queries.ownership.control import controls
from queries.ownership.holdings import WHOLE, Book, Holding, Span
from queries.ownership.interest import interests

SEED = 20261125
_ACTOR = "kommunen"
_NEAR = 40
_BACK = 0.05
HEADING = ("What", "Unit", "styring", "scipy alone", "Ratio", "Aim")
Shares = list[tuple[str, str, int]]
"""Owner, company and per cent."""


def made(companies: int, random: Random) -> Shares:
    """Companies that each have one to three owners before them, and now and then one after them."""
    found: Shares = []
    for number in range(companies):
        owners = {f"c{max(0, number - random.randint(1, _NEAR)):06}" for _ in range(random.randint(1, 3))}
        if random.random() < _BACK:
            owners.add(f"c{min(companies - 1, number + random.randint(1, _NEAR)):06}")
        owners.discard(f"c{number:06}")
        left = 100
        for owner in sorted(owners):
            share = random.randint(1, max(1, left // 2))
            found.append((owner, f"c{number:06}", share))
            left -= share
        if random.random() < 0.2 and left > 1:
            found.append((_ACTOR, f"c{number:06}", random.randint(1, left)))
    return found


def exact(share: int) -> Span:
    """A share that is known."""
    return Span(share * WHOLE // 100, share * WHOLE // 100)


def around(share: int) -> Span:
    """A share that is known to within one per cent."""
    return Span(max(0, share - 1) * WHOLE // 100, share * WHOLE // 100)


def by_scipy(shares: Shares, names: list[str]) -> list[float]:
    """The interest in each company by the one linear system."""
    from numpy import zeros
    from scipy.sparse import coo_matrix, identity
    from scipy.sparse.linalg import spsolve

    at = {name: number for number, name in enumerate(names)}
    base = zeros(len(names))
    between = [(at[company], at[owner], share / 100) for owner, company, share in shares if owner in at]
    for owner, company, share in shares:
        if owner == _ACTOR:
            base[at[company]] += share / 100
    rows, columns, values = zip(*between, strict=True)
    system = identity(len(names), format="csc") - coo_matrix((values, (rows, columns)), (len(names),) * 2).tocsc()
    solution: list[float] = spsolve(system, base).tolist()
    return solution


def check(shares: Shares, names: list[str]) -> None:
    """Refuse to measure two that do not give the same.

    Raises:
        AssertionError: They do not.
    """
    holdings = [Holding(owner, company, exact(share), exact(share)) for owner, company, share in shares]
    found = interests(Book(holdings, [], votes=False), [_ACTOR], names)
    for name, other in zip(names, by_scipy(shares, names), strict=True):
        assert abs(found[name].low - other) < 1e-9, name


async def measure(companies: int, rounds: int) -> list[Compared]:
    """Measure each in turns with scipy."""
    shares = made(companies, Random(SEED))
    names = sorted({company for _, company, _ in shares})
    check(shares, names)
    known = [Holding(owner, company, exact(share), exact(share)) for owner, company, share in shares]
    within = [Holding(owner, company, around(share), around(share)) for owner, company, share in shares]

    async def bare() -> None:
        by_scipy(shares, names)

    async def economic(holdings: list[Holding]) -> None:
        interests(Book(holdings, [], votes=False), [_ACTOR], names)

    async def control() -> None:
        controls(Book(known, [], votes=True), [_ACTOR], names)

    ways = (
        (f"Economic interest, {companies:,} companies, exact shares", lambda: economic(known)),
        (f"Economic interest, {companies:,} companies, intervals", lambda: economic(within)),
        (f"Control, {companies:,} companies", control),
    )
    found = []
    for what, ours in ways:
        pairs = []
        for number in range(rounds):
            first, second = await in_turns((ours, bare), number)
            pairs.append((first * 1000, second * 1000))
        found.append(compared(what, "ms", pairs, None))
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ownership", description=__doc__)
    parser.add_argument("--companies", type=int, default=10_000, help="how many companies there are (10,000)")
    parser.add_argument("--rounds", type=int, default=7, help="how many times each is measured (7)")
    asked = parser.parse_args()
    rows = asyncio.run(measure(asked.companies, asked.rounds))
    print(f"Python {platform.python_version()}, seed {SEED}\n", file=sys.stderr)
    print(table(HEADING, [row.cells() for row in rows]))


if __name__ == "__main__":
    main()
