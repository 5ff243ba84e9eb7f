"""Asking Enhetsregisteret over the network: with a limit in time, a few tries, and a folder that keeps what was told.

What is kept of an answer has no days of birth in it. Where the register does not answer, what it told earlier is used,
and the caller is told so.
"""

from __future__ import annotations

import http.client
import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
from pydantic_core import PydanticCustomError

from schema.errors import NotFoundError, SourceError
from schema.values import read_organisation_number

ADDRESS = "https://data.brreg.no/enhetsregisteret/api"
_LARGEST = 5_000_000
_TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_LONGEST_WAIT = 10.0


class RegisterError(SourceError):
    """Enhetsregisteret did not answer, or not in a way that can be used."""

    code = "REGISTER"


class RegisterSilentError(RegisterError):
    """No answer came in time, or there is no network."""


@dataclass(frozen=True)
class Fetched:
    """What the register told of a unit: the unit, its roles, and the day where it is of an earlier time."""

    unit: Any
    roles: Any
    from_earlier: datetime | None = None


@dataclass
class Register:
    """A register to ask.

    Attributes:
        address: Where it is.
        timeout: Seconds that one try may take in all.
        tries: How many times to ask before giving up.
        wait: Seconds before the second try; twice as many before each one after that.
        cache: Folder to keep answers in; without one, nothing is kept.
        keep_for: How old a kept answer may be and still be used without asking.
        now: Tells the time.
    """

    address: str = ADDRESS
    timeout: float = 10.0
    tries: int = 3
    wait: float = 0.5
    cache: Path | None = None
    keep_for: timedelta = timedelta(days=1)
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))

    def __post_init__(self) -> None:
        if not self.address.startswith(("https://", "http://")):
            raise RegisterError(f"«{self.address}» er ikke en adresse.", f"Den begynner med https://, som {ADDRESS}.")

    def fetch(self, number: str) -> Fetched:
        """What the register tells of a unit.

        Raises:
            NotFoundError: It has no such unit, or has removed it; or no unit can have the number.
            RegisterSilentError: It does not answer, and nothing is kept from earlier.
            RegisterError: It answers something that cannot be used.
        """
        try:
            digits = str(read_organisation_number(number))
        except PydanticCustomError as error:
            raise NotFoundError(error.message()) from error
        kept = self._kept(digits)
        if kept and self.now() - kept[0] <= self.keep_for:
            return Fetched(kept[1]["unit"], kept[1]["roles"])
        try:
            found = {"unit": self._unit(digits), "roles": self._roles(digits)}
        except RegisterSilentError:
            if kept is None:
                raise
            return Fetched(kept[1]["unit"], kept[1]["roles"], kept[0])
        self._keep(digits, found)
        return Fetched(found["unit"], found["roles"])

    def _unit(self, number: str) -> Any:
        unit = self._ask(f"/enheter/{number}")
        if not isinstance(unit, dict) or str(unit.get("organisasjonsnummer")) != number:
            told = unit.get("organisasjonsnummer", "noe annet") if isinstance(unit, dict) else "noe annet"
            raise RegisterError(
                f"Registeret ble spurt om {number}, og svarte om {told}.", "Se om adressen til registeret er riktig."
            )
        return unit

    def _roles(self, number: str) -> Any:
        try:
            roles = self._ask(f"/enheter/{number}/roller")
        except NotFoundError:
            return None  # the unit is there, and has no roles
        if not isinstance(roles, dict) or not isinstance(roles.get("rollegrupper"), list):
            raise RegisterError(
                f"Registeret svarte ikke med roller for {number}.", "Se om adressen til registeret er riktig."
            )
        return {"organisasjonsnummer": number, "rollegrupper": roles["rollegrupper"]}

    def _ask(self, path: str) -> Any:
        for attempt in range(1, self.tries + 1):
            try:
                return self._answer(path)
            except RegisterSilentError:
                if attempt == self.tries:
                    raise
                time.sleep(min(self.wait * 2 ** (attempt - 1), _LONGEST_WAIT))
        raise RegisterSilentError("Registeret er ikke spurt.", "Sett antall forsøk til minst ett.")

    def _answer(self, path: str) -> Any:
        url = f"{self.address.rstrip('/')}{path}"
        request = urllib.request.Request(url, headers={"Accept": "application/json"})  # noqa: S310 # http(s), see above
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as answer:  # noqa: S310
                body = self._read(answer, url)
        except urllib.error.HTTPError as error:
            raise _refused(url, error.code) from error
        except TimeoutError as error:
            raise self._slow(url) from error
        except (OSError, http.client.HTTPException) as error:  # URLError is an OSError
            if isinstance(getattr(error, "reason", None), TimeoutError):
                raise self._slow(url) from error
            raise RegisterSilentError(
                f"Får ikke kontakt med {url}: {getattr(error, 'reason', error)}.",
                "Se om maskinen har nett, eller last ned filen og oppgi den.",
            ) from error
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise RegisterError(
                f"{url} svarte med noe som ikke er JSON.", "Se om adressen til registeret er riktig."
            ) from error

    def _read(self, answer: Any, url: str) -> bytes:
        """The whole answer. One that comes drop by drop is given up when its time is out."""
        ends, parts, size = time.monotonic() + self.timeout, [], 0
        while part := answer.read1(65536):
            size += len(part)
            parts.append(part)
            if size > _LARGEST:
                raise RegisterError(f"Svaret fra {url} er for stort.", "Se om adressen til registeret er riktig.")
            if time.monotonic() > ends:
                raise self._slow(url)
        return b"".join(parts)

    def _slow(self, url: str) -> RegisterSilentError:
        return RegisterSilentError(
            f"{url} svarte ikke innen {self.timeout:g} sekunder.",
            "Prøv igjen senere, eller last ned filen og oppgi den.",
        )

    def _kept(self, number: str) -> tuple[datetime, Any] | None:
        """When an answer was kept, and the answer. One that cannot be read counts as none."""
        if self.cache is None:
            return None
        try:
            kept = orjson.loads((self.cache / f"{number}.json").read_bytes())
            return datetime.fromisoformat(kept["fetched"]), {"unit": kept["unit"], "roles": kept["roles"]}
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _keep(self, number: str, found: dict[str, Any]) -> None:
        if self.cache is None:
            return
        self.cache.mkdir(parents=True, exist_ok=True)
        path = self.cache / f"{number}.json"
        unfinished = path.with_suffix(f".{os.getpid()}.tmp")
        unfinished.write_bytes(orjson.dumps({"fetched": self.now().isoformat(), **_without_births(found)}))
        unfinished.replace(path)


def _refused(url: str, status: int) -> Exception:
    if status == 404:
        return NotFoundError(f"{url} finnes ikke i registeret.", "Se etter skrivefeil i organisasjonsnummeret.")
    if status == 410:
        return NotFoundError(f"{url} er fjernet fra registeret.", "Enheten er slettet; ta den ut av listen.")
    if status in _TRY_AGAIN:
        return RegisterSilentError(f"{url} svarte med feil {status}.", "Registeret er trolig nede. Prøv igjen senere.")
    return RegisterError(f"{url} svarte med feil {status}.", "Se om adressen til registeret er riktig.")


def _without_births(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: None if name == "fodselsdato" else _without_births(item) for name, item in value.items()}
    return [_without_births(item) for item in value] if isinstance(value, list) else value
