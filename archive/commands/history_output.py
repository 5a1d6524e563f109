"""Print what happened to an article for `matinee show --history` and `--diff`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from archive.db.outcomes import describe_outcome
from archive.errors import MatineeError
from archive.terminal import counted, echo_json, echo_long, safe, wrap

if TYPE_CHECKING:
    from archive.db.store import Store
    from archive.query.history.events import Event, RevisionText
    from archive.query.history.word_diff import Change


def echo_history(
    store: Store,
    article_id: int,
    record: dict[str, Any],
    diff: int | None = None,
    *,
    with_events: bool = True,
    as_json: bool,
) -> None:
    """Print an article's captures and moves, one a line, or what changed in a text; as JSON, with its record.

    Args:
        diff: the number of the revision that is compared with the one before it; None for none.
        with_events: print the captures and moves.

    Raises:
        MatineeError: there is no revision of this number, or its text is not kept.
    """
    from archive.query.history.events import events, revision_texts  # noqa: PLC0415

    history = events(store, article_id) if with_events else []
    pair = _revisions(revision_texts(store, article_id), diff) if diff is not None else None
    if as_json:
        added = {"history": [event.as_dict() for event in history]} if with_events else {}
        echo_json({**record, **added, **({"diff": _diff_as_dict(*pair)} if pair else {})})
        return
    lines = [click.style(safe(record["title"] or "(untitled)"), bold=True), safe(record["url"]), ""]
    lines += map(wrap, _event_lines(history))
    if with_events and record["gone_at"]:
        gone = f"Gone since {record['gone_at'][:10]}: its page is not there any more. Its text is kept."
        lines += ["", gone]
    elif history and history[-1].what == describe_outcome("missing"):
        lines += ["", wrap("Its page was not found. If it is not found the next time either, it is gone.")]
    if pair:
        lines += [*([""] if with_events else []), *_diff_lines(*pair)]
    echo_long("\n".join(lines))


def _event_lines(history: Sequence[Event]) -> Iterator[str]:
    width = max((len(event.what) for event in history), default=0)
    for event in history:
        day, time = event.at[:10], event.at[11:16]
        number = f" (revision {event.revision})" if (event.revision or 0) > 1 else ""
        yield f"{day} {time}  {event.what:{width}}  {safe(event.details)}{number}".rstrip()


def _revisions(texts: Sequence[RevisionText], number: int) -> tuple[RevisionText, RevisionText]:
    """The revision of a number, after the one before it."""
    if number > len(texts):
        one = f"it has {counted(len(texts), 'revision')}"
        remedy = "see --history" if len(texts) > 1 else "nothing in its words has changed"
        raise MatineeError(f"there is no revision {number}: {one}", remedy)
    before, after = texts[number - 2], texts[number - 1]
    if before.text is None or after.text is None:
        raise MatineeError(
            "the page says noarchive, so its texts are not kept", "see --history for its facts"
        )
    return before, after


def _diff_as_dict(before: RevisionText, after: RevisionText) -> dict[str, Any]:
    from archive.query.history.fact_changes import fact_changes  # noqa: PLC0415

    return {
        "revision": after.number,
        "before": before.number,
        "facts": fact_changes(before.facts, after.facts),
        "words": [asdict(change) for change in _changes(before, after)],
    }


def _diff_lines(before: RevisionText, after: RevisionText) -> Iterator[str]:
    from archive.query.history.fact_changes import fact_changes  # noqa: PLC0415

    yield f"Revision {after.number} ({after.at[:10]}), after revision {before.number} ({before.at[:10]}):"
    yield from (safe(change) for change in fact_changes(before.facts, after.facts))
    yield ""
    yield from _marked_paragraphs(_changes(before, after))


def _changes(before: RevisionText, after: RevisionText) -> list[Change]:
    from archive.query.history.word_diff import word_diff  # noqa: PLC0415

    return word_diff(before.text or "", after.text or "")


def _marked_paragraphs(changes: Sequence[Change]) -> Iterator[str]:
    """The paragraphs in which words changed, and those around them; how many others there are."""
    from archive.query.history.word_diff import changed_paragraphs  # noqa: PLC0415

    for paragraph in changed_paragraphs(changes):
        if isinstance(paragraph, int):
            yield click.style(f"... {counted(paragraph, 'paragraph')} unchanged ...", dim=True)
        else:
            yield wrap("".join(map(_marked, paragraph)))


def _marked(change: Change) -> str:
    """`[-old-]` and `{+new+}`, in red and green on a terminal. Spaces at the end stay outside."""
    text = safe(change.text, lines=True)
    bare = text.rstrip()
    space = text[len(bare) :]
    match change.kind:
        case "removed" if bare:
            return click.style(f"[-{bare}-]", fg="red", strikethrough=True) + space
        case "added" if bare:
            return click.style(f"{{+{bare}+}}", fg="green") + space
    return text
