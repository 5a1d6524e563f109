"""Print one article for `matinee show` and `matinee clean`: as text, as Markdown, as JSON, or explained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.commands.options import open_readonly
from archive.errors import NotFoundError
from archive.model import NOTHING_LEARNED, Capture, Learned, Signal, Work
from archive.terminal import counted, echo_json, echo_long, safe, wrap

if TYPE_CHECKING:
    from archive.clean.evidence import Explanation
    from archive.db.store import Store
    from archive.places import Template
    from archive.query.lookup import History
    from archive.query.stories import Copy


TEXT_NOT_KEPT = "(The page says noarchive: its facts are kept, its text is not.)"

_MOST_ALIASES = 3
_MOST_COPIES = 10

why_option = click.option(
    "--why", is_flag=True, help="Show the candidates for each fact, and what was left out of the text."
)

markdown_option = click.option(
    "--markdown",
    is_flag=True,
    help="Print the title and text in Markdown; with --json, the text in Markdown.",
)


def check_exclusive_options(
    *,
    markdown: bool = False,
    raw: bool = False,
    why: bool = False,
    comments: bool = False,
    history: bool = False,
    diff: bool = False,
    json: bool = False,
) -> None:
    """Raise UsageError if two options are given that exclude each other."""
    given = {
        **{"--raw": raw, "--why": why, "--comments": comments},
        **{"--history": history, "--diff": diff and not history},  # these two go together
        **{"--markdown": markdown, "--json": json},
    }
    first, *others = [name for name, is_given in given.items() if is_given] or [""]
    if others and (first == "--raw" or others != ["--json"]):
        raise click.UsageError(f"{others[0]} and {first} exclude each other.")


def echo_markdown(record: dict[str, Any]) -> None:
    """Print an article as a Markdown document: its title as a heading, then its text."""
    from archive.clean.text.markdown import escape  # noqa: PLC0415

    heading = f"# {escape(safe(record['title']))}\n\n" if record["title"] else ""
    echo_long(heading + _printable_text(record))


def _printable_text(record: dict[str, Any]) -> str:
    return TEXT_NOT_KEPT if record["text"] is None else safe(record["text"], lines=True)


def echo_record(record: dict[str, Any], facts: Iterable[tuple[str, str]]) -> None:
    """Print an article: its title, its facts (pairs of label and value), its text."""
    lines = [click.style(wrap(safe(record["title"] or "(untitled)")), bold=True)]
    for label, value in facts:
        head = f"{label:<10}"
        lines.append(
            click.style(head, dim=True) + wrap(safe(value), indent=" " * len(head), first=head)[len(head) :]
        )
    echo_long("\n".join([*lines, "", *_paragraphs(_printable_text(record))]))


def _paragraphs(text: str) -> Iterator[str]:
    """The lines of a text as a terminal shows them: what takes several is set apart from the next."""
    before = ""
    for line in text.splitlines():
        shown = wrap(line)
        if before and "\n" in before + shown:
            yield ""
        yield shown
        before = shown


def warn_without_markdown(count: int) -> None:
    """Say that this many articles were stored without Markdown, and how to add it."""
    if count:
        click.echo(
            f"{counted(count, 'article')} of the archive without Markdown: stored by an earlier version, and"
            " printed in paragraphs only. `matinee reclean` adds headings, lists and the rest.",
            err=True,
        )


def explain_stored(store: Store, wanted: str, rules: Sequence[Path], *, as_json: bool) -> None:
    """Clean the capture of a stored article again and print how its facts and text were read.

    Args:
        wanted: the article's id or URL, or the URL of a capture without an article.
        rules: folders of site rules.

    Raises:
        NotFoundError: nothing was captured there.
        RuleError: a mistake in a site rule.
    """
    from archive.clean.explanation.explain import explain  # noqa: PLC0415 (imports trafilatura)
    from archive.commands.explanation_output import describe_differences, explanation_as_dict  # noqa: PLC0415
    from archive.query.lookup import find_article, find_capture  # noqa: PLC0415
    from archive.query.records import flat_record  # noqa: PLC0415
    from archive.query.records import record as read_record  # noqa: PLC0415
    from archive.rules.load import load_rules  # noqa: PLC0415

    site_rules = load_rules(rules)
    capture = find_capture(store, wanted)
    learned, template = _learned(store, capture.outlet)
    explanation = explain(capture, rules=site_rules.rule_for(capture), learned=learned, template=template)
    fresh = flat_record(capture, explanation.article)
    try:
        record = read_record(store, find_article(store, wanted))
    except NotFoundError:
        record = fresh
    note = describe_differences(record, fresh)
    if as_json:
        echo_json({**record, "why": {**explanation_as_dict(explanation), "note": note}})
        return
    _echo_explanation(capture, explanation, note)


def echo_cleaned(
    capture: Capture,
    rules: Sequence[Path],
    db: Path,
    *,
    why: bool,
    as_json: bool,
    markdown: bool = False,
) -> None:
    """Clean a capture and print the article, or with `why` how it was read. Stores nothing.

    Args:
        rules: folders of site rules.
        db: the archive whose learned boilerplate and template to apply; it need not exist.
        markdown: print the text in Markdown.

    Raises:
        ArchiveError: the archive cannot be read.
        RuleError: a mistake in a site rule.
    """
    from archive.clean.explanation.explain import explain  # noqa: PLC0415 (imports trafilatura)
    from archive.commands.explanation_output import explanation_as_dict  # noqa: PLC0415
    from archive.query.records import flat_record  # noqa: PLC0415
    from archive.rules.load import load_rules  # noqa: PLC0415

    learned, template = _learned_in(db, capture.outlet)
    explanation = explain(
        capture, rules=load_rules(rules).rule_for(capture), learned=learned, template=template
    )
    article = explanation.article
    record = flat_record(capture, article, markdown=markdown)
    if as_json:
        gate = {"is_article": article.gate.is_article, "page_type": article.gate.page_type}
        echo_json({**record, **gate, **({"why": explanation_as_dict(explanation)} if why else {})})
    elif why:
        _echo_explanation(capture, explanation)
    elif markdown:
        echo_markdown(record)
    else:
        facts = labelled_facts(record)
        if not article.gate.is_article:
            reasons = ", ".join(article.gate.reasons)
            facts.append(("note", f"not an article, but {article.gate.page_type}: {reasons}"))
        echo_record(record, facts)


def _learned_in(db: Path, outlet: str | None) -> tuple[Learned, Template | None]:
    """The boilerplate and the template that an archive has learned for an outlet; none without an archive."""
    if outlet is None or not db.exists():
        return NOTHING_LEARNED, None
    with open_readonly(db) as store:
        return _learned(store, outlet)


def _learned(store: Store, outlet: str | None) -> tuple[Learned, Template | None]:
    from archive.ingest.learned.boilerplate import LearnedBoilerplate  # noqa: PLC0415

    boilerplate = LearnedBoilerplate()
    return boilerplate.for_outlet(store, outlet), boilerplate.templates.for_outlet(store, outlet)


def _echo_explanation(capture: Capture, explanation: Explanation, note: str | None = None) -> None:
    from archive.commands.explanation_output import explanation_lines  # noqa: PLC0415

    heading = f"{safe(capture.url)}, captured {capture.captured_at:%Y-%m-%d}"
    echo_long("\n".join([heading, *explanation_lines(explanation), *(["", note] if note else [])]))


def labelled_facts(
    record: dict[str, Any], history: History | None = None, copies: Sequence[Copy] = ()
) -> list[tuple[str, str]]:
    """The known facts of a flat record, its history and its copies, as pairs of label and printable value."""
    published = record["published"]
    if record["published_precision"] != "second":
        published = known_date(published, record["published_precision"])
    pairs = (
        ("by", ", ".join(_describe_author(name, record["collective"]) for name in record["authors"])),
        ("outlet", record["outlet"]),
        ("published", _with_source(published, None, record["published_from"])),
        ("updated", record["updated"]),
        ("kind", record["kind"]),
        *_described_work(record["work"] or {}),
        ("rating", _describe_rating(record["rating"])),
        ("spoilers", {True: "yes", False: "no", None: None}[record["spoilers"]]),
        ("language", record["language"]),
        ("length", f"{record['word_count']} words, {record['status']}"),
        ("rights", "; ".join(f"{key} {value}" for key, value in record["rights"].items())),
        ("signals", history and "; ".join(map(_describe_signal, history.signals))),
        ("id", record["id"] and str(record["id"])),
        ("url", record["url"]),
        ("was at", history and _listed(history.aliases)),
        ("gone", record["gone_at"] and f"since {record['gone_at'][:10]}: its page is not there any more"),
        ("captured", record["captured_url"] if record["captured_url"] != record["url"] else None),
        ("comments", history and history.comments is not None and str(history.comments)),
        ("history", history and history.line()),
        ("same as", f"article {record['duplicate_of']}" if record["duplicate_of"] else None),
        *(
            ("original" if copy.is_original else "copy", f"{describe_copy(copy)} (article {copy.id})")
            for copy in copies[:_MOST_COPIES]
        ),
        ("copies", f"{len(copies)} in all: matinee stories" if len(copies) > _MOST_COPIES else None),
        ("doubt", history and history.doubt and f"may not be an article: {history.doubt}"),
    )
    return [(label, value) for label, value in pairs if value]


def known_date(published: str | None, precision: str | None) -> str | None:
    """A stored date cut to its known part: `2024`, `2024-05` or `2024-05-17`."""
    length = {"year": 4, "month": 7}.get(precision or "", 10)
    return published and published[:length]


def _described_work(work: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    if work.get("title"):
        yield "work", str(Work(work["title"], work["year"], work["medium"], work["ids"] or {}))
    else:
        yield "medium", work.get("medium")


def _describe_rating(rating: dict[str, Any] | None) -> str | None:
    if rating is None:
        return None
    score = None if rating["score"] is None else f"{rating['score']:g} of 100 by {rating['conversion']}"
    return _with_source(shown_rating(rating), score, rating["from"])


def shown_rating(rating: Mapping[str, Any]) -> str:
    """A rating as printed; of a figure alone, as structured data has it, with the best one: `4/5`."""
    raw, best = str(rating["raw"]), rating["best"]
    is_figure = raw.replace(".", "", 1).replace(",", "", 1).isdecimal()
    return f"{raw}/{best:g}" if is_figure and best is not None else raw


def describe_copy(copy: Copy) -> str:
    """`92% alike, small-screen, 2026-03-01, https://...`; of the original, without the percentage."""
    # 100% is only for texts that are the same word for word.
    share = f"{100 if copy.alike == 1 else min(99, round(copy.alike * 100))}% alike"
    day = known_date(copy.published, copy.published_precision)
    facts = (None if copy.is_original else share, copy.outlet, day, copy.url)
    return ", ".join(filter(None, facts))


def _listed(urls: Sequence[str]) -> str:
    """The first of some addresses, and how many more there are."""
    shown = ", ".join(urls[:_MOST_ALIASES])
    return f"{shown} and {len(urls) - _MOST_ALIASES} more" if len(urls) > _MOST_ALIASES else shown


def _describe_signal(signal: Signal) -> str:
    """`noai (meta: noai, noimageai)`"""
    return f"{signal.name} ({signal.source}: {' '.join(signal.raw.split())})"


def _with_source(value: str | None, note: str | None, source: str | None) -> str | None:
    notes = "; ".join(filter(None, [note, source and f"from {source}"]))
    return f"{value} ({notes})" if value and notes else value


def _describe_author(name: str, collective: list[str]) -> str:
    return f"{name} (no person)" if name in collective else name
