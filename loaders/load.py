"""Loading by desired state: read, check, compare, write.

What the dataset says is in the graph after; what it no longer says is gone; other datasets are untouched. Everything is
checked before anything is written, and everything is written in one transaction: a process killed in the middle leaves
the graph as it was.
"""

from __future__ import annotations

import getpass
from dataclasses import dataclass, field
from pathlib import Path

from graph import loads
from graph.connection import Graph
from graph.loads import Load
from loaders import surroundings
from loaders.checks import Checker, Problems
from loaders.dataset import Dataset, Description, open_dataset
from loaders.difference import Difference, difference
from loaders.integrity import check_all
from loaders.progress import CHECKING, COMPARING, READING, Progress, silent
from loaders.records import Note, UnreadableError
from loaders.staging import Staging
from loaders.writing import write
from schema.errors import InvalidDataError, Problem, SourceError


@dataclass
class LoadReport:
    """What a load did, or with `dry_run` would have done.

    Attributes:
        dataset: The dataset's description.
        difference: What changed.
        load: The record of the load; None for a dry run or where nothing changed.
        notes: Remarks for the person, such as a file that was passed over.
    """

    dataset: Description
    difference: Difference
    load: Load | None = None
    notes: list[str] = field(default_factory=list)


async def load(
    graph: Graph,
    path: Path,
    *,
    by: str = "",
    dry_run: bool = False,
    progress: Progress = silent,
    largest_mb: int = 512,
) -> LoadReport:
    """Load a dataset.

    Args:
        graph: Where to.
        path: A folder with dataset.yaml, or a workbook.
        by: Who loads; default is the user of the machine.
        dry_run: Find the difference, write nothing.
        progress: Called with (step, done, total); total is 0 where it is not known.
        largest_mb: Larger files are refused.

    Raises:
        SourceError: There is no dataset there, or nothing in it.
        InvalidDataError: Files cannot be read or records are wrong; carries all that was found. Nothing is written.
        GraphConflictError: This dataset, or one it rests on, was loaded meanwhile. Nothing is written.
    """
    dataset = open_dataset(path, largest_mb)
    described = dataset.description
    seen = await loads.latest_of_all(graph)
    with Staging() as staging:
        problems = Problems()
        report = LoadReport(described, Difference(), notes=_passed_over(dataset))
        _read(dataset, staging, problems, report.notes, progress)
        await surroundings.fetch_others(graph, described.id, staging)
        progress(CHECKING, 0, 0)
        check_all(staging, problems, described.id)
        progress(COMPARING, 0, 0)
        await surroundings.fetch_current(graph, described.id, staging, progress)
        if not problems.incomplete:
            await surroundings.check_removals(graph, described.id, staging, problems)
        if problems.total:
            raise InvalidDataError(problems.kept, problems.total)
        report.difference = difference(staging)
        renamed = await _renamed(graph, described)
        report.notes += renamed
        if not dry_run and (report.difference.total or renamed or described.id not in seen):
            report.load = await write(graph, described, staging, seen, by or _user(), progress)
    return report


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "ukjent"


def _passed_over(dataset: Dataset) -> list[str]:
    return [
        f"«{name}» er ikke lest: et datasett er filer av typen .yaml, .csv, .xlsx og .json."
        for name in dataset.passed_over
    ]


def _read(dataset: Dataset, staging: Staging, problems: Problems, notes: list[str], progress: Progress) -> None:
    """Stage every record of every file. A file that cannot be read is a problem; the others are read all the same."""
    checker = Checker(dataset.description, staging, problems)
    number = 0
    progress(READING, number, 0)
    for file in dataset.files:
        try:
            for item in dataset.read(file):
                if isinstance(item, Note):
                    notes.append(item.text)
                elif isinstance(item, Problem):
                    problems.incomplete = True
                    problems.keep(item)
                else:
                    checker.check(item)
                    number += 1
                    if number % 1000 == 0:
                        progress(READING, number, 0)
        except UnreadableError as error:
            problems.incomplete = True
            problems.keep(error.problem)
    if not number and not problems.total:
        raise SourceError(
            f"Datasettet «{dataset.description.id}» har ingen poster.",
            "Legg minst én fil med poster ved siden av dataset.yaml.",
        )
    staging.index()


async def _renamed(graph: Graph, described: Description) -> list[str]:
    """What is told where the dataset's id has been used under another name, number or language."""
    before = await loads.shown_description(graph, described.id)
    names = {"title": "tittel", "municipality_number": "kommunenummer", "language": "språk"}
    return [
        f"Datasettet «{described.id}» hadde {bokmaal} «{before[name] or ''}», "
        f"og har nå «{getattr(described, name) or ''}»."
        for name, bokmaal in names.items()
        if before and before[name] != getattr(described, name)
    ]
