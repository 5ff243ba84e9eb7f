"""The rules over forms of governance and samskaping."""

from __future__ import annotations

from queries.findings.rule import Rule, Severity

_DOCUMENT = "Virksomhetsstyring i Asker kommune (2019)"

GOVERNANCE_RULES: tuple[Rule, ...] = (
    Rule(
        "R-SAM-01",
        "Oppgitt samskapingsform stemmer ikke med hvem som leder",
        Severity.WARNING,
        _DOCUMENT + ", etter Ulrich (2016): formen følger av hvem som leder problem, mål, design og gjennomføring",
        "«{subject_name}» er oppgitt som {declared}, men den som leder stegene, gjør det til {derived}: {steps}.",
        "Rett den oppgitte formen (declared_form), eller hvem som leder stegene (leads_step).",
    ),
    Rule(
        "R-STY-01",
        "Prinsipp uten belegg i en oppgave",
        Severity.WARNING,
        _DOCUMENT + ": de fire prinsippene gjelder uavhengig av hvilken styringsform som velges",
        "«{subject_name}» har valgt styringsform ({forms}), men ingenting i grafen viser {principle}.",
        "Vis hvordan prinsippet ivaretas: {correction}",
    ),
    Rule(
        "R-STY-02",
        "Oppgave uten valgt styringsform",
        Severity.WARNING,
        _DOCUMENT + ": det må vurderes i hvert tilfelle hvilken styringsform som er best egnet",
        "Ingen styringsform er valgt for «{subject_name}».",
        "Velg form, og oppgi den (solved_by) med hvem som valgte den og hvorfor.",
    ),
)
