"""The command line. Results go to standard output, messages to standard error.

Exit codes: 0 when it went well, 1 for bad data or a graph that does not answer, 2 for wrong use.
"""

from __future__ import annotations

import sys

import typer

from api.cli import asking, authority, datasets, demo, drawing, serving
from api.cli.output import messages
from schema.errors import GovernanceError, NotFoundError, QuestionError, SettingsError

_WRONG_USE = (NotFoundError, QuestionError, SettingsError)

app = typer.Typer(
    name="styring",
    help="Kommunens styring som graf: last datasett, følg den røde tråden, se dekning, tegn og server.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for module in (demo, datasets, asking, authority, drawing, serving):
    module.register(app)


def main() -> None:
    """Run the command line; a person's mistake gives a message with a remedy, never a traceback."""
    try:
        app()
    except GovernanceError as error:
        messages.print(error.message, markup=False, highlight=False, style="bold red")
        if error.remedy:
            messages.print(error.remedy, markup=False, highlight=False)
        sys.exit(2 if isinstance(error, _WRONG_USE) else 1)
    except KeyboardInterrupt:
        sys.exit(130)


__all__ = ["app", "main"]
