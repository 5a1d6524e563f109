"""Write a text node as an expression for MATCH. Every expression is valid, whatever was typed.

Runs of Japanese, Chinese, Thai and the like are searched as they are indexed (see `archive.db.unspaced`).
"""

from __future__ import annotations

from archive.db.unspaced import as_phrase, has_runs, pieces
from archive.query.language.nodes import And, InColumns, Near, Node, Not, Or, Term


def expression(node: Node) -> str:
    """The MATCH expression for a node that `is_text`."""
    match node:
        case Term():
            strings = _strings(node)
            return strings[0] if len(strings) == 1 else f"({' AND '.join(strings)})"
        case Near(terms, distance):
            return f"NEAR({' '.join(string for term in terms for string in _strings(term))}, {distance})"
        case InColumns(columns, part):
            return f"({{{' '.join(columns)}}} : ({expression(part)}))"
        case Or(nodes):
            return f"({' OR '.join(map(expression, nodes))})"
        case And(nodes):
            wanted = " AND ".join(expression(part) for part in nodes if not isinstance(part, Not))
            unwanted = " OR ".join(expression(part.node) for part in nodes if isinstance(part, Not))
            return f"(({wanted}) NOT ({unwanted}))" if unwanted else f"({wanted})"
    raise AssertionError(f"{node} is no text")


def _strings(term: Term) -> list[str]:
    """A term as strings of FTS5. With runs, one string for each piece, since the pieces may be apart."""
    texts = [term.text]
    if has_runs(term.text):
        texts = [as_phrase(piece) if is_run else piece for piece, is_run in pieces(term.text)]
    strings = [f'"{text.replace(chr(34), chr(34) * 2)}"' for text in texts]
    strings[0] = ("^" if term.first else "") + strings[0]
    strings[-1] += "*" if term.prefix else ""
    return strings
