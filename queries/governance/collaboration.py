"""Which form of samskaping does a collaboration have, and is it the one it is said to have? (CQ-25)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from graph.connection import Readable, Row, Transaction
from queries.answers import Answer, Element, Outcome, column
from queries.goals.fetching import fetch_elements
from queries.governance.cocreation import StepLead, derived_form, step_lead, why_undetermined
from queries.portfolio.projects import Belongs
from queries.texts import text
from schema.errors import NotFoundError, QuestionError
from schema.governance import ActorKind, CocreationForm, CollaborationKind
from schema.relationships import Contribution, StepRole
from schema.values import Code


class FormAgrees(Code):
    """Whether the form of samskaping that is declared is the one that who leads the steps makes."""

    YES = "yes", "Ja", "The declared form is the derived one."
    UNDETERMINED = "undetermined", "Ikke avgjort", "No form is declared, or none can be derived."
    NO = "no", "Nei", "Another form is declared than the derived one."


@dataclass(frozen=True)
class Party:
    """Somebody in a collaboration. A municipality's own units are of the dataset that the collaboration is in."""

    id: str = column("Id", "Full id.")
    kind: str = column("Slag", "Unit, Company or Actor.")
    name: str = column("Navn", "What people call it.")
    municipality: bool = column("Kommunen", "True where it is a unit of the municipality itself.")
    actor_kind: ActorKind | None = column("Type", "Kind of actor, for actors.")
    organisation_number: str | None = column("Organisasjonsnummer", "Missing where it has none, or none is known.")


@dataclass(frozen=True)
class StepShown:
    """A step of a collaboration and who leads it."""

    step: StepRole = column("Steg", "Problem, goal, design or execution.")
    lead: StepLead = column("Ledes av", "The municipality, others, both together, or nobody.")
    leaders: tuple[Party, ...] = column("Ledere", "By id.")


@dataclass(frozen=True)
class CollaborationShown:
    """A collaboration on a day: who leads what, and the form that makes."""

    element: Element = column("Samarbeid", "The collaboration.")
    collaboration_kind: CollaborationKind = column("Type", "How it is organised.")
    themes: tuple[str, ...] = column("Temaer", "What it is about.")
    steps: tuple[StepShown, ...] = column("Steg", "All four, in order.")
    derived: CocreationForm | None = column("Utledet form", "Made by who leads the steps; missing where none is made.")
    derived_reason: str = column("Hvorfor ikke avgjort", "Why no form is derived; empty where one is.")
    declared: CocreationForm | None = column("Oppgitt form", "The form it is said to have.")
    agrees: FormAgrees = column("Stemmer", "Whether the declared form is the derived one.")
    participants: tuple[Party, ...] = column("Deltakere", "Who takes part.")
    stakeholders: tuple[Party, ...] = column("Interessenter", "Who has an interest in it.")
    hosts: tuple[Belongs, ...] = column("Vert", "Who hosts it.")
    legal_basis: tuple[Belongs, ...] = column("Hjemmel", "Provisions it rests on.")
    tasks: tuple[Belongs, ...] = column("Oppgaver", "Tasks it fulfils.")
    goals: tuple[Belongs, ...] = column("Mål", "Goals it contributes to; what only supports or hinders is left out.")
    members: int | None = column("Antall deltakere", "Where the source gives a number; missing is unknown.")


@dataclass(frozen=True)
class CollaborationForm(Answer):
    """A collaboration, with the form of samskaping that who leads the steps makes, beside the declared one."""

    collaboration: CollaborationShown = column("Samarbeid", "The collaboration as it is on the day.")


async def collaboration(graph: Readable, id: str, on_date: date) -> CollaborationForm:
    """See who leads what in a collaboration on a day, and whether it has the form of samskaping it is said to have.

    Args:
        graph: Where to read.
        id: Id of a collaboration.
        on_date: The day it is about.

    Raises:
        NotFoundError: Nothing has the id.
        QuestionError: It is not a collaboration.
    """

    async def read(transaction: Transaction) -> CollaborationForm:
        found = (await fetch_elements(transaction, [id], on_date)).get(id)
        if found is None:
            raise NotFoundError(
                f"Ingenting i grafen har id-en «{id}».", "En id skrives med datasettet foran, som asker:samarbeid-1."
            )
        if found.kind != "Collaboration":
            raise QuestionError(f"«{id}» er {found.kind_label.lower()}, ikke et samarbeid.", "Velg et samarbeid.")
        [row] = await transaction.run(text("governance/collaborations"), ids=[id], dataset="", day=on_date)
        [shown] = await _shown(transaction, [row], on_date)
        outcome = Outcome.EMPTY if not row["holds"] else Outcome.FOUND if shown.derived else Outcome.UNDETERMINED
        return CollaborationForm(on_date, outcome, True, (), _remarks(shown, row["holds"]), shown)

    return await graph.read_together(read)


