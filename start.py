#!/usr/bin/env python3
"""Set up and run styring. Needs Python 3.11 or newer, and nothing else.

    python3 start.py                   load Asker and the SDGs, answer a first question, draw it, serve API and pages
    python3 start.py -- --no-serve     the same; what follows goes to `styring demo`
    python3 start.py test              check format, style and types, then run the tests
    python3 start.py test -k trace     the same; what follows goes to pytest

On Windows, write `py start.py`. The first run fetches exactly the packages in requirements.lock into .venv, which takes
a few minutes; later runs fetch nothing until the lock changes. Delete .venv to start over.
"""

import hashlib
import importlib.util
import os
import platform
import subprocess
import sys
from pathlib import Path

# Above everything that an older Python cannot run.
if sys.version_info < (3, 11):
    sys.exit(
        "styring trenger Python 3.11 eller nyere; dette er {}.\n".format(platform.python_version())
        + "Installer en nyere fra python.org eller pakkesystemet, og skriv for eksempel: python3.12 start.py"
    )

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = str(VENV / ("Scripts/python.exe" if WINDOWS else "bin/python"))
INSTALLED = VENV / "installed-locks"
LOCK = "requirements.lock"
DEV_LOCK = "requirements-dev.lock"  # holds all of LOCK, in the same versions
CHECKS = (["ruff", "format", "--check", "."], ["ruff", "check", "."], ["mypy"])


def main(arguments: list[str]) -> None:
    """Do what the command line says; see the top of the file."""
    os.chdir(ROOT)
    if arguments[:1] == ["test"]:
        set_up(DEV_LOCK, LOCK)
        check_code()
        hand_over("pytest", *arguments[1:])
    elif arguments[:1] in (["-h"], ["--help"]):
        print(__doc__)
    elif arguments and not arguments[0].startswith("-"):
        print(f"Ukjent kommando: {arguments[0]}\n\n{__doc__}", file=sys.stderr)
        sys.exit(2)
    else:
        set_up(LOCK)
        hand_over("api.cli", "demo", *arguments[arguments[:1] == ["--"] :])


def set_up(lock: str, *held_by_it: str) -> None:
    """Install the lock, then the project itself, into .venv – unless that has been done."""
    done = INSTALLED.read_text(encoding="utf-8").split() if INSTALLED.is_file() else []
    if fingerprint(lock) in done and Path(PYTHON).exists():
        return
    check_machine()
    if not usable():
        say("Lager .venv ...")
        run("Fikk ikke laget .venv. Er det plass på disken, og kan du skrive i mappen?", "venv", "--clear", str(VENV))
    INSTALLED.unlink(missing_ok=True)
    say(f"Henter og installerer pakkene i {lock} (første gang om lag 150 MB og et par minutter) ...")
    pip("--require-hashes", "--only-binary", ":all:", "--requirement", lock)
    pip("--no-index", "--no-deps", "--no-build-isolation", "--editable", ".")
    INSTALLED.write_text("\n".join(map(fingerprint, (lock, *held_by_it))), encoding="utf-8")


def fingerprint(lock: str) -> str:
    """Return the SHA-256 of all that decides what is installed, and where."""
    parts = ((ROOT / lock).read_bytes(), (ROOT / "pyproject.toml").read_bytes(), str(ROOT).encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def check_machine() -> None:
    """Stop with the remedy where the installation would fail with a text that says little."""
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        package = f"python3.{sys.version_info.minor}-venv"
        sys.exit(
            f"Denne Python-en mangler modulene venv og ensurepip. På Debian og Ubuntu: sudo apt install {package}\n"
            "Andre steder: installer Python fra python.org. Prøv så igjen."
        )
    name, version = platform.libc_ver()
    if sys.platform == "linux" and (name != "glibc" or [int(part) for part in version.split(".")] < [2, 34]):
        sys.exit(
            "Den innebygde grafen trenger glibc 2.34 eller nyere (Debian 12, Ubuntu 22.04, RHEL 9); "
            f"denne maskinen har {name} {version}.\nBruk en nyere utgave, eller Docker: docker compose up"
        )


def usable() -> bool:
    """Tell whether .venv is there whole: a Python that runs, is new enough, and has pip."""
    probe = [PYTHON, "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
    return Path(PYTHON).exists() and subprocess.run(probe, stderr=subprocess.DEVNULL).returncode == 0


def pip(*arguments: str) -> None:
    """Run `pip install` in .venv."""
    remedy = (
        "pip fikk ikke installert pakkene; grunnen står over. Uten nett: kjør på nytt når maskinen er på nett.\n"
        "Bak en mellomtjener: sett HTTPS_PROXY. Med eget pakkespeil: sett PIP_INDEX_URL."
    )
    options = ("--quiet", "--disable-pip-version-check", "--no-input")
    run(remedy, "pip", "install", *options, *arguments, python=PYTHON)


def check_code() -> None:
    """Run the checks that come before the tests, up to the first that fails."""
    for check in [] if os.environ.get("STYRING_SKIP_LINT") else CHECKS:
        say(" ".join(check))
        run("Stopper her; testene er ikke kjørt.", *check, python=PYTHON)


def run(remedy: str, *module: str, python: str = sys.executable) -> None:
    """Run a Python module; when it fails, print the remedy and end with its exit code."""
    code = subprocess.call([python, "-m", *module])
    if code:
        print(remedy, file=sys.stderr)
        sys.exit(code)


def hand_over(*module: str) -> None:
    """Let a module in .venv take this process's place, so that Ctrl-C and other signals reach it alone."""
    command = [PYTHON, "-m", *module]
    sys.stdout.flush()
    if not WINDOWS:
        os.execv(PYTHON, command)
    child = subprocess.Popen(command)
    while True:
        try:
            sys.exit(child.wait())
        except KeyboardInterrupt:
            continue  # the child got it as well, and ends in its own time


def say(text: str) -> None:
    """Print at once, so that the line stands above what the next program prints."""
    print(text, flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
