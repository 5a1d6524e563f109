"""An explanation of a page's cleaning as lines for a person and as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

import click

from archive.clean.evidence import Candidate, Dropped, Explanation, TextEvidence, Weighed
from archive.printing import counted, safe

WIDTH = 80
_LABEL = 11  # columns of a field's name
_MARGIN = 13  # columns before what a candidate says
_MOST = 6  # candidates of a field, and lines of a reason, that are printed


def as_dict(explanation: Explanation) -> dict[str, Any]:
    """All of an explanation but the article: `{"fields": [...], "text": {...}}`."""
    return {
        "fields": [asdict(field) for field in explanation.fields],
        "text": asdict(explanation.text),
    }


def lines(explanation: Explanation) -> Iterator[str]:
    """An explanation in lines of 80 columns; colours are left out by click where no terminal reads them."""
    yield "* marks what was taken; after it, what a place is worth and (=) its total with those that agree."
    for field in explanation.fields:
        yield ""
        yield from _field(field)
    yield ""
    yield from _text(explanation.text, explanation.article.word_count)


def _field(field: Weighed) -> Iterator[str]:
    value = click.style(safe(field.value or "unknown"), bold=field.value is not None)
    yield f"{field.field:<{_LABEL}}{value}"
    if not field.candidates:
        yield _dim(f"{'':<{_LABEL}}nothing on the page says")
        return
    yield from map(_dim, _wrapped(f"({field.rule})", " " * _LABEL))
    ordered = sorted(field.candidates, key=lambda one: not one.won)
    for candidate in ordered[:_MOST]:
        yield from _candidate(candidate, field.value)
    yield from _more(len(ordered))


def _candidate(candidate: Candidate, value: str | None) -> Iterator[str]:
    worth = "" if candidate.weight is None else f"{candidate.weight:.3g}"
    if candidate.total is not None:
        worth += f" = {candidate.total:.3g}"
    mark = click.style("*", fg="green") if candidate.won else " "
    said = safe(candidate.value)
    raw = safe(candidate.raw or "")
    head = f"  {candidate.source:<10}{worth:<11} "
    printed = f"{said}  “{_cut(raw, 60)}”" if raw and raw != said else said
    if candidate.won and candidate.value == value and not (raw and raw != said):
        printed = "as above" if len(said) > 30 else said
    first, *rest = _wrapped(_cut(printed, 150), " " * len(head), width=WIDTH - 1)
    yield mark + head[1:] + first.strip()
    yield from (f"{line}" for line in rest)
    if candidate.note:
        colour = None if candidate.won else "yellow"
        for line in _wrapped(safe(candidate.note), " " * (len(head) + 2)):
            yield click.style(line, fg=colour, dim=candidate.won)


def _text(text: TextEvidence, words: int) -> Iterator[str]:
    yield f"{'text':<{_LABEL}}{click.style(counted(words, 'word'), bold=True)}"
    yield from map(
        _dim, _wrapped(f"(of {text.blocks:,} runs of text on the page, by {text.reading})", " " * _LABEL)
    )
    if text.filled:
        yield f"  put back, as it stood between what was chosen: {counted(len(text.filled), 'line')}"
        yield from _quoted((line, None) for line in text.filled)
    for reason, dropped in _by_reason(text.dropped).items():
        count = sum(len(one.text.split()) for one in dropped)
        yield ""
        yield f"  {click.style('left out:', fg='red')} {reason} ({counted(count, 'word')})"
        yield from _quoted((one.text, one.detail) for one in dropped)


def _by_reason(dropped: Iterable[Dropped]) -> dict[str, list[Dropped]]:
    groups: dict[str, list[Dropped]] = {}
    for one in dropped:
        groups.setdefault(one.reason, []).append(one)
    return groups


def _quoted(said: Iterable[tuple[str, str | None]]) -> Iterator[str]:
    """Each detail once, then the beginnings of what it took away."""
    every = list(said)
    before: str | None = None
    for text, detail in every[:_MOST]:
        if detail != before and detail:
            yield _dim(f"    {_cut(safe(detail), WIDTH - 5)}:")
        before = detail
        yield f"      {_cut(safe(text), WIDTH - 6)}"
    yield from _more(len(every), "      ")


def _more(count: int, indent: str = "  ") -> Iterator[str]:
    if count > _MOST:
        yield _dim(f"{indent}and {count - _MOST:,} more; --json prints all")


def _wrapped(text: str, indent: str, width: int = WIDTH) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent) or [indent]


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def _dim(text: str) -> str:
    return click.style(text, dim=True)
