"""Every relationship type, each with one meaning.

All point from the concrete to the general, from what depends to what it rests on. Which kinds stand at the ends is
declared on the kind that the relationship starts from.
"""

from __future__ import annotations

from typing import ClassVar

from schema.actions import Actions, VatBasis
from schema.base import Link, RelationshipType, field
from schema.values import AnyId, Code, Day, Number, Text, Whole


class Contribution(Code):
    """What a link in the red thread does for what it points to, strongest first."""

    CONTRIBUTES = "contributes", "bidrar til", "Counts as contribution."
    SUPPORTS = "supports", "støtter", "Shown, but not counted as contribution."
    HINDERS = "hinders", "hindrer", "Works against it; listed apart."


class Reviewed(Link):
    """A link that somebody has held against the text it rests on."""

    reviewed_version: AnyId | None = field(
        "Gjennomgått mot versjon",
        "The plan version whose text the link was last reviewed against.",
        default=None,
        refers_to=("PlanVersion",),
    )
    reviewed_on: Day | None = field("Gjennomgått dato", "The day the link was last reviewed.", default=None)


class Contributing(Reviewed):
    """A link in the red thread that says what it does for what it points to."""

    contribution: Contribution = field(
        "Bidrag", "Whether it contributes, only supports, or hinders.", default=Contribution.CONTRIBUTES
    )


class Reasoned(Link):
    """A link with a reason."""

    reason: Text | None = field("Begrunnelse", "Why the link is there.", default=None)


class InPlan(Link):
    """How an element stands in a plan version."""

    KEY: ClassVar[tuple[str, ...]] = ()

    number: Text | None = field("Nummer", "The element's number or code in the plan.", default=None)
    wording: Text | None = field(
        "Ordlyd", "The element's text as it stands in this version; without it, its name.", default=None
    )


class Allocation(Link):
    """Through which document something was allocated to a unit."""

    through: AnyId | None = field(
        "Gjennom",
        "The handlingsprogram or oppdragsbrev that allocates.",
        default=None,
        refers_to=("PlanVersion", "Plan", "Oppdragsbrev"),
    )


class ResponsibleRole(Code):
    """How a post is responsible."""

    MAIN = "main", "Hovedansvarlig", "The one post that answers for it."
    OTHER = "other", "Medansvarlig", "A post that shares in the work."


class Responsibility(Link):
    """In which role a post is responsible."""

    KEY: ClassVar[tuple[str, ...]] = ("valid_from", "role")
    role: ResponsibleRole = field("Rolle", "Main responsible or one of the others.", default=ResponsibleRole.MAIN)


class HoldingKind(Code):
    """How a person holds a post."""

    PERMANENT = "fast", "Fast", "Appointed without end."
    CONSTITUTED = "konstituert", "Konstituert", "Appointed until the post is filled."
    ACTING = "fungerende", "Fungerende", "Acts while the holder is away."
    SUBSTITUTE = "stedfortreder", "Stedfortreder", "Steps in for the holder when needed."


class Holding(Link):
    """A person's time in a post."""

    KEY: ClassVar[tuple[str, ...]] = ("valid_from", "kind")
    kind: HoldingKind = field("Type", "Permanent, constituted, acting or substitute.", default=HoldingKind.PERMANENT)
    share: Number | None = field("Andel", "Share of a full post.", default=None, unit="per cent", ge=0, le=100)


class Substitution(Link):
    """How far a substitute may go. What is left out is as for the post itself."""

    reach_actions: Actions = field("Bare handlinger", "Actions the substitute may take.", default=[])
    reach_within: AnyId | None = field(
        "Bare innenfor", "The unit whose subtree the substitute is limited to.", default=None, refers_to=("Unit",)
    )
    reach_amount_max_nok: Number | None = field(
        "Bare inntil", "Highest amount the substitute may decide.", default=None, unit="NOK", ge=0
    )
    reach_amount_vat: VatBasis | None = field(
        "Merverdiavgift", "VAT in or out of that amount; missing means unknown.", default=None
    )


class SharedLevel(Link):
    """The tjenesteområde within which a post shares another post's authority."""

    within: AnyId | None = field(
        "Innenfor",
        "The unit whose subtree the sharing is limited to.",
        default=None,
        refers_to=("Unit",),
    )


