"""What authority may be used for, and the basis of amounts: words that delegations and relationships share."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from schema.values import Code, read_texts


class Action(Code):
    """What authority may be used for."""

    DECISION = "vedtak", "Vedtak", "To decide a matter, in law or as the municipality's own affair."
    RECOMMENDATION = "innstilling", "Innstilling", "To propose a decision to another body."
    STATEMENT = "uttalelse", "Uttalelse", "To give a statement in a matter that others decide."
    URGENT = "hastevedtak", "Hastevedtak", "To decide what cannot wait for the body that should have decided."
    REALLOCATION = "omdisponering", "Omdisponering", "To move money between units or purposes in the budget."
    CONTRACT = "kontrakt", "Inngåelse av kontrakt", "To bind the municipality by contract."
    ORDER = "bestilling", "Bestilling", "To order goods or services."
    ATTESTATION = "attestasjon", "Attestasjon", "To confirm that an invoice is right."
    PAYMENT_ORDER = "anvisning", "Anvisning", "To order that an invoice be paid."
    EMPLOYMENT = "ansettelse", "Ansettelse", "To employ."
    PERSONNEL = "personal", "Andre personalsaker", "To decide in other matters of personnel."
    SIGNATURE = "signatur", "Signatur", "To sign for the municipality."
    OWNERSHIP = "eierrepresentasjon", "Eierrepresentasjon", "To act as owner in a company."
    RISK = "risikoaksept", "Risikoaksept", "To accept a risk on behalf of the municipality."


class VatBasis(Code):
    """Whether an amount has VAT in it."""

    INCLUDED = "inkl", "Inkludert merverdiavgift", "VAT is in the amount."
    EXCLUDED = "ekskl", "Uten merverdiavgift", "VAT is not in the amount."


Actions = Annotated[list[Action], BeforeValidator(read_texts)]
