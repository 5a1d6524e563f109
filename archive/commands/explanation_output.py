"""Write how a page was cleaned, from the evidence of `archive.clean.explanation`, for people and as JSON."""

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
    "Each fact with its candidates on the page; * marks the chosen one. “…” is the",
    "printed form, if different. A number is how far the place is trusted; after =",
    "candidates that agree are added. For a title it is the similarity to the page's",
    "other titles; 1 is equal. json-ld, meta and microdata are written for machines;",
    "h1, byline, time and text are shown to readers.",
)

_LABEL_WIDTH = 11  # columns for the name of a field

_MAX_ITEMS = 6  # printed candidates per field, and printed details per reason


def explanation_as_dict(explanation: Explanation) -> dict[str, Any]:
    """An explanation without its article, for JSON: `{"fields": [...], "text": {...}}`."""
    return {
        "fields": [asdict(field) for field in explanation.fields],
        "text": asdict(explanation.text),
    }


def explanation_lines(explanation: Explanation) -> Iterator[str]:
    """An explanation in lines of at most 80 columns, in colours that `click.echo` removes off a terminal."""
    for line in _LEGEND:
        yield _dim(line)
    for field in explanation.fields:
        yield from _field_lines(field)
    yield ""
    yield from _text_lines(explanation.text, explanation.article.word_count)


# The facts that an article may have from another capture than the one explained.
_COMPARED = ("title", "authors", "published", "kind", "rating", "spoilers", "language", "status", "text")


def describe_differences(stored: dict[str, Any], fresh: dict[str, Any]) -> str | None:
    """Say which facts of a stored flat record differ from what its capture gives now; None if none do."""
    names = [name for name in _COMPARED if stored[name] != fresh[name]]
    if not names:
        return None
    return (
        f"The archive has another {', '.join(names)}: from another capture of this article, or read by an"
        " earlier version of Matinee."
    )


def _field_lines(field: FieldEvidence) -> Iterator[str]:
    if not field.candidates:
        yield f"{field.name:<{_LABEL_WIDTH}}unknown{_dim(': nothing on the page says it')}"
        return
    yield ""
    first, *rest = _wrapped(safe(field.value or "unknown"), " " * _LABEL_WIDTH)
    yield f"{field.name:<{_LABEL_WIDTH}}{click.style(first.strip(), bold=field.value is not None)}"
    yield from (click.style(line, bold=True) for line in rest)
    if len(field.candidates) > 1 or field.value is None:
        yield from map(_dim, _wrapped(f"rule: {field.rule}", " " * _LABEL_WIDTH))
    ordered = sorted(field.candidates, key=lambda candidate: not candidate.won)
    for candidate in ordered[:_MAX_ITEMS]:
        yield from _candidate_lines(candidate)
    yield from _more_line(len(ordered) - _MAX_ITEMS)


def _candidate_lines(candidate: Candidate) -> Iterator[str]:
    weight = "" if candidate.weight is None else f"{candidate.weight:.3g}"
    if candidate.total is not None:
        weight += f" = {candidate.total:.3g}"
    head = f"  {candidate.source:<10}{weight:<12}"
    value, raw = safe(candidate.value), safe(candidate.raw or "")
    parts = [_cut(value, 150), f"“{_cut(raw, 110)}”"] if raw and raw != value else [_cut(value, 150)]
    if len(head + "  ".join(parts)) <= WIDTH:
        parts = ["  ".join(parts)]
    first, *rest = [line for part in parts for line in _wrapped(part, " " * len(head))]
    yield (click.style("*", fg="green", bold=True) if candidate.won else " ") + head[1:] + first.strip()
    yield from rest
    for line in _wrapped(safe(candidate.note), " " * len(head) + "- ") if candidate.note else ():
        yield _dim(line)


def _text_lines(text: TextEvidence, words: int) -> Iterator[str]:
    all_words = words + _count_words(run.text for run in text.dropped)
    count = click.style(counted(words, "word"), bold=True)
    yield f"{'text':<{_LABEL_WIDTH}}{count} of {all_words:,} on the page"
    yield from map(_dim, _wrapped(f"read by {text.reading}", " " * _LABEL_WIDTH))
    if text.filled:
        count = counted(_count_words(text.filled), "word")
        yield f"  taken, because it stands beside what is likelier ({count})"
        yield from _quote_lines("", text.filled)
    for reason, dropped in _group(text.dropped, lambda run: run.reason).items():
        count = counted(_count_words(run.text for run in dropped), "word")
        yield f"  {click.style('left out', fg='red')}: {reason} ({count})"
        details = _group(dropped, lambda run: run.detail or "")
        largest = sorted(details.items(), key=lambda item: -_count_words(run.text for run in item[1]))
        for detail, runs in largest[:_MAX_ITEMS]:
            yield from _quote_lines(detail, list(dict.fromkeys(run.text for run in runs)))
            if runs[0].because:
                yield _dim(_cut(f"      {safe(runs[0].because)}", WIDTH))
        yield from _more_line(len(details) - _MAX_ITEMS, "    ")


def _group(dropped: Iterable[Dropped], key: Callable[[Dropped], str]) -> dict[str, list[Dropped]]:
    groups: dict[str, list[Dropped]] = {}
    for run in dropped:
        groups.setdefault(key(run), []).append(run)
    return groups


def _quote_lines(detail: str, texts: Iterable[str]) -> Iterator[str]:
    """The detail by which texts were dropped, and how the texts begin; at most two lines."""
    label = f"{_cut(safe(detail), 50)}: " if detail else ""
    beginnings = [_cut(safe(text), 70) for text in texts]
    first, *rest = _wrapped(label + " · ".join(beginnings), "    ")
    yield first.replace(label, _dim(label), 1) if label else first
    if rest:
        yield _cut(rest[0], WIDTH - 2).rstrip("…") + ("…" if rest[1:] else "")


def _count_words(texts: Iterable[str]) -> int:
    return sum(len(text.split()) for text in texts)


def _more_line(count: int, indent: str = "  ") -> Iterator[str]:
    if count > 0:
        yield _dim(f"{indent}and {count:,} more; --json prints all")


def _wrapped(text: str, indent: str) -> list[str]:
    """Wrap text to 80 columns. `indent` begins the first line; the others begin with spaces."""
    hanging = " " * len(indent)
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=hanging) or [indent]


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def _dim(text: str) -> str:
    return click.style(text, dim=True)