class StepRole(Code):
    """What an actor leads in a collaboration, after Ulrich's typology of samskaping (2016)."""

    PROBLEM = "problem", "Definere problemet", "Defines the problem."
    GOAL = "goal", "Sette mål", "Sets the goals."
    DESIGN = "design", "Designe løsningen", "Designs the solution."
    EXECUTION = "execution", "Gjennomføre løsningen", "Carries the solution out."


class LeadsStep(Link):
    """Which step of a collaboration an actor leads."""

    KEY: ClassVar[tuple[str, ...]] = ("valid_from", "step")
    step: StepRole = field("Steg", "The step that is led.")


class InPhase(Link):
    """A project's time in a phase."""

    decided_on: Day | None = field("Besluttet", "Day of the decision point before the phase.", default=None)


class Represented(Link):
    """How somebody represents the municipality in a company."""

    role: Text | None = field("Rolle", "Board member, delegate to the general meeting, and so on.", default=None)


class Ordered(Link):
    """A dependency with a remark on what must be ready."""

    lag_days: Whole | None = field("Avstand", "Days that must lie between.", default=None, unit="days")


# The red thread
CARRIES_OUT = RelationshipType(
    "CARRIES_OUT",
    "carried_out_by",
    "utfører",
    "utføres av",
    "The tiltak carries out the oppdrag, or serves the goal directly.",
    Contributing,
    acyclic=True,
    thread=True,
)
IMPLEMENTS = RelationshipType(
    "IMPLEMENTS",
    "implemented_by",
    "iverksetter",
    "iverksettes av",
    "The oppdrag implements a strategy, goal, decision or guideline.",
    Contributing,
    acyclic=True,
    thread=True,
)
ADVANCES = RelationshipType(
    "ADVANCES",
    "advanced_by",
    "fremmer",
    "fremmes av",
    "The strategy advances the goal.",
    Contributing,
    acyclic=True,
    thread=True,
)
PART_OF = RelationshipType(
    "PART_OF",
    "has_part",
    "er del av",
    "består av",
    "The smaller is part of the larger: delmål of hovedmål, target of SDG, unit of unit.",
    acyclic=True,
    thread=True,
)
BUILDS_ON = RelationshipType(
    "BUILDS_ON",
    "built_on_by",
    "bygger på",
    "ligger til grunn for",
    "It builds on an SDG target or an SDG goal.",
    Reasoned,
    acyclic=True,
    thread=True,
)
CONTRIBUTES_TO = RelationshipType(
    "CONTRIBUTES_TO",
    "contributed_to_by",
    "bidrar til",
    "får bidrag fra",
    "The project, benefit, contract or company contributes to the goal.",
    Contributing,
    acyclic=True,
    thread=True,
)
INHERITS = RelationshipType(
    "INHERITS",
    "inherited_by",
    "arver",
    "arves av",
    "The same element taken over from another plan: a change there is a change here.",
    Reviewed,
    acyclic=True,
    thread=True,
    across_time=True,
)
DERIVES_FROM = RelationshipType(
    "DERIVES_FROM",
    "source_of",
    "er utledet av",
    "er utgangspunkt for",
    "A new element made out of another: a change there calls for a review here.",
    Reviewed,
    acyclic=True,
    thread=True,
    across_time=True,
)
COPY_OF = RelationshipType(
    "COPY_OF",
    "copied_to",
    "er kopi av",
    "er kopiert til",
    "Copied once; later changes in the original do not concern the copy.",
    Reviewed,
    acyclic=True,
    across_time=True,
)
ANCHORED_IN = RelationshipType(
    "ANCHORED_IN",
    "anchors",
    "er forankret i",
    "er forankring for",
    "It exists because of a decision, a law, a risk, a deviation or a remark.",
    Reasoned,
)
CONFLICTS_WITH = RelationshipType(
    "CONFLICTS_WITH",
    "conflicted_by",
    "er i konflikt med",
    "er i konflikt med",
    "Reaching the one makes it harder to reach the other.",
    Reasoned,
)
ALLOCATED_TO = RelationshipType(
    "ALLOCATED_TO",
    "has_allocated",
    "er fordelt til",
    "har fått fordelt",
    "The goal, oppdrag or strategy is laid on a unit.",
    Allocation,
)
RESPONSIBLE = RelationshipType(
    "RESPONSIBLE",
    "responsible_for",
    "har ansvarlig",
    "har ansvar for",
    "The post that answers for it: exactly one main, any number of others.",
    Responsibility,
)
WORDING_OF = RelationshipType(
    "WORDING_OF",
    "official_wording",
    "er ordlyd for",
    "har offisiell ordlyd",
    "The official wording of an SDG goal or target.",
)

