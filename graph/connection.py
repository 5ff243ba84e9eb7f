"""The one way to the database: a Graph over Bolt, whichever engine answers. Driver errors are translated here only."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar, cast

import neo4j
from neo4j import (
    AsyncDriver,
    AsyncGraphDatabase,
    AsyncManagedTransaction,
    AsyncTransaction,
    NotificationMinimumSeverity,
    exceptions,
)
from neo4j.time import Date
from opentelemetry import trace

from graph.embedded import EmbeddedServer, open_embedded
from graph.settings import Settings
from schema.errors import (
    GovernanceError,
    GraphConflictError,
    GraphError,
    GraphRefusedError,
    GraphTimeoutError,
    GraphUnavailableError,
    SettingsError,
)

Row = dict[str, Any]

# What the driver says of its own retries is for those who listen for it, not for a person's terminal.
logging.getLogger("neo4j").addHandler(logging.NullHandler())
T = TypeVar("T")
_tracer = trace.get_tracer("styring")
_TURN = "MATCH (d:Dataset) RETURN d.turn AS turn LIMIT 1"
"""Every load gives all datasets its own id as their turn, so one of them tells whether anything was loaded since."""
_MOST_TRIES = 5
_PLAIN_ALREADY = frozenset({str, int, float, bool, type(None)})


@dataclass
class _Reads:
    """Whether anything has been read."""

    any: bool = False


_reads: ContextVar[_Reads | None] = ContextVar("reads", default=None)
"""The reads that must be of the same state of the graph, while they are made."""


@dataclass(frozen=True)
class Engine:
    """Which engine answers: `ArcadeDB` or `Neo4j`, and its version."""

    name: str
    version: str


def plain(value: Any) -> Any:
    """Return a driver value as plain Python: dates as datetime.date, nodes and relationships as their properties."""
    if type(value) in _PLAIN_ALREADY:
        return value
    if isinstance(value, Date):
        return date(value.year, value.month, value.day)
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: item if type(item) in _PLAIN_ALREADY else plain(item) for key, item in value.items()}
    return value


def _row(record: neo4j.Record) -> Row:
    return {key: plain(record[key]) for key in record.keys()}  # noqa: SIM118 a record is not a mapping


class Transaction:
    """A running transaction. Statements see what earlier ones in it wrote; all or nothing is kept."""

    def __init__(self, inner: AsyncManagedTransaction | AsyncTransaction) -> None:
        self.inner = inner

    async def run(self, text: str, /, **parameters: Any) -> list[Row]:
        """Run one statement and return its rows."""
        with _tracer.start_as_current_span("cypher", kind=trace.SpanKind.CLIENT) as span:
            span.set_attribute("db.query.text", text)
            result = await self.inner.run(text, parameters)
            return [_row(record) async for record in result]

    async def stream(self, text: str, /, **parameters: Any) -> AsyncIterator[Row]:
        """Run one statement and yield its rows as they come, so that memory stays flat."""
        result = await self.inner.run(text, parameters)
        async for record in result:
            yield _row(record)


class Readable(Protocol):
    """What questions are asked of: the graph, or the graph with a change tried out."""

    async def read_together(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run several reads in one transaction."""


class ReadableGraph(Readable, Protocol):
    """A graph that is read from, all of it or what somebody may see of it: see `graph.access`."""

    async def read(self, text: str, /, **parameters: Any) -> list[Row]:
        """Ask one statement."""

    async def try_out(self, work: Callable[[Trial], Awaitable[T]]) -> T:
        """Let the work change the graph and ask it, and keep nothing of the change."""


