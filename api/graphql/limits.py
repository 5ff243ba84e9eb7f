"""Bounds on what one query may look like, checked before it runs.

Each fragment is measured once, however often it is used: fragments that use each other twice at every level would
otherwise take longer to measure than the sun will shine.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    OperationDefinitionNode,
    SelectionSetNode,
    ValidationRule,
)

MAX_DEPTH = 15
MAX_ALIASES = 30
MAX_TOKENS = 2000


class _Size(NamedTuple):
    """How many levels of fields with fields below them, and how many aliases."""

    depth: int
    aliases: int


class _Measure:
    """Measures selections. A fragment inside itself is another rule's error, and counts as nothing here."""

    def __init__(self, document: DocumentNode) -> None:
        self._fragments = {
            one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)
        }
        self._known: dict[str, _Size] = {}

    def of(self, selections: SelectionSetNode | None) -> _Size:
        """The size of what is selected."""
        sizes = [self._of_selection(one) for one in selections.selections] if selections else []
        return _Size(max((size.depth for size in sizes), default=0), sum(size.aliases for size in sizes))

    def _of_selection(self, selection: Any) -> _Size:
        if isinstance(selection, FragmentSpreadNode):
            return self._of_fragment(selection.name.value)
        inner = self.of(selection.selection_set)
        if not isinstance(selection, FieldNode):
            return inner
        aliases = inner.aliases + bool(selection.alias)
        if selection.name.value.startswith("__"):
            return _Size(0, aliases)  # the depth of introspection has a rule of its own
        return _Size(inner.depth + bool(selection.selection_set), aliases)

    def _of_fragment(self, name: str) -> _Size:
        if name not in self._known:
            self._known[name] = _Size(0, 0)
            if name in self._fragments:
                self._known[name] = self.of(self._fragments[name].selection_set)
        return self._known[name]


class Bounded(ValidationRule):
    """Refuses an operation that is deeper, or has more aliases, than is allowed."""

    def enter_document(self, document: DocumentNode, *_: Any) -> None:
        """Measure each operation of the document."""
        measure = _Measure(document)
        for operation in document.definitions:
            if isinstance(operation, OperationDefinitionNode):
                size = measure.of(operation.selection_set)
                if size.depth > MAX_DEPTH:
                    self._refuse(operation, f"Spørringen har {size.depth} nivåer; høyst {MAX_DEPTH} er tillatt.")
                if size.aliases > MAX_ALIASES:
                    self._refuse(operation, f"Spørringen har {size.aliases} alias; høyst {MAX_ALIASES} er tillatt.")

    def _refuse(self, operation: OperationDefinitionNode, message: str) -> None:
        extensions = {"code": "TOO_LARGE", "remedy": "Del spørringen i flere."}
        self.report_error(GraphQLError(message, operation, extensions=extensions))