# Plans
CONTAINED_IN = RelationshipType(
    "CONTAINED_IN",
    "contains",
    "står i",
    "inneholder",
    "The element stands in the plan version.",
    InPlan,
)
VERSION_OF = RelationshipType("VERSION_OF", "has_version", "er versjon av", "har versjon", "A version of the plan.")
OF_TYPE = RelationshipType("OF_TYPE", "has_plan", "er av type", "har plan", "The plan's type.")
FOLLOWS_UP = RelationshipType(
    "FOLLOWS_UP",
    "followed_up_by",
    "følger opp",
    "følges opp av",
    "The plan follows up another plan or a guideline.",
    acyclic=True,
    across_time=True,
)
REPLACES = RelationshipType(
    "REPLACES",
    "replaced_by",
    "erstatter",
    "erstattes av",
    "The new stands in place of the old: a version, an element, a section, a decision.",
    acyclic=True,
    across_time=True,
)
AMENDS = RelationshipType(
    "AMENDS",
    "amended_by",
    "endrer",
    "endres av",
    "The newer changes parts of the older.",
    acyclic=True,
    across_time=True,
)
ADOPTED_BY = RelationshipType(
    "ADOPTED_BY",
    "adopts",
    "er vedtatt ved",
    "vedtar",
    "The decision by which the plan or document was adopted.",
)
STEP_OF = RelationshipType(
    "STEP_OF",
    "has_step",
    "er steg i",
    "har steg",
    "A step in the adoption of the plan version.",
)
TREATED_BY = RelationshipType(
    "TREATED_BY",
    "treats",
    "behandles av",
    "behandler",
    "The body that treats the step, activity or decision.",
)
APPLIES_TO = RelationshipType(
    "APPLIES_TO",
    "subject_to",
    "gjelder for",
    "omfattes av",
    "The unit, with its subtree, that it applies to.",
)
CALLS_FOR_REVISION_OF = RelationshipType(
    "CALLS_FOR_REVISION_OF",
    "revision_called_for_by",
    "bestemmer revisjon av",
    "skal revideres etter",
    "The planstrategi says that the plan is to be revised.",
    across_time=True,
)
ISSUED_UNDER = RelationshipType(
    "ISSUED_UNDER",
    "issues",
    "er gitt under",
    "ligger til grunn for",
    "The oppdragsbrev, lederavtale or regulation puts the plan version into effect.",
)
ADDRESSED_TO = RelationshipType(
    "ADDRESSED_TO",
    "addressee_of",
    "er rettet til",
    "er mottaker av",
    "Unit or post that the document is addressed to.",
)
BINDS = RelationshipType(
    "BINDS",
    "bound_by",
    "forplikter",
    "er forpliktet av",
    "The post that the lederavtale binds.",
)
AGREED_WITH = RelationshipType(
    "AGREED_WITH",
    "agrees",
    "er inngått med",
    "inngår",
    "The superior post in a lederavtale.",
)
COMMITS_TO = RelationshipType(
    "COMMITS_TO",
    "committed_by",
    "forplikter på",
    "er forpliktet gjennom",
    "The goal, tiltak or oppdrag that the document commits to.",
)

# Organisation
IN_UNIT = RelationshipType("IN_UNIT", "has_post", "hører til", "har stilling", "The unit the post belongs to.")
LEADS = RelationshipType("LEADS", "led_by", "leder", "ledes av", "The unit the post leads.")
REPORTS_TO = RelationshipType(
    "REPORTS_TO",
    "receives_reports_from",
    "rapporterer til",
    "får rapport fra",
    "Reporting line; not the line of delegation.",
    acyclic=True,
)
HOLDS = RelationshipType("HOLDS", "held_by", "innehar", "innehas av", "The person holds the post.", Holding)
SUBSTITUTE_FOR = RelationshipType(
    "SUBSTITUTE_FOR",
    "has_substitute",
    "er stedfortreder for",
    "har stedfortreder",
    "The post steps in when the other is vacant or away.",
    Substitution,
)
SUBORDINATE_TO = RelationshipType(
    "SUBORDINATE_TO",
    "has_committee",
    "er underlagt",
    "har utvalg",
    "The body is set up by, or reports to, another body.",
    acyclic=True,
)
BECAME = RelationshipType(
    "BECAME",
    "came_from",
    "ble til",
    "kom fra",
    "The unit was merged, split, renamed or moved into another.",
    acyclic=True,
    across_time=True,
)
BODY_OF = RelationshipType("BODY_OF", "has_body", "er organ i", "har organ", "The unit whose body it is.")

