"""The rules over authority: delegations, those who hold posts, and those who must oversee them."""

from __future__ import annotations

from queries.findings.rule import Rule, Severity

_DOCUMENT = "Virksomhetsstyring i Asker kommune (2019)"
_DELEGATION = "Reglement for å delegere og innstille, Asker (kst. 19/14)"

AUTHORITY_RULES: tuple[Rule, ...] = (
    Rule(
        "R-DEL-01",
        "Delegering går lenger enn grunnlaget",
        Severity.ERROR,
        "En delegering kan ikke gi mer enn den som delegerer selv har; " + _DELEGATION,
        "«{subject_name}» gir mer enn «{parent_name}», som den hviler på: {dimension} er {child_value}, grunnlaget har "
        "{parent_value}. Det som er for mye, gjelder ikke.",
        "Snevre inn «{subject_name}», eller vedta et videre grunnlag.",
    ),
    Rule(
        "R-DEL-02",
        "Delegering utenom kommunedirektøren",
        Severity.ERROR,
        "kommuneloven § 13-1",
        "«{subject_name}» går fra det folkevalgte organet «{giver_name}» rett til «{receiver_name}», utenom "
        "kommunedirektøren.",
        "Deleger til kommunedirektøren, som kan delegere videre til «{receiver_name}».",
        "findings/bypasses_kommunedirektor",
    ),
    Rule(
        "R-DEL-03",
        "Delegering i strid med sperre eller forbud",
        Severity.ERROR,
        "Lov, eller vedtatt delegeringssperre; " + _DELEGATION,
        "«{subject_name}» gir videre noe som ikke kan gis videre: {reason}. Den gir ingen myndighet over det.",
        "Tilbakekall delegeringen, eller opphev sperren der kommunen selv har vedtatt den.",
    ),
    Rule(
        "R-DEL-04",
        "Grunnlaget er falt bort",
        Severity.ERROR,
        _DELEGATION,
        "«{subject_name}» hviler på «{parent_name}», som ikke lenger gjelder ({reason}). Den gir ingen myndighet.",
        "Gi delegeringen et nytt grunnlag, eller tilbakekall den.",
    ),
    Rule(
        "R-DEL-05",
        "Delegering etter en bestemmelse som ikke gjelder",
        Severity.ERROR,
        "Myndighet etter lov krever en bestemmelse som gjelder",
        "«{subject_name}» omfatter «{provision_name}», som ikke gjelder {day}.",
        "Pek på bestemmelsen som gjelder nå, eller tilbakekall delegeringen.",
        "findings/provision_not_in_force",
    ),
    Rule(
        "R-DEL-06",
        "Delegering uten skriftlig form",
        Severity.WARNING,
        "Reglementet som delegeringen er gitt etter, krever skriftlighet",
        "«{subject_name}» er ikke skriftlig, men «{regulation_name}» krever det.",
        "Gi delegeringen skriftlig, i reglement, vedtak, lederavtale eller instruks.",
        "findings/not_in_writing",
    ),
    Rule(
        "R-DEL-07",
        "Ledig stilling med myndighet",
        Severity.WARNING,
        "Myndighet ligger til stillingen, men noen må utøve den",
        "«{subject_name}» har myndighet etter {count} delegering(er), men ingen innehaver, konstituert, fungerende "
        "eller stedfortreder {day}.",
        "Konstituer noen i stillingen, eller utpek en stedfortreder.",
        "findings/vacant_with_authority",
    ),
    Rule(
        "R-DEL-08",
        "Sirkulær stedfortredelse",
        Severity.WARNING,
        "En stedfortreder må kunne tre inn når den andre er borte",
        "Stedfortrederne går i ring: {ring}. Er alle borte samtidig, handler ingen.",
        "Utpek en stedfortreder utenfor ringen for én av dem.",
    ),
    Rule(
        "R-DEL-09",
        "Mottakeren er et annet rettssubjekt",
        Severity.ERROR,
        "Delegering skjer innenfor kommunen; andre rettssubjekter krever egen hjemmel eller avtale",
        "«{subject_name}» går til «{receiver_name}», som er utenfor kommunen. Den gir ingen myndighet her.",
        "Bruk avtale, vertskommune eller hjemmel i lov, og registrer det som det.",
        "findings/outside_receiver",
    ),
    Rule(
        "R-DEL-10",
        "Myndighet på et annet fullmaktsnivå",
        Severity.INFO,
        _DOCUMENT
        + ": kommunedirektøren og direktørene er fullmaktsnivå 1, virksomhetslederne og avdelingslederne nivå 2",
        "«{subject_name}» {reason}. Nivå 1 deles og delegeres ikke internt, og myndighet går ikke oppover.",
        "Kontroller at mottakeren og nivåene er riktig registrert; bruk delt fullmakt mellom stillinger på nivå 1.",
        "findings/mixed_levels",
    ),
    Rule(
        "R-DEL-11",
        "Kjeden begynner i løse luften",
        Severity.ERROR,
        "All myndighet kommer fra kommunestyret eller lov; kommuneloven § 5-3",
        "«{subject_name}» hviler ikke på noe: {reason}. Den gir ingen myndighet.",
        "Oppgi delegeringen eller den opprinnelige myndigheten den hviler på.",
    ),
    Rule(
        "R-DEL-12",
        "Delegeringer som hviler på hverandre",
        Severity.ERROR,
        "All myndighet kommer fra kommunestyret eller lov; kommuneloven § 5-3",
        "«{subject_name}» hviler på seg selv gjennom {ring}.",
        "Rett opp hva delegeringene hviler på.",
    ),
    Rule(
        "R-DEL-13",
        "Delegering gjelder fra før den ble besluttet",
        Severity.INFO,
        "Et vedtak virker normalt ikke tilbake i tid",
        "«{subject_name}» gjelder fra {valid_from}, men ble besluttet {decided_on}.",
        "Kontroller datoene, og om det som ble avgjort imellom, må godkjennes i ettertid.",
        "findings/begins_before_decision",
    ),
    Rule(
        "R-DEL-14",
        "Delegering til seg selv",
        Severity.ERROR,
        "En delegering går fra én til en annen",
        "«{subject_name}» går fra og til «{receiver_name}».",
        "Rett hvem som gir eller mottar, eller fjern delegeringen.",
        "findings/to_itself",
    ),
    Rule(
        "R-DEL-15",
        "Besluttet av noen uten myndighet til det",
        Severity.ERROR,
        "Bare den som har myndigheten, eller noen den kommer fra, kan delegere den; kommuneloven § 5-3; " + _DELEGATION,
        "«{subject_name}» fra «{giver_name}» er besluttet av «{decided_name}», som verken gir den eller står over den "
        "som gir.",
        "La «{giver_name}» beslutte delegeringen, eller rett hvem vedtaket er fattet av.",
        "findings/decided_without_competence",
    ),
    Rule(
        "R-ANS-01",
        "Lederavtale mangler",
        Severity.WARNING,
        _DOCUMENT
        + ": kommunedirektøren ved direktørene inngår hvert år lederavtale med virksomhetslederne, og disse med "
        "avdelingslederne",
        "«{subject_name}» har ingen lederavtale for {year}.",
        "Inngå lederavtale for {year}.",
        "findings/lederavtale_missing",
    ),
    Rule(
        "R-ANS-02",
        "Ansvarlig uten nødvendig myndighet",
        Severity.ERROR,
        "Ansvar og myndighet skal følges ad",
        "«{holder_name}» har ansvar for «{subject_name}», men ikke myndigheten det krever: {reason}.",
        "Deleger myndigheten, eller legg ansvaret til en som har den.",
    ),
    Rule(
        "R-ANS-03",
        "Påseansvar uten registrert oppfølging",
        Severity.WARNING,
        _DOCUMENT + ": ansvaret for å påse at myndigheten utøves forsvarlig, kan ikke delegeres; kommuneloven § 25-1",
        "«{giver_name}» har delegert til «{receiver_name}» ({subject_name}), uten registrert oppfølging siste år.",
        "Gjennomfør og registrer en oppfølging.",
        "findings/no_follow_up",
    ),
    Rule(
        "R-ANS-04",
        "Samme person bestiller og anviser",
        Severity.WARNING,
        "Arbeidsdeling i økonomireglement; internkontroll etter kommuneloven § 25-1",
        "«{person_name}» kan både {first} og {second} innenfor samme enhet, gjennom {through}.",
        "Legg den ene rollen til en annen.",
        "findings/orders_and_approves",
    ),
)
