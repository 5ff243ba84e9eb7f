"""How the command line shows tables, JSON and CSV, and where messages go."""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import takewhile
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.table import Table as RichTable

from schema.values import Code

messages = Console(stderr=True)
_NARROWEST = 140


class Form(StrEnum):
    """How a result is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


AsJson = Annotated[bool, typer.Option("--json", help="Skriv hele svaret som JSON.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Skriv tabellen som CSV med semikolon.")]


def chosen(as_json: bool, as_csv: bool) -> Form:
    """The form that the flags ask for."""
    if as_json and as_csv:
        raise typer.BadParameter("--json og --csv kan ikke brukes sammen.")
    return Form.JSON if as_json else Form.CSV if as_csv else Form.TABLE


@dataclass(frozen=True)
class Table:
    """Rows to show, with bokmål headings.

    Attributes:
        parted_by: What the title tells of the rows, where several tables in a row are parts of one. As CSV they are
            one, with the title of each in a first column under this heading.
    """

    title: str
    headings: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    parted_by: str = ""


def show(answer: Any, tables: list[Table], form: Form, lines: tuple[str, ...] = ()) -> None:
    """Write a result to standard output.

    Args:
        answer: The whole answer, for JSON.
        tables: The same for people; CSV takes the first, with those it is parted into, and tells of the rest.
        form: How to write it.
        lines: What stands above the tables.
    """
    if form is Form.JSON:
        sys.stdout.buffer.write(orjson.dumps(answer, default=_plain, option=orjson.OPT_INDENT_2) + b"\n")
    elif form is Form.CSV:
        _write_csv(tables)
    else:
        _print(tables, lines)
    sys.stdout.flush()


def _write_csv(tables: list[Table]) -> None:
    first = tables[0]
    parts = list(takewhile(lambda one: one.parted_by == first.parted_by, tables)) if first.parted_by else [first]
    writer = csv.writer(sys.stdout, delimiter=";", lineterminator="\n")
    writer.writerow((first.parted_by, *first.headings) if first.parted_by else first.headings)
    for part in parts:
        named = (part.title,) if first.parted_by else ()
        writer.writerows([_text(cell) for cell in (*named, *row)] for row in part.rows)
    left_out = dict.fromkeys(one.title for one in tables[len(parts) :] if one.rows)
    if left_out:
        messages.print(
            f"Ikke med i CSV: {', '.join(left_out)}. --json har hele svaret.",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )


def _plain(value: Any) -> Any:
    if isinstance(value, Code):
        return value.value
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def _print(tables: list[Table], lines: tuple[str, ...]) -> None:
    console = Console(width=None if sys.stdout.isatty() else _NARROWEST, highlight=False)
    for line in lines:
        console.print(line, markup=False)
    for table in tables:
        if not table.rows:
            continue
        drawn = RichTable(title=table.title, title_justify="left", title_style="bold", header_style="bold")
        for heading in table.headings:
            drawn.add_column(heading, overflow="fold")
        for row in table.rows:
            drawn.add_row(*(_escaped(_text(cell)) for cell in row))
        console.print()
        console.print(drawn)


def _escaped(text: str) -> str:
    return text.replace("[", r"\[")


def _text(value: Any) -> str:
    """A value as people read it: enumerations and yes/no in bokmål, nothing for missing."""
    if value is None:
        return ""
    if isinstance(value, Code):
        return value.bokmaal
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:,.2f}".removesuffix(".00").replace(",", " ").replace(".", ",")
    if isinstance(value, list | tuple):
        return ", ".join(_text(item) for item in value)
    return str(value)
