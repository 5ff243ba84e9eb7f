"""API keys for programs: `styring_<id>_<secret>`, kept hashed in a file, one JSON object to a line.

The secret is 256 random bits, so that one SHA-256 of it cannot be turned around; a slow hash, which passwords need,
would only make each request slow. The file is read again when it has changed, so that a key that is taken back is
refused from the next request on.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import stat
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from filelock import FileLock

from api.access import refusals
from api.access.principals import Method, Principal, Role
from schema.errors import NotFoundError, QuestionError, SettingsError

PREFIX = "styring_"
_LONGEST = 200


@dataclass(frozen=True)
class Key:
    """A key as it is kept.

    Attributes:
        id: What it is called in the log and on the command line.
        name: Which program or person has it.
        role: What the one who has it may do.
        sha256: Hash of the secret.
        created: The day it was made.
        expires: The first day it is refused; "" is never.
    """

    id: str
    name: str
    role: str
    sha256: str
    created: str
    expires: str

    def holds(self, day: date) -> bool:
        """Whether it is good on the day."""
        return not self.expires or day < date.fromisoformat(self.expires)


class Keys:
    """The keys in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, ...] = ()
        self._keys: dict[str, Key] = {}

    def principal(self, written: str) -> Principal:
        """Whose key it is.

        Raises:
            RefusedError: It is not one of the keys, or that cannot be found out.
        """
        try:
            self.read_again()
        except SettingsError as error:
            raise refusals.cannot_tell(str(error)) from error
        number, _, secret = written.removeprefix(PREFIX).partition("_")
        found = self._keys.get(number) if len(written) <= _LONGEST and written.startswith(PREFIX) else None
        if not hmac.compare_digest(_hashed(secret), found.sha256 if found else _hashed("")) or found is None:
            raise refusals.bad_credentials("no such key" if found is None else f"wrong secret for key {number}")
        if not found.holds(datetime.now(UTC).date()):
            raise refusals.bad_credentials(f"key {number} expired {found.expires}")
        return Principal(f"nøkkel {found.id}", found.name, Role(found.role), Method.KEY)

    def read_again(self) -> None:
        """Read the file where it has changed.

        Raises:
            SettingsError: It cannot be read, or anybody may write in it.
        """
        try:
            about = self._path.stat()
            seen = (about.st_mtime_ns, about.st_size, about.st_ino)
            if seen != self._seen:
                _refuse_open(self._path, about)
                self._keys = {key.id: key for key in listed(self._path)}
                self._seen = seen
        except OSError as error:
            raise _unreadable(self._path, error.strerror or str(error)) from error


def listed(path: Path) -> list[Key]:
    """The keys in a file, in the order they were made.

    Raises:
        SettingsError: It cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, getattr(error, "strerror", None) or str(error)) from error
    return [_read(path, number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def added(path: Path, name: str, role: Role, expires: date | None) -> tuple[Key, str]:
    """Make a key, and return it with what its owner shall have, which is kept nowhere.

    Raises:
        QuestionError: It has no name, or is for the public.
        SettingsError: The file cannot be read or written.
    """
    if not name.strip() or role is Role.PUBLIC:
        raise QuestionError("En nøkkel trenger et navn og en rolle.", "Oppgi hvem som skal ha den, og hva den kan.")
    secret = secrets.token_urlsafe(32)
    until = expires.isoformat() if expires else ""
    today = datetime.now(UTC).date().isoformat()
    key = Key(secrets.token_hex(6), " ".join(name.split()), role.value, _hashed(secret), today, until)
    path.parent.mkdir(parents=True, exist_ok=True)
    with _locked(path):
        _write(path, [*(listed(path) if path.exists() else []), key])
    return key, f"{PREFIX}{key.id}_{secret}"


def revoked(path: Path, number: str) -> Key:
    """Take a key out of the file.

    Raises:
        NotFoundError: There is no such key.
        SettingsError: The file cannot be read or written.
    """
    with _locked(path):
        keys = listed(path)
        found = next((key for key in keys if key.id == number), None)
        if found is None:
            raise NotFoundError(f"Ingen nøkkel har id-en «{number}».", "`styring keys list` viser nøklene.")
        _write(path, [key for key in keys if key is not found])
    return found


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _locked(path: Path) -> FileLock:
    return FileLock(path.with_name(path.name + ".lock"), timeout=10)


def _write(path: Path, keys: list[Key]) -> None:
    """Put a new file in place of the old one, so that a reader finds one of them, whole. Its owner alone reads it."""
    unfinished = path.with_name(path.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    text = "".join(json.dumps(asdict(key), ensure_ascii=False) + "\n" for key in keys)
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        unfinished.replace(path)
    except OSError as error:
        raise SettingsError(
            f"Nøkkelfilen {path} kan ikke skrives: {error.strerror or error}.", "Velg et sted du kan skrive."
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _read(path: Path, number: int, line: str) -> Key:
    try:
        key = Key(**json.loads(line))
        if not all(isinstance(value, str) for value in asdict(key).values()):
            raise ValueError(line)
        if Role(key.role) is Role.PUBLIC or len(key.sha256) != 64:
            raise ValueError(key.role)
        key.holds(date.min)
    except (TypeError, ValueError) as error:
        raise SettingsError(
            f"Linje {number} i nøkkelfilen {path} er ikke en nøkkel.", "Ta bort linjen, og lag nøkkelen på nytt."
        ) from error
    return key


def _refuse_open(path: Path, about: os.stat_result) -> None:
    if os.name == "posix" and about.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise SettingsError(
            f"Andre enn eieren kan skrive i nøkkelfilen {path}, og gi seg selv nøkler.", f"Kjør: chmod 600 {path}"
        )


def _unreadable(path: Path, why: str) -> SettingsError:
    return SettingsError(
        f"Nøkkelfilen {path} kan ikke leses: {why}.", "Lag en med `styring keys add`, eller rett STYRING_KEYS_FILE."
    )
