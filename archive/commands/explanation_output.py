"""An explanation of a page's cleaning as lines for a person and as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from typing import Any

import click

from archive.clean.evidence import Candidate, Dropped, Explanation, FieldEvidence, TextEvidence
from archive.terminal import counted, safe

WIDTH = 80

_LEGEND = (
    "Each fact with the places of the page that speak for it; * marks the one taken.",
    "“…” is what is printed there, where it differs. A figure is how far a place is",
    "trusted; after = with what those add that agree. For a title it is how like",
    "the page's other titles it is, 1 for the same. json-ld, meta and microdata",
    "are written for machines; h1, byline, time and text are shown to readers.",
)

_LABEL = 11  # columns of a field's name

_MOST = 6  # candidates of a field, and details of a reason, that are printed


def as_dict(explanation: Explanation) -> dict[str, Any]:
    """All of an explanation but its article, as JSON can hold it: `{"fields": [...], "text": {...}}`."""
    return {
        "fields": [asdict(field) for field in explanation.fields],
        "text": asdict(explanation.text),
    }


def lines(explanation: Explanation) -> Iterator[str]:
    """An explanation in lines of 80 columns; `click.echo` leaves the colours out where no terminal is."""
    for line in _LEGEND:
        yield _dim(line)
    for field in explanation.fields:
        yield from _field(field)
    yield ""
    yield from _text(explanation.text, explanation.article.word_count)


# What may come from another capture than the one explained.
_COMPARED = ("title", "authors", "published", "kind", "rating", "spoilers", "language", "status", "text")


def differing(stored: dict[str, Any], fresh: dict[str, Any]) -> str | None:
    """What to say where an archive's flat record is not what its capture gives now; None where it is."""
    names = [name for name in _COMPARED if stored[name] != fresh[name]]
    if not names:
        return None
    return (
        f"The archive has another {', '.join(names)}: from another capture of this article, or as an earlier"
        " version of Matinee read it."
    )


def _field(field: FieldEvidence) -> Iterator[str]:
    if not field.candidates:
        yield f"{field.name:<{_LABEL}}unknown{_dim(': nothing on the page says')}"
        return
    yield ""
    first, *rest = _wrapped(safe(field.value or "unknown"), " " * _LABEL)
    yield f"{field.name:<{_LABEL}}{click.style(first.strip(), bold=field.value is not None)}"
    yield from (click.style(line, bold=True) for line in rest)
    if len(field.candidates) > 1 or field.value is None:
        yield from map(_dim, _wrapped(f"rule: {field.rule}", " " * _LABEL))
    ordered = sorted(field.candidates, key=lambda one: not one.won)
    for candidate in ordered[:_MOST]:
        yield from _candidate(candidate)
    yield from _more(len(ordered) - _MOST)


def _candidate(candidate: Candidate) -> Iterator[str]:
    worth = "" if candidate.weight is None else f"{candidate.weight:.3g}"
    if candidate.total is not None:
        worth += f" = {candidate.total:.3g}"
    head = f"  {candidate.source:<10}{worth:<12}"
    said, raw = safe(candidate.value), safe(candidate.raw or "")
    told = [_cut(said, 150), f"“{_cut(raw, 110)}”"] if raw and raw != said else [_cut(said, 150)]
    if len(head + "  ".join(told)) <= WIDTH:
        told = ["  ".join(told)]
    first, *rest = [line for one in told for line in _wrapped(one, " " * len(head))]
    yield (click.style("*", fg="green", bold=True) if candidate.won else " ") + head[1:] + first.strip()
    yield from rest
    for line in _wrapped(safe(candidate.note), " " * len(head) + "- ") if candidate.note else ():
        yield _dim(line)


def _text(text: TextEvidence, words: int) -> Iterator[str]:
    every = words + _words(one.text for one in text.dropped)
    yield f"{'text':<{_LABEL}}{click.style(counted(words, 'word'), bold=True)} of {every:,} on the page"
    yield from map(_dim, _wrapped(f"read by {text.reading}", " " * _LABEL))
    if text.filled:
        yield f"  put back, since it stands between what was chosen ({counted(_words(text.filled), 'word')})"
        yield from _quoted("", text.filled)
    for reason, dropped in _grouped(text.dropped, lambda one: one.reason).items():
        count = counted(_words(one.text for one in dropped), "word")
        yield f"  {click.style('left out', fg='red')}: {reason} ({count})"
        details = _grouped(dropped, lambda one: one.detail or "")
        largest = sorted(details.items(), key=lambda item: -_words(one.text for one in item[1]))
        for detail, ones in largest[:_MOST]:
            yield from _quoted(detail, list(dict.fromkeys(one.text for one in ones)))
        yield from _more(len(details) - _MOST, "    ")


def _grouped(dropped: Iterable[Dropped], by: Callable[[Dropped], str]) -> dict[str, list[Dropped]]:
    groups: dict[str, list[Dropped]] = {}
    for one in dropped:
        groups.setdefault(by(one), []).append(one)
    return groups


def _quoted(detail: str, texts: Iterable[str]) -> Iterator[str]:
    """What gave some texts away, and how they begin: two lines of them at most."""
    said = f"{_cut(safe(detail), 50)}: " if detail else ""
    every = [_cut(safe(text), 70) for text in texts]
    first, *rest = _wrapped(said + " · ".join(every), "    ")
    yield first.replace(said, _dim(said), 1) if said else first
    if rest:
        yield _cut(rest[0], WIDTH - 2).rstrip("…") + ("…" if rest[1:] else "")


def _words(texts: Iterable[str]) -> int:
    return sum(len(text.split()) for text in texts)


def _more(count: int, indent: str = "  ") -> Iterator[str]:
    if count > 0:
        yield _dim(f"{indent}and {count:,} more; --json prints all")


def _wrapped(text: str, indent: str) -> list[str]:
    """Lines of 80 columns. What ends the indent, such as a dash, stands in the first of them only."""
    hanging = " " * len(indent)
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=hanging) or [indent]


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def _dim(text: str) -> str:
    return click.style(text, dim=True)
