"""The fields of a release that are read, so that all others can be told of as not kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from loaders.conversions.converted import Converted
from loaders.conversions.ocds_releases import Release, identity, printable, under

_NO_FIELD = "Modellen har ikke noe felt for det"
_SIGNED = "Der det er inngått en kontrakt, er det kontrakten som gjelder"
_BEFORE = "Det som skjer før kontrakten, føres ikke"
_WHY = {
    "buyer": "Innkjøperen er kommunen selv; oppgi enheten som eier kontrakten i linjen (owned_in_line_by)",
    "tender": _BEFORE,
    "planning": _BEFORE,
    "bids": _BEFORE,
    "changes": "Hva som er endret, ses av utgivelsene",
}
_PERSONAL = frozenset({"contactPoint", "persons", "beneficialOwners"})
_PERIOD = frozenset({"startDate", "endDate", "maxExtentDate"})
_VALUE = frozenset({"amount", "currency"})
_RELEASE = frozenset({"ocid", "id", "date", "tag", "language", "initiationType", "relatedProcesses"})
_RELEASE |= {"parties", "awards", "contracts"}
_PARTY = frozenset({"id", "name", "roles", "identifier", "additionalIdentifiers"})
_IDENTIFIER = frozenset({"scheme", "id", "uri"})
_SUPPLIER = frozenset({"id", "name"})
_SIGNED_AWARD = frozenset({"id", "title", "status", "suppliers"})
_AWARD = _SIGNED_AWARD | {"description", "value", "contractPeriod"}
_CONTRACT = frozenset({"id", "awardID", "title", "description", "status", "period", "value", "suppliers"})
_CONTRACT |= {"amendments", "amendment", "relatedProcesses"}
_AMENDMENT = frozenset({"id", "date", "rationale", "description", "amendsReleaseID", "releaseID"})


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects in what should be a list of them."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def told_text(value: Any) -> str | None:
    """A text that says something, or None."""
    return printable(value) or None if isinstance(value, str) else None


def leave_what_has_no_field(release: Release, in_the_end: dict[str, Any], converted: Converted) -> None:
    """Tell of all in a release that is not read. What is read and cannot be kept, is told of where it is read.

    Args:
        release: The release.
        in_the_end: What is told of the process after its last release.
        converted: Where to tell.
    """
    leaving = _Leaving(converted)
    path, told = release.path, release.told
    leaving.others(path, told, _RELEASE)
    agreed = [*(in_the_end.get("awards") or ()), *(in_the_end.get("contracts") or ())]
    suppliers = {identity(one) for each in agreed for one in objects(each.get("suppliers"))}
    for at, party in enumerate(told.get("parties") or ()):
        leaving.party(under(path, f"parties[{at}]"), party, suppliers)
    signed = {identity(one, "awardID") for one in in_the_end.get("contracts") or ()}
    for at, award in enumerate(told.get("awards") or ()):
        leaving.award(under(path, f"awards[{at}]"), award, identity(award) in signed)
    for at, contract in enumerate(told.get("contracts") or ()):
        leaving.contract(under(path, f"contracts[{at}]"), contract)


class _Leaving:
    """Tells of fields that are not read."""

    def __init__(self, converted: Converted) -> None:
        self.converted = converted

    def others(self, path: str, told: Any, known: frozenset[str], reasons: Mapping[str, str] = _WHY) -> None:
        """The fields of an object that are not among those known."""
        if told is None:
            return
        if not isinstance(told, dict):
            self.converted.leave(path, told, "Skulle vært et objekt")
            return
        for name, value in told.items():
            if name in _PERSONAL:
                self.converted.leave(under(path, name), "(ikke gjengitt)", "Opplysninger om personer tas ikke med")
            elif name not in known and value is not None:
                self.converted.leave(under(path, name), value, reasons.get(name, _NO_FIELD))

    def each(self, path: str, told: Any, known: frozenset[str]) -> None:
        """The same for each object in a list."""
        if told is not None and not isinstance(told, list):
            self.converted.leave(path, told, "Skulle vært en liste")
            return
        for at, one in enumerate(told or ()):
            self.others(f"{path}[{at}]", one, known)

    def party(self, path: str, party: dict[str, Any], suppliers: set[str]) -> None:
        """A party: only those that supply are read."""
        if identity(party) not in suppliers:
            name = told_text(party.get("name")) or identity(party)
            self.converted.leave(path, name, "Av partene tas bare leverandører i tildelinger med")
            return
        self.others(path, party, _PARTY)
        identifier = party.get("identifier")
        same = isinstance(identifier, dict) and told_text(identifier.get("legalName")) == told_text(party.get("name"))
        self.others(f"{path}.identifier", identifier, _IDENTIFIER | {"legalName"} if same else _IDENTIFIER)
        self.each(f"{path}.additionalIdentifiers", party.get("additionalIdentifiers"), _IDENTIFIER)

    def award(self, path: str, award: dict[str, Any], signed: bool) -> None:
        """An award: where a contract follows, the contract tells the rest."""
        if signed:
            told_by_contract = dict.fromkeys(_AWARD - _SIGNED_AWARD, _SIGNED)
            self.others(path, award, _SIGNED_AWARD, told_by_contract)
        else:
            self.others(path, award, _AWARD)
        self.each(f"{path}.suppliers", award.get("suppliers"), _SUPPLIER)
        if not signed:
            self.others(f"{path}.value", award.get("value"), _VALUE)
            self.others(f"{path}.contractPeriod", award.get("contractPeriod"), _PERIOD)

    def contract(self, path: str, contract: dict[str, Any]) -> None:
        """A contract."""
        self.others(path, contract, _CONTRACT)
        self.others(f"{path}.value", contract.get("value"), _VALUE)
        self.others(f"{path}.period", contract.get("period"), _PERIOD)
        self.each(f"{path}.suppliers", contract.get("suppliers"), _SUPPLIER)
        self.each(f"{path}.amendments", contract.get("amendments"), _AMENDMENT)
        self.others(f"{path}.amendment", contract.get("amendment"), _AMENDMENT)
