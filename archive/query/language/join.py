"""Join nodes by AND and OR, as flat as they can be and each once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Literal

from archive.query.language.nodes import And, Node, Not, Or, Test


def joined(operator: Literal["and", "or"], nodes: Iterable[Node | None]) -> Node | None:
    """One node of several, without the missing ones; None if all are missing."""
    group = And if operator == "and" else Or
    flat: dict[Node, None] = {}
    for node in nodes:
        if node is not None:
            flat.update(dict.fromkeys(node.nodes if isinstance(node, group) else (node,)))
    if len(flat) < 2:
        return next(iter(flat), None)
    return group(tuple(flat))


def negated(node: Node | None) -> Node | None:
    """What a node does not match; None of None."""
    if node is None or isinstance(node, Not):
        return node and node.node
    return Not(node)


def merged(nodes: Sequence[Node], alternatives: Collection[str]) -> list[Node]:
    """Nodes that must all match, where conditions on one of these fields are alternatives of each other."""
    places: dict[str, int] = {}
    result: list[Node] = []
    for node in nodes:
        field = _field(node)
        if field not in alternatives:
            result.append(node)
        elif field in places:
            either = joined("or", [result[places[field]], node])
            assert either is not None
            result[places[field]] = either
        else:
            places[field] = len(result)
            result.append(node)
    return result


def _field(node: Node) -> str:
    """The field of a condition, or of conditions joined by OR that have the same; "" for other nodes."""
    parts = node.nodes if isinstance(node, Or) else (node,)
    fields = {part.field if isinstance(part, Test) else "" for part in parts}
    return fields.pop() if len(fields) == 1 else ""
