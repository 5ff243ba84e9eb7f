"""The rules over projects, benefits and their sums, and over risks."""

from __future__ import annotations

from queries.findings.rule import Rule, Severity

_DOCUMENT = "Virksomhetsstyring i Asker kommune (2019)"

PORTFOLIO_RULES: tuple[Rule, ...] = (
    Rule(
        "R-PRO-01",
        "Prosjekt uten behov i linjen",
        Severity.WARNING,
        _DOCUMENT + ": et prosjekt skal være forankret i et behov i linjen",
        "Ingen enhet i linjen har behov for «{subject_name}», og det er ikke forankret i vedtak, lov, risiko, avvik "
        "eller merknad.",
        "Oppgi enheten som har behovet (needed_in), eller hva prosjektet er forankret i (anchored_in).",
    ),
    Rule(
        "R-PRO-02",
        "Gevinst uten eier i linjen",
        Severity.WARNING,
        _DOCUMENT + ": gevinster tas ut i linjen",
        "Ingen enhet i linjen tar ut gevinsten «{benefit_name}», som «{subject_name}» skal gi.",
        "Oppgi enheten som tar ut gevinsten (realised_by).",
    ),
    Rule(
        "R-PRO-03",
        "Prosjekt uten fase",
        Severity.WARNING,
        "Faser og beslutningspunkter i kommunens prosjektmodell",
        "«{subject_name}» er ikke i noen fase. Da kan ingen se hvilken beslutning som er neste.",
        "Oppgi fasen (in_phase). Er det en samlet post på budsjettet, merk den som sekkepost.",
    ),
    Rule(
        "R-PRO-04",
        "Kildens sum stemmer ikke",
        Severity.WARNING,
        "Summene skal stemme med det de er summen av",
        "«{subject_name}» har {stated} kr i kilden for {period}, men det den er summen av, blir {reckoned} kr.",
        "Undersøk hva kilden har regnet med. Begge tallene blir stående.",
    ),
    Rule(
        "R-PRO-05",
        "Prosjekt begynner før det kan",
        Severity.WARNING,
        "Et prosjekt kan ikke begynne før det som det avhenger av, er ferdig",
        "«{subject_name}» begynner {start_on}, men avhenger av «{other_name}», som er ferdig {done_on}{lag}.",
        "Flytt det ene av dem, eller rett avhengigheten.",
    ),
    Rule(
        "R-PRO-06",
        "Gevinst som ikke er målt",
        Severity.INFO,
        _DOCUMENT + ": gevinster skal følges opp",
        "«{subject_name}» er ferdig, men gevinsten «{benefit_name}» er ikke målt. Den skulle tas ut fra {from_day}.",
        "Mål gevinsten, eller oppgi at den ikke kommer.",
    ),
    Rule(
        "R-PRO-07",
        "Prosjekt i to faser av samme modell",
        Severity.ERROR,
        "Et prosjekt er i én fase av en modell om gangen",
        "«{subject_name}» er i flere faser av «{scheme_name}» på samme dag: {phases}.",
        "Sett sluttdato på fasen som er ferdig.",
    ),
    Rule(
        "R-RIS-01",
        "Risiko akseptert uten myndighet",
        Severity.ERROR,
        _DOCUMENT + ": den som aksepterer en risiko, må ha myndighet til det",
        "«{subject_name}» skal aksepteres, men {reason}.",
        "La en stilling som har myndighet til det, akseptere risikoen, eller behandle den på en annen måte.",
    ),
    Rule(
        "R-RIS-02",
        "Risiko utenfor skalaen",
        Severity.WARNING,
        "En risiko er sannsynlighet × konsekvens på en oppgitt skala",
        "«{subject_name}» kan ikke leses: {reason} Den regnes som ukjent.",
        "Oppgi skalaen (on_scale), og nivåer som den har.",
    ),
    Rule(
        "R-RIS-03",
        "Risiko større etter tiltak enn før",
        Severity.INFO,
        "Kontrolltiltak skal gjøre risikoen mindre",
        "«{subject_name}» er {before} før tiltak og {after} etter.",
        "Kontroller vurderingen.",
    ),
    Rule(
        "R-RIS-04",
        "Rød risiko uten behandling",
        Severity.WARNING,
        _DOCUMENT + ": identifisert risiko må håndteres",
        "«{subject_name}» er rød med de tiltakene den har, og det er ikke oppgitt hva som skal gjøres med den.",
        "Velg behandling: unngå, redusere, dele eller akseptere.",
    ),
)