# Authority
FROM = RelationshipType("FROM", "delegates", "gis av", "delegerer", "The body or post that delegates.")
TO = RelationshipType("TO", "delegated", "gis til", "har fått delegert", "The body or post that receives authority.")
RESTS_ON = RelationshipType(
    "RESTS_ON",
    "basis_for",
    "hviler på",
    "er grunnlag for",
    "The delegation or original authority that it is given out of.",
    acyclic=True,
)
DECIDED_BY = RelationshipType(
    "DECIDED_BY",
    "decides",
    "er besluttet ved",
    "beslutter",
    "The decision that gave or chose it.",
)
REVOKED_BY = RelationshipType(
    "REVOKED_BY",
    "revokes",
    "er tilbakekalt ved",
    "tilbakekaller",
    "The decision that took it back.",
    across_time=True,
)
COVERS = RelationshipType(
    "COVERS",
    "covered_by",
    "omfatter",
    "omfattes av",
    "The provision, with its whole subtree, that authority is given over.",
)
EXCEPTS = RelationshipType("EXCEPTS", "excepted_by", "unntar", "unntas av", "A provision that is excepted.")
INCLUDES_AGAIN = RelationshipType(
    "INCLUDES_AGAIN",
    "included_again_by",
    "tar inn igjen",
    "tas inn igjen av",
    "An exception from an exception.",
)
WITHIN = RelationshipType(
    "WITHIN",
    "within_which",
    "gjelder innenfor",
    "er område for",
    "The unit, with its subtree, that limits it.",
)
BELONGS_TO = RelationshipType(
    "BELONGS_TO",
    "has_original_authority",
    "ligger til",
    "har opprinnelig myndighet",
    "The body or post that holds original authority.",
)
BARS = RelationshipType(
    "BARS",
    "barred_by",
    "sperrer",
    "sperres av",
    "What is barred: a provision, over which nothing is then given, or a delegation, which then gives nothing. "
    "That it may not be given further is said on the delegation itself.",
)
SHARES_AUTHORITY_WITH = RelationshipType(
    "SHARES_AUTHORITY_WITH",
    "authority_shared_by",
    "deler fullmakt med",
    "deler fullmakten sin med",
    "A director shares level 1 with kommunedirektøren within a tjenesteområde; it is not a delegation.",
    SharedLevel,
    acyclic=True,
)
JOINTLY_WITH = RelationshipType(
    "JOINTLY_WITH",
    "joint_holder_of",
    "utøves sammen med",
    "utøver sammen",
    "The post that must take part in the exercise.",
)
REQUIRES = RelationshipType(
    "REQUIRES",
    "required_for",
    "krever",
    "kreves for",
    "The authority that the one who answers for it must have.",
)
LEGAL_BASIS = RelationshipType(
    "LEGAL_BASIS",
    "basis_of",
    "har hjemmel i",
    "er hjemmel for",
    "The provision it has its legal basis in.",
)
DECIDED_IN = RelationshipType(
    "DECIDED_IN",
    "has_decided",
    "er fattet av",
    "har fattet",
    "The body or post that took the decision.",
)

