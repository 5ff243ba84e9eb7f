"""The releases in a file of the Open Contracting Data Standard 1.1, merged by their dates, whatever order they are in.

A process is known by its ocid. Each of its releases tells what has changed since the one before: objects in a list are
the same where their ids are, what is not told is as it was, and what is told as null is gone. A list that is empty, or
has nothing in it that can be read, tells nothing: what was told before stands.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import orjson

from loaders.conversions.converted import Converted
from schema.errors import SourceError

_LISTS = ("parties", "awards", "contracts")
"""The lists whose objects are told apart by their ids."""
_PACKAGE = frozenset(
    {"uri", "version", "extensions", "publishedDate", "publisher", "license", "publicationPolicy", "releases"}
    | {"records", "packages"}
)
_RECORD = frozenset({"ocid", "releases", "compiledRelease"})
_VERSIONS = ("1.0", "1.1")
_DEEPEST = 100


@dataclass(frozen=True)
class Release:
    """One release: where it stands in the file, when it was made, and what it tells."""

    path: str
    id: str
    made: datetime
    told: dict[str, Any]


@dataclass(frozen=True)
class Stage:
    """A process as it was told to be after one of its releases."""

    release: Release
    told: dict[str, Any]

    @property
    def day(self) -> date:
        """The day of the release, as it is written."""
        return self.release.made.date()

    def one(self, name: str, id_: str) -> dict[str, Any]:
        """The object with an id in one of the lists; empty where it is not told of yet."""
        return next((one for one in self.told.get(name) or () if identity(one) == id_), {})


def processes(document: Any, converted: Converted) -> dict[str, list[Stage]]:
    """The stages of each process by ocid, the oldest first; releases that cannot be placed are told as not kept.

    Raises:
        SourceError: The document is no release package or record package of version 1.1.
    """
    _refuse_deep(document)
    found: dict[str, list[Release]] = defaultdict(list)
    for path, told in _releases(document, converted):
        ocid, made = identity(told, "ocid"), moment(told.get("date"))
        if not ocid:
            converted.leave(path, told.get("id", ""), "Utgivelsen sier ikke hvilken anskaffelse den gjelder (ocid)")
        elif made is None:
            converted.leave(path, told.get("date", ""), "Utgivelsen har ingen dato, og kan ikke ordnes blant de andre")
        else:
            found[ocid].append(Release(path, identity(told), made, _told_apart(path, told, converted)))
    return {ocid: _stages(ocid, found[ocid], converted) for ocid in sorted(found)}


def _stages(ocid: str, releases: list[Release], converted: Converted) -> list[Stage]:
    stages: list[Stage] = []
    told: dict[str, Any] = {}
    for release in sorted(releases, key=lambda one: (one.made, one.id, _in_one_way(one.told))):
        newer = dict(release.told)
        if newer.get("contracts"):
            newer["contracts"] = [_changes_told_apart(ocid, one, converted) for one in newer["contracts"]]
        told = merged(told, newer)
        stages.append(Stage(release, told))
    return stages


def _changes_told_apart(ocid: str, contract: dict[str, Any], converted: Converted) -> dict[str, Any]:
    """The contract with each of its changes under an id of its own, so that none takes the place of another.

    A change that is lost would let the value after it seem to have held before it.
    """
    told, single = contract.get("amendments"), contract.get("amendment")
    found = {name: value for name, value in contract.items() if name not in ("amendments", "amendment")}
    if "amendments" in contract and told is None:
        return found | {"amendments": None}
    by_id: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for one in (*(told if isinstance(told, list) else ()), single):
        if isinstance(one, dict):
            by_id[identity(one)].setdefault(_content(one), one)
    named = {content for id_, same in by_id.items() if id_ for content in same}
    changes: list[dict[str, Any]] = []
    for id_, same in by_id.items():
        if id_ and len(same) == 1:
            changes += same.values()
            continue
        if id_:
            place = f"{ocid}: contracts[{identity(contract)}].amendments[{id_}]"
            converted.leave(place, id_, "Utgivelsen har flere endringer med samme id; de er ført hver for seg")
        changes += [one | {"id": _made_id(id_, one)} for content, one in same.items() if id_ or content not in named]
    return found | {"amendments": changes}


def _content(change: dict[str, Any]) -> str:
    """What a change tells, whatever its id."""
    return _in_one_way([change.get(name) for name in ("date", "rationale", "description")])


def _made_id(id_: str, change: dict[str, Any]) -> str:
    """An id of what a change tells: the same in every release that tells it."""
    made = moment(change.get("date"))
    mark = hashlib.sha256(_content(change).encode()).hexdigest()[:8]
    return f"{id_ + '-' if id_ else ''}{made.date() if made else 'uten-dato'}-{mark}"


def _in_one_way(value: Any) -> str:
    """JSON written in one way, whatever the order of its fields."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def merged(older: dict[str, Any], newer: dict[str, Any]) -> dict[str, Any]:
    """What is told after a release, where something was told before."""
    found = dict(older)
    for name, value in newer.items():
        if value is None:
            found.pop(name, None)
        elif isinstance(value, dict):
            before = found.get(name)
            found[name] = merged(before if isinstance(before, dict) else {}, value)
        elif value == [] and isinstance(found.get(name), list):
            continue
        elif isinstance(value, list) and value and all(identity(one) for one in value):
            before = found.get(name)
            found[name] = _merged_lists(before if isinstance(before, list) else [], value)
        else:
            found[name] = value
    return found


