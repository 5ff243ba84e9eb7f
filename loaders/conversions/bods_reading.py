"""Beneficial Ownership Data Standard 0.4 read as companies, actors and ownerships.

Of each record the last statement holds. Only direct shares are read: indirect ones are reckoned from them. A person is
kept by name only.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from pydantic_core import PydanticCustomError

from loaders.conversions.converted import Converted, local_id
from schema.companies import CompanyForm
from schema.errors import SourceError
from schema.governance import ActorKind
from schema.values import read_day, read_organisation_number

SCHEME = "NO-BRC"
"""Enhetsregisteret in the register of registers, org-id.guide."""
_SHARES = {"shareholding": "share", "votingRights": "votes"}
_PUBLIC = {"state": ActorKind.STATE, "stateBody": ActorKind.STATE}
_TOP = frozenset({"statementId", "declarationSubject", "declaration", "statementDate", "publicationDetails", "source"})
_STATEMENT = _TOP | {"recordId", "recordStatus", "recordType", "recordDetails", "annotations"}
_ENTITY = frozenset(
    {"isComponent", "entityType", "name", "identifiers", "foundingDate", "dissolutionDate", "jurisdiction"}
)
_PERSON = frozenset({"isComponent", "names", "personType"})
_RELATIONSHIP = frozenset({"isComponent", "subject", "interestedParty", "interests"})
_INTEREST = frozenset(
    {"type", "directOrIndirect", "beneficialOwnershipOrControl", "startDate", "endDate", "share", "details"}
)
EXAMPLE = "Illustrasjon: oppdiktet eksempel."
"""What an annotation says of a record that is made up as an example."""


def convert(document: Any) -> Converted:
    """The records that some statements come to.

    Raises:
        SourceError: They are no statements of version 0.4.
    """
    reading = _Reading(_statements(document))
    reading.parties()
    reading.relationships()
    return reading.converted


def _statements(document: Any) -> list[tuple[str, dict[str, Any]]]:
    found = document.get("statements") if isinstance(document, dict) else document
    if isinstance(document, dict) and "statementId" in document:
        found = [document]
    if not isinstance(found, list) or not found or not all(isinstance(one, dict) for one in found):
        raise SourceError(
            "Filen er ingen liste av BODS-utsagn.", "En BODS-fil er en JSON-liste der hvert ledd er et utsagn."
        )
    for number, one in enumerate(found):
        if "statementType" in one or "recordType" not in one:
            raise SourceError(
                f"Utsagn {number + 1} er ikke av BODS 0.4.", "Be om filen i versjon 0.4, eller gjør den om først."
            )
    return [(f"[{number}]", one) for number, one in enumerate(found)]


class _Reading:
    """One file, as its records are put together."""

    def __init__(self, statements: list[tuple[str, dict[str, Any]]]) -> None:
        self.converted = Converted()
        self.ids: dict[str, str] = {}
        self.latest: dict[str, dict[str, tuple[str, dict[str, Any]]]] = defaultdict(dict)
        for path, one in statements:
            kind, record = str(one["recordType"]), str(one.get("recordId") or one.get("statementId"))
            if kind not in ("entity", "person", "relationship") or not isinstance(one.get("recordDetails"), dict):
                self.converted.leave(path, kind, "Ukjent slag utsagn, eller uten innhold")
                continue
            earlier = self.latest[kind].get(record)
            if earlier and str(earlier[1].get("statementDate", "")) > str(one.get("statementDate", "")):
                self.converted.leave(path, record, "Et senere utsagn om det samme gjelder")
                continue
            if earlier:
                self.converted.leave(earlier[0], record, "Et senere utsagn om det samme gjelder")
            self.latest[kind][record] = path, one
            self._leave_unknown(path, one, _STATEMENT)

    def _leave_unknown(self, path: str, told: dict[str, Any], known: frozenset[str]) -> None:
        for name in told:
            if name not in known:
                self.converted.leave(f"{path}.{name}", told[name], "Modellen har ikke noe felt for det")

    def parties(self) -> None:
        """The entities and persons: a company where somebody has a share in it, else an actor."""
        owned = {str(one["recordDetails"].get("subject")) for _, one in self.latest["relationship"].values()}
        for record, (path, one) in self.latest["entity"].items():
            self._entity(record, f"{path}.recordDetails", one, record in owned)
        for record, (path, one) in self.latest["person"].items():
            self._person(record, f"{path}.recordDetails", one)

    def _entity(self, record: str, path: str, one: dict[str, Any], owned: bool) -> None:
        details = one["recordDetails"]
        self._leave_unknown(path, details, _ENTITY)
        kind = details.get("entityType")
        type_, said = (str(kind.get("type")), kind.get("details")) if isinstance(kind, dict) else ("", None)
        number = self._number(path, details.get("identifiers"))
        id_ = self.converted.free_id(f"org-{number}" if number else local_id(record))
        self.ids[record] = id_
        told = {
            "id": id_,
            "name": str(details.get("name") or record),
            "organisation_number": number,
            "valid_from": self._day(f"{path}.foundingDate", details.get("foundingDate")),
            "valid_to": self._day(f"{path}.dissolutionDate", details.get("dissolutionDate")),
            "illustrative": _is_example(one) or None,
            **_source(one),
        }
        form = next((one for one in CompanyForm if one.value == said and one is not CompanyForm.OTHER), None)
        if owned or form is not None:
            if said and form is None:
                self.converted.leave(f"{path}.entityType.details", said, "Ingen organisasjonsform; føres som «annet»")
            self.converted.add("companies", told | {"form": (form or CompanyForm.OTHER).value})
            return
        actor = next((one for one in ActorKind if said in (one.value, one.bokmaal)), None)
        if said and actor is None:
            self.converted.leave(f"{path}.entityType.details", said, "Modellen har ikke noe felt for det")
        default = _PUBLIC.get(type_, ActorKind.BUSINESS if type_ == "registeredEntity" else ActorKind.OTHER)
        self.converted.add("actors", told | {"actor_kind": (actor or default).value})

    def _number(self, path: str, identifiers: Any) -> str | None:
        found = None
        for at, one in enumerate(identifiers if isinstance(identifiers, list) else ()):
            place = f"{path}.identifiers[{at}]"
            if isinstance(one, dict) and one.get("scheme") == SCHEME and found is None:
                try:
                    found = str(read_organisation_number(one.get("id")))
                except PydanticCustomError as error:
                    self.converted.leave(place, one, error.message())
            else:
                self.converted.leave(place, one, "Bare ett norsk organisasjonsnummer kan tas med")
        return found

    def _person(self, record: str, path: str, one: dict[str, Any]) -> None:
        details = one["recordDetails"]
        for name, value in details.items():
            if name not in _PERSON:
                birth = name == "birthDate"
                why = "Fødselsdatoer tas aldri med" if birth else "Om personer tas bare navnet med"
                self.converted.leave(f"{path}.{name}", "(ikke gjengitt)" if birth else value, why)
        names = [one for one in details.get("names") or () if isinstance(one, dict) and one.get("fullName")]
        for at, other in enumerate(names[1:], start=1):
            self.converted.leave(f"{path}.names[{at}]", other["fullName"], "Bare ett navn kan tas med")
        id_ = self.converted.free_id(local_id(record))
        self.ids[record] = id_
        self.converted.add(
            "actors",
            {
                "id": id_,
                "name": str(names[0]["fullName"]) if names else "Ikke oppgitt person",
                "actor_kind": ActorKind.OTHER.value,
                "illustrative": _is_example(one) or None,
                **_source(one),
            },
        )

    def relationships(self) -> None:
        """The shares."""
        for record, (path, one) in self.latest["relationship"].items():
            place = f"{path}.recordDetails"
            details = one["recordDetails"]
            self._leave_unknown(place, details, _RELATIONSHIP)
            subject, party = details.get("subject"), details.get("interestedParty")
            if not isinstance(subject, str) or subject not in self.ids:
                self.converted.leave(f"{place}.subject", subject, "Selskapet er ikke oppgitt i filen")
            elif not isinstance(party, str) or party not in self.ids:
                self.converted.leave(f"{place}.interestedParty", party, "Eieren er ikke oppgitt i filen")
            elif self.converted.find("companies", self.ids[subject]) is None:
                self.converted.leave(f"{place}.subject", subject, "Ingen kan ha en andel i en person")
            else:
                self._shares(record, place, one, self.ids[party], self.ids[subject])

    def _shares(self, record: str, path: str, one: dict[str, Any], owner: str, company: str) -> None:
        periods: dict[tuple[str | None, str | None], dict[str, tuple[str, dict[str, Any]]]] = defaultdict(dict)
        for at, interest in enumerate(one["recordDetails"].get("interests") or ()):
            place = f"{path}.interests[{at}]"
            if self._may_be_kept(place, interest):
                period = (
                    self._day(f"{place}.startDate", interest.get("startDate")),
                    self._day(f"{place}.endDate", interest.get("endDate")) or _closed_on(one),
                )
                if interest["type"] in periods[period]:
                    self.converted.leave(place, interest["type"], "Eieren har samme slags andel to ganger")
                else:
                    periods[period][interest["type"]] = place, interest
        for (start, end), found in periods.items():
            self._ownership(record, one, owner, company, (start, end), found)

    def _may_be_kept(self, place: str, interest: Any) -> bool:
        if not isinstance(interest, dict) or interest.get("type") not in _SHARES:
            told = interest.get("type") if isinstance(interest, dict) else interest
            self.converted.leave(place, told, "Bare andeler av kapital og stemmer kan tas med")
            return False
        if interest.get("directOrIndirect") == "indirect":
            self.converted.leave(place, "indirect", "Indirekte andeler regnes ut av de direkte")
            return False
        self._leave_unknown(place, interest, _INTEREST)
        if interest.get("directOrIndirect") == "unknown":
            self.converted.leave(f"{place}.directOrIndirect", "unknown", "Andelen føres som direkte")
        if interest.get("beneficialOwnershipOrControl"):
            self.converted.leave(f"{place}.beneficialOwnershipOrControl", "true", "Reelle rettigheter føres ikke")
        return True

    def _ownership(
        self,
        record: str,
        one: dict[str, Any],
        owner: str,
        company: str,
        period: tuple[str | None, str | None],
        found: dict[str, tuple[str, dict[str, Any]]],
    ) -> None:
        told: dict[str, Any] = {
            "id": self.converted.free_id(local_id(record)),
            "name": f"{self.converted.name_of(owner)} i {self.converted.name_of(company)}",
            "owner": owner,
            "in_company": company,
            "valid_from": period[0],
            "valid_to": period[1],
            "illustrative": _is_example(one) or None,
            **_source(one),
        }
        above: dict[str, bool] = {}
        for type_, (place, interest) in found.items():
            values, exclusive = self._values(place, _SHARES[type_], interest.get("share"))
            told |= values
            if exclusive is not None:
                above[place] = exclusive
        if "votingRights" not in found:  # silence here is not «as the capital», as it is in an ownership
            told["votes_max"] = 100
        if above and all(above.values()):
            told["min_exclusive"] = True
        else:
            for place in (place for place, exclusive in above.items() if exclusive):
                self.converted.leave(
                    f"{place}.share.exclusiveMinimum", "", "Gjelder bare den ene andelen; føres som «minst»"
                )
        self.converted.add("ownerships", told)

    def _values(self, place: str, name: str, share: Any) -> tuple[dict[str, Any], bool | None]:
        """The fields of a share, and whether its lowest is exclusive; None where it has no lowest."""
        if not isinstance(share, dict):
            return {f"{name}_max": 100}, None
        wrong = {key: value for key, value in share.items() if not _is_per_cent(value)}
        for key, value in wrong.items():
            self.converted.leave(f"{place}.share.{key}", value, "Ikke en prosent fra 0 til 100")
        share = {key: value for key, value in share.items() if key not in wrong}
        if "exact" in share:
            return {name: share["exact"]}, None
        low = share.get("exclusiveMinimum", share.get("minimum"))
        high = share.get("maximum", share.get("exclusiveMaximum"))
        if low is not None and high is not None and low > high:
            self.converted.leave(f"{place}.share", share, "Intervallet er opp ned; andelen føres som ukjent")
            return {f"{name}_max": 100}, None
        if "exclusiveMaximum" in share:
            self.converted.leave(f"{place}.share.exclusiveMaximum", share["exclusiveMaximum"], "Føres som «høyst»")
        return (
            {f"{name}_min": low, f"{name}_max": 100 if high is None else high},
            None if low is None else "exclusiveMinimum" in share,
        )

    def _day(self, path: str, value: Any) -> str | None:
        if value is None:
            return None
        try:
            found = read_day(str(value)[:10])
        except ValueError:
            found = None
        if not isinstance(found, date):
            self.converted.leave(path, value, "Ikke en dato")
            return None
        return found.isoformat()


def _is_per_cent(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 100


def _is_example(one: dict[str, Any]) -> bool:
    return any(isinstance(note, dict) and note.get("description") == EXAMPLE for note in one.get("annotations") or ())


def _source(one: dict[str, Any]) -> dict[str, Any]:
    source = one.get("source")
    if not isinstance(source, dict):
        return {}
    return {"source": source.get("description") or source.get("url")}


def _closed_on(one: dict[str, Any]) -> str | None:
    """The day a record that is closed ended, where its interests do not say."""
    told = one.get("statementDate")
    return str(told)[:10] if one.get("recordStatus") == "closed" and told else None
