"""Enhetsregisteret's JSON as companies, actors, units and who sits in their bodies.

Reads one unit, a list of them, the register's own pages of units (`_embedded`), and what it tells of roles. Days of
birth are never kept. Links from page to page (`_links`, `page`) say nothing of the units and are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from loaders.conversions.converted import Converted
from schema.companies import CompanyForm
from schema.errors import SourceError
from schema.governance import ActorKind
from schema.values import read_day, read_organisation_number

SOURCE = "Enhetsregisteret, Brønnøysundregistrene"
_COMPANIES = {form.value: form for form in CompanyForm if form is not CompanyForm.OTHER}
_OTHER_COMPANIES = frozenset({"KS", "NUF", "SE", "SÆR", "SF", "BBL", "BRL", "GFS", "PRE", "SAM", "SPA", "PK"})
_ACTORS = {
    "KOMM": ActorKind.MUNICIPALITY,
    "FYLK": ActorKind.REGION,
    "STAT": ActorKind.STATE,
    "ENK": ActorKind.BUSINESS,
    "ORGL": ActorKind.OTHER,
    "ADOS": ActorKind.OTHER,
    "KIRK": ActorKind.OTHER,
    "ANNA": ActorKind.OTHER,
    "UTLA": ActorKind.OTHER,
}
_SECTORS = {"6100": ActorKind.STATE, "6500": ActorKind.MUNICIPALITY}
_PARTS = frozenset({"BEDR", "AAFY"})
_FORETAK = frozenset({"KF", "FKF"})
_PASSED_OVER = frozenset({"_links", "respons_klasse", "rollegrupper"})
_STATES = {
    "konkurs": "Konkurs",
    "underAvvikling": "Under avvikling",
    "underTvangsavviklingEllerTvangsopplosning": "Under tvangsavvikling eller tvangsoppløsning",
}
_KEPT = frozenset({"organisasjonsnummer", "navn", "organisasjonsform", "stiftelsedato", "slettedato", *_STATES})
_TEXTS = ("vedtektsfestetFormaal", "aktivitet")
_PARTNERS = {"DTPR": "delt ansvar", "DTSO": "solidarisk ansvar", "KOMP": "fullt ansvar"}
"""Roles of those who own a part of a company in which the owners answer for its debts."""
_DEEPEST = 8
"""No document of the register has units further in than this."""
_ORDER_OF_TYPES = (("kommune", "Kommune"), ("kf", "Kommunalt foretak"))


def convert(documents: Mapping[str, Any]) -> Converted:
    """The records that some documents of the register, by what people call them, come to together.

    Raises:
        SourceError: It is not one of the register's documents.
    """
    converted = Converted()
    units = [found for name, document in documents.items() for found in _units(document, name)]
    if not units:
        raise SourceError(
            f"Det er ingen enheter fra Enhetsregisteret i {', '.join(documents)}.",
            "En fil skal ha organisasjonsnummer, _embedded med enheter, eller rollegrupper.",
        )
    parents = {str(unit.get("overordnetEnhet")) for _, unit in units if _form(unit) in _FORETAK}
    for path, unit in units:
        if "navn" in unit:
            _unit(converted, path, unit, parents)
    _link_foretak(converted, units)
    for path, unit in units:
        _roles(converted, path, unit)
    return converted


def _units(document: Any, path: str, depth: int = 0) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every unit in a document, with its place there. A document of roles is a unit of which only they are told."""
    if depth > _DEEPEST:
        return
    if isinstance(document, list):
        for number, item in enumerate(document):
            yield from _units(item, f"{path}[{number}]", depth + 1)
    elif isinstance(document, dict):
        if "organisasjonsnummer" in document or "rollegrupper" in document:
            yield path, document | {"organisasjonsnummer": _number_of(document)}
            return
        for name in ("_embedded", "enheter", "underenheter", "enhet", "roller"):
            if name in document:
                yield from _units(document[name], f"{path}.{name}", depth + 1)


def _number_of(document: dict[str, Any]) -> str:
    """The organisation number; a document of roles tells it in its links only."""
    if "organisasjonsnummer" in document:
        return str(document["organisasjonsnummer"])
    links = document.get("_links")
    for link in links.values() if isinstance(links, dict) else ():
        found = re.search(r"/enheter/(\d{9})(?:/|$)", str(link.get("href", ""))) if isinstance(link, dict) else None
        if found:
            return found[1]
    return ""


def _form(unit: dict[str, Any]) -> str:
    form = unit.get("organisasjonsform")
    return str(form.get("kode", "")) if isinstance(form, dict) else ""


