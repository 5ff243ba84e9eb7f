"""Who a caller is and which role she has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from graph.access import FULL_ACCESS, PUBLIC_ACCESS, READER_ACCESS, Access
from schema.values import Code

_LONGEST_NAME = 120
_NOT_PRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


class Right(Code):
    """What a caller may do beside asking."""

    FOLLOW_UP = "follow_up", "registrere oppfølging", "Record a follow-up, a review or an audit."
    ACCEPT = "accept", "akseptere et funn", "Accept a finding for a time."
    LOAD = "load", "laste et datasett", "Upload a dataset, try it out and accept it."


class Role(Code):
    """What a caller is to the municipality, from the least to the most."""

    PUBLIC = "public", "Publikum", "Anybody. Sees what is public, and nothing of persons, risks and deviations."
    READER = "reader", "Leser", "Employees and elected members. Sees what is not shielded."
    AUDITOR = "auditor", "Revisor", "Sees everything, and records follow-ups. Changes nothing that others have written."
    EDITOR = "editor", "Redaktør", "Sees everything, loads datasets, and accepts findings."
    ADMINISTRATOR = "administrator", "Administrator", "All that an editor may."

    @property
    def access(self) -> Access:
        """What may be seen."""
        return {Role.PUBLIC: PUBLIC_ACCESS, Role.READER: READER_ACCESS}.get(self, FULL_ACCESS)

    @property
    def rights(self) -> frozenset[Right]:
        """What may be done. Who audits does not accept what she has found; who answers for it does."""
        if self in (Role.PUBLIC, Role.READER):
            return frozenset()
        return frozenset({Right.FOLLOW_UP}) if self is Role.AUDITOR else frozenset(Right)

    @classmethod
    def highest(cls, roles: list[Self]) -> Self | None:
        """The one that includes the others, or None where there are none."""
        return next((one for one in reversed(cls) if one in roles), None)


class Method(Code):
    """How a caller showed who she is."""

    NONE = "none", "Ingen", "She did not."
    TOKEN = "token", "Token", "By a token from an OIDC issuer."
    KEY = "key", "API-nøkkel", "By an API key."


@dataclass(frozen=True)
class Principal:
    """A caller.

    Attributes:
        subject: What tells her apart from all others: the subject of a token, or the id of a key.
        name: What she is called, or "" where nothing says.
        role: What she is to the municipality.
        method: How she showed who she is.
    """

    subject: str
    name: str
    role: Role
    method: Method

    @property
    def signature(self) -> str:
        """How she stands in the history. A name may be shared, and changed by the one who has it; a subject may not."""
        subject, name = printed(self.subject), printed(self.name)
        return f"{name} ({subject})" if name and name != subject else subject


def printed(text: str) -> str:
    """A text from outside as it may stand in one line of a log."""
    return _NOT_PRINTED.sub(" ", text).strip()[:_LONGEST_NAME]


ANYBODY = Principal("publikum", "", Role.PUBLIC, Method.NONE)
"""A caller without credentials, where the public profile is on."""

AT_THE_MACHINE = Principal("uten innlogging", "", Role.ADMINISTRATOR, Method.NONE)
"""Any caller, where the server is reached from its own machine only and nothing else is said."""
