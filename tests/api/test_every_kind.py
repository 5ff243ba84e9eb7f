"""Each kind has a node here, and each relationship it may have is there once: all fields of the schema are asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import date
from typing import Any

import pytest
from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema, get_named_type, is_leaf_type

from api.graphql.names import camel, enum_value
from api.graphql.schema import SCHEMA
from graph.connection import Graph
from graph.writer import create_links, create_nodes
from schema.catalogue import ANY_KIND, KINDS, End, Kind, Property, incoming, link_properties
from schema.values import Code
from tests.conftest import empty

pytestmark = pytest.mark.anyio
Data = Callable[..., Awaitable[dict[str, Any]]]
DAY = "2026-03-01"
SAMPLES: dict[type, Any] = {str: "tekst", int: 7, float: 1.5, bool: True, date: "2026-01-01"}


def sample(item: Property) -> Any:
    if item.name in ("valid_from", "valid_to"):
        return {"valid_from": "2020-01-01", "valid_to": "2030-01-01"}[item.name]
    value = list(item.type)[-1].value if issubclass(item.type, Code) else SAMPLES[item.type]
    return [value] if item.many else value


def shown(item: Property) -> Any:
    if not issubclass(item.type, Code):
        return sample(item)
    names = enum_value(list(item.type)[-1].value)
    return [names] if item.many else names


def body(kind: Kind) -> dict[str, Any]:
    found = {item.name: sample(item) for item in kind.properties}
    return {**found, "id": node_id(kind.name), "kind": kind.name, "dataset": "t", "search": "hemmelig"}


def node_id(kind: str) -> str:
    return f"t:{kind}"


def allowed(end: End) -> Iterable[str]:
    return KINDS if ANY_KIND in end.kinds else end.kinds


@pytest.fixture(scope="module")
async def everything(opened: Graph) -> None:
    await empty(opened)

    async def write(transaction: Any) -> None:
        for kind in KINDS.values():
            await create_nodes(transaction, kind.name, [body(kind)])
        for kind in KINDS.values():
            for end in kind.ends:
                link = {item.name: sample(item) for item in link_properties(end.relationship.link)}
                rows = [(node_id(kind.name), node_id(other), {**link, "key": ""}) for other in allowed(end)]
                await create_links(transaction, end.relationship.name, rows)

    await opened.write(write)


def schema() -> GraphQLSchema:
    return SCHEMA._schema


def fields_of(kind: str) -> tuple[dict[str, Any], dict[str, Any]]:
    made = schema().type_map[kind]
    assert isinstance(made, GraphQLObjectType)
    leaves = {name: item for name, item in made.fields.items() if is_leaf_type(get_named_type(item.type))}
    return leaves, {name: item for name, item in made.fields.items() if name not in leaves}


def test_the_schema_has_the_declared_kinds_and_no_others() -> None:
    node = schema().type_map["Node"]
    assert isinstance(node, GraphQLInterfaceType)
    assert {one.name for one in schema().get_possible_types(node)} == set(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_has_the_fields_of_its_properties_and_of_its_relationships_in_both_directions(name: str) -> None:
    kind = KINDS[name]
    leaves, relationships = fields_of(name)
    assert set(leaves) == {"kind", "kindLabel", "dataset", *(camel(item.name) for item in kind.properties)}
    outgoing = {camel(end.relationship.field_name) for end in kind.ends}
    assert set(relationships) == outgoing | {camel(end.relationship.inverse) for _, end in incoming(kind)}
    assert all(set(item.args) == {"onDate", "first"} for item in relationships.values())


@pytest.mark.parametrize("name", KINDS)
async def test_every_field_of_every_kind_resolves(name: str, everything: None, data: Data) -> None:
    kind = KINDS[name]
    leaves, relationships = fields_of(name)
    selected = [*leaves]
    for field, item in relationships.items():
        made = get_named_type(item.type)
        assert isinstance(made, GraphQLObjectType)
        selected.append(f"{field} {{ node {{ id kind }} {' '.join(one for one in made.fields if one != 'node')} }}")
    query = (
        f"query($id: ID!, $day: Date) {{ node(id: $id, onDate: $day) {{ ... on {name} {{ {' '.join(selected)} }} }} }}"
    )
    found = (await data(query, id=node_id(name), day=DAY))["node"]

    for item in kind.properties:
        assert found[camel(item.name)] == (node_id(name) if item.name == "id" else shown(item))
    assert (found["kind"], found["kindLabel"], found["dataset"]) == (name, kind.bokmaal, "t")

    expected: dict[str, dict[str, tuple[Property, ...]]] = {}
    for end in kind.ends:
        there = expected.setdefault(camel(end.relationship.field_name), {})
        there.update({node_id(other): link_properties(end.relationship.link) for other in allowed(end)})
    for start, end in incoming(kind):
        there = expected.setdefault(camel(end.relationship.inverse), {})
        there[node_id(start.name)] = link_properties(end.relationship.link)
    for field, others in expected.items():
        assert [link["node"]["id"] for link in found[field]] == sorted(others)
        for link in found[field]:
            for item in others[link["node"]["id"]]:
                assert link[camel(item.name)] == shown(item)


async def test_what_the_row_does_not_hold_is_missing_false_or_an_empty_list(opened: Graph, data: Data) -> None:
    bare = {"id": "t:bare", "kind": "Plan", "dataset": "t", "name": "Bar", "source": "x", "certainty": "adopted"}
    await empty(opened)
    await opened.write(lambda transaction: create_nodes(transaction, "Plan", [bare]))
    found = await data('{ node(id: "t:bare") { illustrative text ... on Plan { themes caseNumber kommunedelplan } } }')
    assert found["node"] == {
        "illustrative": False, "text": None, "themes": [], "caseNumber": None, "kommunedelplan": None,
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(schema().type_map))
def test_every_type_field_argument_and_value_is_described(name: str) -> None:
    made = schema().type_map[name]
    if name.startswith("__") or name in ("ID", "Int", "Float", "String", "Boolean"):
        return
    assert made.description
    for field, item in getattr(made, "fields", {}).items():
        assert "Bokmål: " in item.description, field
    for value, item in getattr(made, "values", {}).items():
        assert item.description, value