def record_id(number: str) -> str:
    """The id of a unit: the same however often it is fetched."""
    return f"org-{number}"


def _checked_number(converted: Converted, path: str, value: Any) -> str | None:
    try:
        return str(read_organisation_number(value))
    except PydanticCustomError as error:
        converted.leave(f"{path}.organisasjonsnummer", value, f"{error.message()} Enheten er ikke tatt med.")
        return None


def _unit(converted: Converted, path: str, unit: dict[str, Any], parents: set[str]) -> None:
    number = _checked_number(converted, path, unit["organisasjonsnummer"])
    if number is None:
        return
    if record_id(number) in converted:
        converted.leave(path, number, "Enheten står flere ganger; bare den første er tatt med")
        return
    collection, own = _kind(converted, path, unit, number in parents)
    if not collection:
        return
    converted.add(
        collection,
        {
            "id": record_id(number),
            "name": _name(unit["navn"]),
            "text": _text(unit),
            "organisation_number": number,
            "valid_from": _day(converted, path, unit, "stiftelsedato"),
            "valid_to": _day(converted, path, unit, "slettedato"),
            "note": "; ".join(said for name, said in _STATES.items() if unit.get(name) is True) or None,
            **own,
        },
    )
    _leave_the_rest(converted, path, unit)


def _kind(converted: Converted, path: str, unit: dict[str, Any], has_foretak: bool) -> tuple[str, dict[str, Any]]:
    """The collection that a unit belongs in, and what only records there have."""
    code = _form(unit)
    if code in _FORETAK:
        return "units", {"unit_type": "kf"}
    if code in ("KOMM", "FYLK") and has_foretak:
        return "units", {"unit_type": "kommune"}
    if code in _COMPANIES:
        return "companies", {"form": code}
    if code in _OTHER_COMPANIES:
        converted.leave(f"{path}.organisasjonsform", code, "Formen føres som «annet»")
        return "companies", {"form": CompanyForm.OTHER.value}
    if code in _ACTORS:
        sector = unit.get("institusjonellSektorkode")
        known = _SECTORS.get(str(sector.get("kode"))) if isinstance(sector, dict) else None
        kind = _ACTORS[code] if _ACTORS[code] is not ActorKind.OTHER else known or ActorKind.OTHER
        return "actors", {"actor_kind": kind.value}
    if code in _PARTS:
        why = "Underenheten er en del av den overordnede enheten, og ikke tatt med"
    else:
        why = "Organisasjonsformen er ukjent, og enheten er ikke tatt med" if code else "Organisasjonsformen mangler"
    converted.leave(path, f"{unit['organisasjonsnummer']} {_name(unit['navn'])} {code}".strip(), why)
    return "", {}


def _name(value: Any) -> str:
    return " ".join(str(part) for part in value) if isinstance(value, list) else str(value).strip()


def _text(unit: dict[str, Any]) -> str | None:
    for name in _TEXTS:
        said = unit.get(name)
        if said:
            return _name(said)
    return None


def _day(converted: Converted, path: str, unit: dict[str, Any], name: str) -> str | None:
    value = unit.get(name)
    if value is None:
        return None
    try:
        return str(read_day(str(value)[:10]))
    except ValueError:
        converted.leave(f"{path}.{name}", value, "Ikke en dato")
        return None


def _leave_the_rest(converted: Converted, path: str, unit: dict[str, Any]) -> None:
    taken = next((name for name in _TEXTS if unit.get(name)), "")
    for name, value in unit.items():
        if (
            name in _KEPT
            or name in _PASSED_OVER
            or name == taken
            or (name == "overordnetEnhet" and _form(unit) in _FORETAK)
        ):
            continue
        converted.leave(f"{path}.{name}", value, "Modellen har ikke noe felt for det")


def _link_foretak(converted: Converted, units: list[tuple[str, dict[str, Any]]]) -> None:
    """A foretak is part of its municipality where both are told of."""
    for path, unit in units:
        record = converted.find("units", record_id(str(unit["organisasjonsnummer"])))
        above = unit.get("overordnetEnhet")
        if record is None or _form(unit) not in _FORETAK or not above:
            continue
        if converted.find("units", record_id(str(above))):
            record["part_of"] = record_id(str(above))
        else:
            converted.leave(f"{path}.overordnetEnhet", above, "Kommunen er ikke i kilden; skriv inn part_of")
    used = {record["unit_type"] for record in converted.records.get("units", ())}
    for rank, (code, name) in enumerate(_ORDER_OF_TYPES, start=1):
        if code in used:
            converted.add("unit_types", {"id": f"enhetstype-{code}", "code": code, "name": name, "rank": rank})


