from __future__ import annotations

import re

from schema.catalogue import KINDS, RELATIONSHIPS, enumerations
from schema.reference import render
from tests.conftest import ROOT


def test_the_reference_is_fresh() -> None:
    written = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    assert written == render(), "docs/model.md is not what the schema says. Write it anew with `styring docs`."


def test_the_reference_says_which_command_writes_it() -> None:
    assert "<!-- Written by `styring docs`" in render()


def test_every_kind_relationship_and_choice_is_in_the_reference() -> None:
    text = render()
    for kind in KINDS.values():
        section = text.partition(f"\n### {kind.name}\n")[2].partition("\n### ")[0]
        assert f"({kind.bokmaal}) {kind.description}" in section
        assert f"Collection: `{kind.collection}`" in section
        for end in kind.ends:
            assert f"| `{end.relationship.field_name}` ({end.relationship.bokmaal}) |" in section
    for name, item in RELATIONSHIPS.items():
        assert f"| `{name}` | {item.bokmaal} | `{item.inverse}` ({item.bokmaal_inverse}) |" in text
    for enumeration in enumerations():
        section = text.partition(f"\n### {enumeration.__name__}\n")[2].partition("\n### ")[0]
        for member in enumeration:
            assert f"| `{member.value}` | {member.bokmaal} |" in section


def test_every_link_in_the_reference_leads_to_a_heading() -> None:
    text = render()
    headings = {line.lstrip("# ").lower().replace(" ", "-") for line in text.splitlines() if line.startswith("#")}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= headings


def test_every_table_in_the_reference_has_as_many_cells_in_each_row() -> None:
    columns = 0
    for line in render().splitlines():
        if not line.startswith("|"):
            columns = 0
            continue
        cells = len(re.findall(r"(?<!\\)\|", line)) - 1
        assert cells == (columns or cells), line
        columns = cells
