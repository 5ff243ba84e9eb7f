"""Serving the API and the pages."""

from __future__ import annotations

import socket
from contextlib import closing
from typing import Annotated

import typer
import uvicorn

from api.cli.output import messages
from graph.settings import Settings, read_settings


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("serve")(serve)


def serve(
    host: Annotated[str | None, typer.Option(help="Adresse å lytte på; ellers STYRING_HOST eller 127.0.0.1.")] = None,
    port: Annotated[int | None, typer.Option(help="Port; ellers STYRING_PORT eller 8000. 0 finner en ledig.")] = None,
) -> None:
    """Server API og sider til Ctrl-C trykkes."""
    run(read_settings(styring_host=host, styring_port=port))


def run(settings: Settings) -> None:
    """Serve until stopped."""
    # Here and not above: the server takes a second to import, and the other commands do without it.
    from api.app import create_app
    from api.observing import log_as_json

    if settings.styring_log == "json":
        log_as_json("INFO")
    port = settings.styring_port or _free_port(settings.styring_host)
    base = f"http://{settings.styring_host}:{port}"
    config = uvicorn.Config(
        create_app(settings), host=settings.styring_host, port=port, log_level="warning", server_header=False
    )
    _Server(config, base).run()


class _Server(uvicorn.Server):
    """Prints its addresses once it answers on them, and not before."""

    def __init__(self, config: uvicorn.Config, base: str) -> None:
        super().__init__(config)
        self._base = base

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            for name, path in (("Startside", "/"), ("GraphQL", "/graphql"), ("Tilstand", "/health")):
                messages.print(f"{name + ':':<12}{self._base}{path}", markup=False, highlight=False, soft_wrap=True)
            messages.print("Stopp med Ctrl-C.", markup=False)


def _free_port(host: str) -> int:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def is_free(host: str, port: int) -> bool:
    """Whether nothing listens on the port."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True
