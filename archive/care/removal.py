"""What a removal takes away: the rows of one page, of an outlet or about a work, selected in SQL."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from archive.db.store import Store
from archive.db.tombstones import is_removed
from archive.errors import NotFoundError, nearest
from archive.export.ledger import Export, exports_with
from archive.query.lookup import find_article, spellings
from archive.query.selection import register_fold
from archive.terminal import counted
from archive.urls import normalize_url

SHOWN_TITLES = 10

_WITH_YEAR = re.compile(r"(.+) \((\d{4})\)")

_TABLES = ("articles", "revisions", "captures", "urls", "frontier")


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be removed.

    Attributes:
        outlet: the name of an outlet; None for a page or a work.
        works: ids of works, whose articles go.
        article_id: the article of the page, if it has one.
        urls: the URL as captures and the frontier spell it.
    """

    outlet: str | None = None
    works: tuple[int, ...] = ()
    article_id: int | None = None
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Removal:
    """What goes.

    Attributes:
        counts: number of rows by table: articles, revisions, captures, frontier; and `urls` that are blocked.
        titles: title and URL of the first articles.
        copies: URLs of articles that stay and show the same text as one that goes.
        near_copies: URLs of articles that stay and tell the story of one that goes, in nearly the same words.
        exports: the exports that hold what goes, each with how many of its URLs.
    """

    counts: dict[str, int]
    titles: tuple[tuple[str | None, str], ...] = ()
    copies: tuple[str, ...] = ()
    near_copies: tuple[str, ...] = ()
    exports: tuple[tuple[Export, int], ...] = ()

    def lines(self) -> list[str]:
        """The removal for people."""
        lines = [f"{title or '(no title)'}: {url}" for title, url in self.titles]
        if self.counts["articles"] > len(self.titles):
            lines.append(f"... and {counted(self.counts['articles'] - len(self.titles), 'other article')}")
        rows = ", ".join(
            counted(self.counts[table], noun)
            for table, noun in (
                ("articles", "article"),
                ("revisions", "revision"),
                ("captures", "capture"),
                ("frontier", "row of the frontier"),
            )
        ).replace("row of the frontiers", "rows of the frontier")
        lines.append(f"{rows} will go; {counted(self.counts['urls'], 'URL')} will be blocked.")
        lines += [f"The same text stays at {url}" for url in self.copies]
        lines += [f"Nearly the same text stays at {url}" for url in self.near_copies]
        return lines

    def export_lines(self) -> list[str]:
        """The exports that hold what goes, for people."""
        return [
            f"{export.file} of {export.exported_at[:10]} holds {counted(held, 'page')} of it"
            f" (SHA-256 {export.sha256[:12]}...)"
            for export, held in self.exports
        ]


def find_target(store: Store, wanted: str) -> Target | None:
    """What a URL, the id of an article or the name of an outlet means; None if it was removed before.

    Raises:
        NotFoundError: the archive has nothing of that name.
    """
    if "/" not in wanted and not wanted.isdecimal():
        names = _outlets(store)
        if wanted in names:
            return Target(outlet=wanted)
        if is_removed(store, (), wanted):
            return None
        if "." not in wanted:
            close = nearest(wanted, names)
            hint = f"did you mean {close}?" if close else "give a URL, an id or the name of an outlet"
            raise NotFoundError(wanted, hint)
    urls = () if wanted.isdecimal() else tuple(spellings(wanted))
    known = tuple(url for url in urls if _is_known(store, url))
    try:
        return Target(article_id=find_article(store, wanted), urls=known)
    except NotFoundError:
        if known:
            return Target(urls=known)
        if is_removed(store, urls):
            return None
        raise


def find_works(store: Store, name: str) -> Target:
    """The articles that are about a work, given its title, with its year if there are several, or its id.

    Args:
        name: `Solaris`, `Solaris (1972)` or an id such as `tt0069293`; case and accents do not matter.

    Raises:
        NotFoundError: no work of that name is in the archive.
    """
    register_fold(store.db.conn)
    title, year = name, None
    if match := _WITH_YEAR.fullmatch(name.strip()):
        title, year = match[1], int(match[2])
    rows = store.db.execute(
        "select id from works where (fold(title) = fold(:name)"
        " or (fold(title) = fold(:title) and year = :year)"
        " or exists (select 1 from json_each(ids) where fold(value) = fold(:name))"
        " or id in (select work_id from work_names where fold(title) = fold(:name)))"
        " and id in (select work_id from reviews join articles using (revision_id)) order by id",
        {"name": name.strip(), "title": title, "year": year},
    ).fetchall()
    if not rows:
        titles = {row[0] for row in store.db.execute("select title from works")}
        close = nearest(name, titles)
        raise NotFoundError(
            name, f"did you mean {close}?" if close else "give the title of a work, or its id"
        )
    return Target(works=tuple(row[0] for row in rows))


def select_rows(store: Store, target: Target) -> Removal:
    """Write the ids of what goes into the temporary tables `_gone_...`, and count them."""
    for table in _TABLES:
        store.db.execute(f"drop table if exists temp._gone_{table}")
        kind = "url text primary key" if table == "urls" else "id integer primary key"
        store.db.execute(f"create temp table _gone_{table} ({kind})")
    if target.outlet is not None:
        _select_outlet(store, target.outlet)
    elif target.works:
        _select_works(store, target.works)
    else:
        _select_page(store, target)
    store.db.execute(
        "insert into temp._gone_revisions select id from revisions"
        " where article_id in (select id from temp._gone_articles)"
    )
    return _removal(store)