# Governance
SOLVED_BY = RelationshipType(
    "SOLVED_BY",
    "solves",
    "løses med",
    "løser",
    "The governance form chosen for the task.",
)
CARRIED_BY = RelationshipType(
    "CARRIED_BY",
    "carries",
    "bæres av",
    "bærer",
    "The unit, project, contract, company or collaboration that the form runs through.",
)
CHOSEN_BY = RelationshipType("CHOSEN_BY", "chooses", "er valgt av", "har valgt", "Who chose the governance form.")
IN_PROGRAMME = RelationshipType(
    "IN_PROGRAMME",
    "has_project",
    "inngår i program",
    "har prosjekt",
    "The programme the project belongs to.",
)
IN_PORTFOLIO = RelationshipType(
    "IN_PORTFOLIO",
    "has_item",
    "inngår i portefølje",
    "inneholder",
    "The portfolio it belongs to.",
)
IN_PHASE = RelationshipType("IN_PHASE", "has_in_phase", "er i fase", "har i fase", "The phase it is in.", InPhase)
CORRESPONDS_TO = RelationshipType(
    "CORRESPONDS_TO",
    "corresponded_to_by",
    "svarer til",
    "svarer til",
    "The phase of another scheme that a project is then in, such as Prosjektveiviseren's.",
    acyclic=True,
)
AMOUNT_OF = RelationshipType(
    "AMOUNT_OF", "has_amount", "er beløp for", "har beløp", "The project, programme or sum line the amount is for."
)
COUNTED_IN = RelationshipType(
    "COUNTED_IN", "counts", "regnes med i", "regner med", "The sum line in which the source counts the project."
)
PHASE_OF = RelationshipType("PHASE_OF", "has_phase", "er fase i", "har fase", "The phase scheme of the phase.")
DEPENDS_ON = RelationshipType(
    "DEPENDS_ON",
    "needed_by",
    "avhenger av",
    "er nødvendig for",
    "It cannot be done before the other.",
    Ordered,
    acyclic=True,
)
NEEDED_IN = RelationshipType(
    "NEEDED_IN",
    "needs",
    "dekker behov i",
    "har behov for",
    "The unit in the line whose need the project meets.",
)
YIELDS = RelationshipType("YIELDS", "yielded_by", "gir gevinst", "er gevinst av", "The benefit the project gives.")
REALISED_BY = RelationshipType(
    "REALISED_BY",
    "realises",
    "hentes ut av",
    "henter ut",
    "The unit in the line that takes the benefit out.",
)
SUPPLIED_BY = RelationshipType(
    "SUPPLIED_BY",
    "supplies",
    "leveres av",
    "leverer",
    "The supplier of the contract.",
)
OWNED_IN_LINE_BY = RelationshipType(
    "OWNED_IN_LINE_BY",
    "contract_owner_of",
    "eies i linjen av",
    "er kontraktseier for",
    "The unit in the line that owns the contract.",
)
CALLS_OFF = RelationshipType(
    "CALLS_OFF",
    "called_off_by",
    "er avrop på",
    "har avrop",
    "The framework agreement that the contract draws on.",
    acyclic=True,
)
OPTION_OF = RelationshipType("OPTION_OF", "has_option", "er opsjon i", "har opsjon", "The contract the option is in.")
FULFILS = RelationshipType(
    "FULFILS",
    "fulfilled_by",
    "oppfyller",
    "oppfylles av",
    "The task or legal requirement that it fulfils.",
)
CONDITIONAL_ON = RelationshipType(
    "CONDITIONAL_ON",
    "condition_for",
    "er betinget av",
    "er vilkår for",
    "A decision it depends on.",
)
OWNER = RelationshipType("OWNER", "owns_through", "har eier", "eier gjennom", "Who owns the share.")
IN_COMPANY = RelationshipType(
    "IN_COMPANY",
    "has_ownership",
    "er andel i",
    "har eierandel",
    "The company the share is in.",
)
OF_CLASS = RelationshipType(
    "OF_CLASS", "held_in_shares", "er i klasse", "har eierandel", "The class of shares that the share is of."
)
CLASS_OF = RelationshipType("CLASS_OF", "has_class", "er klasse i", "har klasse", "The company the class is of.")
OWNER_BODY = RelationshipType(
    "OWNER_BODY",
    "owner_body_of",
    "har eierorgan",
    "er eierorgan for",
    "The body that acts as owner.",
)
REPRESENTS_IN = RelationshipType(
    "REPRESENTS_IN",
    "has_representative",
    "representerer kommunen i",
    "har representant",
    "The post or person that represents the municipality in the company.",
    Represented,
)
STATED_IN = RelationshipType(
    "STATED_IN",
    "states",
    "omtales i",
    "omtaler",
    "The eierskapsmelding that states the purpose of the ownership.",
)
HOSTED_BY = RelationshipType(
    "HOSTED_BY",
    "hosts",
    "har vert",
    "er vert for",
    "The host of the collaboration.",
)
TAKES_PART_IN = RelationshipType(
    "TAKES_PART_IN",
    "has_participant",
    "deltar i",
    "har deltaker",
    "Takes part in the collaboration.",
)
LEADS_STEP = RelationshipType(
    "LEADS_STEP",
    "step_led_by",
    "leder steg i",
    "har steg ledet av",
    "Who leads problem, goal, design or execution in the collaboration.",
    LeadsStep,
)
STAKEHOLDER_IN = RelationshipType(
    "STAKEHOLDER_IN",
    "has_stakeholder",
    "er interessent i",
    "har interessent",
    "Has an interest in it.",
)

