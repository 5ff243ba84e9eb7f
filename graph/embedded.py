"""The embedded engine: ArcadeDB in this process, listening on loopback only, with a new random password at each start.

One process holds the folder. A second process on the same folder finds the first one's address and password in a file
that only the owner can read, and connects to it.
"""

from __future__ import annotations

import atexit
import json
import os
import secrets
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from schema.errors import GraphHeldError, GraphRefusedError, GraphUnavailableError

DATABASE = "styring"
_STARTING_SECONDS = 30.0
_EVERY_COMMIT_ON_DISK = 2
_LOGGING = """handlers = java.util.logging.FileHandler
.level = WARNING
java.util.logging.FileHandler.pattern = {log}/engine.log
java.util.logging.FileHandler.limit = 10000000
java.util.logging.FileHandler.append = true
java.util.logging.FileHandler.formatter = java.util.logging.SimpleFormatter
"""


@dataclass
class EmbeddedServer:
    """A running embedded engine. `server` and `lock` are None where another process on this machine runs it."""

    folder: Path
    uri: str
    password: str
    version: str
    database: str = DATABASE
    server: Any = None
    lock: FileLock | None = None
    _closed: bool = field(default=False, repr=False)

    def close(self) -> None:
        """Stop the engine and let go of the folder, if this process started it. Closing twice does nothing."""
        if self._closed or self.server is None or self.lock is None:
            return
        self._closed = True
        _holder_file(self.folder).unlink(missing_ok=True)
        try:
            self.server.stop()
        finally:
            self.lock.release()


def open_embedded(folder: Path, heap: str) -> EmbeddedServer:
    """Start the engine on the folder, or connect to the process that already runs it there.

    Raises:
        GraphHeldError: Another process holds the folder and does not answer.
        GraphUnavailableError: The embedded engine is not installed for this kind of machine.
        GraphRefusedError: The folder cannot be written, or the engine cannot read what is in it.
    """
    folder = folder.resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "lock")
        lock.acquire(timeout=0)
    except Timeout:
        return _connect_to_holder(folder)
    except OSError as error:
        raise GraphRefusedError(
            f"Mappen {folder} kan ikke brukes: {error.strerror or error}.",
            "Sett STYRING_FOLDER til en mappe du kan skrive i.",
        ) from error
    try:
        return _start(folder, heap, lock)
    except BaseException:
        lock.release()
        raise


def _start(folder: Path, heap: str, lock: FileLock) -> EmbeddedServer:
    try:
        from arcadedb_embedded import ArcadeDBError, create_server
        from arcadedb_embedded.jvm import start_jvm
    except ImportError as error:
        raise GraphUnavailableError(
            "Den innebygde grafen finnes ikke for denne typen maskin.", "Bruk Neo4j: sett NEO4J_URI."
        ) from error
    password = secrets.token_urlsafe(24)
    bolt, http = _free_ports(2)
    # The engine keeps its users from one start to the next; without the file it makes the root user anew.
    (folder / "config" / "server-users.jsonl").unlink(missing_ok=True)
    try:
        with _engine_log(folder):
            start_jvm(heap_size=heap, jvm_args=_jvm_arguments(folder))
        server = create_server(
            root_path=str(folder),
            root_password=password,
            config={
                "host": "127.0.0.1",
                "http_port": http,
                "bolt_port": bolt,
                "txWalFlush": _EVERY_COMMIT_ON_DISK,
                "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
            },
        )
        server.start()
        _check_durable(server)
        if not (folder / "databases" / DATABASE).exists():
            server.create_database(DATABASE)
    except ArcadeDBError as error:
        raise GraphRefusedError(
            f"Den innebygde grafen i {folder} starter ikke: {error}",
            "Står det et annet program i mappen, avslutt det. Er mappen skadet, hent den fra sikkerhetskopi.",
        ) from error
    uri = f"bolt://127.0.0.1:{bolt}"
    _write_holder(folder, uri, password)
    running = EmbeddedServer(folder, uri, password, _installed_version(), server=server, lock=lock)
    # The engine's threads would keep the process alive after an error that nobody catches.
    atexit.register(running.close)
    return running


def _jvm_arguments(folder: Path) -> list[str]:
    log = folder / "log"
    log.mkdir(exist_ok=True)
    properties = folder / "log" / "logging.properties"
    properties.write_text(_LOGGING.format(log=log.as_posix()), encoding="utf-8")
    return [
        "-Xrs",  # signals are Python's to handle, so that Ctrl-C and SIGTERM close the folder in order
        f"-Djava.util.logging.config.file={properties}",
        f"-Darcadedb.txWalFlush={_EVERY_COMMIT_ON_DISK}",
    ]


def _check_durable(server: Any) -> None:
    """Read the setting back from the engine: a misspelt key is ignored in silence, and commits would be lost."""
    import jpype

    settings = jpype.JClass("com.arcadedb.GlobalConfiguration")
    flush = int(server._java_server.getConfiguration().getValueAsInteger(settings.TX_WAL_FLUSH))
    if flush != _EVERY_COMMIT_ON_DISK:
        server.stop()
        raise GraphRefusedError(
            f"Den innebygde grafen skriver ikke hver transaksjon til disk (txWalFlush er {flush}).",
            "Fjern innstillinger for ArcadeDB fra miljøet.",
        )


@contextmanager
def _engine_log(folder: Path) -> Iterator[None]:
    """Send what the Java machine itself prints while it starts to the engine's log, not to the person's screen."""
    sys.stderr.flush()
    (folder / "log").mkdir(exist_ok=True)
    kept = os.dup(2)
    with (folder / "log" / "start.log").open("ab") as log:
        os.dup2(log.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def _installed_version() -> str:
    try:
        return version("arcadedb-embedded")
    except PackageNotFoundError:
        return "?"


def _free_ports(count: int) -> list[int]:
    """Ports that nothing listens on now. All are held open until the last is found, so that no two are the same."""
    held = [socket.socket(socket.AF_INET, socket.SOCK_STREAM) for _ in range(count)]
    try:
        for one in held:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in held]
    finally:
        for one in held:
            one.close()


def _holder_file(folder: Path) -> Path:
    return folder / "holder.json"


def _write_holder(folder: Path, uri: str, password: str) -> None:
    content = {"pid": os.getpid(), "uri": uri, "password": password, "version": _installed_version()}
    temporary = folder / "holder.json.new"
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(content, file)
    temporary.replace(_holder_file(folder))


def _connect_to_holder(folder: Path) -> EmbeddedServer:
    """Find the process that holds the folder; it may still be starting."""
    deadline = time.monotonic() + _STARTING_SECONDS
    holder: dict[str, Any] = {}
    while time.monotonic() < deadline:
        holder = _read_holder(folder)
        if holder and _answers(holder["uri"]):
            return EmbeddedServer(folder, holder["uri"], holder["password"], holder["version"])
        time.sleep(0.2)
    who = f"prosess {holder['pid']}" if holder else "en annen prosess"
    raise GraphHeldError(
        f"Mappen {folder} holdes av {who}, som ikke svarer.",
        "Avslutt prosessen, eller sett STYRING_FOLDER til en annen mappe.",
    )


def _read_holder(folder: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(_holder_file(folder).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _answers(uri: str) -> bool:
    port = int(uri.rpartition(":")[2])
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
