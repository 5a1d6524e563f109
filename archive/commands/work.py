"""`matinee work`: all about one work, and corrections of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from archive.commands.options import Number, db_option, open_readonly
from archive.commands.works import echo_figures, echo_kept, time_now
from archive.errors import MatineeError
from archive.model import Medium
from archive.terminal import counted, echo_json, safe, table

if TYPE_CHECKING:
    from archive.db.store import Store
    from archive.works.listing import WorkDetails
    from archive.works.pieces import Piece

SHOWN_OUTLETS = 20  # of those that have not covered a work


@click.command()
@click.argument("wanted", metavar="TITLE|ID")
@click.option("--join", "joined", multiple=True, metavar="TITLE|ID", help="This other work is the same.")
@click.option("--distinct", multiple=True, metavar="TITLE|ID", help="This other work is not the same.")
@click.option(
    "--split",
    multiple=True,
    metavar="URL|ID",
    help="This article is about another work of the title. If given more than once, about one together.",
)
@click.option("--assign", multiple=True, metavar="URL|ID", help="This article is about the work.")
@click.option("--new", is_flag=True, help="With --assign: the work is one that no article names.")
@click.option("--year", type=Number(1, 2100), metavar="YEAR", help="With --new: its year.")
@click.option(
    "--medium", type=click.Choice(get_args(Medium)), metavar="MEDIUM", help="With --new: its medium."
)
@db_option
@click.option("--json", "as_json", is_flag=True, help="Print an object.")
def work(
    *,
    wanted: str,
    joined: tuple[str, ...],
    distinct: tuple[str, ...],
    split: tuple[str, ...],
    assign: tuple[str, ...],
    new: bool,
    year: int | None,
    medium: str | None,
    db: Path,
    as_json: bool,
) -> None:
    """Show a work: its articles, outlets and scores. The outlets that have not covered it are named, too.

    Name it by its title, as "Title (year)", by an id such as tt0076786, or by the number that `matinee works`
    shows. --join, --distinct, --split and --assign correct it. A correction wins over all that is read later
    and goes along when archives are merged. `matinee works --corrections` lists them, --undo undoes one.

    \b
    matinee work "The Zone of Interest" --join "La zona de interés"
    matinee work "Suspiria (2018)" --split https://small-screen.example/reviews/suspiria
    """
    if new and not assign:
        raise click.UsageError("--new needs --assign: which article is about the new work?")
    if new and (joined or distinct or split):
        raise click.UsageError("--new goes with --assign alone: correct the work when it is there.")
    if new and not wanted.strip():
        raise click.UsageError("What is the title of the new work?")
    if not new and (year is not None or medium):
        raise click.UsageError("--year and --medium go with --new.")
    if new:
        _assign_to_new(db, wanted, year, medium, assign)
        return
    wish = _Wish(joined, distinct, split, assign)
    from archive.works.listing import find_work, work_details  # noqa: PLC0415 (sqlite-utils is slow to import)

    corrected = _correct(db, wanted, wish) if any(astuple(wish)) else None
    with open_readonly(db) as store:
        details = work_details(store.db, corrected or find_work(store.db, wanted))
    if as_json:
        echo_json(_as_dict(details))
    else:
        _show(details)


@dataclass(frozen=True, slots=True)
class _Wish:
    """The corrections of a work that were asked for: names of other works, and articles."""

    joined: tuple[str, ...]
    distinct: tuple[str, ...]
    split: tuple[str, ...]
    assign: tuple[str, ...]


def _correct(db: Path, wanted: str, wish: _Wish) -> int | None:
    """Write corrections. Returns the work as it is then; None if none of its names is left."""
    from archive.db.store import Store, translated  # noqa: PLC0415
    from archive.works import correct  # noqa: PLC0415
    from archive.works.listing import find_work, first_name, work_with_name  # noqa: PLC0415

    at = time_now()
    with Store.open(db) as store, translated(db), store.transaction():
        work_id = find_work(store.db, wanted)
        name_id = first_name(store.db, work_id)
        numbers = []
        for names, add in ((wish.joined, correct.join_works), (wish.distinct, correct.keep_distinct)):
            for name in names:
                other_id = find_work(store.db, name)
                if other_id == work_id:
                    raise click.UsageError(f"{name!r} and {wanted!r} are one work already.")
                numbers.append(add(store.db, work_id, other_id, at))
                work_id = work_with_name(store.db, name_id) or work_id
        if wish.split:
            numbers.append(correct.split_articles(store.db, _own_urls(store, wish.split, work_id), at))
        if wish.assign:
            urls = article_urls(store, wish.assign)
            numbers.append(correct.assign_articles(store.db, urls, work_id, at))
        work_now = work_with_name(store.db, name_id)
    echo_kept(numbers, "works")
    return work_now


def _assign_to_new(
    db: Path, title: str, year: int | None, medium: str | None, assign: tuple[str, ...]
) -> None:
    from archive.db.store import Store, translated  # noqa: PLC0415
    from archive.works.correct import NamedWork, assign_to_new  # noqa: PLC0415

    with Store.open(db) as store, translated(db), store.transaction():
        named = NamedWork(title, year, medium)
        number = assign_to_new(store.db, article_urls(store, assign), named, time_now())
    echo_kept([number], "works")


def article_urls(store: Store, wanted: tuple[str, ...]) -> list[str]:
    """The URLs of articles that are named by URL or number. Raises NotFoundError."""
    from archive.query.lookup import find_article  # noqa: PLC0415

    ids = [find_article(store, name) for name in wanted]
    return [
        store.db.execute("select url from articles where id = ?", (number,)).fetchone()[0] for number in ids
    ]


def _own_urls(store: Store, wanted: tuple[str, ...], work_id: int) -> list[str]:
    """The URLs of articles about a work. Raises MatineeError for one about another."""
    urls = article_urls(store, wanted)
    for url in urls:
        row = store.row(
            "select v.work_id from articles a join reviews v on v.revision_id = a.revision_id"
            " where a.url = ?",
            url,
        )
        if row is None or row["work_id"] != work_id:
            raise MatineeError(f"{url} is not about this work", "see its articles with `matinee work`")
    return urls


def _show(details: WorkDetails) -> None:
    summary = details.summary
    click.echo(safe(f"{summary.id}: {summary}"))
    if details.titles:
        click.echo(safe(f"also: {'; '.join(details.titles)}"))
    if summary.released:
        click.echo(f"released: {_around(summary.released, details.pieces)}")
    echo_figures(summary, "covered")
    click.echo(safe(f"outlets: {', '.join(details.covered) or 'none known'}"))
    click.echo(safe(f"not covered by: {_first(details.not_covered) or 'none'}"))
    for doubt in details.doubts:
        is_other = doubt.other_id == summary.id
        other = f"{doubt.work_id}: {doubt.work}" if is_other else doubt.other
        number = f"{doubt.other_id}: " if doubt.other_id and not is_other else ""
        click.echo(safe(f"may be {number}{other}: {doubt.reason}"))
    click.echo("")
    show_pieces(details.pieces)


def _around(released: str, pieces: Sequence[Piece]) -> str:
    """The day of release, and how many pieces there are before and since."""
    from archive.query.figures.release import around_release  # noqa: PLC0415

    counts = around_release(((piece.published, piece.published_precision) for piece in pieces), released)
    told = f"{counted(counts.before, 'piece')} before, {counts.after:,} since that day"
    return f"{released}, {told}" + (f", {counts.unclear:,} not told" if counts.unclear else "")


def _first(names: Sequence[str]) -> str:
    """The first names of a long list, and how many others there are."""
    shown = ", ".join(names[:SHOWN_OUTLETS])
    others = len(names) - SHOWN_OUTLETS
    return f"{shown} and {counted(others, 'other')} (--json lists all)" if others > 0 else shown


def show_pieces(pieces: Sequence[Piece]) -> None:
    """List the articles about a work or by an author."""
    table(
        ["id", "published", "outlet", "kind", "score", "title", "url"],
        (
            (piece.id, (piece.published or "")[:10], piece.outlet, piece.kind,
             None if piece.score is None else round(piece.score), piece.title, piece.url)
            for piece in pieces
        ),
        spare=("url", "kind"),
    )  # fmt: skip


def _as_dict(details: WorkDetails) -> dict[str, Any]:
    plain = asdict(details)
    return {**plain.pop("summary"), **plain}
