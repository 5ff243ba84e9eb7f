"""What a rule is: what must hold, how bad it is when it does not, who says so, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from schema.values import Code


class Severity(Code):
    """How bad it is."""

    ERROR = "error", "Feil", "Law or the municipality's own rules are broken, or an answer cannot be relied on."
    WARNING = "warning", "Advarsel", "Something is likely wrong, or will be."
    INFO = "info", "Merknad", "Worth knowing."


@dataclass(frozen=True)
class Rule:
    """A rule.

    Attributes:
        id: Such as `R-DEL-01`.
        title: bokmål, in short.
        severity: How bad a breach is.
        source: The law or document that the rule comes from.
        text: bokmål explanation; `{…}` are columns of its rows.
        correction: bokmål, what to do; may name columns too.
        query: Name of its Cypher text, or "" where what breaks it must be reckoned: see `queries.findings.reckoned`.
    """

    id: str
    title: str
    severity: Severity
    source: str
    text: str
    correction: str
    query: str = ""