def _select_outlet(store: Store, outlet: str) -> None:
    run = store.db.execute
    run("insert into temp._gone_articles select id from articles where outlet = ?", (outlet,))
    run("insert into temp._gone_frontier select id from frontier where outlet = ?", (outlet,))
    run("insert into temp._gone_captures select id from captures where outlet = ?", (outlet,))
    _select_captures(store, (), "article_id in (select id from temp._gone_articles)")
    # A capture of this outlet that shows an article of another outlet stays.
    run(
        "delete from temp._gone_captures where id in (select id from captures where article_id is not null"
        " and article_id not in (select id from temp._gone_articles))"
    )
    _select_urls(store, ())
    run(
        "insert or ignore into temp._gone_urls select url from frontier where kind = 'page'"
        " and id in (select id from temp._gone_frontier)"
        " and not exists (select 1 from articles a where a.url = frontier.url"
        " and a.id not in (select id from temp._gone_articles))"
    )


def _select_page(store: Store, target: Target) -> None:
    if target.article_id is not None:
        store.db.execute("insert into temp._gone_articles values (?)", (target.article_id,))
        _select_captures(store, (target.article_id,), "article_id = ?")
    _select_urls(store, target.urls)
    _select_rows_at_urls(store)


def _select_works(store: Store, works: tuple[int, ...]) -> None:
    """Select the articles whose shown text is about one of these works."""
    marks = ", ".join("?" * len(works))
    store.db.execute(
        "insert into temp._gone_articles select a.id from articles a"
        f" join reviews v on v.revision_id = a.revision_id where v.work_id in ({marks})",
        works,
    )
    _select_captures(store, (), "article_id in (select id from temp._gone_articles)")
    _select_urls(store, ())
    _select_rows_at_urls(store)


def _select_rows_at_urls(store: Store) -> None:
    """Add captures that made no article and rows of the frontier, at any of the URLs."""
    _select_captures(store, (), "article_id is null and url in (select url from temp._gone_urls)")
    store.db.execute(
        "insert into temp._gone_frontier select id from frontier where kind = 'page'"
        " and url in (select url from temp._gone_urls)"
    )


def _select_captures(store: Store, params: tuple[int, ...], where: str) -> None:
    """Add captures, but none that another article's text was read from."""
    store.db.execute(
        f"insert or ignore into temp._gone_captures select id from captures where {where} and not exists"
        " (select 1 from revisions r where r.capture_id = captures.id"
        " and r.article_id not in (select id from temp._gone_articles))",
        params,
    )


def _select_urls(store: Store, urls: Iterable[str]) -> None:
    """Add the URLs of what goes, but none that another article has now."""
    for sql in (
        "select url from articles where id in (select id from temp._gone_articles)",
        "select url from aliases where article_id in (select id from temp._gone_articles)",
        "select url from captures where id in (select id from temp._gone_captures)",
    ):
        store.db.execute(f"insert or ignore into temp._gone_urls {sql}")
    known = [row[0] for row in store.db.execute("select url from temp._gone_urls")]
    for url in {*urls, *map(normalize_url, (*urls, *known))}:
        store.db.execute("insert or ignore into temp._gone_urls values (?)", (url,))
    store.db.execute(
        "delete from temp._gone_urls where url in"
        " (select url from articles where id not in (select id from temp._gone_articles))"
    )


def _removal(store: Store) -> Removal:
    counts = {
        table: store.db.execute(f"select count(*) from temp._gone_{table}").fetchone()[0] for table in _TABLES
    }
    titles = store.db.execute(
        "select title, url from coverage where id in (select id from temp._gone_articles)"
        f" order by id limit {SHOWN_TITLES}"
    ).fetchall()
    copies = store.db.execute(
        "select a.url from articles a join revisions r on r.id = a.revision_id"
        " where r.folded_sha256 in (select folded_sha256 from revisions"
        " where id in (select id from temp._gone_revisions))"
        f" and a.id not in (select id from temp._gone_articles) order by a.id limit {SHOWN_TITLES}"
    ).fetchall()
    near_copies = store.db.execute(
        "select a.url from stories s join articles a on a.id = s.article_id where s.original_id in"
        " (select original_id from stories where article_id in (select id from temp._gone_articles))"
        f" and a.id not in (select id from temp._gone_articles) order by a.id limit {SHOWN_TITLES}"
    ).fetchall()
    same = tuple(url for (url,) in copies)
    near = tuple(url for (url,) in near_copies if url not in same)
    urls = (url for (url,) in store.db.execute("select url from temp._gone_urls").fetchall())
    return Removal(counts, tuple(titles), same, near, tuple(exports_with(store, urls)))


def _outlets(store: Store) -> set[str]:
    return {
        row[0]
        for table in ("articles", "captures", "frontier", "crawls")
        for row in store.db.execute(f"select distinct outlet from {table} where outlet is not null")
    }


def _is_known(store: Store, url: str) -> bool:
    sql = "select 1 from captures where url = :url union all select 1 from frontier where url = :url limit 1"
    return store.db.execute(sql, {"url": url}).fetchone() is not None
