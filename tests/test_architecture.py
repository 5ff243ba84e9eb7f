"""How the code hangs together: layers, where Cypher may stand, and that nothing it says of itself is out of date."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import schema

ROOT = Path(__file__).resolve().parent.parent
MAY_IMPORT = {
    "schema": set(),
    "graph": {"schema"},
    "loaders": {"schema", "graph"},
    "queries": {"schema", "graph"},
    "api": {"schema", "graph", "loaders", "queries"},
}
OURS = frozenset(MAY_IMPORT)
CYPHER = re.compile(r"\b(MATCH|MERGE|UNWIND|DETACH DELETE)\s*[\(\[{$A-Za-z]")


def modules(package: str) -> Iterator[Path]:
    return (ROOT / package).rglob("*.py")


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_dependencies_point_one_way(package: str) -> None:
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(package)
        for name in imported(path) & OURS - {package} - MAY_IMPORT[package]
    }
    assert not wrong


@pytest.mark.parametrize("package", OURS - {"graph"})
def test_cypher_stands_in_graph_or_in_a_named_text(package: str) -> None:
    wrong = {
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in modules(package)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CYPHER.search(node.value)
    }
    assert not wrong


def test_every_named_text_is_asked_and_says_what_it_fetches() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in modules("queries"))
    for path in (ROOT / "queries").rglob("*.cypher"):
        name = path.relative_to(ROOT / "queries").with_suffix("").as_posix()
        assert f'"{name}"' in code, f"nothing asks {name}"
        assert path.read_text(encoding="utf-8").startswith("// "), f"{name} does not say what it fetches"


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    names = {path.stem for package in OURS for path in modules(package)}
    assert not names & {"utils", "util", "helpers", "common", "misc", "constants"}


def test_the_packages_are_the_ones_in_this_folder() -> None:
    # `schema` and `queries` are names that other packages on PyPI have too.
    assert Path(schema.__file__).resolve().is_relative_to(ROOT)


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for package in OURS
        for path in modules(package)
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not silent
