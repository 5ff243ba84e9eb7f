"""Datasets: load, history, export, template, docs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from api.cli.output import AsCsv, AsJson, Form, Table, chosen, messages, show
from api.cli.running import with_graph
from graph import loads
from graph.connection import Graph
from graph.constraints import ensure_constraints
from graph.settings import read_settings
from loaders.catalogues import shipped
from loaders.difference import Difference, bokmaal
from loaders.export import export
from loaders.load import LoadReport, load
from loaders.progress import Progress as Told
from loaders.template import write_csv_templates, write_template
from schema.errors import GovernanceError, InvalidDataError, NotFoundError
from schema.reference import render

_SHOWN_PROBLEMS = 100


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("load")(load_datasets)
    app.command("history")(history)
    app.command("export")(export_dataset)
    app.command("template")(template)
    app.command("docs")(docs)


def load_datasets(
    paths: Annotated[list[str], typer.Argument(metavar="DATASETT...", help="Mapper, arbeidsbøker, eller sdg og lov.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Vis forskjellen, skriv ingenting.")] = False,
    by: Annotated[str, typer.Option(help="Hvem som laster; ellers brukeren på maskinen.")] = "",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Last datasett: det de sier, står i grafen etterpå, og det de ikke lenger sier, er borte."""
    form = chosen(as_json, as_csv)

    async def work(graph: Graph) -> list[LoadReport]:
        await ensure_constraints(graph)
        done: list[LoadReport] = []
        try:
            for path in paths:
                done.append(await load_one(graph, found_at(path), by=by, dry_run=dry_run))
        except GovernanceError:
            # The next line says that nothing is written, which is of the dataset that failed.
            for report in done:
                messages.print(_told(report, dry_run), markup=False, highlight=False, soft_wrap=True)
            raise
        return done

    reports = with_graph(work)
    changes = [change for report in reports for change in report.difference.changes]
    tables = [_counts(report.difference, report.dataset.title) for report in reports]
    if dry_run:
        rows = [
            (_WHAT[change.what], bokmaal(change.kind), change.id, change.name, name, before, after)
            for change in changes
            for name, before, after in change.fields or (("", None, None),)
        ]
        headings = ("Endring", "Slag", "Id", "Navn", "Felt", "Før", "Etter")
        tables = (
            [Table("Endringer", headings, rows), *tables]
            if form is Form.CSV
            else [*tables, Table("Endringer", headings, rows)]
        )
    lines = tuple(_told(report, dry_run) for report in reports)
    show([{"dataset": report.dataset.id, "load": report.load, "difference": report.difference} for report in reports],
         tables, form, lines)  # fmt: skip


_WHAT = {"added": "ny", "changed": "endret", "removed": "fjernet"}


def found_at(written: str) -> Path:
    """The path of a dataset: a catalogue that ships with the program where nothing else has the name."""
    path = Path(written)
    return path if path.exists() or written not in shipped() else shipped()[written]


async def load_one(graph: Graph, path: Path, *, by: str = "", dry_run: bool = False) -> LoadReport:
    """Load a dataset with a progress bar on the terminal, and list its problems if it has any."""
    try:
        with _progress() as progress:
            largest = read_settings().styring_max_file_mb
            report = await load(graph, path, by=by, dry_run=dry_run, progress=progress, largest_mb=largest)
    except InvalidDataError as error:
        for problem in error.problems[:_SHOWN_PROBLEMS]:
            messages.print(f"• {problem}", markup=False, highlight=False, soft_wrap=True)
        if error.total > _SHOWN_PROBLEMS:
            messages.print(f"… og {error.total - _SHOWN_PROBLEMS} til.", markup=False)
        raise
    for note in report.notes:
        messages.print(note, markup=False, highlight=False, soft_wrap=True)
    return report


@contextmanager
def _progress() -> Iterator[Told]:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=messages, transient=True, disable=not messages.is_terminal) as bar:
        task = bar.add_task("", total=None)

        def told(step: str, done: int, total: int) -> None:
            bar.update(task, description=step, completed=done, total=total or None)

        yield told


def _told(report: LoadReport, dry_run: bool) -> str:
    title, total = report.dataset.title, report.difference.total
    if not total:
        return f"{title}: ingenting er endret."
    if dry_run:
        return f"{title}: {total} endringer ville blitt skrevet. Ingenting er skrevet."
    return f"{title}: {total} endringer er skrevet som {report.load.id if report.load else '?'}."


def _counts(difference: Difference, title: str) -> Table:
    rows = [
        (bokmaal(name), counts["added"], counts["changed"], counts["removed"])
        for group in (difference.nodes, difference.relationships)
        for name, counts in sorted(group.items())
    ]
    return Table(title, ("Slag", "Nye", "Endret", "Fjernet"), rows)


def history(
    dataset: Annotated[str, typer.Argument(help="Bare dette datasettet.")] = "",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Vis hva som er lastet, når og av hvem."""
    form = chosen(as_json, as_csv)
    found = with_graph(lambda graph: loads.history(graph, dataset))
    if dataset and not found:
        raise NotFoundError(f"Ingen lasting er av datasettet «{dataset}».", "`styring history` viser alle lastingene.")
    lines = () if found else ("Ingenting er lastet.",)
    rows = [(one.id, one.at[:19].replace("T", " "), one.by, sum(one.counts.values()), one.sha256[:12]) for one in found]
    show(found, [Table("Lastinger", ("Lasting", "Tidspunkt (UTC)", "Av", "Poster", "Innhold"), rows)], form, lines)


def export_dataset(
    dataset: Annotated[str, typer.Argument(help="Datasettet, som asker.")],
    path: Annotated[Path, typer.Argument(help="Mappe å skrive i, eller en arbeidsbok (.xlsx).")],
    load_id: Annotated[
        str | None, typer.Option("--load", help="Slik det var ved denne lastingen, som asker@3.")
    ] = None,
    as_csv_files: Annotated[bool, typer.Option("--csv", help="Skriv CSV-filer i stedet for YAML.")] = False,
) -> None:
    """Skriv et datasett fra grafen til filer, slik det er nå eller var ved en tidligere lasting."""
    form = "csv" if as_csv_files else "yaml"
    with_graph(lambda graph: export(graph, dataset, path, load_id, form))
    typer.echo(path)


def template(
    path: Annotated[Path, typer.Argument(help="Arbeidsbok å lage (.xlsx), eller mappe for CSV-filer.")],
    kinds: Annotated[list[str] | None, typer.Option("--kind", help="Bare dette slaget; kan gjentas.")] = None,
) -> None:
    """Lag en mal der hver kolonne er forklart."""
    if path.suffix.lower() == ".xlsx":
        write_template(path, kinds or ())
    else:
        write_csv_templates(path, kinds or ())
    typer.echo(path)


def docs(
    path: Annotated[Path, typer.Argument(help="Fil å skrive modellens dokumentasjon i.")] = Path("docs/model.md"),
) -> None:
    """Skriv dokumentasjonen av modellen slik den er erklært i schema/."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render(), encoding="utf-8")
    typer.echo(path)
