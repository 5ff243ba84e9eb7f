"""The matter that authority is asked about, and what can stand in the way of a yes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from queries.answers import column
from schema.actions import Action, VatBasis
from schema.authority import AmountPeriod, MatterArea
from schema.errors import QuestionError
from schema.values import Code


class Verdict(Code):
    """The answer to whether somebody may decide a matter."""

    YES = "yes", "Ja", "At least one chain gives authority over all of the matter."
    UNDETERMINED = "undetermined", "Ikke avgjort", "No chain says yes, and at least one meets something unknown."
    NO = "no", "Nei", "Every chain fails."


RANK = {Verdict.NO: 0, Verdict.UNDETERMINED: 1, Verdict.YES: 2}


def weakest(verdicts: list[Verdict]) -> Verdict:
    """What several conditions that must all hold come to; yes where there are none."""
    return min(verdicts, key=RANK.__getitem__, default=Verdict.YES)


def strongest(verdicts: list[Verdict]) -> Verdict:
    """What several chains come to, of which one is enough; no where there are none."""
    return max(verdicts, key=RANK.__getitem__, default=Verdict.NO)


def day_text(day: date) -> str:
    """A day as people write it in a sentence: 31.12.2025."""
    return f"{day.day}.{day.month}.{day.year}"


@dataclass(frozen=True)
class Matter:
    """What is to be decided. A missing value is unknown: a limit that meets it makes a chain undetermined."""

    action: Action = column("Handling", "What is to be done.")
    provision: str | None = column("Bestemmelse", "Id of the provision it is decided under.", default=None)
    area: MatterArea | None = column("Område", "What it is about, where no law is applied.", default=None)
    amount_nok: float | None = column("Beløp", "Amount in NOK; 0 where it is not about money.", default=None)
    amount_vat: VatBasis | None = column("Merverdiavgift", "Whether VAT is in the amount.", default=None)
    amount_per: AmountPeriod = column("Beløp per", "What the amount is for.", default=AmountPeriod.CASE)
    case_type: str | None = column("Sakstype", "Type of case.", default=None)
    unit: str | None = column("Enhet", "Id of the unit it concerns.", default=None)
    principal: bool | None = column("Prinsipiell", "Whether it is a matter of principle.", default=None)
    together_with: tuple[str, ...] = column("Sammen med", "Ids of posts that take part in the decision.", default=())

    def check(self) -> None:
        """Refuse a matter that cannot be asked about.

        Raises:
            QuestionError: It is under both a provision and an area, under neither, or of a negative amount.
        """
        if (self.provision is None) == (self.area is None):
            raise QuestionError(
                "En sak må gjelde enten en bestemmelse eller et område uten lov.",
                "Oppgi provision (lov:kommuneloven/13-1) eller area (okonomi, personal, fag …), og bare én av dem.",
            )
        if self.amount_nok is not None and not 0 <= self.amount_nok < math.inf:
            raise QuestionError(f"Beløpet kan ikke være {self.amount_nok:g} kroner.", "Oppgi null eller mer.")


class ConditionKind(Code):
    """What a chain can fail on, or be undetermined by."""

    VALIDITY = "validity", "Gyldighet", "It does not hold on the day."
    REVOKED = "revoked", "Tilbakekalling", "It has been revoked."
    PROPOSED = "proposed", "Vedtak", "It is proposed, not adopted."
    PRACTICE = "practice", "Praksis", "It is how things are done, and nobody decided it."
    ACTION = "action", "Handling", "It is not for that action."
    SCOPE = "scope", "Bestemmelse eller område", "It is not over that provision or area."
    UNIT = "unit", "Enhet", "It is not for that unit."
    AMOUNT = "amount", "Beløp", "The amount is over the limit, or cannot be held against it."
    CASE_TYPE = "case_type", "Sakstype", "It is not for that type of case."
    PRINCIPAL = "principal", "Prinsipiell sak", "It is not for matters of principle."
    JOINTLY = "jointly", "Felles utøvelse", "It must be used together with another post."
    FURTHER = "further", "Videredelegering", "What it rests on may not be delegated that far."
    BAR = "bar", "Delegeringssperre", "It is barred from being delegated."
    NOT_HELD = "not_held", "Grunnlag", "The delegator does not hold what it rests on."
    NO_BASIS = "no_basis", "Grunnlag", "It rests on nothing that holds: the chain begins in the air."
    LEGAL_ENTITY = "legal_entity", "Mottaker", "The receiver is outside the municipality: it is not a delegation."
    ABSENCE = "absence", "Fravær", "A substitute acts only while the holder is away."
    GIVEN_TO_OTHERS = "given_to_others", "Restmyndighet", "Somebody else has been given the matter."
    REPEALED = "repealed", "Opphevet", "The provision does not hold on the day."
    RENUMBERED = "renumbered", "Omnummerert", "It names the provision that the present one replaced."


NOT_THAT_DAY = frozenset({ConditionKind.VALIDITY, ConditionKind.REVOKED, ConditionKind.PROPOSED})
"""A link that fails on one of these is not there at all on the day."""
SOMETHING_ELSE = frozenset({ConditionKind.ACTION, ConditionKind.SCOPE})
"""A link that fails on one of these is for other matters, in force or not."""


@dataclass(frozen=True)
class Condition:
    """Something that stands in the way of a yes, at one link of a chain."""

    kind: ConditionKind = column("Vilkår", "What sort of condition.")
    verdict: Verdict = column("Følge", "No, or undetermined.")
    grant: str = column("Ledd", "Id of the delegation or original authority it stands at.")
    asked: str = column("Spurt", "The value asked about, in bokmål.")
    limit: str = column("Grense", "What the link allows, in bokmål.")

    def __str__(self) -> str:
        return f"{self.kind.bokmaal}: {self.asked} – {self.limit}"
