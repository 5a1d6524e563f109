"""A host with pages and rules, and what is remembered of it."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

from sqlite_utils import Database

from archive.db.rows import stamp
from tests.support.crawls import Crawl
from tests.support.web import Host


def filled(web: Host, pages: int = 3, robots: str = "") -> str:
    """A host with a feed of pages; the outlet file for it."""
    web.put("/robots.txt", f"User-agent: *\nDisallow: /private\n{robots}", kind="text/plain")
    web.feed("/rss", *(web.article(f"/{number}", f"Page {number}") for number in range(pages)), "/private")
    return f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]\n'


def gaps(web: Host) -> list[float]:
    """Seconds between one request and the next."""
    return [later.at - earlier.at for earlier, later in itertools.pairwise(web.log)]


def change(done: Crawl, **columns: object) -> None:
    """Change what is remembered of the only host."""
    db = Database(done.db)
    with db.conn:
        db.execute("update hosts set " + ", ".join(f"{name} = ?" for name in columns), list(columns.values()))
    db.close()


def ago(**span: float) -> str:
    return stamp(datetime.now(UTC) - timedelta(**span))
