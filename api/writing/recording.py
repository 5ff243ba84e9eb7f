"""Facts that are written one at a time: a follow-up, and that a finding is accepted.

A load says all that a dataset holds, and what it no longer says is gone. So these facts do not stand in the
municipality's own dataset, where the next load would take them away, but in one beside it: `asker-oppfolging`. It is a
dataset like any other – the same checks, the same history with the whole content kept – of which each fact makes a new
load. What a fact is about must stay in the municipality's dataset, ended with `valid_to` and not taken out: the loader
refuses to remove what another dataset points to.
"""

from __future__ import annotations

import json
import secrets
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from api.writing.loading import FOLLOW_UPS, StaleError, in_a_thread
from graph import loads
from graph.connection import Graph
from graph.loads import Load
from loaders.dataset import DESCRIPTION
from loaders.difference import Change
from loaders.export import export
from queries.findings.finding import Finding, findings
from schema.catalogue import KINDS, RELATIONSHIPS
from schema.errors import GraphConflictError, NotFoundError, QuestionError
from schema.principles import ReviewKind
from schema.values import Confidentiality

_MOST_TRIES = 5
_DEFAULT_SOURCE = "Registrert gjennom API-et"
_UNSEEN = frozenset({"search", "key", "dataset", "kind", "id"})


@dataclass(frozen=True)
class FollowUp:
    """A follow-up, a review or an audit, as it is sent."""

    dataset: str
    examines: tuple[str, ...]
    reviewed_on: date
    based_on: str
    review_kind: ReviewKind = ReviewKind.FOLLOW_UP
    name: str = ""
    text: str = ""
    given_by: str = ""
    confidentiality: Confidentiality = Confidentiality.INTERNAL


@dataclass(frozen=True)
class Acceptance:
    """That a finding is accepted, as it is sent. `texts` are the explanations of the finding, as they were read."""

    dataset: str
    rule: str
    subject: str
    texts: tuple[str, ...]
    accepted_by: str
    until: date
    confidentiality: Confidentiality = Confidentiality.INTERNAL


@dataclass(frozen=True)
class Written:
    """What was written: its full id, and the load that it makes."""

    id: str
    load: Load


class ChangedMeanwhileError(StaleError):
    """What a fact is about has been changed since the one who writes it looked."""

    def __init__(self, dataset: str, based_on: str, now: str, changes: list[Change]) -> None:
        super().__init__(dataset, based_on, now)
        self.changes = changes


class FindingChangedError(StaleError):
    """The finding is not what it was when the one who accepts it read it."""

    def __init__(self, dataset: str, now: str, found: list[Finding]) -> None:
        super().__init__(dataset, "", now)
        self.message = "Funnet er ikke slik det var da det ble lest. Ingenting er skrevet."
        self.remedy = "Les funnet på nytt, og godta det som gjelder nå, om det fortsatt skal godtas."
        self.found = found


async def follow_up(graph: Graph, wanted: FollowUp, *, today: date, by: str, reason: str) -> Written:
    """Record a follow-up.

    Raises:
        NotFoundError: There is no such dataset, or no such load of it.
        QuestionError: It examines nothing, or is of a day that has not come.
        ChangedMeanwhileError: What it examines has been changed since. Nothing is written.
        InvalidDataError: It points to what does not exist. Nothing is written.
    """
    if not wanted.examines:
        raise QuestionError("Oppfølgingen gjelder ingenting.", "Oppgi examines, som id-en til en delegering.")
    if wanted.reviewed_on > today:
        raise QuestionError(f"{wanted.reviewed_on} er ikke kommet.", "Oppgi dagen oppfølgingen ble gjort.")
    await _refuse_stale(graph, wanted)
    record: dict[str, Any] = {
        "name": wanted.name or f"{wanted.review_kind.bokmaal} {wanted.reviewed_on}",
        "review_kind": wanted.review_kind.value,
        "reviewed_on": wanted.reviewed_on.isoformat(),
        "examines": list(wanted.examines),
        "confidentiality": wanted.confidentiality.value,
        **({"text": wanted.text} if wanted.text else {}),
        **({"given_by": [wanted.given_by]} if wanted.given_by else {}),
    }
    return await _written(graph, wanted.dataset, "Review", record, today, by, reason)


