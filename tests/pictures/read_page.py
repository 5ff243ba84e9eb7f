"""Reading a page back, the way a browser takes it apart."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any


@dataclass
class ReadTable:
    """A table of the page."""

    caption: str = ""
    headings: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    def column(self, heading: str) -> list[str]:
        place = self.headings.index(heading)
        return [row[place] for row in self.rows]


class ReadPage(HTMLParser):
    """Elements, texts, scripts and tables of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.tables: list[ReadTable] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in ("meta", "input", "br", "path", "rect", "line", "circle"):
            return
        self._open.append(tag)
        self.texts.setdefault(tag, []).append("")
        if tag == "script":
            self.scripts.append("")
        elif tag == "style":
            self.styles.append("")
        elif tag == "table":
            self.tables.append(ReadTable())
        elif tag == "tr" and "tbody" in self._open:
            self.tables[-1].rows.append([])
        elif tag in ("td", "th") and "tbody" in self._open:
            self.tables[-1].rows[-1].append("")
        elif tag == "th":
            self.tables[-1].headings.append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.texts[tag][-1] += data
        here = self._open[-1] if self._open else ""
        if here == "script":
            self.scripts[-1] += data
        elif here == "style":
            self.styles[-1] += data
        elif here == "caption":
            self.tables[-1].caption += data
        elif here in ("td", "th") and "tbody" in self._open:
            self.tables[-1].rows[-1][-1] += data
        elif here == "th":
            self.tables[-1].headings[-1] += data

    @property
    def picture(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.scripts[0])
        return found

    @property
    def body_text(self) -> str:
        return self.texts["body"][0]

    def table(self, beginning: str) -> ReadTable:
        return next(table for table in self.tables if table.caption.startswith(beginning))

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]
