"""Ownerships written as statements of the Beneficial Ownership Data Standard 0.4, with a list of what it cannot hold.

Written are public companies, their owners and their shares, whatever day they hold. Statements have the same ids each
time they say the same, so that a file can be held against an earlier one.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson

from graph import reader
from graph.connection import Graph, Row, Transaction
from graph.neighbours import nodes_by_id
from loaders.conversions.bods_reading import EXAMPLE, SCHEME
from loaders.conversions.converted import NotKept
from loaders.workbook import refuse_existing
from schema.catalogue import KINDS
from schema.companies import CompanyForm
from schema.errors import NotFoundError
from schema.governance import ActorKind
from schema.values import Certainty, Confidentiality

VERSION = "0.4"
_NORWAY = {"code": "NO", "name": "Norway"}
_PUBLIC_BODIES = frozenset({ActorKind.STATE, ActorKind.REGION, ActorKind.MUNICIPALITY})
_WRITTEN = {
    "Company": {"name", "form", "organisation_number", "valid_from", "valid_to", "source", "illustrative"},
    "Unit": {"name", "organisation_number", "valid_from", "valid_to", "source", "illustrative"},
    "Actor": {"name", "actor_kind", "organisation_number", "valid_from", "valid_to", "source", "illustrative"},
    "Ownership": {
        *("share", "share_min", "share_max", "votes", "votes_min", "votes_max", "min_exclusive"),
        *("valid_from", "valid_to", "source", "illustrative"),
    },
}
_OF_THE_GRAPH = frozenset({"id", "kind", "dataset", "search", "confidentiality"})
_LINKS_WRITTEN = frozenset({"OWNER", "IN_COMPANY"})


@dataclass(frozen=True)
class Written:
    """The statements, and what they could not hold."""

    statements: list[dict[str, Any]]
    not_kept: list[NotKept]


async def export_bods(graph: Graph, dataset: str, path: Path, day: date, publisher: str = "") -> Written:
    """Write the ownerships of a dataset as a BODS file.

    Args:
        graph: Where from.
        dataset: Id of the dataset.
        path: The file to write; one that is there already is never written over.
        day: The day it is published.
        publisher: Who publishes it; default is the dataset's title.

    Raises:
        NotFoundError: There is no such dataset, or no ownerships in it.
        SourceError: The file is there already.
    """
    refuse_existing(path)
    written = await statements_of(graph, dataset, day, publisher)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(orjson.dumps(written.statements, option=orjson.OPT_INDENT_2) + b"\n")
    return written


async def statements_of(graph: Graph, dataset: str, day: date, publisher: str = "") -> Written:
    """The ownerships of a dataset as statements.

    Raises:
        NotFoundError: There is no such dataset, or no ownerships in it.
    """

    async def read(transaction: Transaction) -> tuple[list[Row], list[Row]]:
        nodes = [row["body"] async for row in reader.nodes_of(transaction, dataset)]
        return nodes, [row async for row in reader.links_of(transaction, dataset)]

    nodes, links = await graph.read_together(read)
    own = {node["id"]: node for node in nodes}
    if not any(node["kind"] == "Ownership" for node in nodes):
        raise NotFoundError(
            f"Datasettet «{dataset}» har ingen eierandeler, eller er ikke lastet.",
            "`styring history` viser det som er lastet.",
        )
    foreign = await nodes_by_id(graph, {link["finish"] for link in links} - own.keys())
    return _Writing(own, foreign, links, day, publisher or dataset).written()


class _Writing:
    def __init__(
        self, own: dict[str, Row], foreign: dict[str, Row], links: list[Row], day: date, publisher: str
    ) -> None:
        self.own = own
        self.nodes = foreign | own
        self.links: dict[str, list[Row]] = defaultdict(list)
        for link in sorted(
            links, key=lambda one: (one["start"], one["type"], one["finish"], str(one["body"].get("key")))
        ):
            self.links[link["start"]].append(link)
        self.day = day
        self.publisher = publisher
        self.not_kept: list[NotKept] = []

    def written(self) -> Written:
        shares = [one for one in self._of_kind("Ownership") if self._may_be_written(one)]
        ends = [(one, self._end(one, "OWNER"), self._end(one, "IN_COMPANY")) for one in shares]
        whole = [
            (one, owner, company) for one, owner, company in ends if self._ends_may_be_written(one, owner, company)
        ]
        parties = {party["id"]: party for _, *both in whole for party in both if party is not None}
        parties |= {one["id"]: one for one in self._of_kind("Company") if self._may_be_written(one)}
        statements = [self._entity(parties[id_]) for id_ in sorted(parties)]
        for share, owner, company in whole:
            if owner is not None and company is not None:
                statements.append(self._relationship(share, owner, company))
        for id_ in sorted({*parties, *(share["id"] for share, _, _ in whole)} & self.own.keys()):
            self._lose_the_rest(self.own[id_])
        self._lose_other_kinds()
        return Written(statements, self.not_kept)

    def _lose_other_kinds(self) -> None:
        counts = Counter(node["kind"] for node in self.own.values() if node["kind"] not in _WRITTEN)
        for kind, count in sorted(counts.items()):
            self._lose(kind, count, f"BODS har ikke slaget «{KINDS[kind].bokmaal}»")

    def _of_kind(self, kind: str) -> list[Row]:
        return sorted((one for one in self.own.values() if one["kind"] == kind), key=lambda one: str(one["id"]))

    def _lose(self, path: str, value: Any, why: str) -> None:
        self.not_kept.append(NotKept(path, str(value), why))

    def _may_be_written(self, node: Row) -> bool:
        if node.get("confidentiality", Confidentiality.PUBLIC.value) != Confidentiality.PUBLIC:
            self._lose(node["id"], node["confidentiality"], "Skjermet, og ikke skrevet")
        elif node.get("certainty") == Certainty.PROPOSED:
            self._lose(node["id"], node["name"], "Bare foreslått, og ikke skrevet")
        else:
            return True
        return False

    def _end(self, share: Row, type_: str) -> Row | None:
        return next((self.nodes.get(one["finish"]) for one in self.links[share["id"]] if one["type"] == type_), None)

    def _ends_may_be_written(self, share: Row, *ends: Row | None) -> bool:
        hidden = [one for one in ends if one is None or one.get("confidentiality", "public") != Confidentiality.PUBLIC]
        if hidden:
            self._lose(share["id"], share["name"], "Eieren eller selskapet er skjermet, og andelen ikke skrevet")
        return not hidden

    def _statement(self, node: Row, subject: str, type_: str, details: dict[str, Any]) -> dict[str, Any]:
        ended = node.get("valid_to") is not None and node["valid_to"] <= self.day
        statement: dict[str, Any] = {
            "declarationSubject": subject,
            "statementDate": self.day.isoformat(),
            "publicationDetails": {
                "publicationDate": self.day.isoformat(),
                "bodsVersion": VERSION,
                "publisher": {"name": self.publisher},
            },
            "recordId": node["id"],
            "recordStatus": "closed" if ended and type_ == "relationship" else "new",
            "recordType": type_,
            "recordDetails": {"isComponent": False, **details},
        }
        if node.get("source"):
            statement["source"] = {"description": node["source"]}
        if node.get("illustrative"):
            statement["annotations"] = [
                {"statementPointerTarget": "/", "motivation": "commenting", "description": EXAMPLE}
            ]
        said = orjson.dumps(statement, option=orjson.OPT_SORT_KEYS)
        return {"statementId": hashlib.sha256(said).hexdigest(), **statement}

    def _entity(self, node: Row) -> dict[str, Any]:
        details: dict[str, Any] = {
            "entityType": _entity_type(node),
            "name": node["name"],
            "jurisdiction": _NORWAY,
        }
        if node.get("organisation_number"):
            details["identifiers"] = [
                {"scheme": SCHEME, "schemeName": "Enhetsregisteret", "id": node["organisation_number"]}
            ]
        if node.get("valid_from"):
            details["foundingDate"] = node["valid_from"].isoformat()
        if node.get("valid_to"):
            details["dissolutionDate"] = node["valid_to"].isoformat()
        return self._statement(node, node["id"], "entity", details)

    def _relationship(self, share: Row, owner: Row, company: Row) -> dict[str, Any]:
        interests = [
            self._interest("shareholding", share, _told(share, "share")),
            self._interest("votingRights", share, _told(share, "votes") or _told(share, "share")),
        ]
        details = {"subject": company["id"], "interestedParty": owner["id"], "interests": interests}
        return self._statement(share, company["id"], "relationship", details)

    def _interest(self, type_: str, share: Row, told: dict[str, Any]) -> dict[str, Any]:
        interest: dict[str, Any] = {
            "type": type_,
            "directOrIndirect": "direct",
            "beneficialOwnershipOrControl": False,
        }
        kind = self._end(share, "OF_CLASS")
        if kind is not None:
            weight = kind.get("capital_share" if type_ == "shareholding" else "votes_share")
            told = _of_the_whole(told, weight)
            interest["details"] = kind["name"]
        if told:
            interest["share"] = told
        if share.get("valid_from"):
            interest["startDate"] = share["valid_from"].isoformat()
        if share.get("valid_to"):
            interest["endDate"] = share["valid_to"].isoformat()
        return interest

    def _lose_the_rest(self, node: Row) -> None:
        """Tell of every property and relationship that the statements have no room for."""
        kind = KINDS[node["kind"]]
        for item in kind.properties:
            value = node.get(item.name)
            if item.name in _OF_THE_GRAPH or item.name in _WRITTEN[node["kind"]] or value in (None, [], False):
                continue
            if node["kind"] == "Ownership" and item.name == "name":
                continue  # says what the two ends say
            self._lose(f"{node['id']}.{item.name}", value, "BODS har ikke noe felt for det")
        for link in self.links[node["id"]]:
            if link["type"] == "OF_CLASS":
                self._lose(
                    f"{node['id']}.of_class", link["finish"], "BODS har ikke aksjeklasser; andelen er av hele selskapet"
                )
            elif link["type"] not in _LINKS_WRITTEN:
                self._lose(f"{node['id']}.{link['type'].lower()}", link["finish"], "BODS har ikke denne relasjonen")


def _entity_type(node: Row) -> dict[str, str]:
    if node["kind"] == "Company":
        type_ = "registeredEntity" if node.get("organisation_number") else "legalEntity"
        return {"type": type_} if node["form"] == CompanyForm.OTHER else {"type": type_, "details": node["form"]}
    if node["kind"] == "Unit":
        return {"type": "stateBody", "details": ActorKind.MUNICIPALITY.value}
    kind = ActorKind(node.get("actor_kind") or ActorKind.OTHER.value)
    if kind in _PUBLIC_BODIES:
        return {"type": "stateBody", "details": kind.value}
    if kind is ActorKind.CITIZENS:
        return {"type": "unknownEntity", "details": kind.value}
    return {"type": "registeredEntity" if node.get("organisation_number") else "legalEntity", "details": kind.value}


def _told(share: Row, name: str) -> dict[str, Any]:
    """The share as BODS has it; empty where nothing is said of it. The exact one goes before the interval."""
    exact, low, high = share.get(name), share.get(f"{name}_min"), share.get(f"{name}_max")
    if exact is not None:
        return {"exact": exact, "minimum": exact, "maximum": exact}
    told = {} if low is None else {"exclusiveMinimum" if share.get("min_exclusive") else "minimum": low}
    return told if high is None else told | {"maximum": high}


def _of_the_whole(told: dict[str, Any], weight: float | None) -> dict[str, Any]:
    """A share of a class as one of the whole company; nothing is known of it where the weight of the class is not."""
    if weight is None:
        return {}
    factor = Decimal(str(weight)) / 100
    upper = {"maximum": 100} | told if factor != 1 else told
    if not factor:
        upper = {name.replace("exclusiveMinimum", "minimum"): value for name, value in upper.items()}
    return {name: float(Decimal(str(value)) * factor) for name, value in upper.items()}
