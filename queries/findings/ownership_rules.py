"""The rules over ownership: shares, rings, and what the owner must have in place."""

from __future__ import annotations

from queries.findings.rule import Rule, Severity

_STATEMENT = "kommuneloven § 26-1"

OWNERSHIP_RULES: tuple[Rule, ...] = (
    Rule(
        "R-EIE-01",
        "Andelene er til sammen over 100 %",
        Severity.ERROR,
        "Ingen kan eie mer enn alt i et selskap",
        "{what} «{subject_name}» er til sammen minst {sum} %. Hva noen eier i selskapet, kan ikke regnes ut.",
        "Se hvilken andel som er feil eller har opphørt, og rett den eller sett sluttdato.",
    ),
    Rule(
        "R-EIE-02",
        "Selskaper som eier hverandre",
        Severity.WARNING,
        "En ring skjuler hvem som eier og bestemmer",
        "{ring}.",
        "Se om andelene er riktige. Er de det, må økonomisk interesse regnes ut gjennom hele ringen.",
    ),
    Rule(
        "R-EIE-03",
        "Andel i noe som ingen eier",
        Severity.ERROR,
        "Stiftelser og foreninger har ingen eiere, og et kommunalt foretak er en del av kommunen",
        "«{subject_name}» er en andel i «{company_name}». {reason}",
        "Fjern andelen, eller rett organisasjonsformen.",
    ),
    Rule(
        "R-EIE-04",
        "Eid selskap uten gjeldende eierskapsmelding",
        Severity.WARNING,
        _STATEMENT,
        "Kommunen eier i «{subject_name}», og {reason}.",
        "Vedta en eierskapsmelding der formålet med eierskapet står, minst én gang i valgperioden.",
    ),
    Rule(
        "R-EIE-05",
        "Eid selskap uten eierorgan eller representant",
        Severity.WARNING,
        "Hvem som er eierorgan, følger av selskapsformen; kommunen må peke ut hvem som representerer den",
        "Kommunen eier i «{subject_name}», men {missing}.",
        "Registrer organet som opptrer som eier, og hvem som representerer kommunen der.",
    ),
    Rule(
        "R-EIE-06",
        "Ring av selskaper som eier hele seg selv",
        Severity.ERROR,
        "Noen utenfor må eie noe; ellers kan ingen si hvem som eier selskapene",
        "{ring}, og ingen andre eier noe i dem. Hvem som eier dem, kan ikke regnes ut.",
        "Finn andelen som mangler eller er for stor, og rett den.",
    ),
)
