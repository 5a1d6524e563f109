"""The tools that are measured side by side: each reads a page to an `Extraction`, none asks the network.

A tool that raises, or takes longer than a page may, has failed on that page: that counts as an empty reading
and is told.
"""

from __future__ import annotations

import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import Any

from archive.clean.article import clean
from archive.model import Article, Capture
from tests.bench.corpus import bare
from tests.bench.scoring import Extraction

CAPTURED = datetime(2026, 3, 15, tzinfo=UTC)
SECONDS = 60  # that a page may take


@dataclass(frozen=True, slots=True)
class Job:
    """A page to be read."""

    url: str
    html: str


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a job: the reading, empty where it failed; milliseconds; why it failed."""

    found: Extraction
    ms: float
    failure: str | None = None


Reader = Callable[[Job], Extraction]


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool to be measured.

    Attributes:
        module: by which it is known to be installed.
        get: how to install it.
        fields: that it reads; the others are no failures of its.
    """

    name: str
    module: str
    read: Reader
    get: str = "pip install '.[bench]', with pip 24 or newer"
    fields: frozenset[str] = frozenset(("text", "title", "author", "date"))

    @property
    def installed(self) -> bool:
        return find_spec(self.module) is not None


def capture(job: Job) -> Capture:
    return Capture(job.url, CAPTURED, job.html.encode(), content_type="text/html; charset=utf-8")


def extraction(article: Article) -> Extraction:
    return Extraction(
        article.text,
        article.title.value if article.title else None,
        tuple(author.name for author in article.authors.value) if article.authors else (),
        article.published.value.iso() if article.published else None,
    )


def matinee(job: Job) -> Extraction:
    return extraction(clean(capture(job)))


def trafilatura(job: Job) -> Extraction:
    return bare(job.url, job.html)


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


def news_please(job: Job) -> Extraction:
    from newsplease import NewsPlease

    read = NewsPlease.from_html(job.html, url=job.url, fetch_images=False)
    published = str(read.date_publish) if read.date_publish else None
    return Extraction(read.maintext or "", read.title, tuple(read.authors or ()), published)


OURS = Tool("matinee", "archive", matinee)
TOOLS = (
    OURS,
    Tool("trafilatura", "trafilatura", trafilatura),
    Tool("newspaper4k", "newspaper", newspaper4k),
    Tool("readability-lxml", "readability", readability, fields=frozenset(("text", "title"))),
    # Not in the extra: it brings in boto3, which wants python-dateutil 2 where dateparser has 4.
    Tool("news-please", "newsplease", news_please, "pip install news-please, in an environment of its own"),
)


def attempt(task: tuple[Reader, Job]) -> Done:
    """Read one page in a worker process; whatever the tool raises is its failure on this page."""
    read, job = task
    began = time.perf_counter()
    found, failure = Extraction(), None
    try:
        with _at_most(SECONDS):
            found = read(job)
    except Exception as error:  # whatever a peer may raise; what it says goes into the table
        failure = " ".join(f"{type(error).__name__}: {error}".split())[:120]
    return Done(found, (time.perf_counter() - began) * 1000, failure)


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    def late(*_: Any) -> None:
        raise TimeoutError(f"took more than {seconds} s")

    signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def stay_offline() -> None:
    """From here on, no socket of this process reaches anybody: a tool that tries has failed on that page."""
    sys.addaudithook(_refuse)
    warnings.simplefilter("ignore")  # theirs, of what they cannot read: the table shows that


def _refuse(event: str, _: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        raise PermissionError("the bench asks nobody on the network")
