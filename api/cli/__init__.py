"""The command line. Results go to standard output, messages to standard error.

Exit codes: 0 when it went well, 1 for bad data, a file that cannot be written or a graph that does not answer, 2 for
wrong use, 130 when stopped with Ctrl-C. `audit` also ends with 1 where it has findings as bad as asked for.
"""

from __future__ import annotations

import errno
import io
import os
import sys

import typer

from api.cli import (
    asking,
    authority,
    bokmaal,
    contracts,
    conversions,
    datasets,
    demo,
    drawing,
    governance,
    keeping,
    keys,
    ownership,
    portfolio,
    serving,
)
from api.cli.output import messages
from schema.errors import GovernanceError, NotFoundError, QuestionError, SettingsError

_WRONG_USE = (NotFoundError, QuestionError, SettingsError)
_CANNOT = {
    errno.ENOENT: "mappen finnes ikke",
    errno.ENOTDIR: "noe i stien er ikke en mappe",
    errno.EISDIR: "det er en mappe",
    errno.EACCES: "du har ikke tilgang",
    errno.EPERM: "du har ikke tilgang",
    errno.EROFS: "disken kan ikke skrives på",
    errno.ENOSPC: "disken er full",
    errno.EEXIST: "det står noe annet der",
}

app = typer.Typer(
    name="styring",
    help="Kommunens styring som graf: last datasett, følg den røde tråden, se dekning, tegn og server.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
_GRAPH = (demo, datasets, conversions, keeping, keys, serving)
_QUESTIONS = (asking, authority, portfolio, contracts, ownership, governance, drawing)
for module in (*_GRAPH, *_QUESTIONS):
    module.register(app)
bokmaal.speak(app)


def main() -> None:
    """Run the command line; a person's mistake gives a message with a remedy, never a traceback."""
    _speak_utf8()
    if any("\udc80" <= letter <= "\udcff" for word in sys.argv for letter in word):
        _tell("Det er tegn i kommandoen som ikke kan leses.", "Skriv den på nytt, i et terminalvindu med UTF-8.")
        sys.exit(2)
    try:
        sys.exit(app(prog_name="styring", standalone_mode=False) or 0)
    except bokmaal.WrongUseError as error:
        _tell(bokmaal.wrong_use(error))
        sys.exit(2)
    except GovernanceError as error:
        _tell(error.message, error.remedy)
        sys.exit(2 if isinstance(error, _WRONG_USE) else 1)
    except OSError as error:
        reason = _CANNOT.get(error.errno or 0, error.strerror or str(error))
        _tell(f"{error.filename or 'Filen'} kan ikke brukes: {reason}.", "Oppgi en sti du kan lese og skrive i.")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def _tell(message: str, remedy: str = "") -> None:
    messages.print(message, markup=False, highlight=False, soft_wrap=True, style="bold red")
    if remedy:
        messages.print(remedy, markup=False, highlight=False, soft_wrap=True)


def _speak_utf8() -> None:
    """Write UTF-8 to files and other programs, also where the machine's own encoding has no room for every letter."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            chosen = os.environ.get("PYTHONIOENCODING") or stream.isatty()
            stream.reconfigure(encoding=None if chosen else "utf-8", errors="replace")


__all__ = ["app", "main"]