# Principles
MEASURES = RelationshipType(
    "MEASURES",
    "measured_by",
    "måler",
    "måles av",
    "The goal, benefit or SDG target that the indicator measures.",
    Reviewed,
)
IN_SET = RelationshipType("IN_SET", "has_indicator", "inngår i sett", "har indikator", "The indicator's set.")
ZONE_OF = RelationshipType("ZONE_OF", "has_zone", "er sone for", "har sone", "The indicator the zone belongs to.")
AMBITION_FOR = RelationshipType(
    "AMBITION_FOR",
    "has_ambition",
    "er ambisjon for",
    "har ambisjon",
    "The indicator, goal or benefit the ambition is set for.",
)
MEASUREMENT_OF = RelationshipType(
    "MEASUREMENT_OF",
    "has_measurement",
    "er måling av",
    "har måling",
    "The indicator or benefit that was measured.",
)
MEASURED_IN = RelationshipType(
    "MEASURED_IN",
    "has_result",
    "er målt i",
    "har resultat",
    "The unit that the measurement is about.",
)
THREATENS = RelationshipType(
    "THREATENS",
    "threatened_by",
    "truer",
    "trues av",
    "The goal, tiltak, project or unit that the risk threatens.",
)
TREATS_RISK = RelationshipType(
    "TREATS_RISK",
    "treated_by_control",
    "behandler",
    "behandles med",
    "The risk that the control treats.",
)
ON_SCALE = RelationshipType(
    "ON_SCALE", "scale_of", "er vurdert på", "er skala for", "The scale that the risk's figures are read on."
)
ACCEPTED_BY = RelationshipType(
    "ACCEPTED_BY",
    "accepts",
    "er akseptert av",
    "har akseptert",
    "The post that accepted the risk.",
)
FOUND_IN = RelationshipType(
    "FOUND_IN",
    "found",
    "er funnet i",
    "fant",
    "The unit, contract or company in which it was found.",
)
RAISED_IN = RelationshipType(
    "RAISED_IN",
    "raised",
    "er gitt i",
    "ga",
    "The review in which the remark was given.",
)
ANSWERS = RelationshipType(
    "ANSWERS",
    "answered_by",
    "svarer på",
    "besvares av",
    "The deviation, remark or risk that it answers.",
    across_time=True,
)
IMPROVES = RelationshipType(
    "IMPROVES",
    "improved_by",
    "forbedrer",
    "forbedres med",
    "The task, or what carries it, that was made better.",
    across_time=True,
)
EXAMINES = RelationshipType(
    "EXAMINES",
    "reviewed_in",
    "fører tilsyn med",
    "er gjenstand for",
    "What the review or follow-up looked at.",
    across_time=True,
)

# Rhythm
PRODUCES = RelationshipType(
    "PRODUCES",
    "produced_by",
    "produserer",
    "produseres av",
    "The plan, version or report that the activity produces.",
)
PRECEDED_BY = RelationshipType(
    "PRECEDED_BY",
    "precedes",
    "kommer etter",
    "kommer før",
    "What must be done before it.",
    acyclic=True,
    across_time=True,
)
ASSESSES = RelationshipType(
    "ASSESSES",
    "assessed_in",
    "vurderer",
    "vurderes i",
    "The element whose status is assessed.",
    across_time=True,
)
IN_REPORT = RelationshipType(
    "IN_REPORT",
    "has_assessment",
    "står i rapport",
    "inneholder vurdering",
    "The report the assessment stands in.",
)
GIVEN_BY = RelationshipType("GIVEN_BY", "gives", "er gitt av", "har gitt", "The post that gave it.")
ABOUT = RelationshipType(
    "ABOUT",
    "discussed_in",
    "handler om",
    "er tema i",
    "What the dialogue or report is about.",
    across_time=True,
)

# Framework
NEXT_TO = RelationshipType(
    "NEXT_TO",
    "neighbour_of",
    "er nabo til",
    "er nabo til",
    "Adjacent elements in the framework depend on each other.",
)
WORKS_ON = RelationshipType(
    "WORKS_ON",
    "worked_on_by",
    "arbeider med",
    "arbeides med av",
    "The framework element that the work belongs to.",
)
