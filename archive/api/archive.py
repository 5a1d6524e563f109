"""The class `Archive`: read an archive from Python. See docs/python.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self, Unpack

from archive.api.filters import Filters, check_word, selection_from
from archive.api.values import FullArticle, SearchResult, StoredArticle, article_values, comment_value
from archive.errors import ArchiveError, NotFoundError

if TYPE_CHECKING:
    import pandas
    from sqlite_utils import Database

    from archive.db.store import Store
    from archive.model import Medium
    from archive.people.listing import AuthorDetails, AuthorSummary
    from archive.query.facets import FacetName
    from archive.query.language.sorting import Sort
    from archive.works.listing import WorkDetails, WorkSummary

_EVERY_MATCH = -1  # as a limit of SQLite's


class Archive:
    """An open archive, to be read. A context manager; without `with`, call `close`.

    It belongs to the thread that opened it. What it gives are values, which stay when it is closed.

    Attributes:
        path: the SQLite file.
    """

    # sqlite-utils and all that needs it are imported when an archive is opened: they take longer than the
    # rest of a small program.

    def __init__(self, path: str | Path, *, readonly: bool = True) -> None:
        """Open an archive.

        Args:
            path: the SQLite file.
            readonly: if False, an archive of an older Matinee is upgraded, and `db` can write.

        Raises:
            ArchiveError: there is no archive at `path`, or it cannot be read, or another version of Matinee
                made it.
        """
        from archive.db.store import Store  # noqa: PLC0415

        self.path = Path(path)
        self._store: Store | None = Store.open(self.path, readonly=readonly, upgrade=not readonly)

    def __repr__(self) -> str:
        return f"Archive({str(self.path)!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. A second call does nothing."""
        if self._store is not None:
            self._store.close()
            self._store = None

    @property
    def db(self) -> Database:
        """The sqlite-utils database, for SQL of your own, as in `list(a.db.query("select ..."))`."""
        return self._open_store().db

    def article(self, wanted: int | str) -> FullArticle:
        """One article with its history, Markdown, comments and copies.

        Args:
            wanted: its id, its URL, an earlier URL or a URL that it was captured from.

        Raises:
            NotFoundError: there is none; its `remedy` names the closest URL.
        """
        from archive.query.comments import comment_records  # noqa: PLC0415
        from archive.query.history.events import events  # noqa: PLC0415
        from archive.query.lookup import find_article  # noqa: PLC0415
        from archive.query.records import record  # noqa: PLC0415
        from archive.query.stories import copies  # noqa: PLC0415

        with self._reading() as store:
            article_id = find_article(store, str(wanted))
            return FullArticle(
                **article_values(record(store, article_id, printed=True)),
                history=tuple(events(store, article_id)),
                markdown=record(store, article_id, markdown=True)["text"],
                comments=tuple(map(comment_value, comment_records(store, article_id))),
                copies=tuple(copies(store, article_id)),
            )

    def articles(self, **filters: Unpack[Filters]) -> Iterator[StoredArticle]:
        """The articles that match all filters, by id. They are read one by one, as you ask for them.

        Raises:
            FilterError: a filter has a value that it cannot have.
        """
        selection = selection_from(filters)
        self._open_store()  # fails here, not at the first article

        def stream() -> Iterator[StoredArticle]:
            from archive.query.records import records  # noqa: PLC0415

            with self._reading() as store:
                for found in records(store, selection, printed=True):
                    yield StoredArticle(**article_values(found))

        return stream()

    def search(
        self,
        query: str,
        *,
        limit: int | None = 20,
        offset: int = 0,
        sort: Sort | None = None,
        **filters: Unpack[Filters],
    ) -> Iterator[SearchResult]:
        """Search titles, texts, authors and works; the best match first.

        Args:
            query: in the query language, as in `matinee search`. "" lists what the filters match, latest
                first.
            limit: results to give; None for all.
            offset: matching articles to skip.
            sort: another order, such as "newest" or "score".

        Raises:
            FilterError: a filter or the order has a value that it cannot have.
            QueryError: the query has a condition that could not be read, such as `score:high`.
        """
        from archive.query.language.sorting import SORTS  # noqa: PLC0415
        from archive.query.matching import read_query  # noqa: PLC0415

        selection = selection_from(filters)
        if sort is not None:
            check_word("sort", sort, SORTS)
        with self._reading() as store:
            understood = read_query(store, query).sound()

        def stream() -> Iterator[SearchResult]:
            from archive.query.records import record  # noqa: PLC0415
            from archive.query.search import iterate_hits  # noqa: PLC0415

            wanted = _EVERY_MATCH if limit is None else limit
            with self._reading() as store:
                for hit in iterate_hits(store, understood, selection, limit=wanted, offset=offset, sort=sort):
                    with suppress(NotFoundError):  # removed since the ids were read
                        full = record(store, hit.record["id"], printed=True)
                        yield SearchResult(StoredArticle(**article_values(full)), hit.as_dict()["snippet"])

        return stream()

    def count(self, query: str = "", **filters: Unpack[Filters]) -> int:
        """How many articles match a query and all filters."""
        from archive.query.search import search  # noqa: PLC0415

        with self._reading() as store:
            return search(store, query, selection_from(filters), limit=0).total

    def facets(
        self, query: str = "", *, by: Iterable[FacetName] = (), most: int = 10, **filters: Unpack[Filters]
    ) -> dict[str, dict[str, int]]:
        """How many of the articles that match have each value of a fact, by fact and value.

        Args:
            by: the facts; without any, outlet, kind, medium, year and score.
            most: values of each.

        Raises:
            FilterError: there is no such fact, or a filter has a value that it cannot have.
            QueryError: the query has a condition that could not be read.
        """
        from archive.query.facets import FACETS, USUAL, facets  # noqa: PLC0415

        names = tuple(by)
        for name in names:
            check_word("by", name, FACETS)
        with self._reading() as store:
            counted = facets(store, query, selection_from(filters), names=names or USUAL, most=most)
            return {facet.name: {value.value: value.count for value in facet.values} for facet in counted}

    def works(
        self, *, medium: Medium | None = None, outlet: str | None = None, limit: int | None = None
    ) -> Iterator[WorkSummary]:
        """The works that articles are about, those with the most articles first.

        Args:
            outlet: only works that this outlet wrote about.
            limit: works to give; None for all.
        """
        from archive.works.listing import list_works  # noqa: PLC0415

        with self._reading() as store:
            return iter(list_works(store.db, medium=medium, outlet=outlet, limit=limit))

    def work(self, wanted: int | str) -> WorkDetails:
        """A work with its articles, the outlets that have not covered it, and what it may be, too.

        Args:
            wanted: a title in any language that articles have, "title (year)", an id of a registry, or the
                number of the work.

        Raises:
            NotFoundError: there is none; its `remedy` names the nearest.
            MatineeError: there are several; its `remedy` lists them.
        """
        from archive.works.listing import find_work, work_details  # noqa: PLC0415

        with self._reading() as store:
            return work_details(store.db, find_work(store.db, str(wanted)))

    def authors(
        self,
        *,
        kind: Literal["person", "organization"] | None = None,
        outlet: str | None = None,
        limit: int | None = None,
    ) -> Iterator[AuthorSummary]:
        """The authors of articles, those with the most articles first.

        Args:
            kind: only people, or only staffs, desks, agencies and outlets.
            outlet: only who wrote for this outlet.
            limit: authors to give; None for all.
        """
        from archive.people.listing import list_authors  # noqa: PLC0415

        with self._reading() as store:
            return iter(list_authors(store.db, kind=kind, outlet=outlet, limit=limit))

    def author(self, wanted: int | str) -> AuthorDetails:
        """An author with articles, outlets, roles and other names.

        Args:
            wanted: a name in bylines, or the number of the author.

        Raises:
            NotFoundError: there is none; its `remedy` names the nearest.
            MatineeError: there are several; its `remedy` lists them.
        """
        from archive.people.listing import author_details, find_author  # noqa: PLC0415

        with self._reading() as store:
            return author_details(store.db, find_author(store.db, str(wanted)))

    def to_pandas(self, query: str = "", **filters: Unpack[Filters]) -> pandas.DataFrame:
        """The articles that match, as a table with the columns of a CSV export, indexed by id.

        Dates are pandas' times in UTC, `published_precision` says how much of one is known. Names are joined
        by "; ".

        Raises:
            MissingPandasError: pandas is not installed.
        """
        from archive.api.frame import data_frame  # noqa: PLC0415
        from archive.query.records import records  # noqa: PLC0415

        with self._reading() as store:
            return data_frame(records(store, selection_from(filters), query))

    @contextmanager
    def _reading(self) -> Iterator[Store]:
        """The store, with errors of SQLite as ArchiveError."""
        from archive.db.connect import translated  # noqa: PLC0415

        store = self._open_store()
        with translated(self.path):
            yield store

    def _open_store(self) -> Store:
        if self._store is None:
            raise ArchiveError(str(self.path), "this Archive is closed", "open it again")
        return self._store
