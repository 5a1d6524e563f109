"""What Datasette calls: the routes of our pages, and their filters for templates.

Another Datasette in the same process has no configuration of the plugin `matinee`, and is left alone.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, unquote

from datasette import hookimpl
from datasette.utils.asgi import Request, Response
from jinja2 import Environment

from archive.errors import MatineeError, NotFoundError
from archive.web import charts, formats
from archive.web.feeds import person_feed, search_feed_of, work_feed
from archive.web.reading import SECONDS, Page, PageRequest, read
from archive.web.views.article import article_page
from archive.web.views.compare import compare_page
from archive.web.views.crawls import crawls_page
from archive.web.views.front import front_page
from archive.web.views.names import outlets_page, people_page, works_page
from archive.web.views.outlet import outlet_page
from archive.web.views.person import person_page
from archive.web.views.search import search_page
from archive.web.views.work import work_page

_MOST_FIELDS = 100  # of a query string

NAME = "matinee"  # of the plugin in Datasette's configuration, where `database` names the archive

# Our pages need no script, and nothing from elsewhere.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)

PAGES = {
    r"/$": front_page,
    r"/search$": search_page,
    r"/article/(?P<id>[^/.]+)$": article_page,
    r"/works$": works_page,
    r"/work/(?P<id>[^/.]+)$": work_page,
    r"/people$": people_page,
    r"/person/(?P<id>[^/.]+)$": person_page,
    r"/outlets$": outlets_page,
    r"/outlet/(?P<name>[^/]+)$": outlet_page,
    r"/compare$": compare_page,
    r"/crawls$": crawls_page,
}

FEEDS = {
    r"/search\.(?P<form>atom|json)$": search_feed_of,
    r"/work/(?P<id>[^/.]+)\.(?P<form>atom|json)$": work_feed,
    r"/person/(?P<id>[^/.]+)\.(?P<form>atom|json)$": person_feed,
}

CHARTS = r"/chart\.svg$"

# The address of a chart has all that it shows. Its style is within it, and it runs no script.
_CHART_HEADERS = {
    "cache-control": "public, max-age=31536000, immutable",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
}

_TYPES = {"atom": "application/atom+xml", "json": "application/feed+json"}

View = Callable[..., Awaitable[Response]]


@hookimpl  # type: ignore[untyped-decorator]
def register_routes(datasette: Any) -> list[tuple[str, View]]:
    """Our pages, at addresses that stay."""
    config = datasette.plugin_config(NAME)
    if not config:
        return []
    database = config["database"]
    pages = [(path, _page_view(database, view)) for path, view in PAGES.items()]
    feeds = [(path, _feed_view(database, view)) for path, view in FEEDS.items()]
    return [*pages, *feeds, (CHARTS, _chart_view)]


@hookimpl  # type: ignore[untyped-decorator]
def prepare_jinja2_environment(env: Environment) -> None:
    """How templates print dates, counts and addresses."""
    env.filters.update(formats.FILTERS)


@hookimpl  # type: ignore[untyped-decorator]
def menu_links(datasette: Any) -> list[dict[str, str]]:
    """The way from Datasette's own pages to ours."""
    if not datasette.plugin_config(NAME):
        return []
    return [{"href": datasette.urls.path("/"), "label": "Front page of the archive"}]


def _page_view(database: str, view: Callable[..., Page]) -> View:
    async def answer(request: Request, datasette: Any) -> Response:
        page = await _read(datasette, database, view, request)
        shown = page if isinstance(page, Page) else _message(page)
        values = {
            **shown.values,
            "title": shown.title,
            "database": database,
            "archive_name": datasette.get_database(database).path.rpartition("/")[2],
        }
        html = await datasette.render_template(f"matinee/{shown.template}", values, request=request)
        return Response.html(html, status=shown.status, headers={"content-security-policy": POLICY})

    return answer


def _feed_view(database: str, view: Callable[..., bytes]) -> View:
    async def answer(request: Request, datasette: Any) -> Response:
        feed = await _read(datasette, database, view, request)
        if isinstance(feed, bytes):
            return Response(feed, content_type=_TYPES[request.url_vars["form"]])
        return Response.text(str(feed), status=404 if isinstance(feed, NotFoundError) else 400)

    return answer


async def _chart_view(request: Request) -> Response:
    try:
        image = await asyncio.to_thread(charts.draw, _args(request))
    except MatineeError as error:
        return Response.text(str(error), status=400)
    return Response(image, headers=_CHART_HEADERS, content_type="image/svg+xml")


async def _read(datasette: Any, database: str, view: Callable[..., Any], request: Request) -> Any:
    """What a view gives, or the error that a person can act on."""
    path = {name: unquote(value) for name, value in request.url_vars.items()}
    try:
        asked = PageRequest(path, _args(request), datetime.now(UTC))
        return await read(datasette, database, lambda store: view(store, asked))
    except MatineeError as error:
        return error
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        return MatineeError(f"This took more than {SECONDS:g} seconds", "ask for less")


def _args(request: Request) -> dict[str, list[str]]:
    try:
        return parse_qs(request.query_string, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise MatineeError(f"The address has more than {_MOST_FIELDS} values", "shorten it") from None


def _message(error: MatineeError) -> Page:
    missing = isinstance(error, NotFoundError)
    title = "Not in the archive" if missing else "That did not work"
    return Page("message.html", title, {"message": str(error)}, status=404 if missing else 400)
