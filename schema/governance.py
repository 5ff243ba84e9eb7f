"""The forms a municipality governs through: the line, projects, contracts, ownership and collaboration."""

from __future__ import annotations

from schema.base import Area, Link, Links, Node, field, link
from schema.goals import WorkStatus, WorkType
from schema.relationships import (
    ANCHORED_IN,
    BUILDS_ON,
    CARRIED_BY,
    CHOSEN_BY,
    CONDITIONAL_ON,
    CONTRIBUTES_TO,
    DECIDED_BY,
    DEPENDS_ON,
    FULFILS,
    HOSTED_BY,
    IN_COMPANY,
    IN_PHASE,
    IN_PORTFOLIO,
    IN_PROGRAMME,
    LEADS_STEP,
    LEGAL_BASIS,
    NEEDED_IN,
    OPTION_OF,
    OWNED_IN_LINE_BY,
    OWNER,
    OWNER_BODY,
    PHASE_OF,
    REALISED_BY,
    REPRESENTS_IN,
    REQUIRES,
    RESPONSIBLE,
    SOLVED_BY,
    STAKEHOLDER_IN,
    STATED_IN,
    SUPPLIED_BY,
    TAKES_PART_IN,
    WORKS_ON,
    YIELDS,
    Contributing,
    InPhase,
    LeadsStep,
    Ordered,
    Reasoned,
    Represented,
    Responsibility,
)
from schema.values import Code, Day, Number, Text, Texts, Whole, YesNo


class FormKind(Code):
    """The five forms of governance."""

    LINE = "linje", "Linjestyring", "The unit in the line does the work."
    PROJECT = "prosjekt", "Prosjekt- og programstyring", "A project or programme does the work."
    CONTRACT = "kontrakt", "Kontraktstyring", "A supplier does the work under contract."
    OWNERSHIP = "eier", "Eierstyring", "A company that the municipality owns does the work."
    COLLABORATION = "samstyring", "Samstyring", "Several actors do the work together."


class OptionStatus(Code):
    """Whether an option in a contract has been used."""

    POSSIBLE = "possible", "Mulig", "May still be used."
    EXERCISED = "exercised", "Utløst", "Has been used."
    LAPSED = "lapsed", "Bortfalt", "Was not used in time."


class CompanyForm(Code):
    """Forms of company, by the codes of Enhetsregisteret where it has one."""

    AS = "AS", "Aksjeselskap", "Limited company."
    IKS = "IKS", "Interkommunalt selskap", "Inter-municipal company; the owners answer for its debts."
    SA = "SA", "Samvirkeforetak", "Cooperative."
    FOUNDATION = "STI", "Stiftelse", "Foundation: nobody owns it."
    OTHER = "annet", "Annet", "Another form, or one that no source names."


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


class PhaseScheme(Node, bokmaal="Fasemodell", area=Area.GOVERNANCE):
    """A set of phases: Prosjektveiviseren's, a budget's degree of maturity, or the municipality's own."""

    code: Text = field("Kode", "Short code.", indexed=True)


class Phase(Node, bokmaal="Fase", area=Area.GOVERNANCE):
    """A phase in a scheme."""

    code: Text = field("Kode", "Short code, such as `F1`.", indexed=True)
    order: Whole = field("Rekkefølge", "Place in the scheme.", ge=0)
    decision_point: Text | None = field("Beslutningspunkt", "The decision that ends the phase.", default=None)
    phase_of: Links[Link] = link(PHASE_OF, "PhaseScheme", at_least=1, at_most=1)


class Portfolio(Node, bokmaal="Portefølje", area=Area.GOVERNANCE):
    """Projects and programmes that are steered together."""

    decided_by: Links[Link] = link(DECIDED_BY, "Decision")
    responsible: Links[Responsibility] = link(RESPONSIBLE, "Post")


