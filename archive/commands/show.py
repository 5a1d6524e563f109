"""`matinee show`: one article of the archive."""

from __future__ import annotations

from pathlib import Path

import click

from archive.commands.article_output import (
    check_exclusive_options,
    echo_markdown,
    echo_record,
    explain_stored,
    labelled_facts,
    markdown_option,
    warn_without_markdown,
    why_option,
)
from archive.commands.comments_output import echo_comments
from archive.commands.history_output import echo_history
from archive.commands.options import Number, db_option, open_readonly, rules_option
from archive.terminal import echo_json


@click.command()
@click.argument("wanted", metavar="URL|ID")
@db_option
@click.option("--json", "as_json", is_flag=True, help="Print the flat record, as in an export.")
@markdown_option
@click.option(
    "--comments", is_flag=True, help="Print the readers' comments; with --json, add them to the record."
)
@click.option(
    "--history",
    is_flag=True,
    help="Print what happened to it, visit by visit; with --json, add it to the record.",
)
@click.option(
    "--diff",
    type=Number(2),
    metavar="N",
    help="Print the words that revision N removed and added, N as --history numbers it.",
)
@click.option("--raw", is_flag=True, help="Write the captured bytes unchanged.")
@why_option
@rules_option
def show(
    *,
    wanted: str,
    db: Path,
    as_json: bool,
    markdown: bool,
    comments: bool,
    history: bool,
    diff: int | None,
    raw: bool,
    why: bool,
    rules: tuple[Path, ...],
) -> None:
    """Show one article: its facts with their sources, and its text.

    Name it by its id, its URL, an earlier URL or a URL that it was captured from. With --why, it may also be
    a captured page that made no article. Comments are stored if the outlet's file says `keep_comments =
    true`. In what --diff prints, [-old-] was removed and {+new+} added.

    \b
    matinee show 12
    matinee show https://small-screen.example/reviews/heist --history
    """
    check_exclusive_options(
        markdown=markdown,
        raw=raw,
        why=why,
        comments=comments,
        history=history,
        diff=diff is not None,
        json=as_json,
    )
    if rules and not why:
        raise click.UsageError("--rules goes with --why.")
    from archive.query.lookup import captured_bytes, find_article  # noqa: PLC0415
    from archive.query.lookup import history as read_history  # noqa: PLC0415
    from archive.query.records import record as read_record  # noqa: PLC0415
    from archive.query.records import without_markdown  # noqa: PLC0415
    from archive.query.stories import copies as read_copies  # noqa: PLC0415

    with open_readonly(db) as store:
        if raw:
            click.echo(captured_bytes(store, wanted), nl=False)
            return
        if why:
            explain_stored(store, wanted, rules, as_json=as_json)
            return
        article_id = find_article(store, wanted)
        record = read_record(store, article_id, markdown=markdown)
        if comments:
            echo_comments(store, article_id, record, as_json=as_json)
            return
        if history or diff is not None:
            echo_history(store, article_id, record, diff, with_events=history, as_json=as_json)
            return
        article_history = read_history(store, article_id)
        copies = read_copies(store, article_id)
        unwritten = without_markdown(store, article_id) if markdown else 0
    if as_json:
        echo_json(record)
    elif markdown:
        echo_markdown(record)
    else:
        echo_record(record, labelled_facts(record, article_history, copies))
    warn_without_markdown(unwritten)
