"""One page's cleaning from end to end: what the worker processes run."""

from __future__ import annotations

from archive.clean.address import article_url
from archive.clean.dates import read_dates
from archive.clean.gate import judge
from archive.clean.kind import read_kind
from archive.clean.language import read_language
from archive.clean.page import read_page
from archive.clean.people import read_authors
from archive.clean.rating import read_rating
from archive.clean.rights import read_rights
from archive.clean.spoilers import read_spoilers
from archive.clean.status import read_status
from archive.clean.text import read_text
from archive.clean.title import read_title
from archive.clean.work import read_work
from archive.model import Article, Capture, Review


def clean(capture: Capture) -> Article:
    """Read the article and its facts from a capture.

    Pure: the same capture gives the same article in any process, in any order.
    """
    page = read_page(capture)
    title = read_title(page)
    headline = title.value if title else None
    authors = read_authors(page, headline)
    dates = read_dates(page, headline)
    text = read_text(page, headline, authors.raw if authors else None)
    rating = read_rating(page)
    work = read_work(page, text, headline, rated=rating is not None)
    kind = read_kind(page, text, headline, rating=rating, work=work)
    status, status_reason = read_status(page, text)
    return Article(
        url=article_url(page),
        text=text,
        gate=judge(page, text, title=title, published=dates.published, authors=authors, kind=kind),
        title=title,
        authors=authors,
        published=dates.published,
        updated=dates.updated,
        kind=kind,
        review=Review(work=work, rating=rating, spoilers=read_spoilers(page, text)),
        language=read_language(page, text),
        status=status,
        status_reason=status_reason,
        rights=read_rights(page),
    )