async def fetch_collaborations(transaction: Transaction, dataset: str, day: date) -> list[CollaborationShown]:
    """The collaborations of a municipality that hold on a day, by id."""
    rows = await transaction.run(text("governance/collaborations"), ids=[], dataset=dataset, day=day)
    return await _shown(transaction, [row for row in rows if row["holds"]], day)


async def _shown(transaction: Transaction, rows: list[Row], day: date) -> list[CollaborationShown]:
    ids = [row["id"] for row in rows]
    asked = [row["id"] for row in rows if row["holds"]]
    elements = await fetch_elements(transaction, ids, day)
    parties, links = defaultdict(list), defaultdict(list)
    for row in await transaction.run(text("governance/parties"), ids=asked, day=day):
        parties[row["id"]].append(row)
    for row in await transaction.run(text("governance/collaboration_links"), ids=asked, day=day):
        links[row["id"]].append(row)
    return [_collaboration(row, elements[row["id"]], parties[row["id"]], links[row["id"]]) for row in rows]


def _collaboration(row: Row, element: Element, parties: list[Row], links: list[Row]) -> CollaborationShown:
    steps = tuple(_step(step, parties) for step in StepRole)
    leads = {one.step: one.lead for one in steps}
    derived = derived_form(leads)
    declared = CocreationForm(row["declared_form"]) if row["declared_form"] else None
    return CollaborationShown(
        element=element,
        collaboration_kind=CollaborationKind(row["collaboration_kind"]),
        themes=tuple(row["themes"] or ()),
        steps=steps,
        derived=derived,
        derived_reason=why_undetermined(leads) if row["holds"] else "Samarbeidet gjelder ikke denne dagen.",
        declared=declared,
        agrees=_agrees(declared, derived),
        participants=_parties(parties, "TAKES_PART_IN"),
        stakeholders=_parties(parties, "STAKEHOLDER_IN"),
        hosts=_linked(links, "HOSTED_BY"),
        legal_basis=_linked(links, "LEGAL_BASIS"),
        tasks=_linked(links, "FULFILS"),
        goals=_linked(links, "CONTRIBUTES_TO"),
        members=row["members"],
    )


def _agrees(declared: CocreationForm | None, derived: CocreationForm | None) -> FormAgrees:
    if declared is None or derived is None:
        return FormAgrees.UNDETERMINED
    return FormAgrees.YES if declared is derived else FormAgrees.NO


def _step(step: StepRole, parties: Iterable[Row]) -> StepShown:
    leaders = _parties((row for row in parties if row["step"] == step), "LEADS_STEP")
    return StepShown(step, step_lead(one.municipality for one in leaders), leaders)


def _parties(rows: Iterable[Row], type: str) -> tuple[Party, ...]:
    return tuple(dict.fromkeys(_party(row) for row in rows if row["type"] == type))


def _party(row: Row) -> Party:
    own = row["kind"] == "Unit" and row["other"].partition(":")[0] == row["id"].partition(":")[0]
    kind = ActorKind(row["actor_kind"]) if row["actor_kind"] else None
    return Party(row["other"], row["kind"], row["name"], own, kind, row["organisation_number"])


def _linked(rows: list[Row], type: str) -> tuple[Belongs, ...]:
    return tuple(
        dict.fromkeys(
            Belongs(row["other"], row["kind"], row["name"])
            for row in rows
            if row["type"] == type and row["contribution"] == Contribution.CONTRIBUTES
        )
    )


def _remarks(shown: CollaborationShown, held: bool) -> tuple[str, ...]:
    if not held:
        return ("Samarbeidet gjelder ikke denne dagen.",)
    remarks = [shown.derived_reason] if shown.derived_reason else []
    if shown.agrees is FormAgrees.NO and shown.declared and shown.derived:
        remarks.append(
            f"Oppgitt som {shown.declared.bokmaal.lower()}, men ledelsen av stegene gjør det til "
            f"{shown.derived.bokmaal.lower()}."
        )
    if shown.collaboration_kind is not CollaborationKind.COCREATION:
        remarks.append(
            f"Samarbeidet er organisert som {shown.collaboration_kind.bokmaal}. "
            "De fire formene er laget for samskaping."
        )
    if shown.members is not None and shown.members > len(shown.participants):
        remarks.append(f"Kilden sier {shown.members} deltakere, men bare {len(shown.participants)} er navngitt.")
    beside = sorted({one.name for step in shown.steps for one in step.leaders if one not in shown.participants})
    if beside:
        remarks.append(f"Leder steg uten å være oppgitt som deltaker: {', '.join(beside)}.")
    return tuple(remarks)
