"""Tasks, the form of governance chosen for each, those outside the municipality, and what is done together with them.

Projects, contracts and companies have modules of their own.
"""

from __future__ import annotations

from schema.base import Area, Link, Links, Node, field, link
from schema.goals import WorkType
from schema.relationships import (
    CARRIED_BY,
    CHOSEN_BY,
    CONTRIBUTES_TO,
    DECIDED_BY,
    FULFILS,
    HOSTED_BY,
    LEADS_STEP,
    LEGAL_BASIS,
    RESPONSIBLE,
    SOLVED_BY,
    STAKEHOLDER_IN,
    TAKES_PART_IN,
    Contributing,
    LeadsStep,
    Responsibility,
)
from schema.values import Code, OrganisationNumber, Text, Texts, Whole, YesNo


class FormKind(Code):
    """The five forms of governance."""

    LINE = "linje", "Linjestyring", "The unit in the line does the work."
    PROJECT = "prosjekt", "Prosjekt- og programstyring", "A project or programme does the work."
    CONTRACT = "kontrakt", "Kontraktstyring", "A supplier does the work under contract."
    OWNERSHIP = "eier", "Eierstyring", "A company that the municipality owns does the work."
    COLLABORATION = "samstyring", "Samstyring", "Several actors do the work together."


class CollaborationKind(Code):
    """How a collaboration is organised."""

    COCREATION = "samskaping", "Samskaping", "Actors define, design and carry out together."
    HOST = "vertskommune", "Vertskommune", "One municipality does the work for others."
    JOINT = "oppgavefellesskap", "Oppgavefellesskap", "Municipalities do a task together."
    SECTION_27 = "paragraf27", "§ 27-samarbeid", "Board under section 27 of the Local Government Act of 1992."
    AGREEMENT = "avtale", "Avtale", "By agreement only."


class CocreationForm(Code):
    """The forms of samskaping, after Ulrich (2016)."""

    STEERED = "styrt", "Styrt samskaping", "The municipality leads all four steps."
    RESPONSIBILISING = "ansvarliggjorende", "Ansvarliggjørende samskaping", "Others help design and carry out."
    EQUAL = "likeverdig", "Likeverdig samskaping", "All do it together."
    FACILITATED = "fasiliterende", "Fasiliterende samskaping", "Civil society leads; the municipality makes room."


class ActorKind(Code):
    """Kinds of actor outside the municipality's own organisation."""

    STATE = "stat", "Stat", "The state."
    REGION = "region", "Region", "County or region."
    MUNICIPALITY = "kommune", "Kommune", "Another municipality."
    BUSINESS = "naering", "Næringsliv", "A business."
    VOLUNTARY = "frivillig", "Frivillighet", "A voluntary organisation."
    CITIZENS = "innbyggere", "Innbyggere", "Citizens."
    OTHER = "annet", "Annet", "Any other."


class Task(Node, bokmaal="Oppgave", area=Area.GOVERNANCE):
    """Something the municipality must or will do, whatever form it is done in."""

    work_type: WorkType | None = field("Oppgavetype", "Operation or development.", default=None, indexed=True)
    required_by_law: YesNo | None = field("Lovpålagt", "True where a law requires it.", default=None)
    legal_basis: Links[Link] = link(LEGAL_BASIS, "LegalProvision")
    solved_by: Links[Link] = link(SOLVED_BY, "GovernanceForm")
    responsible: Links[Responsibility] = link(RESPONSIBLE, "Post")


class GovernanceForm(Node, bokmaal="Valgt styringsform", area=Area.GOVERNANCE):
    """A form of governance as chosen for a task."""

    form: FormKind = field("Form", "Line, project, contract, ownership or collaboration.", indexed=True)
    reason: Text | None = field("Begrunnelse", "Why it was chosen.", default=None)
    carried_by: Links[Link] = link(CARRIED_BY, "Unit", "Project", "Programme", "Contract", "Company", "Collaboration")
    chosen_by: Links[Link] = link(CHOSEN_BY, "Body", "Post")
    decided_by: Links[Link] = link(DECIDED_BY, "Decision")


class Actor(Node, bokmaal="Aktør", area=Area.GOVERNANCE):
    """Somebody outside the municipality's organisation: supplier, stakeholder, partner, owner."""

    actor_kind: ActorKind = field("Type", "Kind of actor.", default=ActorKind.OTHER, indexed=True)
    organisation_number: OrganisationNumber | None = field(
        "Organisasjonsnummer", "Nine digits, the last a check digit.", default=None, indexed=True
    )
    takes_part_in: Links[Link] = link(TAKES_PART_IN, "Collaboration")
    leads_step: Links[LeadsStep] = link(LEADS_STEP, "Collaboration")
    stakeholder_in: Links[Link] = link(STAKEHOLDER_IN, "Project", "Plan", "Collaboration", "Contract", "Company")


class Collaboration(Node, bokmaal="Samarbeid", area=Area.GOVERNANCE):
    """Several actors who reach together what none reaches alone; also collaboration without shares, with its host."""

    collaboration_kind: CollaborationKind = field("Type", "How it is organised.", indexed=True)
    declared_form: CocreationForm | None = field(
        "Oppgitt form", "The form of samskaping it is said to have.", default=None
    )
    themes: Texts = field("Temaer", "What it is about.", default=[])
    members: Whole | None = field("Antall deltakere", "Where the source gives a number only.", default=None, ge=0)
    hosted_by: Links[Link] = link(HOSTED_BY, "Unit", "Actor")
    fulfils: Links[Link] = link(FULFILS, "Task")
    contributes_to: Links[Contributing] = link(CONTRIBUTES_TO, "Goal")
    legal_basis: Links[Link] = link(LEGAL_BASIS, "LegalProvision")