class Programme(Node, bokmaal="Program", area=Area.GOVERNANCE):
    """Projects that work towards the same benefits."""

    status: WorkStatus = field("Status", "Where it stands.", default=WorkStatus.UNKNOWN, indexed=True)
    contributes_to: Links[Contributing] = link(CONTRIBUTES_TO, "Goal")
    in_portfolio: Links[Link] = link(IN_PORTFOLIO, "Portfolio")
    responsible: Links[Responsibility] = link(RESPONSIBLE, "Post")


class Project(Node, bokmaal="Prosjekt", area=Area.GOVERNANCE):
    """A task with an end, a frame and a purpose, anchored in a need in the line."""

    bulk_item: YesNo = field(
        "Sekkepost", "True for a collective budget line, which is never counted as a project.", default=False
    )
    status: WorkStatus = field("Status", "Where it stands.", default=WorkStatus.UNKNOWN, indexed=True)
    start_on: Day | None = field("Start", "Planned or real first day.", default=None)
    end_on: Day | None = field("Slutt", "Planned or real last day.", default=None)
    cost_estimate_nok: Number | None = field(
        "Anslått totalkostnad", "Estimate of the whole cost; missing means unknown, not zero.", default=None, unit="NOK"
    )
    contributes_to: Links[Contributing] = link(CONTRIBUTES_TO, "Goal")
    builds_on: Links[Reasoned] = link(BUILDS_ON, "SdgTarget", "SdgGoal")
    anchored_in: Links[Reasoned] = link(ANCHORED_IN, "Decision", "LegalProvision", "Risk", "Deviation", "Remark")
    needed_in: Links[Link] = link(NEEDED_IN, "Unit")
    in_programme: Links[Link] = link(IN_PROGRAMME, "Programme")
    in_portfolio: Links[Link] = link(IN_PORTFOLIO, "Portfolio")
    in_phase: Links[InPhase] = link(IN_PHASE, "Phase")
    depends_on: Links[Ordered] = link(DEPENDS_ON, "Project", "Decision", "Contract")
    yields: Links[Link] = link(YIELDS, "Benefit")
    works_on: Links[Link] = link(WORKS_ON, "FrameworkElement")
    requires: Links[Link] = link(REQUIRES, "RequiredAuthority")
    responsible: Links[Responsibility] = link(RESPONSIBLE, "Post")


class Benefit(Node, bokmaal="Gevinst", area=Area.GOVERNANCE):
    """A good effect of a change, taken out by a unit in the line."""

    expected_value: Number | None = field("Forventet verdi", "Expected value, in the unit of measure.", default=None)
    unit_of_measure: Text | None = field("Måleenhet", "What the value is counted in.", default=None)
    realise_from: Day | None = field("Realiseres fra", "The day it starts to be taken out.", default=None)
    contributes_to: Links[Contributing] = link(CONTRIBUTES_TO, "Goal")
    realised_by: Links[Link] = link(REALISED_BY, "Unit")
    responsible: Links[Responsibility] = link(RESPONSIBLE, "Post")


class Actor(Node, bokmaal="Aktør", area=Area.GOVERNANCE):
    """Somebody outside the municipality's organisation: supplier, stakeholder, partner, owner."""

    actor_kind: ActorKind = field("Type", "Kind of actor.", default=ActorKind.OTHER, indexed=True)
    organisation_number: Text | None = field("Organisasjonsnummer", "Nine digits.", default=None, pattern=r"^\d{9}$")
    takes_part_in: Links[Link] = link(TAKES_PART_IN, "Collaboration")
    leads_step: Links[LeadsStep] = link(LEADS_STEP, "Collaboration")
    stakeholder_in: Links[Link] = link(STAKEHOLDER_IN, "Project", "Plan", "Collaboration", "Contract", "Company")


