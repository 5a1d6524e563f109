"""The tools that are measured side by side: each reads a page to an `Extraction`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec

from archive.clean.article import clean
from archive.model import Article
from tests.bench.clean.pages import Job
from tests.bench.corpus import bare
from tests.bench.scoring import Extraction

Reader = Callable[[Job], Extraction]


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool to be measured.

    Attributes:
        module: by which it is known to be installed.
        fields: that it reads; the others are not scored.
        get: how to install it.
    """

    name: str
    module: str
    read: Reader
    fields: frozenset[str] = frozenset(("text", "title", "author", "date"))
    get: str = "pip install '.[bench]', with pip 24 or newer"

    @property
    def installed(self) -> bool:
        return find_spec(self.module) is not None


def extraction(article: Article) -> Extraction:
    """What ours read, as the other tools give it, and the article itself."""
    return Extraction(
        article.text,
        article.title.value if article.title else None,
        tuple(author.name for author in article.authors.value) if article.authors else (),
        article.published.value.iso() if article.published else None,
        article,
    )


def matinee(job: Job) -> Extraction:
    """An outlet's first page."""
    return extraction(clean(job.capture()))


def matinee_later(job: Job) -> Extraction:
    """A later one, which also says where its text and facts stand."""
    return extraction(clean(job.capture(), places=True))


def trafilatura(job: Job) -> Extraction:
    return bare(job.url, job.html)


def fast_trafilatura(job: Job) -> Extraction:
    return bare(job.url, job.html, fast=True)


def newspaper4k(job: Job) -> Extraction:
    import newspaper

    read = newspaper.article(job.url, input_html=job.html, fetch_images=False)
    published = str(read.publish_date) if read.publish_date else None
    return Extraction(read.text or "", read.title or None, tuple(read.authors), published)


def readability(job: Job) -> Extraction:
    from lxml.html import fromstring
    from readability import Document

    document = Document(job.html)
    summary = document.summary(html_partial=True)
    text = "\n".join(fromstring(summary).itertext()) if summary.strip() else ""
    return Extraction(text, document.short_title() or None)


OURS = Tool("matinee", "archive", matinee, frozenset(("text", "title", "author", "date", "review")))
BARE = Tool("trafilatura", "trafilatura", trafilatura)
TOOLS = (
    OURS,
    Tool("matinee, later page", "archive", matinee_later, OURS.fields),
    BARE,
    Tool("trafilatura fast", "trafilatura", fast_trafilatura),
    Tool("newspaper4k", "newspaper", newspaper4k),
    Tool("readability-lxml", "readability", readability, frozenset(("text", "title"))),
)
