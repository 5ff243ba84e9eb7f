"""What the authority of one holder is judged from, and little more.

A municipality may have thousands of delegations; what somebody's authority rests on is a handful of them. The answer
is the same as from all of them, link by link, because nothing else can have a say: what a chain gives is what its links
give. Residual authority is the exception: it is over what nobody else at all has been given.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from graph.connection import Row, Transaction
from queries.authority.facts import Asked, Facts
from queries.authority.grants import home
from queries.texts import text


async def fetch_upward(transaction: Transaction, holders: Collection[str], asked: Asked) -> Facts | None:
    """All that the authority of some bodies and posts over a matter can rest on, and what they give of it further.

    Args:
        transaction: Where to read.
        holders: Ids of the bodies and posts.
        asked: What the matter names.

    Returns:
        None where it takes everything: some of it is residual authority, or rests on such.
    """
    reading = _Upward(transaction, asked.provisions)
    if not await reading.read(holders):
        return None
    return Facts(_in_order(reading.grants), _in_order(reading.parties), asked.units, _in_order(reading.bars))


def _in_order(rows: Mapping[str, Row]) -> list[Row]:
    return [rows[one] for one in sorted(rows)]


def _ids(row: Row, *types: str) -> set[str]:
    return {link["id"] for link in row["links"] if link["type"] in types}


class _Upward:
    """Reads upwards, a few links at a time, until nothing above is missing. Days are left to the judging."""

    def __init__(self, transaction: Transaction, provisions: set[str]) -> None:
        self._transaction = transaction
        self._provisions = provisions
        self._asked: set[str] = set()
        self._looked_up: set[str] = set()
        self._barred: set[str] = set()
        self.grants: dict[str, Row] = {}
        self.parties: dict[str, Row] = {}
        self.bars: dict[str, Row] = {}

    async def read(self, holders: Collection[str]) -> bool:
        """Read all there is above some holders; False as soon as there is residual authority among it."""
        missing, named = set(holders), "authority/held_and_given"
        while missing:
            self._asked |= missing
            for row in await self._transaction.run(text(named), ids=sorted(missing)):
                self.grants[row["body"]["id"]] = row
            if any(row["body"].get("residual") for row in self.grants.values()):
                return False
            await self._read_parties(missing)
            await self._read_bars()
            missing, named = self._missing(), "authority/upward"
        return True

    async def _read_parties(self, asked: set[str]) -> None:
        """Everybody who gives or receives, and whose authority the asked share or act in."""
        ids = asked | {one for row in self.grants.values() for one in _ids(row, "FROM", "TO", "BELONGS_TO")}
        while new := ids - self._looked_up:
            self._looked_up |= new
            for row in await self._transaction.run(text("authority/parties"), ids=sorted(new)):
                self.parties[row["id"]] = row
            ids = set(self._stood_in_for())

    def _stood_in_for(self) -> Iterator[str]:
        for one in self._asked & self.parties.keys():
            yield from _ids(self.parties[one], "SHARES_AUTHORITY_WITH", "SUBSTITUTE_FOR")

    async def _read_bars(self) -> None:
        # Provisions each time: a bar of them may be for a municipality that was not come to before.
        ids = sorted(self._provisions | (self.grants.keys() - self._barred))
        homes = sorted({home(one) for one in (*self.grants, *self.parties)})
        self._barred |= self.grants.keys()
        for row in await self._transaction.run(text("authority/bars_about"), ids=ids, datasets=homes):
            self.bars[row["body"]["id"]] = row

    def _missing(self) -> set[str]:
        """Holders of whom all that they hold must be read, and grants that are named and not read."""
        found = set(self._stood_in_for())
        for row in self.grants.values():
            named, givers = _ids(row, "RESTS_ON"), _ids(row, "FROM")
            found |= named - self.grants.keys()
            # Who names a basis that somebody else holds may have a share in it.
            if not named or self._receivers(named) != givers:
                found |= givers
        for row in self.bars.values():
            if self._provisions & _ids(row, "BARS"):
                found |= _ids(row, "BELONGS_TO")
        return found - self._asked

    def _receivers(self, grants: Iterable[str]) -> set[str]:
        return {one for grant in grants if grant in self.grants
                for one in _ids(self.grants[grant], "TO", "BELONGS_TO")}  # fmt: skip