class Contract(Node, bokmaal="Kontrakt", area=Area.GOVERNANCE):
    """A contract with a supplier, owned by a unit in the line."""

    start_on: Day | None = field("Fra", "First day of the contract period.", default=None)
    end_on: Day | None = field("Til", "Last day of the contract period, options apart.", default=None, indexed=True)
    value_nok: Number | None = field("Verdi", "Value; missing means unknown.", default=None, unit="NOK", ge=0)
    conditions: Text | None = field("Vilkår", "Conditions worth remembering.", default=None)
    supplied_by: Links[Link] = link(SUPPLIED_BY, "Actor", "Company")
    owned_in_line_by: Links[Link] = link(OWNED_IN_LINE_BY, "Unit")
    fulfils: Links[Link] = link(FULFILS, "Task", "LegalProvision")
    contributes_to: Links[Contributing] = link(CONTRIBUTES_TO, "Goal")
    decided_by: Links[Link] = link(DECIDED_BY, "Decision")
    conditional_on: Links[Link] = link(CONDITIONAL_ON, "Decision")
    requires: Links[Link] = link(REQUIRES, "RequiredAuthority")
    responsible: Links[Responsibility] = link(RESPONSIBLE, "Post")


class ContractOption(Node, bokmaal="Opsjon", area=Area.GOVERNANCE):
    """A right to prolong a contract."""

    status: OptionStatus = field("Status", "Possible, exercised or lapsed.")
    start_on: Day | None = field("Fra", "First day if used.", default=None)
    end_on: Day | None = field("Til", "Last day if used in full.", default=None)
    years_max: Number | None = field("Inntil år", "Longest prolongation.", default=None, unit="years", ge=0)
    exercise_by: Day | None = field("Utløses innen", "Last day it may be used.", default=None)
    option_of: Links[Link] = link(OPTION_OF, "Contract", at_least=1, at_most=1)


class Company(Node, bokmaal="Selskap", area=Area.GOVERNANCE):
    """A legal entity of its own that somebody may own shares in. A KF is a unit, not a company."""

    form: CompanyForm = field("Form", "Legal form.", default=CompanyForm.OTHER, indexed=True)
    organisation_number: Text | None = field("Organisasjonsnummer", "Nine digits.", default=None, pattern=r"^\d{9}$")
    purpose: Text | None = field("Formål med eierskapet", "Why the municipality owns it.", default=None)
    builds_on: Links[Reasoned] = link(BUILDS_ON, "SdgTarget", "SdgGoal")
    contributes_to: Links[Contributing] = link(CONTRIBUTES_TO, "Goal")
    owner_body: Links[Link] = link(OWNER_BODY, "Body")
    stated_in: Links[Link] = link(STATED_IN, "Eierskapsmelding")
    takes_part_in: Links[Link] = link(TAKES_PART_IN, "Collaboration")
    leads_step: Links[LeadsStep] = link(LEADS_STEP, "Collaboration")
    fulfils: Links[Link] = link(FULFILS, "Task")


class Ownership(Node, bokmaal="Eierandel", area=Area.GOVERNANCE):
    """A share of a company, exact or as an interval, with votes and capital apart."""

    share: Number | None = field("Andel", "Exact share of the capital.", default=None, unit="per cent", ge=0)
    share_min: Number | None = field(
        "Andel minst", "Lowest share, where it is an interval.", default=None, unit="per cent", ge=0
    )
    share_max: Number | None = field(
        "Andel høyst", "Highest share, where it is an interval.", default=None, unit="per cent", ge=0
    )
    votes: Number | None = field(
        "Stemmer", "Share of the votes; missing means as the capital.", default=None, unit="per cent", ge=0
    )
    share_class: Text | None = field("Aksjeklasse", "Class of shares.", default=None)
    owner: Links[Link] = link(OWNER, "Actor", "Company", "Unit", at_least=1, at_most=1)
    in_company: Links[Link] = link(IN_COMPANY, "Company", at_least=1, at_most=1)


class Representation(Node, bokmaal="Eierrepresentasjon", area=Area.GOVERNANCE):
    """A seat that the municipality fills in a company's bodies."""

    body_name: Text | None = field("Organ", "Board, general meeting or representantskap.", default=None)
    represents_in: Links[Represented] = link(REPRESENTS_IN, "Company", at_least=1, at_most=1)
    responsible: Links[Responsibility] = link(RESPONSIBLE, "Post")


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
