"""Loading what was uploaded: tried out first, accepted second, on the same picture."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from api.writing.uploads import Upload, opened
from graph import loads
from graph.connection import Graph
from graph.lent import LentGraph
from loaders.dataset import open_dataset
from loaders.load import LoadReport, load
from schema.errors import GraphConflictError, QuestionError

FOLLOW_UPS = "-oppfolging"
"""What the id of a dataset ends in whose facts are written one at a time."""


class StaleError(GraphConflictError):
    """A change was made on a picture that no longer holds. `now` is the dataset's latest load."""

    code = "STALE"

    def __init__(self, dataset: str, based_on: str, now: str) -> None:
        before = f"bygger på {based_on}" if based_on else "er laget før datasettet ble lastet første gang"
        super().__init__(
            f"Endringen {before}, men «{dataset}» er nå ved {now or 'ingen lasting'}. Ingenting er skrevet.",
            "Se på forskjellen, og gjør endringen på nytt på det som gjelder nå.",
        )
        self.based_on = based_on
        self.now = now


@dataclass(frozen=True)
class Tried:
    """What a load would do, or did.

    Attributes:
        report: The difference, the notes, and where it was accepted the load.
        sha256: Hash of what was uploaded.
        based_on: The dataset's latest load before.
    """

    report: LoadReport
    sha256: str
    based_on: str


async def tried_out(graph: Graph, upload: Upload, by: str, largest_mb: int) -> Tried:
    """Find what an upload would change. Nothing is written.

    Raises:
        SourceError: There is no dataset in it.
        InvalidDataError: Something is wrong with it; carries all that was found.
    """
    path, dataset = await _found(upload, largest_mb)
    # Read before the difference is made: if the dataset is loaded between the two, accepting is refused.
    based_on = await loads.latest(graph, dataset)
    report = await in_a_thread(graph, path, dataset, based_on, by=by, reason="", largest_mb=largest_mb, dry_run=True)
    return Tried(report, upload.sha256, based_on)


async def accepted(
    graph: Graph, upload: Upload, *, sha256: str, based_on: str, by: str, reason: str, largest_mb: int
) -> Tried:
    """Load what was tried out, if it is the same and the dataset has not been loaded since.

    Raises:
        QuestionError: Something else was tried out.
        StaleError: The dataset has been loaded since. Nothing is written.
        SourceError: There is no dataset in it.
        InvalidDataError: Something is wrong with it. Nothing is written.
    """
    if sha256 != upload.sha256:
        raise QuestionError(
            f"Det som er sendt, har kontrollsummen {upload.sha256}, ikke {sha256[:64]}. Ingenting er skrevet.",
            "Prøv ut filen først med /datasets/dry-run, og godta den samme filen.",
        )
    path, dataset = await _found(upload, largest_mb)
    now = await loads.latest(graph, dataset)
    if now != based_on:
        raise StaleError(dataset, based_on, now)
    try:
        report = await in_a_thread(graph, path, dataset, based_on, by=by, reason=reason, largest_mb=largest_mb)
    except GraphConflictError as error:
        now = await loads.latest(graph, dataset)
        if now != based_on:
            raise StaleError(dataset, based_on, now) from error
        raise
    return Tried(report, upload.sha256, based_on)


async def _found(upload: Upload, largest_mb: int) -> tuple[Path, str]:
    """Where the dataset lies, and its id."""

    def look() -> tuple[Path, str]:
        path = opened(upload, largest_mb)
        return path, open_dataset(path, largest_mb).description.id

    path, dataset = await asyncio.to_thread(look)
    if dataset.endswith(FOLLOW_UPS):
        raise QuestionError(
            f"«{dataset}» skrives ett faktum om gangen, og kan ikke lastes opp.",
            "Bruk /follow-ups og /findings/accept; en opplasting ville ta bort det andre har skrevet.",
        )
    return path, dataset


async def in_a_thread(
    graph: Graph,
    path: Path,
    dataset: str,
    based_on: str,
    *,
    by: str,
    reason: str,
    largest_mb: int,
    dry_run: bool = False,
) -> LoadReport:
    """Load in a thread of its own, so that questions are answered meanwhile."""
    lent = LentGraph(graph, dataset, based_on, reason)
    work = load(lent, path, by=by, dry_run=dry_run, largest_mb=largest_mb)
    return await asyncio.to_thread(asyncio.run, work)