class Trial:
    """The graph as it would be with a change that is never kept. It is a `Readable`.

    Attributes:
        transaction: What the change is made and the questions are asked in.
        whole: The same with nothing hidden, where the two differ: see `graph.access`.
    """

    def __init__(self, transaction: Transaction) -> None:
        self.transaction = transaction
        self.whole = transaction

    async def read_together(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run several reads; they see the change."""
        return await work(self.transaction)


class Graph:
    """A connection to the graph. Use `open_graph`; close it with `close`."""

    def __init__(
        self, driver: AsyncDriver, settings: Settings, engine: Engine, embedded: EmbeddedServer | None
    ) -> None:
        self._driver = driver
        self._settings = settings
        self._embedded = embedded
        self._database = embedded.database if embedded else settings.neo4j_database or None
        self._bookmarks = AsyncGraphDatabase.bookmark_manager()
        self._turn: str | None = None
        self.engine = engine

    @property
    def address(self) -> str:
        """Where the graph is: the embedded folder or the server's address."""
        return str(self._embedded.folder) if self._embedded else self._settings.neo4j_uri

    async def read(self, text: str, /, **parameters: Any) -> list[Row]:
        """Ask one statement in a read transaction, retried when the cluster moves, sent to followers if there are any.

        Raises:
            GraphTimeoutError: It took longer than `styring_timeout` seconds.
            GraphUnavailableError: Nothing answers.
        """
        return await self.read_briefly(lambda transaction: transaction.run(text, **parameters))

    async def read_briefly(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run a read that may take no more than `styring_timeout` seconds."""
        return await self._managed("READ", lambda inner: work(Transaction(inner)), self._settings.styring_timeout)

    async def read_together(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run several reads in one transaction, with no load between them: see `steady`."""
        timeout = self._settings.styring_load_timeout
        return await self.steady(lambda: self._managed("READ", lambda inner: work(Transaction(inner)), timeout))

    async def steady(self, work: Callable[[], Awaitable[T]]) -> T:
        """Run reads that must all be of the same state of the graph.

        Neither engine keeps a reader from seeing, in its second statement, a load that was accepted after the first; an
        answer of half the old and half the new would be an answer to nothing. So the work is done again where something
        was loaded meanwhile. It costs one small statement: the turn seen last is taken for the turn before.

        Raises:
            GraphConflictError: Something was loaded each time.
        """
        if _reads.get() is not None:
            return await self._part_of_steady(work)
        before = self._turn
        for _ in range(_MOST_TRIES):
            error, found = None, None
            reads = _Reads()
            mark = _reads.set(reads)
            try:
                found = await work()
            except GovernanceError:
                raise
            except Exception as one:  # half of the old and half of the new may not fit together at all
                error = one
            finally:
                _reads.reset(mark)
            if reads.any:
                self._turn = await self._read_turn()
            if not reads.any or self._turn == before:
                if error:
                    raise error
                return cast(T, found)
            before = self._turn
        raise _overtaken()

    async def _part_of_steady(self, work: Callable[[], Awaitable[T]]) -> T:
        """Do part of what must be steady; what fails because something was loaded meanwhile is to be done again."""
        try:
            return await work()
        except GovernanceError:
            raise
        except Exception as error:
            if await self._read_turn() != self._turn:
                raise _overtaken() from error
            raise

    async def _read_turn(self) -> str:
        rows = await self.read(_TURN)
        return str(rows[0]["turn"]) if rows else ""

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run the work in one write transaction: all of it is kept, or nothing.

        The work may be run again when the engine asks for it, so it must not change anything outside the transaction.
        """
        return await self._managed("WRITE", lambda inner: work(Transaction(inner)), self._settings.styring_load_timeout)

    async def try_out(self, work: Callable[[Trial], Awaitable[T]]) -> T:
        """Let the work change the graph and ask it, and keep nothing of the change.

        Raises:
            GraphConflictError: Somebody else changes the same data at the moment.
        """
        return await self.steady(lambda: self._try_out(work))

    async def _try_out(self, work: Callable[[Trial], Awaitable[T]]) -> T:
        reads = _reads.get()
        if reads is not None:
            reads.any = True
        timeout = self._settings.styring_load_timeout
        try:
            async with self._driver.session(database=self._database) as session:
                transaction = await session.begin_transaction(timeout=timeout)
                try:
                    return await work(Trial(Transaction(transaction)))
                finally:
                    await transaction.rollback()
        except (exceptions.DriverError, exceptions.Neo4jError) as error:
            raise translated(error, self.address, timeout) from error

    async def _managed(self, access: str, work: Callable[[AsyncManagedTransaction], Awaitable[T]], timeout: float) -> T:
        reads = _reads.get()
        if reads is not None:
            reads.any = True
        run = neo4j.unit_of_work(timeout=timeout)(work)
        with_bookmarks = None if self._embedded else self._bookmarks
        try:
            async with self._driver.session(database=self._database, bookmark_manager=with_bookmarks) as session:
                execute = session.execute_read if access == "READ" else session.execute_write
                return await execute(run)
        except (exceptions.DriverError, exceptions.Neo4jError) as error:
            raise translated(error, self.address, timeout) from error

    async def close(self) -> None:
        """Close the connections, and the embedded engine if this process started it."""
        await self._driver.close()
        if self._embedded:
            self._embedded.close()


def _overtaken() -> GraphConflictError:
    return GraphConflictError("Et datasett ble lastet mens spørsmålet ble besvart, gang på gang.", "Prøv igjen.")


def translated(error: Exception, address: str, timeout: float = 0) -> GovernanceError:
    """Return the program's own error for a driver's, with what to do about it."""
    code = getattr(error, "code", "") or ""
    text = str(getattr(error, "message", None) or error)
    if isinstance(error, exceptions.AuthError):
        return GraphUnavailableError(
            f"Databasen på {address} godtar ikke brukernavnet eller passordet.",
            "Sett NEO4J_USERNAME og NEO4J_PASSWORD til det databasen er satt opp med.",
        )
    if isinstance(error, exceptions.ServiceUnavailable | exceptions.SessionExpired):
        return GraphUnavailableError(
            f"Ingenting svarer på {address}.",
            "Start databasen (`docker compose up -d neo4j`), eller la NEO4J_URI stå tom og bruk den innebygde grafen.",
        )
    if isinstance(error, exceptions.ConfigurationError):
        return SettingsError(
            f"NEO4J_URI «{address}» kan ikke brukes: {text}.", "Skriv for eksempel bolt://127.0.0.1:7687."
        )
    if "TimedOut" in code or "Terminated" in code or re.search(r"time[d ]*out", text, re.IGNORECASE):
        return GraphTimeoutError(
            f"Databasen brukte mer enn {timeout:g} sekunder og ble stoppet.",
            "Spør om mindre, eller sett STYRING_TIMEOUT høyere.",
        )
    if "DatabaseNotFound" in code:
        return SettingsError(f"Databasen finnes ikke på {address}: {text}.", "Sett NEO4J_DATABASE til en som finnes.")
    if "OutOfMemory" in code:
        return GraphRefusedError(
            "Databasen har ikke minne nok til dette.", "Gi den en større heap (NEO4J_HEAP), eller del datasettet."
        )
    if isinstance(error, exceptions.TransientError) or "Concurrent" in text:
        return GraphConflictError("Noen andre endret de samme dataene samtidig.", "Prøv igjen; ingenting er skrevet.")
    if isinstance(error, exceptions.ConstraintError):
        return GraphConflictError(f"Databasen avviste et dobbelt nøkkelfelt: {text}.", "Last datasettet på nytt.")
    if re.search(r"no space left|disk.*full|disk quota", text, re.IGNORECASE):
        return GraphRefusedError("Disken er full.", "Frigjør plass og prøv igjen; ingenting er skrevet.")
    return GraphRefusedError(f"Databasen avviste setningen: {code} {text}", "Se loggen for hele feilen.")


async def open_graph(settings: Settings) -> Graph:
    """Connect to the graph the settings name: a Neo4j server, or else the embedded folder.

    Raises:
        GraphUnavailableError: Nothing answers, or the password is wrong.
        GraphHeldError: Another process holds the embedded folder and cannot be reached.
        SettingsError: The address or database cannot be used.
    """
    embedded = None if settings.neo4j_uri else open_embedded(settings.styring_folder, settings.styring_heap)
    uri = embedded.uri if embedded else settings.neo4j_uri
    password = embedded.password if embedded else settings.neo4j_password.get_secret_value()
    user = "root" if embedded else settings.neo4j_username
    try:
        driver = AsyncGraphDatabase.driver(
            uri,
            auth=(user, password) if password else None,
            notifications_min_severity=NotificationMinimumSeverity.OFF,
            connection_acquisition_timeout=30,
            max_transaction_retry_time=15,
            telemetry_disabled=True,
            user_agent="styring",
        )
    except (exceptions.ConfigurationError, ValueError) as error:
        raise SettingsError(
            f"NEO4J_URI «{uri}» kan ikke brukes: {error}.", "Skriv for eksempel bolt://127.0.0.1:7687."
        ) from error
    try:
        info = await driver.get_server_info()
        if not embedded:
            await _check_database(driver, settings)
    except (exceptions.DriverError, exceptions.Neo4jError) as error:
        await driver.close()
        if embedded:
            embedded.close()
        raise translated(error, uri) from error
    name, _, version = str(info.agent).partition("/")
    engine = Engine("ArcadeDB", embedded.version) if embedded else Engine(name, version)
    return Graph(driver, settings, engine, embedded)


async def _check_database(driver: AsyncDriver, settings: Settings) -> None:
    async with driver.session(database=settings.neo4j_database or None) as session:
        await (await session.run("RETURN 1")).consume()


@asynccontextmanager
async def graph_for(settings: Settings) -> AsyncIterator[Graph]:
    """Open the graph for a block of code, and close it after."""
    graph = await open_graph(settings)
    try:
        yield graph
    finally:
        await graph.close()


__all__ = [
    "Engine",
    "Graph",
    "GraphError",
    "Readable",
    "ReadableGraph",
    "Row",
    "Transaction",
    "Trial",
    "graph_for",
    "open_graph",
    "plain",
]