def _merged_lists(older: list[Any], newer: list[Any]) -> list[Any]:
    if not all(identity(one) for one in older):
        older = []
    found = {identity(one): one for one in older}
    for one in newer:
        found[identity(one)] = merged(found.get(identity(one), {}), one)
    return list(found.values())


def identity(told: Any, name: str = "id") -> str:
    """The id that an object tells, as text; empty where it tells none."""
    value = told.get(name) if isinstance(told, dict) else None
    return printable(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def printable(text: str) -> str:
    """The text without signs that no engine can keep, and without space around it."""
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text).strip()


def moment(value: Any) -> datetime | None:
    """A date with or without a time of day; without a time zone it is read as UTC."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found is None or found.tzinfo else found.replace(tzinfo=UTC)


def _releases(document: Any, converted: Converted) -> Iterable[tuple[str, dict[str, Any]]]:
    if not isinstance(document, dict):
        raise _not_ocds("Filen er ikke et JSON-objekt.")
    if "projects" in document:
        raise _not_ocds("Filen er OC4IDS, som beskriver prosjekter og ikke kontrakter.")
    if "ocid" in document and "releases" not in document:
        return [("", document)]
    if "releases" not in document and "records" not in document:
        raise _not_ocds("Filen har verken «releases» eller «records».")
    version = document.get("version", _VERSIONS[0])
    if version not in _VERSIONS:
        raise SourceError(f"Filen er av OCDS versjon {version}.", "Be om filen i versjon 1.1.")
    _leave_others("", document, _PACKAGE, converted)
    found = _objects("releases", document.get("releases"), converted)
    for path, record in _objects("records", document.get("records"), converted):
        found += _of_record(path, record, converted)
    return found


def _refuse_deep(document: Any) -> None:
    """Refuse what is nested deeper than the standard ever is: it cannot be walked through."""
    level = [document]
    for _ in range(_DEEPEST):
        level = [
            one
            for each in level
            if isinstance(each, dict | list)
            for one in (each.values() if isinstance(each, dict) else each)
        ]
    if level:
        raise _not_ocds(f"Filen har mer enn {_DEEPEST} nivåer inni hverandre.")


def _not_ocds(reason: str) -> SourceError:
    return SourceError(reason, "Oppgi en release package eller en record package av OCDS 1.1.")


def _of_record(path: str, record: dict[str, Any], converted: Converted) -> list[tuple[str, dict[str, Any]]]:
    """The releases in a record. Where they are only linked to, the compiled one stands for them all."""
    _leave_others(path, record, _RECORD, converted)
    found = []
    for place, one in _objects(f"{path}.releases", record.get("releases"), converted):
        if "url" in one and "ocid" not in one:
            converted.leave(place, one["url"], "Utgivelsen er bare lenket til, og hentes ikke")
        else:
            found.append((place, one))
    compiled = record.get("compiledRelease")
    if isinstance(compiled, dict) and not found:
        return [(f"{path}.compiledRelease", compiled)]
    if compiled is not None:
        converted.leave(f"{path}.compiledRelease", identity(compiled), "Regnes ut av utgivelsene selv")
    return found


def _objects(path: str, value: Any, converted: Converted) -> list[tuple[str, dict[str, Any]]]:
    """The objects of a list, with where each stands."""
    if value is not None and not isinstance(value, list):
        converted.leave(path, value, "Skulle vært en liste")
    found = []
    for at, one in enumerate(value if isinstance(value, list) else ()):
        if isinstance(one, dict):
            found.append((f"{path}[{at}]", one))
        else:
            converted.leave(f"{path}[{at}]", one, "Skulle vært et objekt")
    return found


def _told_apart(path: str, told: dict[str, Any], converted: Converted) -> dict[str, Any]:
    """The release without what is in its lists and cannot be told apart."""
    found = dict(told)
    for name in _LISTS:
        if told.get(name) is None:
            continue
        kept: dict[str, dict[str, Any]] = {}
        for place, one in _objects(under(path, name), told[name], converted):
            id_ = identity(one)
            if not id_:
                converted.leave(place, one, "Har ingen id, og kan ikke skilles fra andre")
            elif id_ in kept:
                converted.leave(place, id_, "Utgivelsen har to med samme id; bare den første er tatt med")
            else:
                kept[id_] = one
        found[name] = list(kept.values())
    return found


def _leave_others(path: str, told: dict[str, Any], known: frozenset[str], converted: Converted) -> None:
    for name in told:
        if name not in known:
            converted.leave(under(path, name), told[name], "Modellen har ikke noe felt for det")


def under(path: str, name: str) -> str:
    """The place of a field."""
    return f"{path}.{name}" if path else name
