"""A headless Chromium driven over a pipe: pages are opened, keys pressed, and what it asks for is written down."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

BROWSER = shutil.which("chromium") or shutil.which("google-chrome") or ""
_FIRST_FREE = 10
"""The browser reads from 3 and writes to 4; the pipe's own numbers must be others while they are handed over."""
_KEYS = {"Enter": ("\r", 13), "Tab": ("", 9), "Escape": ("", 27), "ArrowDown": ("", 40), " ": (" ", 32)}


class DrivenBrowser:
    """One page in a browser."""

    def __init__(self, reads: BinaryIO, writes: int) -> None:
        self._reads, self._writes, self._last, self._session = reads, writes, 0, ""
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page = next(one for one in self._call("Target.getTargets")["targetInfos"] if one["type"] == "page")
        self._session = self._call("Target.attachToTarget", targetId=page["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self._call(f"{domain}.enable")

    def open(self, address: str, *, ready: str, seconds: float = 60) -> None:
        """Open an address, and wait until an expression holds."""
        self._call("Page.navigate", url=address)
        end = time.monotonic() + seconds
        while not self.value(ready):
            if time.monotonic() > end:
                raise TimeoutError(f"{address} was never ready: {ready}. {self.complaints}")
            time.sleep(0.05)

    def value(self, expression: str) -> Any:
        """What a JavaScript expression comes to."""
        found = self._call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in found:
            raise AssertionError(found["exceptionDetails"])
        return found["result"].get("value")

    def press(self, key: str, *, shift: bool = False) -> None:
        """Press a key and let it go."""
        text, code = _KEYS.get(key, (key if len(key) == 1 else "", 0))
        about = {"key": key, "windowsVirtualKeyCode": code, "modifiers": 8 if shift else 0}
        self._call("Input.dispatchKeyEvent", type="keyDown", **about, **({"text": text} if text else {}))
        self._call("Input.dispatchKeyEvent", type="keyUp", **about)

    def press_until(self, key: str, holds: str, most: int = 200) -> None:
        """Press a key until an expression holds."""
        for _ in range(most):
            self.press(key)
            if self.value(holds):
                return
        raise AssertionError(f"{key} {most} times, and still not {holds}")

    def _call(self, method: str, **params: Any) -> dict[str, Any]:
        self._last += 1
        message: dict[str, Any] = {"id": self._last, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._writes, json.dumps(message).encode() + b"\0")
        while True:
            event = self._next()
            if event.get("id") == self._last:
                if "error" in event:
                    raise AssertionError(event["error"])
                result: dict[str, Any] = event["result"]
                return result
            self._note(event)

    def _next(self) -> dict[str, Any]:
        read = bytearray()
        while not read.endswith(b"\0"):
            part = self._reads.read(1)
            if not part:
                raise EOFError("the browser is gone")
            read += part
        event: dict[str, Any] = json.loads(read[:-1])
        return event

    def _note(self, event: dict[str, Any]) -> None:
        params = event.get("params", {})
        if event.get("method") == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif event.get("method") in ("Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled"):
            self.complaints.append(json.dumps(params))


@contextmanager
def driven_browser(folder: Path) -> Iterator[DrivenBrowser]:
    """A browser with a profile of its own, which ends with the block."""
    to_browser, ours = os.pipe()
    theirs, from_browser = os.pipe()
    reads = fcntl.fcntl(to_browser, fcntl.F_DUPFD, _FIRST_FREE)
    writes = fcntl.fcntl(from_browser, fcntl.F_DUPFD, _FIRST_FREE)
    started = subprocess.Popen(
        [
            "bash", "-c", f'exec "$@" 3<&{reads} 4>&{writes}', "bash", BROWSER, "--headless", "--no-sandbox",
            "--disable-gpu", "--window-size=1400,1000", "--remote-debugging-pipe",
            f"--user-data-dir={folder / 'profile'}", "about:blank",
        ],
        pass_fds=(reads, writes), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for one in (to_browser, from_browser, reads, writes):
        os.close(one)
    with os.fdopen(theirs, "rb") as incoming:
        try:
            yield DrivenBrowser(incoming, ours)
        finally:
            os.close(ours)  # the browser ends when nobody is at the other end
            try:
                started.wait(10)
            except subprocess.TimeoutExpired:
                started.kill()
                started.wait()
