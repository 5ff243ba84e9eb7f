"""The rules over contracts."""

from __future__ import annotations

from queries.findings.rule import Rule, Severity

_DOCUMENT = "Virksomhetsstyring i Asker kommune (2019)"

CONTRACT_RULES: tuple[Rule, ...] = (
    Rule(
        "R-KON-01",
        "Kontrakt uten kontraktseier i linjen",
        Severity.ERROR,
        _DOCUMENT + ": hver kontrakt skal ha en kontraktseier i linjen",
        "Ingen enhet i linjen eier kontrakten «{subject_name}».",
        "Oppgi enheten som eier kontrakten (owned_in_line_by).",
    ),
    Rule(
        "R-KON-02",
        "Kontraktseieren er lagt ned",
        Severity.ERROR,
        _DOCUMENT + ": hver kontrakt skal ha en kontraktseier i linjen",
        "Enheten som eide kontrakten «{subject_name}», finnes ikke lenger, og ingen har overtatt den.",
        "Legg kontrakten til enheten som har overtatt oppgaven.",
    ),
    Rule(
        "R-KON-03",
        "Opsjon med utløpt frist",
        Severity.WARNING,
        "En opsjon er utløst eller bortfalt når fristen er ute",
        "Fristen for å utløse opsjonen «{option_name}» i «{subject_name}» var {last_day}. Den står fortsatt som mulig.",
        "Oppgi om opsjonen ble utløst eller falt bort.",
    ),
    Rule(
        "R-KON-04",
        "Kontraktsendringer som ikke kan ordnes",
        Severity.WARNING,
        "Det må kunne sies hva som gjelder",
        "«{subject_name}» har endringer uten dato, endringer fra samme dag som sier forskjellige ting, eller en utløst "
        "opsjon som kan ha kommet før eller etter en endring. Slutt eller verdi er derfor ukjent.",
        "Oppgi datoen for hver endring, og fra, til og frist for hver utløst opsjon.",
    ),
    Rule(
        "R-KON-05",
        "Kontrakt som ikke er fulgt opp",
        Severity.INFO,
        _DOCUMENT + ": kontrakter skal følges opp; internkontroll etter kommuneloven § 25-1",
        "«{subject_name}» har løpt i minst et år, men ingen oppfølging er registrert siste år.",
        "Følg opp kontrakten, og registrer det.",
    ),
    Rule(
        "R-KON-06",
        "Oppgave som bare bæres av en utløpt kontrakt",
        Severity.WARNING,
        _DOCUMENT + ": kommunen har ansvar for oppgaven også når en leverandør utfører den",
        "«{subject_name}» løp ut {last_day}, men er fortsatt den eneste som er oppgitt å bære {kind} «{task_name}».",
        "Oppgi hvem som har overtatt oppgaven (carried_by), eller at kontrakten er forlenget.",
    ),
)
