"""What the server tells of itself: metrics, one log line for each request, a number to follow it by, and traces.

Metrics are Prometheus's, at /metrics. A request is known by its `X-Request-ID`, taken from the caller where it is one
that can stand in a log, else made; it stands in the answer, in every log line of the request, and in an error that is
masked. Traces are OpenTelemetry's: without its SDK in the process they cost nothing and go nowhere.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import time
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from opentelemetry import trace
from opentelemetry.propagate import extract
from opentelemetry.trace import SpanKind, Status, StatusCode
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger("styring.requests")
_tracer = trace.get_tracer("styring")
_CALLERS_OWN = re.compile(r"[A-Za-z0-9._\-]{8,64}\Z")
_request: ContextVar[str] = ContextVar("request", default="")

REGISTRY = CollectorRegistry()
_REQUESTS = Counter("styring_requests_total", "Requests answered.", ("route", "method", "status"), registry=REGISTRY)
_SECONDS = Histogram(
    "styring_request_seconds",
    "Seconds from a request came until its answer was sent.",
    ("route",),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=REGISTRY,
)
_RUNNING = Gauge("styring_requests_running", "Requests that are being answered.", registry=REGISTRY)


def request_id() -> str:
    """The number of the request that is being answered, or "" outside one."""
    return _request.get()


class Observed:
    """Counts, times, logs and traces each request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, and tell of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        number = _number(headers.get("x-request-id", ""))
        mark = _request.set(number)
        status = 500
        started = time.perf_counter()

        async def numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = number
            await send(message)

        _RUNNING.inc()
        try:
            with _tracer.start_as_current_span(
                f"{scope['method']} {scope['path']}", context=extract(dict(headers)), kind=SpanKind.SERVER
            ) as span:
                span.set_attribute("http.request.method", scope["method"])
                span.set_attribute("styring.request", number)
                try:
                    await self._app(scope, receive, numbered)
                finally:
                    span.set_attribute("http.response.status_code", status)
                    if status >= 500:
                        span.set_status(Status(StatusCode.ERROR))
        finally:
            _RUNNING.dec()
            _tell(scope, status, time.perf_counter() - started)
            _request.reset(mark)


def _number(given: str) -> str:
    """The caller's own number where it can stand in a log, else a new one."""
    return given if _CALLERS_OWN.match(given) else secrets.token_hex(8)


def _tell(scope: Scope, status: int, seconds: float) -> None:
    route = _route(scope)
    _REQUESTS.labels(route, scope["method"], str(status)).inc()
    _SECONDS.labels(route).observe(seconds)
    logger.info(
        "%s %s %s",
        scope["method"],
        route,
        status,
        extra={"route": route, "method": scope["method"], "status": status, "ms": round(seconds * 1000, 1)},
    )


def _route(scope: Scope) -> str:
    """The route as it is declared: an address as it was written may hold ids, and has no end of values."""
    path = getattr(scope.get("route"), "path", "")
    if path:
        return str(path)
    return "/static" if scope["path"].startswith("/static/") else "other"


class JsonLines(logging.Formatter):
    """One JSON object to a line: when, how grave, what, of which request, and what else the line carries."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id():
            line["request"] = request_id()
        line |= {name: getattr(record, name) for name in _CARRIED if hasattr(record, name)}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


_CARRIED = ("route", "method", "status", "ms", "who", "role", "dataset", "load", "reason", "granted")


def log_as_json(level: str) -> None:
    """Send the program's log to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    for name in ("styring", "api", "graph", "loaders", "queries", "uvicorn.error"):
        one = logging.getLogger(name)
        one.handlers[:] = [handler]
        one.setLevel(level)
        one.propagate = False
