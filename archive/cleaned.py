"""What `matinee show --why` and `matinee clean` print: an article just cleaned, and why it is as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.errors import NotFoundError
from archive.printing import counted, echo_json, safe

if TYPE_CHECKING:
    from archive.model import Capture, Learned
    from archive.store import Store

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
    from archive.clean.markdown import escape  # noqa: PLC0415

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
    from archive import show  # noqa: PLC0415
    from archive.clean.explain import explain  # noqa: PLC0415 (brings in trafilatura)
    from archive.export.records import record as read_record  # noqa: PLC0415
    from archive.flat import flat_record  # noqa: PLC0415
    from archive.furniture import Furniture  # noqa: PLC0415
    from archive.rules.load import load_rules  # noqa: PLC0415
    from archive.why import as_dict, differing  # noqa: PLC0415

    known = load_rules(rules)
    capture = show.find_capture(store, wanted)
    explanation = explain(capture, rules=known.of(capture), learned=Furniture().of(store, capture.outlet))
    fresh = flat_record(capture, explanation.article)
    try:
        record = read_record(store, show.find_article(store, wanted))
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
    from archive.flat import flat_record  # noqa: PLC0415
    from archive.rules.load import load_rules  # noqa: PLC0415
    from archive.show import facts  # noqa: PLC0415
    from archive.why import as_dict  # noqa: PLC0415

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
    from archive.commandline import reading  # noqa: PLC0415
    from archive.furniture import read_learned  # noqa: PLC0415
    from archive.model import NOTHING_LEARNED  # noqa: PLC0415

    if outlet is None or not db.exists():
        return NOTHING_LEARNED
    with reading(db) as store:
        return read_learned(store, outlet)


def _echo_explanation(capture: Capture, explanation: Any) -> None:
    from archive.why import lines  # noqa: PLC0415

    click.echo(f"{safe(capture.url)}, captured {capture.captured_at:%Y-%m-%d}")
    for line in lines(explanation):
        click.echo(line)
