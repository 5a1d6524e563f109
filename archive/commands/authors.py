"""`matinee authors` and `matinee author`: who wrote, and corrections of that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.commands.options import Number, db_option, note_unknown_outlets, open_readonly
from archive.commands.work import article_urls, show_pieces
from archive.commands.works import (
    LIMIT,
    echo_figures,
    echo_kept,
    score,
    show_corrections,
    spread,
    time_now,
    undo_correction,
)
from archive.terminal import echo_json, safe, table

if TYPE_CHECKING:
    from archive.people.listing import AuthorDetails, AuthorSummary


@click.command()
@click.option(
    "--kind",
    type=click.Choice(("person", "organization")),
    metavar="KIND",
    help="Only people (person), or only staffs, desks, agencies and outlets (organization).",
)
@click.option("--outlet", metavar="NAME", help="Only who wrote for this outlet.")
@click.option("--limit", type=Number(min=1), default=LIMIT, show_default=True, metavar="N",
              help="List at most N authors.")  # fmt: skip
@click.option("--all", "every", is_flag=True, help="List all authors.")
@click.option("--corrections", is_flag=True, help="List what was corrected by hand.")
@click.option("--undo", type=Number(), metavar="NUMBER", help="Undo the correction with this number.")
@db_option
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects.")
def authors(
    *,
    kind: str | None,
    outlet: str | None,
    limit: int,
    every: bool,
    corrections: bool,
    undo: int | None,
    db: Path,
    as_json: bool,
) -> None:
    """List the authors of articles. Those with the most come first.

    A full name is one person in all outlets, whatever its case and accents. In an outlet that has both, "Jane
    Doe" and "J. Doe" are taken for "Jane Q. Doe", if nobody else can be meant. A single name is one person in
    its outlet. `matinee author` corrects it.

    \b
    matinee authors --outlet small-screen
    """
    from archive.people import correct  # noqa: PLC0415 (sqlite-utils is slow to import)
    from archive.people.listing import list_authors  # noqa: PLC0415

    if undo is not None:
        undo_correction(db, undo, correct.undo, "authors")
        return
    if outlet:
        note_unknown_outlets(db, [outlet])
    with open_readonly(db) as store:
        if corrections:
            show_corrections(correct.stored_corrections(store.db), as_json=as_json)
        else:
            listed = list_authors(store.db, kind=kind, outlet=outlet, limit=None if every else limit)
            _show_authors(listed, as_json=as_json, filtered=bool(kind or outlet))


@click.command()
@click.argument("wanted", metavar="NAME|ID")
@click.option("--join", "joined", multiple=True, metavar="NAME|ID", help="This other author is the same.")
@click.option(
    "--split",
    multiple=True,
    metavar="URL|ID",
    help="This article is by another person of the name. If given more than once, by one together.",
)
@db_option
@click.option("--json", "as_json", is_flag=True, help="Print an object.")
def author(*, wanted: str, joined: tuple[str, ...], split: tuple[str, ...], db: Path, as_json: bool) -> None:
    """Show an author: articles, outlets, scores, roles, other names.

    --join and --split correct who is who. A correction wins over all that is read later and goes along when
    archives are merged. `matinee authors --corrections` lists them, --undo undoes one.

    \b
    matinee author "Jane Q. Doe" --join "Jane Smith-Doe"
    """
    from archive.people.listing import author_details, find_author  # noqa: PLC0415

    corrected = _correct(db, wanted, joined, split) if joined or split else None
    with open_readonly(db) as store:
        details = author_details(store.db, corrected or find_author(store.db, wanted))
    if as_json:
        plain = asdict(details)
        echo_json({**plain.pop("summary"), **plain})
    else:
        _show(details)


def _correct(db: Path, wanted: str, joined: tuple[str, ...], split: tuple[str, ...]) -> int | None:
    """Write corrections. Returns the author as it is then; None if no article is left."""
    from archive.db.store import Store, translated  # noqa: PLC0415
    from archive.people import correct  # noqa: PLC0415
    from archive.people.listing import find_author, has_person, own_urls  # noqa: PLC0415

    at, numbers = time_now(), []
    with Store.open(db) as store, translated(db), store.transaction():
        person_id = find_author(store.db, wanted)
        for name in joined:
            other_id = find_author(store.db, name)
            if other_id == person_id:
                raise click.UsageError(f"{name!r} and {wanted!r} are one author already.")
            numbers.append(correct.join_people(store.db, person_id, other_id, at))
            person_id = person_id if has_person(store.db, person_id) else other_id
        if split:
            urls = own_urls(store.db, article_urls(store, split), person_id)
            numbers.append(correct.split_articles(store.db, urls, person_id, at))
        left = person_id if has_person(store.db, person_id) else None
    echo_kept(numbers, "authors")
    return left


def _show_authors(listed: Sequence[AuthorSummary], *, as_json: bool, filtered: bool) -> None:
    if as_json:
        echo_json([author.as_dict() for author in listed])
    elif not listed:
        click.echo("No author matches." if filtered else "No article has an author.")
    else:
        table(
            ["id", "author", "kind", "articles", "outlets", "score", "spread", "first", "last"],
            (
                (author.id, author.name, author.kind, author.articles, author.outlets,
                 score(author.score_mean),
                 spread(author.scores, author.score_min, author.score_max),
                 (author.first or "")[:10], (author.last or "")[:10])
                for author in listed
            ),
            spare=("first", "spread", "kind"),
        )  # fmt: skip


def _show(details: AuthorDetails) -> None:
    summary = details.summary
    click.echo(safe(f"{summary.id}: {summary.name}, {summary.kind}"))
    if details.names:
        click.echo(safe(f"also: {'; '.join(details.names)}"))
    if details.roles:
        click.echo(safe(f"role: {'; '.join(details.roles)}"))
    echo_figures(summary, "wrote")
    click.echo(safe(f"outlets: {', '.join(details.outlets) or 'none known'}"))
    click.echo("")
    show_pieces(details.pieces)