async def acceptance(graph: Graph, wanted: Acceptance, *, today: date, by: str, reason: str) -> Written:
    """Record that a finding is accepted, from today until a day.

    Raises:
        NotFoundError: There is no such dataset.
        QuestionError: There is no such rule, or the day has passed.
        FindingChangedError: The finding is another than what was read, or gone. Nothing is written.
        InvalidDataError: It points to what does not exist. Nothing is written.
    """
    if wanted.until <= today:
        raise QuestionError(f"{wanted.until} er ikke etter i dag.", "Oppgi første dag funnet ikke lenger er akseptert.")
    now = await _loaded(graph, wanted.dataset)
    answer = await findings(graph, wanted.dataset, today, rules=[wanted.rule])
    found = [one for one in answer.open if one.subject.id == wanted.subject]
    # All of them: what is accepted is a rule for a subject, and with it a finding that was not read would be too.
    if not found or {one.text for one in found} != set(wanted.texts):
        raise FindingChangedError(wanted.dataset, now, found)
    record = {
        "name": f"{wanted.rule} for {found[0].subject.name}",
        "rule": wanted.rule,
        "reason": reason,
        "about": [wanted.subject],
        "accepted_by": [wanted.accepted_by],
        "valid_from": today.isoformat(),
        "valid_to": wanted.until.isoformat(),
        "confidentiality": wanted.confidentiality.value,
    }
    return await _written(graph, wanted.dataset, "AcceptedFinding", record, today, by, reason)


async def _loaded(graph: Graph, dataset: str) -> str:
    """The latest load of a municipality's own dataset."""
    now = "" if dataset.endswith(FOLLOW_UPS) else await loads.latest(graph, dataset)
    if not now:
        known = ", ".join(sorted(await loads.latest_of_all(graph))) or "ingen"
        raise NotFoundError(f"Det er ikke lastet noe datasett som heter «{dataset}».", f"Lastet er: {known}.")
    return now


async def _refuse_stale(graph: Graph, wanted: FollowUp) -> None:
    now = await _loaded(graph, wanted.dataset)
    if wanted.based_on == now:
        return
    if wanted.based_on.rpartition("@")[0] != wanted.dataset:
        raise QuestionError(
            f"«{wanted.based_on}» er ikke en lasting av «{wanted.dataset}».",
            f"Oppgi i basedOn lastingen du så på; nå er det {now}.",
        )
    named = frozenset(filter(None, (*wanted.examines, wanted.given_by)))
    before, after = [await _said_of(graph, load, named) for load in (wanted.based_on, now)]
    changes = _changes(before, after)
    if changes:
        raise ChangedMeanwhileError(wanted.dataset, wanted.based_on, now, changes)


_Said = dict[tuple[str, ...], dict[str, Any]]


async def _said_of(graph: Graph, load: str, named: frozenset[str]) -> _Said:
    """What a load said of some nodes: themselves, and the relationships that start in them."""
    said: _Said = {}
    async for row in loads.records(graph, load):
        if "node" in row:
            if row["node"]["id"] in named:
                said[row["node"]["kind"], row["node"]["id"]] = row["node"]
        elif row["start"] in named:
            said[row["type"], f"{row['start']} → {row['finish']}", row["body"]["key"]] = row["body"]
    return said


def _changes(before: _Said, after: _Said) -> list[Change]:
    found = []
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key, {}), after.get(key, {})
        if old == new:
            continue
        what = "changed" if old and new else "added" if new else "removed"
        names = sorted((old.keys() | new.keys()) - _UNSEEN) if what == "changed" else []
        fields = tuple((name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name))
        kind = key[0]
        name = str((new or old).get("name", "")) if kind in KINDS else RELATIONSHIPS[kind].bokmaal
        found.append(Change(what, kind, key[1], name, fields))
    return found


async def _written(
    graph: Graph, about: str, kind: str, record: dict[str, Any], today: date, by: str, reason: str
) -> Written:
    """Write a record in the dataset beside. Where somebody else writes another at the same time, after hers."""
    dataset = about + FOLLOW_UPS
    local = f"{_ID_OF[kind]}-{today.isoformat()}-{secrets.token_hex(4)}"
    for _ in range(_MOST_TRIES):
        based_on = await loads.latest(graph, dataset)
        with tempfile.TemporaryDirectory(prefix="styring-", ignore_cleanup_errors=True) as parent:
            folder = Path(parent) / dataset
            await _as_it_is(graph, about, dataset, based_on, folder)
            content = {KINDS[kind].collection: [{"id": local, **record}]}
            (folder / f"{local}.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
            try:
                report = await in_a_thread(graph, folder, dataset, based_on, by=by, reason=reason, largest_mb=512)
            except GraphConflictError:
                continue
        if report.load is not None:
            return Written(f"{dataset}:{local}", report.load)
    raise GraphConflictError(f"Mange skriver i «{dataset}» samtidig.", "Prøv igjen; ingenting er skrevet.")


_ID_OF = {"Review": "oppfolging", "AcceptedFinding": "akseptert"}


async def _as_it_is(graph: Graph, about: str, dataset: str, based_on: str, folder: Path) -> None:
    """Lay out what the dataset holds."""
    if based_on:
        await export(graph, dataset, folder)
        return
    folder.mkdir()
    title = (await loads.shown_description(graph, about)).get("title") or about
    described = {"id": dataset, "title": f"Oppfølging – {title}", "default_source": _DEFAULT_SOURCE}
    (folder / DESCRIPTION).write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")