def _roles(converted: Converted, path: str, unit: dict[str, Any]) -> None:
    groups = unit.get("rollegrupper")
    number = str(unit["organisasjonsnummer"])
    if not groups:
        return
    company = converted.find("companies", record_id(number))
    place = f"{path}.rollegrupper"
    if company is None:
        converted.leave(place, number, "Rollene gjelder en enhet som ikke er tatt med som selskap")
        return
    for at, group in enumerate(groups if isinstance(groups, list) else ()):
        for nth, role in enumerate(group.get("roller", ()) if isinstance(group, dict) else ()):
            if isinstance(role, dict):
                _role(converted, f"{place}[{at}].roller[{nth}]", company, group, role)
            else:
                converted.leave(f"{place}[{at}].roller[{nth}]", role, "Ikke en rolle")


def _role(
    converted: Converted, path: str, company: dict[str, Any], group: dict[str, Any], role: dict[str, Any]
) -> None:
    code, said = _told(role.get("type"))
    if role.get("fratraadt") or role.get("avregistrert"):
        converted.leave(path, said or code, "Fratrådt eller avregistrert")
    elif not (said or code):
        converted.leave(path, "", "Rollen har ingen type")
    elif isinstance(role.get("person"), dict):
        _person(converted, path, company, _told(group.get("type")), (code, said or code), role["person"])
    elif isinstance(role.get("enhet"), dict) and code in _PARTNERS:
        _partner(converted, path, company, code, role)
    else:
        converted.leave(path, role.get("enhet", said), f"{said or code} er ingen person, og eier ikke noe")


def _told(type_: Any) -> tuple[str, str]:
    if not isinstance(type_, dict):
        return "", ""
    return str(type_.get("kode") or ""), str(type_.get("beskrivelse") or "")


def _person(
    converted: Converted,
    path: str,
    company: dict[str, Any],
    group: tuple[str, str],
    role: tuple[str, str],
    person: dict[str, Any],
) -> None:
    if "fodselsdato" in person:
        converted.leave(f"{path}.person.fodselsdato", "(ikke gjengitt)", "Fødselsdatoer tas aldri med")
    name = person.get("navn")
    parts = [name.get(one) for one in ("fornavn", "mellomnavn", "etternavn")] if isinstance(name, dict) else [name]
    holder = " ".join(str(part).strip() for part in parts if part)
    if person.get("erDoed") or not holder:
        converted.leave(path, role[1], "Personen er død" if person.get("erDoed") else "Personen har ikke noe navn")
        return
    base = f"{company['id']}-{local_part(group[0])}-{local_part(role[0])}"
    converted.add(
        "representations",
        {
            "id": converted.free_id(base),
            "name": f"{role[1]}, {company['name']}",
            "body_name": group[1] or None,
            "holder_name": holder,
            "represents_in": {"to": company["id"], "role": role[1]},
        },
    )


def local_part(code: str) -> str:
    """A code of the register as part of an id."""
    return re.sub(r"[^a-zæøå0-9]+", "", code.lower()) or "x"


def _partner(converted: Converted, path: str, company: dict[str, Any], code: str, role: dict[str, Any]) -> None:
    unit = role["enhet"]
    number = _checked_number(converted, f"{path}.enhet", unit.get("organisasjonsnummer"))
    if number is None:
        return
    owner = record_id(number)
    if owner not in converted:
        form = _form(unit)
        kind = _ACTORS.get(form, ActorKind.OTHER if form not in _COMPANIES else ActorKind.BUSINESS)
        converted.add(
            "actors",
            {
                "id": owner,
                "name": _name(unit.get("navn") or owner),
                "organisation_number": number,
                "actor_kind": kind.value,
            },
        )
    if f"{owner}-i-{company['id']}" in converted:
        converted.leave(path, number, "Deltakeren står flere ganger")
        return
    converted.add(
        "ownerships",
        {
            "id": f"{owner}-i-{company['id']}",
            "name": f"{_name(unit.get('navn') or owner)} i {company['name']}",
            "owner": owner,
            "in_company": company["id"],
            "note": f"Deltaker med {_PARTNERS[code]}. Hvor stor andelen er, står ikke i Enhetsregisteret.",
        },
    )
    if role.get("ansvarsandel"):
        converted.leave(f"{path}.ansvarsandel", role["ansvarsandel"], "Andelen av ansvaret er ikke alltid eierandelen")
