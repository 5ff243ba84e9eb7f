"""Bokmål for what the command-line library says of its own: the frame of help pages, and wrong use."""

from __future__ import annotations

import re
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

# The library has no translations, and wraps its pages itself. Words for types are as wide as those they replace, so
# that the columns stay where they are.
_ON_HELP_PAGES = (
    (r"^Usage:", "Bruk:"),
    (r"\[OPTIONS\]", "[VALG]"),
    (r"\bCOMMAND \[ARGS\]\.\.\.", "KOMMANDO [ARGUMENTER]..."),
    (r"^Arguments:", "Argumenter:"),
    (r"^Options:", "Valg:"),
    (r"^Commands:", "Kommandoer:"),
    (r"<str>", "TEKST"),
    (r"<int>", "TALL "),
    (r"<float>", "TALL   "),
    (r"<Path>", "STI   "),
    (r"<path>", "STI   "),
    (r"<list\[str\]>", "TEKST...   "),
    (r"\[default:", "[ellers:"),
    (r"\[required\]", "[må oppgis]"),
    (r"Install\s+completion\s+for\s+the\s+current\s+shell\.", "Sett opp kommandofullføring i dette skallet."),
    (
        r"Show\s+completion\s+for\s+the\s+current\s+shell,\s+to\s+copy\s+it\s+or\s+customize\s+the\s+installation\.",
        "Vis kommandofullføringen for dette skallet.",
    ),
    (r"Show\s+this\s+message\s+and\s+exit\.", "Vis denne hjelpen."),
)
_OF_WRONG_USE = (
    (r"^Missing (?:argument|option|parameter) (.+?)\.(?= |$)", r"Mangler \1."),
    (r"^Missing command\.", "Mangler en kommando."),
    (r"^Invalid value(?: for (.+?))?: (?:Value error, )?", lambda found: f"{found[1]}: " if found[1] else ""),
    (r"Choose from:\s+", "Velg mellom "),
    (r",\n\t", ", "),
    (r"'([^']*)' is not one of (.*)\.$", lambda found: f"«{found[1]}» er ikke en av {found[2].replace(chr(39), '')}."),
    (r"(?:Input should be|Unable to parse input string as) (?:a valid|an) integer.*$", "skriv et helt tall."),
    (r"Input should be a valid number.*$", "skriv et tall."),
    (r"^No such option: (\S+)", r"Det finnes ikke noe valg \1."),
    (r" \(Possible options: (.*)\)$", r" Mente du \1?"),
    (r"^No such command (.+?)\.", r"Det finnes ingen kommando \1."),
    (r" Did you mean (.*)\?$", r" Mente du \1?"),
    (r"^Option (.+?) requires an argument\.$", r"\1 må ha en verdi."),
    (r"^Option (.+?) does not take a value\.$", r"\1 tar ingen verdi."),
    (r"^Got unexpected extra argument\(s\) \((.*)\)$", r"For mange argumenter: \1."),
    (r"'([^']*)'", r"«\1»"),
)
WrongUseError: type[Exception] = typer.BadParameter.__bases__[0]
"""What the library raises when a command is used wrongly. It has no public name there."""


def _replaced(text: str, table: Any) -> str:
    for pattern, said in table:
        text = re.sub(pattern, said, text, flags=re.MULTILINE)
    return text


def help_page(text: str) -> str:
    """A help page or its first line, in bokmål."""
    return "\n".join(line.rstrip() for line in _replaced(text, _ON_HELP_PAGES).split("\n"))


class Command(TyperCommand):
    """A command with help in bokmål."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override] # its context has no public name
        """The help page."""
        return help_page(super().get_help(ctx))

    def get_usage(self, ctx: typer.Context) -> str:  # type: ignore[override]
        """The first line of the help page."""
        return help_page(super().get_usage(ctx))


class Group(TyperGroup):
    """A command with commands under it, with help in bokmål."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override] # its context has no public name
        """The help page."""
        return help_page(super().get_help(ctx))

    def get_usage(self, ctx: typer.Context) -> str:  # type: ignore[override]
        """The first line of the help page."""
        return help_page(super().get_usage(ctx))


def speak(app: typer.Typer) -> None:
    """Let every command of the app, and of the groups in it, speak bokmål."""
    app.info.cls = Group
    for command in app.registered_commands:
        command.cls = Command
    for group in app.registered_groups:
        if group.typer_instance is not None:
            speak(group.typer_instance)


def wrong_use(error: Any) -> str:
    """What is wrong with the use of a command, and where its help is. Without arguments, it is the help itself."""
    said = str(error.format_message())
    if type(error).__name__ == "NoArgsIsHelpError":
        return said
    message = _replaced(said, _OF_WRONG_USE)
    if error.ctx is None:
        return message
    return f"{error.ctx.get_usage()}\n\n{message}\nSe «{error.ctx.command_path} --help»."
