"""A temporary store on disk for what the dataset says and what the graph says, so that memory stays flat.

Everything that takes comparing many records is SQL here: duplicates, ids that point nowhere, differences.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import orjson

# What the dataset says:
#   node, link      its records and relationships, with where they stand
#   mention         ids in the properties of relationships
#   code_use        values that must be a code in one of the dataset's own lists
#   unread          relationships that are there, but too wrong to be staged
# What the graph says:
#   known, candidate, outside, reached   of other datasets; see surroundings.py
#   current_node, current_link           of this dataset, before the load
# What is to be kept:
#   piece           the whole content, in pieces, as `loads.packed` makes them
_TABLES = """
CREATE TABLE node (id TEXT, kind TEXT, body TEXT, valid_from TEXT, valid_to TEXT, file TEXT, sheet TEXT, row INT);
CREATE TABLE link (type TEXT, start TEXT, finish TEXT, key TEXT, body TEXT, valid_from TEXT, valid_to TEXT,
                   file TEXT, sheet TEXT, row INT, field TEXT);
CREATE TABLE mention (target TEXT, kinds TEXT, file TEXT, sheet TEXT, row INT, field TEXT);
CREATE TABLE code_use (kind TEXT, code TEXT, file TEXT, sheet TEXT, row INT, field TEXT);
CREATE TABLE unread (start TEXT, type TEXT);
CREATE TABLE known (id TEXT PRIMARY KEY, kind TEXT, valid_from TEXT, valid_to TEXT);
CREATE TABLE candidate (id TEXT PRIMARY KEY, kind TEXT);
CREATE TABLE outside (type TEXT, start TEXT, finish TEXT, PRIMARY KEY (type, start, finish));
CREATE TABLE reached (id TEXT PRIMARY KEY, walked INT);
CREATE TABLE current_node (id TEXT PRIMARY KEY, kind TEXT, body TEXT);
CREATE TABLE piece (sha256 TEXT, packed TEXT);
CREATE TABLE current_link (type TEXT, start TEXT, finish TEXT, key TEXT, body TEXT);
"""
_INDEXES = """
CREATE INDEX node_id ON node (id);
CREATE INDEX node_kind ON node (kind, id);
CREATE INDEX link_identity ON link (type, start, finish, key);
CREATE INDEX link_start ON link (start, type);
CREATE INDEX link_finish ON link (finish);
CREATE INDEX current_link_identity ON current_link (type, start, finish, key);
"""
_BATCH = 2000


def canonical(body: dict[str, Any]) -> str:
    """Return the one way a body is written, so that equal bodies are equal texts."""
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS).decode()


def parsed(body: str) -> dict[str, Any]:
    """Return the body that a text was made of."""
    return dict(orjson.loads(body))


class Staging:
    """The store. Use as a context manager; the file is removed after."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="styring-")
        # Check-then-write happens on one thread at a time, but the event loop may move between threads.
        self._database = sqlite3.connect(Path(self._folder.name) / "staging.db", check_same_thread=False)
        self._database.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE;" + _TABLES
        )
        self._waiting: dict[str, list[tuple[Any, ...]]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()
        self._folder.cleanup()

    def add(self, table: str, *values: Any) -> None:
        """Add a row to one of the store's own tables. Where the table has a key, a row that is there stays."""
        waiting = self._waiting.setdefault(table, [])
        waiting.append(values)
        if len(waiting) >= _BATCH:
            self._write(table)

    def _write(self, table: str) -> None:
        rows = self._waiting.pop(table, [])
        if rows:
            marks = ",".join("?" * len(rows[0]))
            self._database.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", rows)

    def flush(self) -> None:
        """Write what waits, so that queries see it."""
        for table in list(self._waiting):
            self._write(table)

    def index(self) -> None:
        """Make the indexes, once the dataset is read."""
        self.flush()
        self._database.executescript(_INDEXES)

    def rows(self, text: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query, a few at a time."""
        self.flush()
        cursor = self._database.execute(text, values)
        while rows := cursor.fetchmany(_BATCH):
            yield from rows

    def count(self, text: str, *values: Any) -> int:
        """Return the single number a query gives."""
        self.flush()
        return int(self._database.execute(text, values).fetchone()[0])

    def run(self, text: str, *values: Any) -> int:
        """Run a statement and return how many rows it changed."""
        self.flush()
        return self._database.execute(text, values).rowcount


def batches(rows: Iterable[tuple[Any, ...]], size: int = _BATCH) -> Iterator[list[tuple[Any, ...]]]:
    """Gather rows in lists of at most `size`."""
    batch: list[tuple[Any, ...]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
