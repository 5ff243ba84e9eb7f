"""One page with everything in it: no address is loaded, and the policy in it allows none."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from api.pictures.legend import BoxSign, LineSign
from api.pictures.tables import Table

_VIS_NETWORK = ("lib", "vis-9.1.2", "vis-network.min.js")


@dataclass(frozen=True)
class Page:
    """What a page shows.

    Attributes:
        title: The question.
        about: Facts about the question and the answer: heading and text.
        outcome: The outcome in one word.
        outcome_code: Its code, for the colour beside the word.
        summary: The answer in a sentence.
        remarks: What the reader should know.
        picture: What the page's script draws; empty where there is nothing to draw.
        description: What the picture shows, in words.
        box_signs: Legend of the boxes.
        line_signs: Legend of the links.
        tables: The same facts as tables.
        choosing: What choosing an element does.
        words: Legend of the words in the picture.
    """

    title: str
    about: Sequence[tuple[str, str]]
    outcome: str
    outcome_code: str
    summary: str
    remarks: Sequence[str]
    picture: dict[str, Any]
    description: str
    box_signs: Sequence[BoxSign]
    line_signs: Sequence[LineSign]
    tables: Sequence[Table]
    choosing: str = "Velg et element for å se bare trådene gjennom det, og kilden."
    words: Sequence[tuple[str, str]] = (
        ("illustrasjon", "Laget som eksempel, ikke et faktisk forhold"),
        ("tolket", "Lest inn i en kilde som ikke sier det med egne ord"),
    )


def render(page: Page) -> str:
    """Make the HTML."""
    style, library, script = _own("page.css"), vis_network(), _own("page.js")
    policy = (
        f"default-src 'none'; script-src {script_hash(library)} {script_hash(script)}; style-src {script_hash(style)}; "
        "base-uri 'none'; form-action 'none'"
    )
    template = _environment().get_template("page.html")
    return template.render(
        page=page, policy=policy, style=style, library=library, script=script, data=embedded_json(page.picture)
    )


def embedded_json(value: Any) -> str:
    """JSON that may stand in a script element: nothing in it can end the element or begin another."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("api.pictures", ""), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip


@cache
def _own(name: str) -> str:
    return files("api.pictures").joinpath(name).read_text(encoding="utf-8")


@cache
def vis_network() -> str:
    """The script that pyvis ships, without the line that would make a browser look for a source map."""
    text = files("pyvis").joinpath(*_VIS_NETWORK).read_text(encoding="utf-8")
    return text.partition("//# sourceMappingURL=")[0]


def script_hash(text: str) -> str:
    """How a content security policy names a script or style that may stand in the page."""
    return f"'sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
