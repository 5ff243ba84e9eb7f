"""The answers about forms of governance and samskaping as tables for people."""

from __future__ import annotations

from api.cli.output import Table
from api.cli.tables import posts
from queries.governance.collaboration import CollaborationForm, Party
from queries.governance.evidence import Principle
from queries.governance.governance_matrix import GovernanceMatrix, TaskGoverned
from queries.portfolio.projects import Belongs


def form_line(answer: CollaborationForm) -> str:
    """The declared form beside the derived one, in a sentence."""
    shown = answer.collaboration
    declared = shown.declared.bokmaal if shown.declared else "ikke oppgitt"
    derived = shown.derived.bokmaal if shown.derived else "ikke avgjort"
    return f"Oppgitt form: {declared}. Utledet form: {derived}. Stemmer: {shown.agrees.bokmaal.lower()}."


def collaboration_tables(answer: CollaborationForm) -> list[Table]:
    """The steps first, then those who are in it, and what it rests on and serves."""
    shown = answer.collaboration
    parties = [("Deltaker", one) for one in shown.participants] + [("Interessent", one) for one in shown.stakeholders]
    tied: list[tuple[str, Belongs]] = [
        *(("Vert", one) for one in shown.hosts),
        *(("Hjemmel", one) for one in shown.legal_basis),
        *(("Oppgave", one) for one in shown.tasks),
        *(("Mål", one) for one in shown.goals),
    ]
    return [
        Table(
            "Hvem leder",
            ("Steg", "Ledes av", "Ledere"),
            [(one.step, one.lead, tuple(each.name for each in one.leaders)) for one in shown.steps],
        ),
        Table(
            "Deltakere og interessenter",
            ("Rolle", "Id", "Navn", "Type", "Org.nr."),
            [(role, one.id, one.name, _type(one), one.organisation_number) for role, one in parties],
        ),
        Table("Knyttet til", ("Hva", "Id", "Navn"), [(what, one.id, one.name) for what, one in tied]),
    ]


def _type(one: Party) -> object:
    if one.actor_kind:
        return one.actor_kind
    return "Kommunen" if one.municipality else "Selskap" if one.kind == "Company" else "Enhet i en annen kommune"


def governance_tables(answer: GovernanceMatrix) -> list[Table]:
    """The tasks first, then forms by principles, the forms chosen, the evidence, and the remarks on each task."""
    headings = ("Id", "Oppgave", "Styringsform", *(one.bokmaal for one in Principle), "Ansvarlig", "Mangler")
    return [
        Table("Oppgaver", headings, [_task(one) for one in answer.tasks]),
        Table(
            "Former × prinsipper",
            ("Form", "Prinsipp", "Dekket", "Delvis", "Mangler"),
            [
                (one.form or "Ingen form valgt", one.principle, one.covered, one.partly, one.missing)
                for one in answer.matrix
                if one.covered or one.partly or one.missing
            ],
        ),
        Table(
            "Valgte former",
            ("Oppgave", "Form", "Bæres av", "Valgt av", "Begrunnelse", "Vedtak", "Fra", "Til"),
            [
                (
                    task.element.name,
                    one.form,
                    _names(one.carriers) or "ingen",
                    _names(one.chosen_by) or "ukjent",
                    one.reason or "ukjent",
                    _names(one.decisions),
                    one.valid_from,
                    one.valid_to,
                )
                for task in answer.tasks
                for one in task.forms
            ],
        ),
        Table(
            "Belegg",
            ("Oppgave", "Prinsipp", "Dokumentert", "Belegg", "Hva som mangler"),
            [
                (
                    task.element.name,
                    cell.principle,
                    cell.documented,
                    f"{one.element.kind_label}: {one.element.name}",
                    one.lack,
                )
                for task in answer.tasks
                for cell in task.principles
                for one in cell.evidence
            ],
        ),
        Table(
            "Kontrakter",
            ("Oppgave", "Kontrakt", "Kontraktseier i linjen", "Selskap som leverer"),
            [
                (task.element.name, one.contract.name, _names(one.line_owners) or "ingen", _names(one.companies))
                for task in answer.tasks
                for one in task.contracts
            ],
        ),
        Table(
            "Merknader",
            ("Oppgave", "Merknad"),
            [(task.element.name, one) for task in answer.tasks for one in task.remarks],
        ),
    ]


def _task(one: TaskGoverned) -> tuple[object, ...]:
    forms = tuple(dict.fromkeys(each.form for each in one.forms)) or "ingen valgt"
    cells = (cell.documented for cell in one.principles)
    return (one.element.id, one.element.name, forms, *cells, posts(one.responsible), one.gaps)


def _names(found: tuple[Belongs, ...]) -> tuple[str, ...]:
    return tuple(one.name for one in found)
