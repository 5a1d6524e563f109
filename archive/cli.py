"""The commands that need an archive and nothing else; `crawler.cli` mounts them in `matinee`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.cleaned import (
    check_forms,
    echo_markdown,
    echo_record,
    echo_unwritten,
    explain_stored,
    markdown_option,
    why_option,
)
from archive.commandline import MatineeGroup, db_option, reading, rules_option, selection_options
from archive.intake_cli import furniture, import_, reclean_
from archive.printing import counted, echo_json, progress, safe, wrap
from archive.rules.cli import rules as rules_command
from archive.selection import Selection

if TYPE_CHECKING:
    from archive.search import Found, Hit

__all__ = ["MatineeGroup", "commands", "db_option"]


@click.command()
@click.argument("query", nargs=-1)
@selection_options
@click.option(
    "--limit", type=click.IntRange(0), default=20, show_default=True, metavar="N", help="Show N; 0 for all."
)
@click.option("--offset", type=click.IntRange(0), default=0, metavar="N", help="Leave out the first N.")
@db_option
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects; matched words are in <mark>.")
def search(
    *, query: tuple[str, ...], selection: Selection, limit: int, offset: int, db: Path, as_json: bool
) -> None:
    """Search titles, texts, authors and works.

    QUERY is plain words or the syntax of SQLite's FTS5: "a phrase", pref*, NOT, OR, NEAR(a b), title: word.
    Without a QUERY, lists what the filters take, the latest first.

    \b
    matinee search ballerina --kind review --since 2025
    matinee search '"spin off" NOT trailer' --json
    """
    from archive.search import search as find  # noqa: PLC0415
    from archive.search import unknown_names  # noqa: PLC0415

    with reading(db) as store:
        found = find(store, " ".join(query), selection, limit=limit or -1, offset=offset)
        hints = [] if found.total else unknown_names(store, selection)
    if as_json:
        echo_json([hit.as_dict() for hit in found.hits])
        return
    for hit in found.hits:
        click.echo("\n".join(_hit_lines(hit)) + "\n")
    click.echo(" ".join([_summary(found, offset), *map(safe, hints)]))


def _hit_lines(hit: Hit) -> list[str]:
    from archive.search import marked  # noqa: PLC0415
    from archive.show import known_day  # noqa: PLC0415

    record = hit.record
    work, rating = record["work"], record["rating"]
    facts = (
        ", ".join(record["authors"]),
        record["outlet"],
        known_day(record["published"], record["published_precision"]),
        " of ".join(filter(None, [record["kind"], work and work["title"]])),
        rating and rating["raw"],
    )
    title = click.style(safe(record["title"] or "(untitled)"), bold=True)
    lines = [f"{click.style(str(record['id']), dim=True)}  {title}"]
    lines += [f"    {safe(' · '.join(filter(None, facts)))}"] if any(facts) else []
    lines += [click.style(f"    {safe(record['url'])}", dim=True)]
    if hit.snippet:
        lines.append(marked(wrap(safe(hit.snippet), indent="    "), "\x1b[1m", "\x1b[0m"))
    return lines


def _summary(found: Found, offset: int) -> str:
    if not found.total:
        return "No article matches."
    shown = len(found.hits)
    if shown == found.total:
        return f"{counted(found.total, 'article')}."
    if not shown:
        return f"{counted(found.total, 'article')} in all; none after --offset {offset}."
    last = offset + shown
    more = f" More: --offset {last}" if last < found.total else ""
    return f"{offset + 1} to {last} of {counted(found.total, 'article')}.{more}"


@click.command()
@click.argument("wanted", metavar="URL|ID")
@db_option
@click.option("--json", "as_json", is_flag=True, help="Print the flat record, as an export has it.")
@markdown_option
@click.option("--raw", is_flag=True, help="Write the captured bytes as they came.")
@why_option
@rules_option
def show(
    *,
    wanted: str,
    db: Path,
    as_json: bool,
    markdown: bool,
    raw: bool,
    why: bool,
    rules: tuple[Path, ...],
) -> None:
    """Show one article: its facts, where they were read, and its text.

    It is found by its id, its address or an address that it was captured from. With --why, a page that was
    captured and made no article is explained too.
    """
    check_forms(markdown=markdown, raw=raw, why=why, json=as_json)
    from archive import show as shown  # noqa: PLC0415
    from archive.export.records import record as read_record  # noqa: PLC0415
    from archive.export.records import without_markdown  # noqa: PLC0415

    with reading(db) as store:
        if raw:
            click.echo(shown.captured_bytes(store, wanted), nl=False)
            return
        if why:
            explain_stored(store, wanted, rules, as_json=as_json)
            return
        article_id = shown.find_article(store, wanted)
        record = read_record(store, article_id, markdown=markdown)
        history = shown.history(store, article_id)
        bare = without_markdown(store, article_id) if markdown else 0
    if as_json:
        echo_json(record)
    elif markdown:
        echo_markdown(record)
    else:
        echo_record(record, shown.facts(record, history))
    echo_unwritten(bare)


@click.command("export")
@click.argument("out", type=click.Path(path_type=Path))
@click.argument("query", nargs=-1)
@selection_options
@click.option("--markdown", is_flag=True, help="Write each record's text in Markdown.")
@click.option(
    "--respect-opt-out", is_flag=True, help="Leave out articles whose rights have an opt_out (see README)."
)
@db_option
def export_(
    *,
    out: Path,
    query: tuple[str, ...],
    selection: Selection,
    markdown: bool,
    respect_opt_out: bool,
    db: Path,
) -> None:
    """Write the articles that a query and filters take into a file.

    OUT says the form by its ending: .jsonl (one record a line) or .csv (nested keys joined by _). The file
    takes its name when it is complete. With --markdown `text` is in Markdown, with headings, lists,
    quotes, tables, captions, emphasis and links. QUERY is as in `matinee search`; without one, everything is
    taken.

    \b
    matinee export reviews.jsonl --kind review --min-score 80
    """
    from archive.export import WRITERS, export, records  # noqa: PLC0415
    from archive.export.records import without_markdown  # noqa: PLC0415
    from archive.search import unknown_names  # noqa: PLC0415

    if out.suffix.lower() not in WRITERS:
        raise click.BadParameter(f"end its name in {' or '.join(WRITERS)}.", param_hint="OUT")
    left_out = [0]
    with reading(db) as store, progress("Exporting", "articles") as advance:
        found = records(store, selection, " ".join(query), markdown=markdown)
        wanted = _not_opted_out(found, left_out) if respect_opt_out else found
        count = export(_counting(wanted, advance), out)
        hints = [] if count else unknown_names(store, selection)
        bare = without_markdown(store) if markdown and count else 0
    others = f"; left out, since they opted out: {left_out[0]}" if respect_opt_out else ""
    click.echo(" ".join([f"{counted(count, 'article')} in {out}{others}", *map(safe, hints)]))
    echo_unwritten(bare)


def _not_opted_out(found: Iterable[dict[str, Any]], left_out: list[int]) -> Iterator[dict[str, Any]]:
    for record in found:
        if "opt_out" in record["rights"]:
            left_out[0] += 1
        else:
            yield record


def _counting(found: Iterable[dict[str, Any]], advance: Callable[..., None]) -> Iterator[dict[str, Any]]:
    for number, record in enumerate(found, 1):
        yield record
        if number % 100 == 0:
            advance(number)


commands: dict[str, click.Command] = {
    command.name or "": command
    for command in (import_, reclean_, search, show, export_, furniture, rules_command)
}
