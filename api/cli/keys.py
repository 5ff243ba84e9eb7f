"""API keys: keys add, keys list, keys revoke."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from api.access.keys import Key, added, listed, revoked
from api.access.principals import Role
from api.cli.output import AsCsv, AsJson, Table, chosen, messages, show
from api.cli.running import read_date
from graph.settings import read_settings
from schema.errors import SettingsError

_ROLES = ", ".join(role.value for role in Role if role is not Role.PUBLIC)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    keys = typer.Typer(
        name="keys", help="Lag, vis og trekk tilbake API-nøkler.", no_args_is_help=True, rich_markup_mode=None
    )
    keys.command("add")(add)
    keys.command("list")(show_keys)
    keys.command("revoke")(revoke)
    app.add_typer(keys)


def add(
    name: Annotated[str, typer.Argument(help="Programmet eller personen som skal ha den.")],
    role: Annotated[str, typer.Option(help=f"Hva den gir: {_ROLES}.")],
    expires: Annotated[
        date | None,
        typer.Option(parser=read_date, metavar="DATO", help="Første dag den ikke gjelder; ellers uten slutt."),
    ] = None,
) -> None:
    """Lag en nøkkel. Den skrives ut én gang, og lagres bare som kontrollsum."""
    if role not in _ROLES.split(", "):
        raise typer.BadParameter(f"«{role}» er ikke en rolle. Velg {_ROLES}.")
    key, secret = added(_file(), name, Role(role), expires)
    messages.print(f"Nøkkel {key.id} for {key.name}: {Role(key.role).bokmaal}.", markup=False, highlight=False)
    messages.print("Ta vare på den nå; den kan ikke vises igjen.", markup=False)
    typer.echo(secret)


def show_keys(as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """Vis nøklene, uten det hemmelige."""
    form = chosen(as_json, as_csv)
    path = _file()
    keys = listed(path) if path.exists() else []
    rows = [(key.id, key.name, Role(key.role).bokmaal, key.created, key.expires) for key in keys]
    lines = () if keys else (f"Ingen nøkler i {path}.",)
    show(
        [_told(key) for key in keys], [Table("Nøkler", ("Id", "Navn", "Rolle", "Laget", "Utløper"), rows)], form, lines
    )


def _told(key: Key) -> dict[str, str]:
    return {"id": key.id, "name": key.name, "role": key.role, "created": key.created, "expires": key.expires}


def revoke(number: Annotated[str, typer.Argument(metavar="ID", help="Nøkkelens id, som `keys list` viser.")]) -> None:
    """Trekk en nøkkel tilbake. Den avvises fra neste forespørsel."""
    key = revoked(_file(), number)
    messages.print(f"Nøkkel {key.id} for {key.name} er trukket tilbake.", markup=False, highlight=False)


def _file() -> Path:
    path = read_settings().styring_keys_file
    if path is None:
        raise SettingsError(
            "STYRING_KEYS_FILE er ikke satt.", "Sett den til filen som nøklene skal stå i, den samme som for serveren."
        )
    return path
