"""Forms that others have made: convert to a dataset folder, and write from the graph."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.output import AsCsv, AsJson, Table, chosen, messages, show
from api.cli.running import OnDate, day_or_today, with_graph
from loaders.conversions import bods_reading, enhetsregisteret, ocds
from loaders.conversions.bods_writing import export_bods
from loaders.conversions.converted import NOT_KEPT, Converted, NotKept, read_json, write_dataset
from loaders.conversions.register import ADDRESS, Register
from schema.errors import NotFoundError

To = Annotated[Path, typer.Option("--to", metavar="MAPPE", help="Mappen å skrive datasettet i; den må være tom.")]
DatasetId = Annotated[str, typer.Option("--dataset", metavar="ID", help="Id-en datasettet skal ha, som brreg.")]

convert = typer.Typer(
    name="convert",
    help="Les en fil eller et register i en form andre har laget, og skriv et datasett som kan ses gjennom og lastes.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    convert.command("enhetsregisteret")(convert_enhetsregisteret)
    convert.command("bods")(convert_bods)
    convert.command("ocds")(convert_ocds)
    app.add_typer(convert)
    app.command("export-bods")(write_bods)


def convert_enhetsregisteret(
    sources: Annotated[
        list[str], typer.Argument(metavar="FIL|ORGNR...", help="JSON-filer fra registeret, eller organisasjonsnumre.")
    ],
    to: To,
    dataset: DatasetId,
    address: Annotated[
        str,
        typer.Option(
            metavar="ADRESSE",
            envvar="STYRING_ENHETSREGISTERET",
            show_envvar=False,
            show_default=False,
            help="Hvor registeret er; ellers STYRING_ENHETSREGISTERET, ellers data.brreg.no.",
        ),
    ] = ADDRESS,
    timeout: Annotated[
        float, typer.Option(min=0.1, metavar="SEKUNDER", help="Hvor lenge registeret får på seg for hvert forsøk.")
    ] = 10,
    tries: Annotated[
        int, typer.Option(min=1, max=10, metavar="ANTALL", help="Hvor mange ganger det spørres før det gis opp.")
    ] = 3,
    cache: Annotated[
        Path | None, typer.Option(metavar="MAPPE", help="Ta vare på svarene her, og bruk dem igjen det neste døgnet.")
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Lag et datasett av det Enhetsregisteret sier om selskaper, kommuner og roller."""
    form = chosen(as_json, as_csv)
    asked = Register(address=address, timeout=timeout, tries=tries, cache=cache)
    documents: dict[str, Any] = {}
    missing: list[NotKept] = []
    for source in sources:
        if Path(source).exists() or not source.replace(" ", "").isdigit():
            documents[Path(source).name] = read_json(Path(source))
        else:
            _ask(asked, source, documents, missing)
    if not documents:
        raise NotFoundError(" ".join(one.why for one in missing), "Se etter skrivefeil i organisasjonsnumrene.")
    converted = enhetsregisteret.convert(documents)
    converted.not_kept[:0] = missing
    _finish(converted, to, dataset, f"Fra Enhetsregisteret: {dataset}", enhetsregisteret.SOURCE, form)


def _ask(asked: Register, number: str, documents: dict[str, Any], missing: list[NotKept]) -> None:
    """Ask the register of one unit; one that it does not have is told of, and does not stop the others."""
    try:
        found = asked.fetch(number)
    except NotFoundError as error:
        missing.append(NotKept(number, number, error.message))
        return
    if found.from_earlier:
        messages.print(
            f"Registeret svarer ikke. Det som står om {number}, er fra {found.from_earlier:%d.%m.%Y}.",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
    documents[number] = [found.unit, found.roles]


def convert_bods(
    file: Annotated[Path, typer.Argument(metavar="FIL", help="Fil av BODS 0.4 (JSON).")],
    to: To,
    dataset: DatasetId,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Lag et datasett av selskaper, eiere og andeler i en BODS-fil."""
    form = chosen(as_json, as_csv)
    converted = bods_reading.convert(read_json(file))
    _finish(converted, to, dataset, f"Fra BODS: {file.name}", file.name, form)


def convert_ocds(
    file: Annotated[
        Path, typer.Argument(metavar="FIL", help="Release package eller record package av OCDS 1.1 (JSON).")
    ],
    to: To,
    dataset: DatasetId,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Lag et datasett av kontrakter, leverandører, opsjoner og endringer i en OCDS-fil."""
    form = chosen(as_json, as_csv)
    converted = ocds.convert(read_json(file))
    _finish(converted, to, dataset, f"Fra OCDS: {file.name}", file.name, form)


def write_bods(
    dataset: Annotated[str, typer.Argument(metavar="DATASETT", help="Datasettet, som asker.")],
    file: Annotated[Path, typer.Argument(metavar="FIL", help="Filen å skrive (.json).")],
    publisher: Annotated[str, typer.Option(help="Hvem som gir ut filen; ellers datasettets id.")] = "",
    on_date: OnDate = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Skriv eierandelene i et datasett som BODS 0.4, og vis det formatet ikke har plass til."""
    form, day = chosen(as_json, as_csv), day_or_today(on_date)
    written = with_graph(lambda graph: export_bods(graph, dataset, file, day, publisher))
    lines = (f"{len(written.statements)} utsagn er skrevet i {file}.",)
    show(written.not_kept, [_not_kept_table(written.not_kept)], form, lines)


def _finish(converted: Converted, to: Path, dataset: str, title: str, source: str, form: Any) -> None:
    """Write the folder, and show what was kept and what was not."""
    write_dataset(converted, to, dataset, title, source)
    kept = ", ".join(f"{len(records)} {name}" for name, records in converted.records.items())
    lines = (
        f"{to}: {kept}.",
        f"{len(converted.not_kept)} opplysninger er ikke tatt med; de står også i {NOT_KEPT}.",
        f"Se gjennom mappen, og last den med `styring load {to}`.",
    )
    show(converted.not_kept, [_not_kept_table(converted.not_kept)], form, lines)


def _not_kept_table(not_kept: list[NotKept]) -> Table:
    return Table(
        "Ikke tatt med", ("Sted", "Verdi", "Hvorfor ikke"), [(one.path, one.value, one.why) for one in not_kept]
    )
