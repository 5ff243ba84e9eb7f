"""What README.md says is what the program answers."""

import json
import os
import re
from datetime import date
from pathlib import Path

import pytest

from api.context import Context
from api.graphql.schema import SCHEMA
from graph.connection import Graph
from loaders.catalogues import shipped
from loaders.load import load

pytestmark = pytest.mark.anyio
ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
QUESTION = re.compile(r"```graphql\n(?P<question>.*?)```\n\n```json\n(?P<answer>.*?)```", re.DOTALL)


def shown(answer: object) -> str:
    """The answer as README.md prints it: one line for what is short, else one item a line."""
    return _lines(answer, "") + "\n"


def _lines(value: object, indent: str) -> str:
    flat = json.dumps(value, ensure_ascii=False)
    if len(indent + flat) <= 118 or not isinstance(value, dict | list) or not value:
        return flat
    inner = indent + "  "
    if isinstance(value, dict):
        items = [f"{inner}{json.dumps(name)}: {_lines(item, inner)}" for name, item in value.items()]
        return "{\n" + ",\n".join(items) + "\n" + indent + "}"
    return "[\n" + ",\n".join(inner + _lines(item, inner) for item in value) + "\n" + indent + "]"


async def test_its_questions_have_the_answers_it_shows(graph: Graph) -> None:
    for path in (*(shipped()[name] for name in ("sdg", "lov")), ROOT / "examples" / "asker"):
        await load(graph, path)
    text = README.read_text(encoding="utf-8")
    found = list(QUESTION.finditer(text))
    assert len(found) >= 3
    new = text
    for one in found:
        result = await SCHEMA.execute(one["question"], context_value=Context(graph, date(2026, 11, 25)))
        assert result.errors is None
        new = new.replace(one[0], f"```graphql\n{one['question']}```\n\n```json\n{shown(result.data)}```")
    if os.environ.get("STYRING_WRITE_README"):
        README.write_text(new, encoding="utf-8")
    assert new == text, "Run STYRING_WRITE_README=1 .venv/bin/pytest tests/test_readme.py, and look at what changed."


def test_every_setting_stands_in_its_table_or_in_that_of_access() -> None:
    from graph.settings import Settings

    text = README.read_text(encoding="utf-8") + (ROOT / "docs/access.md").read_text(encoding="utf-8")
    missing = [name.upper() for name in Settings.model_fields if f"`{name.upper()}`" not in text]
    assert not missing


def test_every_file_it_points_to_is_there() -> None:
    links = re.findall(r"\]\(((?!http)[^)#]+)\)", README.read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []
