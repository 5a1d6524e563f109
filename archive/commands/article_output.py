"""What `matinee show --why` and `matinee clean` print: an article just cleaned, and why it is as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.errors import NotFoundError
from archive.terminal import counted, echo_json, safe

if TYPE_CHECKING:
    from archive.db.store import Store
    from archive.model import Capture, Learned

from archive.db.store import Store
from archive.model import Capture, Signal
from archive.query.lookup import History

NOT_KEPT = "(The page says noarchive: its facts are kept, its text is not.)"

why_option = click.option(
    "--why", is_flag=True, help="Say for each fact what stood for choice, and what was left out of the text."
)

markdown_option = click.option(
    "--markdown", is_flag=True, help="Print title and text in Markdown; with --json, the record's text."
)


def check_forms(*, markdown: bool = False, raw: bool = False, why: bool = False, json: bool = False) -> None:
    """Raise UsageError where two ways of showing an article are asked for that exclude each other."""
    asked = {"--raw": raw, "--why": why, "--markdown": markdown, "--json": json}
    first, *others = [name for name, wanted in asked.items() if wanted] or [""]
    if others and (first == "--raw" or (first == "--why" and "--markdown" in others)):
        raise click.UsageError(f"{others[0]} and {first} exclude each other.")


def echo_markdown(record: dict[str, Any]) -> None:
    """Print an article as a Markdown document: its title as a heading, its text."""
    from archive.clean.text.markdown import escape  # noqa: PLC0415

    if record["title"]:
        click.echo(f"# {escape(safe(record['title']))}\n")
    click.echo(_text(record))


def _text(record: dict[str, Any]) -> str:
    return NOT_KEPT if record["text"] is None else safe(record["text"], lines=True)


def echo_record(record: dict[str, Any], facts: Iterable[tuple[str, str]]) -> None:
    """Print an article: its title, its facts, its text."""
    click.secho(safe(record["title"] or "(untitled)"), bold=True)
    for label, value in facts:
        click.echo(f"{click.style(f'{label:<10}', dim=True)}{safe(value)}")
    click.echo("\n" + _text(record))


def echo_unwritten(count: int) -> None:
    """Say how many texts were stored before Markdown was kept."""
    if count:
        articles = counted(count, "article")
        click.echo(
            f"Stored before Markdown was kept, and so in paragraphs alone: {articles} of the archive."
            " `matinee reclean` reads headings, lists and the rest.",
            err=True,
        )


def explain_stored(store: Store, wanted: str, rules: Sequence[Path], *, as_json: bool) -> None:
    """Clean the capture that an article stands on once more and print why it is read so.

    Args:
        rules: folders of site rules.

    Raises:
        NotFoundError: nothing was captured there.
        RuleError: a mistake in a site rule.
    """
    from archive.clean.explain import explain  # noqa: PLC0415 (brings in trafilatura)
    from archive.commands.explanation_output import as_dict, differing  # noqa: PLC0415
    from archive.ingest.learned_boilerplate import LearnedBoilerplate  # noqa: PLC0415
    from archive.query.lookup import find_article, find_capture  # noqa: PLC0415
    from archive.query.records import flat_record  # noqa: PLC0415
    from archive.query.records import record as read_record  # noqa: PLC0415
    from archive.rules.load import load_rules  # noqa: PLC0415

    known = load_rules(rules)
    capture = find_capture(store, wanted)
    explanation = explain(
        capture, rules=known.of(capture), learned=LearnedBoilerplate().of(store, capture.outlet)
    )
    fresh = flat_record(capture, explanation.article)
    try:
        record = read_record(store, find_article(store, wanted))
    except NotFoundError:
        record = fresh
    other = differing(record, fresh)
    if as_json:
        echo_json({**record, "why": {**as_dict(explanation), "note": other}})
        return
    _echo_explanation(capture, explanation)
    if other:
        click.echo("\n" + other)


def echo_cleaned(
    capture: Capture,
    rules: Sequence[Path],
    db: Path,
    *,
    why: bool,
    as_json: bool,
    markdown: bool = False,
) -> None:
    """Clean a capture and print the article, or with `why` how it came about. Stores nothing.

    Args:
        rules: folders of site rules.
        db: the archive that may have learned what its outlet's furniture is; it need not be there.
        markdown: print the text in Markdown.

    Raises:
        ArchiveError: the archive cannot be read.
        RuleError: a mistake in a site rule.
    """
    from archive.clean.explain import explain  # noqa: PLC0415 (brings in trafilatura)
    from archive.commands.explanation_output import as_dict  # noqa: PLC0415
    from archive.query.records import flat_record  # noqa: PLC0415
    from archive.rules.load import load_rules  # noqa: PLC0415

    explanation = explain(capture, rules=load_rules(rules).of(capture), learned=_learned(db, capture.outlet))
    article = explanation.article
    record = flat_record(capture, article, markdown=markdown)
    if as_json:
        gate = {"is_article": article.gate.is_article, "page_type": article.gate.page_type}
        echo_json({**record, **gate, **({"why": as_dict(explanation)} if why else {})})
    elif why:
        _echo_explanation(capture, explanation)
    elif markdown:
        echo_markdown(record)
    else:
        known = facts(record)
        if not article.gate.is_article:
            reasons = ", ".join(article.gate.reasons)
            known.append(("note", f"no article, but {article.gate.page_type}: {reasons}"))
        echo_record(record, known)


def _learned(db: Path, outlet: str | None) -> Learned:
    """What an archive has learned of an outlet."""
    from archive.commands.options import reading  # noqa: PLC0415
    from archive.ingest.learned_boilerplate import read_learned  # noqa: PLC0415
    from archive.model import NOTHING_LEARNED  # noqa: PLC0415

    if outlet is None or not db.exists():
        return NOTHING_LEARNED
    with reading(db) as store:
        return read_learned(store, outlet)


def _echo_explanation(capture: Capture, explanation: Any) -> None:
    from archive.commands.explanation_output import lines  # noqa: PLC0415

    click.echo(f"{safe(capture.url)}, captured {capture.captured_at:%Y-%m-%d}")
    for line in lines(explanation):
        click.echo(line)


def _who(name: str) -> str:
    from archive.clean.authors.organisations import names_no_person  # noqa: PLC0415

    return f"{name} (no person)" if names_no_person(name) else name


def facts(record: dict[str, Any], past: History | None = None) -> list[tuple[str, str]]:
    """The known facts of a flat record and its history, as labels and printable values."""
    published = record["published"]
    if record["published_precision"] != "second":
        published = known_day(published, record["published_precision"])
    pairs = (
        ("by", ", ".join(map(_who, record["authors"]))),
        ("outlet", record["outlet"]),
        ("published", _with_source(published, None, record["published_from"])),
        ("updated", record["updated"]),
        ("kind", record["kind"]),
        ("work", describe_work(record["work"])),
        ("rating", _describe_rating(record["rating"])),
        ("spoilers", {True: "yes", False: "no", None: None}[record["spoilers"]]),
        ("language", record["language"]),
        ("length", f"{record['word_count']} words, {record['status']}"),
        ("rights", "; ".join(f"{key} {value}" for key, value in record["rights"].items())),
        ("signals", past and "; ".join(map(_describe_signal, past.signals))),
        ("id", record["id"] and str(record["id"])),
        ("url", record["url"]),
        ("captured", record["captured_url"] if record["captured_url"] != record["url"] else None),
        ("history", past and past.line()),
        ("same as", f"article {record['duplicate_of']}" if record["duplicate_of"] else None),
        ("doubt", past and past.doubt and f"may be no article: {past.doubt}"),
    )
    return [(label, value) for label, value in pairs if value]


def known_day(published: str | None, precision: str | None) -> str | None:
    """The day, month or year of a stored date, as far as it is known."""
    length = {"year": 4, "month": 7}.get(precision or "", 10)
    return published and published[:length]


def describe_work(work: dict[str, Any] | None) -> str | None:
    """`Ballerina (2025), film, imdb tt7181546`"""
    if work is None:
        return None
    title = f"{work['title']} ({work['year']})" if work["year"] else work["title"]
    ids = [f"{registry} {value}" for registry, value in (work["ids"] or {}).items()]
    return ", ".join([title, *filter(None, [work["medium"]]), *ids])


def _describe_rating(rating: dict[str, Any] | None) -> str | None:
    if rating is None:
        return None
    score = None if rating["score"] is None else f"{rating['score']:g} of 100 by {rating['conversion']}"
    return _with_source(rating["raw"], score, rating["from"])


def _describe_signal(signal: Signal) -> str:
    """`noai (meta: noai, noimageai)`"""
    return f"{signal.name} ({signal.source}: {' '.join(signal.raw.split())})"


def _with_source(value: str | None, note: str | None, source: str | None) -> str | None:
    notes = "; ".join(filter(None, [note, source and f"from {source}"]))
    return f"{value} ({notes})" if value and notes else value
