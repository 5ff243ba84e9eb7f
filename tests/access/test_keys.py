"""API keys: made, shown once, kept hashed, taken back."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from api.access.keys import Keys, added, listed, revoked
from api.access.principals import Method, Principal, Role
from api.access.refusals import RefusedError
from api.cli import keys as command_line
from schema.errors import NotFoundError, QuestionError, SettingsError

TODAY = datetime.now(UTC).date()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys.jsonl"


def refused(keys: Keys, written: str) -> RefusedError:
    with pytest.raises(RefusedError) as found:
        keys.principal(written)
    return found.value


def test_a_key_tells_who_the_caller_is(path: Path) -> None:
    key, secret = added(path, "Power BI", Role.READER, None)
    assert Keys(path).principal(secret) == Principal(f"nøkkel {key.id}", "Power BI", Role.READER, Method.KEY)
    assert secret.startswith(f"styring_{key.id}_")


def test_the_file_does_not_hold_what_the_owner_has(path: Path) -> None:
    key, secret = added(path, "Power BI", Role.READER, None)
    text = path.read_text(encoding="utf-8")
    alone = secret.removeprefix(f"styring_{key.id}_")
    assert len(alone) >= 43, "256 bits"
    assert secret not in text and alone not in text
    assert json.loads(text)["sha256"] == hashlib.sha256(alone.encode()).hexdigest()


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX's")
def test_only_the_owner_reads_the_file_and_others_may_not_write_in_it(path: Path) -> None:
    added(path, "a", Role.READER, None)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    Keys(path).read_again()
    for mode in (0o620, 0o602, 0o666):
        path.chmod(mode)
        with pytest.raises(SettingsError, match="chmod 600"):
            Keys(path).read_again()


def test_a_wrong_secret_an_unknown_id_and_what_is_no_key_get_the_same_answer(path: Path) -> None:
    key, secret = added(path, "a", Role.READER, None)
    other = added(path, "b", Role.ADMINISTRATOR, None)[1]
    keys = Keys(path)
    wrong = [
        secret[:-1], secret + "x", f"styring_{key.id}_", f"styring_{key.id}", f"styring_{key.id}_{other[21:]}",
        "styring_000000000000_" + secret[21:], "styring__", "styring_", "", "styring_" + "x" * 10_000,
        secret.removeprefix("styring_"), listed(path)[0].sha256, f"styring_{key.id}_{listed(path)[0].sha256}",
    ]  # fmt: skip
    answers = {(found.status, found.message, found.remedy) for found in (refused(keys, one) for one in wrong)}
    assert len(answers) == 1 and next(iter(answers))[0] == 401
    assert keys.principal(secret).role is Role.READER


def test_a_key_is_good_up_to_the_day_it_expires(path: Path) -> None:
    good = added(path, "a", Role.READER, TODAY + timedelta(days=1))[1]
    over = added(path, "b", Role.READER, TODAY)[1]
    keys = Keys(path)
    assert keys.principal(good)
    assert "expired" in refused(keys, over).reason


def test_a_key_that_is_taken_back_is_refused_from_then_on_and_a_new_one_is_known(path: Path) -> None:
    key, secret = added(path, "a", Role.READER, None)
    keys = Keys(path)
    assert keys.principal(secret)
    other = added(path, "b", Role.EDITOR, None)[1]
    assert keys.principal(other).role is Role.EDITOR
    assert revoked(path, key.id) == key
    assert refused(keys, secret).status == 401
    assert keys.principal(other)
    with pytest.raises(NotFoundError):
        revoked(path, key.id)


def test_a_file_that_is_gone_or_broken_lets_nobody_in(path: Path) -> None:
    secret = added(path, "a", Role.READER, None)[1]
    keys = Keys(path)
    assert keys.principal(secret)
    whole = path.read_text(encoding="utf-8")
    for broken in ("{", "[]", whole + "{}\n", whole.replace("reader", "public"), whole.replace("reader", "sjef")):
        path.write_text(broken, encoding="utf-8")
        assert refused(keys, secret).status == 503
        with pytest.raises(SettingsError):
            listed(path)
    path.write_bytes(b"\xff\xfe")
    assert refused(keys, secret).status == 503
    path.unlink()
    assert refused(keys, secret).status == 503
    path.write_text(whole, encoding="utf-8")
    path.chmod(0o600)
    assert keys.principal(secret)


@pytest.mark.parametrize(("name", "role"), [("", Role.READER), ("  ", Role.READER), ("a", Role.PUBLIC)])
def test_a_key_needs_a_name_and_a_role(path: Path, name: str, role: Role) -> None:
    with pytest.raises(QuestionError):
        added(path, name, role, None)
    assert not path.exists()


def test_keys_that_are_made_at_the_same_time_are_all_kept(path: Path) -> None:
    made: list[str] = []
    threads = [threading.Thread(target=lambda: made.append(added(path, "a", Role.READER, None)[1])) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    keys = Keys(path)
    assert len(made) == 8 and all(keys.principal(one) for one in made)


@pytest.fixture
def app(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[typer.Typer]:
    monkeypatch.setenv("STYRING_KEYS_FILE", str(path))
    app = typer.Typer()
    command_line.register(app)
    yield app


def test_the_command_line_makes_shows_and_takes_back_keys(app: typer.Typer, path: Path) -> None:
    run = CliRunner()
    made = run.invoke(app, ["keys", "add", "Power BI", "--role", "reader", "--expires", "31.12.2099"])
    secret = made.stdout.strip()
    assert made.exit_code == 0 and Keys(path).principal(secret).name == "Power BI"
    [key] = listed(path)
    assert key.expires == "2099-12-31"
    shown = run.invoke(app, ["keys", "list"])
    assert key.id in shown.stdout and "Leser" in shown.stdout
    as_json = run.invoke(app, ["keys", "list", "--json"])
    assert json.loads(as_json.stdout)[0]["id"] == key.id
    assert secret[21:] not in shown.stdout + as_json.stdout and key.sha256 not in shown.stdout + as_json.stdout
    assert run.invoke(app, ["keys", "revoke", key.id]).exit_code == 0
    assert listed(path) == []
    assert "Ingen nøkler" in run.invoke(app, ["keys", "list"]).stdout


def test_the_command_line_refuses_a_role_that_is_none(app: typer.Typer, path: Path) -> None:
    assert CliRunner().invoke(app, ["keys", "add", "a", "--role", "public"]).exit_code == 2
    assert not path.exists()


def test_the_command_line_says_which_setting_is_missing(app: typer.Typer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STYRING_KEYS_FILE")
    found = CliRunner().invoke(app, ["keys", "list"])
    assert isinstance(found.exception, SettingsError) and "STYRING_KEYS_FILE" in found.exception.message
