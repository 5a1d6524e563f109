"""`make bench-clean`: ours beside bare trafilatura and its peers, on the shared corpus.

Prints the corpus's figures for every tool, what each source and each remedy of ours is worth, the twenty
worst pages with a reason, and the review-facts set. `--every N` takes each N-th page only.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.util import find_spec
from statistics import mean
from typing import Any
from urllib.parse import urlsplit

from corpus import CORPUS, COSTS, bare, responses
from reviews import print_reviews, review_pages, score_reviews
from scoring import Extraction, TextScore, fold, fold_names, read_truth, score, score_text

from archive.clean.article import clean
from archive.clean.dates import read_dates
from archive.clean.page import Page, read_page
from archive.clean.people import read_authors
from archive.clean.text import REMEDIES, read_text
from archive.clean.title import read_title
from archive.model import Article, Capture

PROCESSES = 2
CAPTURED = datetime(2026, 3, 15, tzinfo=UTC)
WORST = 20
ABLATED = 3  # each so many-th page is enough to see what a source is worth


@dataclass(frozen=True, slots=True)
class Job:
    url: str
    html: str


def capture(job: Job) -> Capture:
    return Capture(job.url, CAPTURED, job.html.encode(), content_type="text/html; charset=utf-8")


def extraction(article: Article) -> Extraction:
    return Extraction(
        article.text,
        article.title.value if article.title else None,
        tuple(author.name for author in article.authors.value) if article.authors else (),
        article.published.value.iso() if article.published else None,
    )


def ours(job: Job) -> Extraction:
    return extraction(clean(capture(job)))


def trafilatura(job: Job) -> Extraction:
    return bare(job.url, job.html)


def newspaper4k(job: Job) -> Extraction:
    import newspaper

    try:
        read = newspaper.article(job.url, input_html=job.html, fetch_images=False)  # the bench asks nobody
    except newspaper.ArticleException:
        return Extraction()
    published = str(read.publish_date) if read.publish_date else None
    return Extraction(read.text or "", read.title or None, tuple(read.authors), published)


def readability(job: Job) -> Extraction:
    """It reads text and title only."""
    from lxml.html import fromstring
    from readability import Document
    from readability.readability import Unparseable

    try:
        document = Document(job.html)
        summary = document.summary(html_partial=True)
        text = "\n".join(fromstring(summary).itertext()) if summary.strip() else ""
        return Extraction(text, document.short_title() or None)
    except (Unparseable, ValueError):
        return Extraction()


def news_please(job: Job) -> Extraction:
    from newsplease import NewsPlease

    read = NewsPlease.from_html(job.html, url=job.url, fetch_images=False)
    published = str(read.date_publish) if read.date_publish else None
    return Extraction(read.maintext or "", read.title, tuple(read.authors or ()), published)


Reader = Callable[[Job], Extraction]
TOOLS: Mapping[str, tuple[str, Reader]] = {
    "matinee": ("archive", ours),
    "trafilatura": ("trafilatura", trafilatura),
    "newspaper4k": ("newspaper", newspaper4k),
    "readability-lxml": ("readability", readability),
    "news-please": ("newsplease", news_please),
}


def without_json_ld(page: Page) -> Page:
    return replace(page, nodes=())


def _cut(page: Page, *paths: str) -> Page:
    """The page with some elements taken out, their tails left."""
    tree = deepcopy(page.tree)
    if tree is not None:
        for element in [one for path in paths for one in tree.xpath(path)]:
            if element.getparent() is not None:
                element.drop_tree()
    return replace(page, tree=tree)


def without_meta(page: Page) -> Page:
    return _cut(page, "//meta")


def without_title_element(page: Page) -> Page:
    return _cut(page, "//head/title")


def without_h1(page: Page) -> Page:
    return _cut(page, "//h1")


def without_bylines(page: Page) -> Page:
    marks = (
        "@rel='author'",
        "@itemprop='author'",
        "contains(@class, 'byline')",
        "contains(@class, 'author')",
    )
    return _cut(page, f"//body//*[{' or '.join(marks)}]")


def without_time(page: Page) -> Page:
    return _cut(page, "//time")


def without_url(page: Page) -> Page:
    parts = urlsplit(page.url)
    return replace(page, url=f"{parts.scheme}://{parts.netloc}/")


# What a source stands in is taken out of the page, so nothing in the readers has to know of the bench.
SOURCES: Mapping[str, Callable[[Page], Page]] = {
    "json-ld": without_json_ld,
    "meta": without_meta,
    "title element": without_title_element,
    "h1": without_h1,
    "marked byline": without_bylines,
    "time element": without_time,
    "url": without_url,
}


def facts_without(job: Job, source: str | None) -> Extraction:
    """Title, authors and date with one source taken out of the page; None takes out nothing."""
    page = read_page(capture(job))
    if source is not None:
        page = SOURCES[source](page)
    title = read_title(page)
    headline = title.value if title else None
    authors = read_authors(page, headline)
    published = read_dates(page, headline).published
    return Extraction(
        title=headline,
        authors=tuple(author.name for author in authors.value) if authors else (),
        published=published.value.iso() if published else None,
    )


def text_without(job: Job, remedy: str) -> Extraction:
    page = read_page(capture(job))
    title = read_title(page)
    headline = title.value if title else None
    authors = read_authors(page, headline)
    return Extraction(
        read_text(page, headline, authors.raw if authors else None, without=frozenset((remedy,)))
    )


def timed(task: tuple[Callable[..., Extraction], Job, tuple[Any, ...]]) -> tuple[Extraction, float]:
    call, job, rest = task
    began = time.perf_counter()
    found = call(job, *rest)
    return found, (time.perf_counter() - began) * 1000


class Bench:
    """The corpus's pages, and a pool that reads them."""

    def __init__(
        self, pool: ProcessPoolExecutor, truth: list[dict[str, Any]], html: Mapping[str, str]
    ) -> None:
        self._pool = pool
        self._html = html
        self.truth = truth
        self._jobs = {page["id"]: Job(page["url"], html[page["url"]]) for page in truth}

    def thinned(self, every: int) -> Bench:
        """The same over each N-th page."""
        return Bench(self._pool, self.truth[::every], self._html)

    def run(self, call: Callable[..., Extraction], *rest: Any) -> tuple[dict[str, Extraction], float]:
        """What was read by page id, and milliseconds a page in one process."""
        tasks = [(call, job, rest) for job in self._jobs.values()]
        done = list(self._pool.map(timed, tasks, chunksize=8))
        found = dict(zip(self._jobs, (one for one, _ in done), strict=True))
        return found, mean(ms for _, ms in done)


def print_tools(bench: Bench) -> dict[str, Extraction]:
    """The table of tools; one that is not installed is named. Returns our readings."""
    columns: dict[str, dict[str, float]] = {}
    absent, mine = [], {}
    for name, (module, call) in TOOLS.items():
        if find_spec(module) is None:
            absent.append(name)
            continue
        found, ms = bench.run(call)
        columns[name] = score(bench.truth, found) | {"ms/page": ms}
        mine = found if call is ours else mine
    if "readability-lxml" in columns:
        columns["readability-lxml"] |= dict.fromkeys(("author", "date", "dates invented", "authors invented"))
    print(f"{'figure':18}" + "".join(f"{name:>18}" for name in columns))
    for figure in next(iter(columns.values())):
        cells = [column[figure] for column in columns.values()]
        print(
            f"{figure + (' (low)' if figure in COSTS else ''):18}"
            + "".join(f"{_cell(one):>18}" for one in cells)
        )
    for name in absent:
        print(f"{name}: not installed (pip install '.[bench]'), not measured")
    return mine


def _cell(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.4f}" if isinstance(value, float) and value < 2 else f"{value:.0f}"


def print_ablation(bench: Bench, mine: Mapping[str, Extraction]) -> None:
    """What changes without each source and each remedy, over the bench's pages."""
    print(f"\nWhat each is worth, over {len(bench.truth)} pages")
    fields = ("title", "author", "date", "dates invented", "authors invented")
    whole = score(bench.truth, mine)
    print(f"\n{'facts without':18}" + "".join(f"{one:>18}" for one in fields))
    for source in SOURCES:
        found = score(bench.truth, bench.run(facts_without, source)[0])
        print(f"{source:18}" + "".join(f"{_change(found[one], whole[one]):>18}" for one in fields))
    fields = ("F1", "precision", "recall", "must_contain", "leak")
    print(f"\n{'text without':18}" + "".join(f"{one:>18}" for one in fields))
    for remedy in REMEDIES:
        found = score(bench.truth, bench.run(text_without, remedy)[0])
        print(f"{remedy:18}" + "".join(f"{_change(found[one], whole[one]):>18}" for one in fields))


def _change(now: float, whole: float) -> str:
    return f"{now - whole:+.4f}" if isinstance(now, float) else f"{now - whole:+d}"


def print_worst(truth: Iterable[dict[str, Any]], found: Mapping[str, Extraction]) -> None:
    rated = [(score_text(found[page["id"]].text, page["main_content"]), page) for page in truth]
    print(f"\nThe {WORST} worst pages by text F1\n{'id':6}{'F1':>6}{'prec':>6}{'rec':>6}  why")
    for text, page in sorted(rated, key=lambda one: one[0].f1)[:WORST]:
        reasons = [text_reason(text, found[page["id"]].text, page["main_content"])]
        reasons += field_reasons(found[page["id"]], page)
        print(f"{page['id']:6}{text.f1:>6.2f}{text.precision:>6.2f}{text.recall:>6.2f}  {'; '.join(reasons)}")


def text_reason(scored: TextScore, got: str, wanted: str) -> str:
    """Why a text scores low, by its figures and by which of the truth's lines are missing."""
    if not got.strip():
        return "text empty"
    if not wanted.strip():
        return "truth empty"
    if scored.precision < 0.5 and scored.recall < 0.5:
        return "wrong region"
    if scored.recall < 0.85 and scored.recall < scored.precision:
        return _missing(got, wanted)
    return (
        f"boilerplate: {1 - scored.precision:.0%} of the words" if scored.precision < 0.95 else "words differ"
    )


def _missing(got: str, wanted: str) -> str:
    """Where the truth's lines are missing: at the end, at the beginning or between."""
    lines = [fold(line) for line in wanted.splitlines() if len(line.split()) > 5]
    text = fold(got)
    here = [line in text for line in lines]
    last = max((place for place, there in enumerate(here) if there), default=-1)
    if here and here[0] and not any(here[last + 1 :]) and last + 1 < len(here):
        return f"cut after {last + 1} of {len(here)} lines"
    if any(here) and not here[0] and here[-1]:
        return f"begins late: {here.index(True)} of {len(here)} lines missing before"
    return f"gaps: {here.count(False)} of {len(here)} lines missing"


def field_reasons(got: Extraction, page: Mapping[str, Any]) -> list[str]:
    """How title, authors and date miss, for the fields that the truth has."""
    return [
        reason
        for reason in (
            _title_reason(fold(got.title or ""), fold(page["title"] or "")),
            _author_reason(fold_names(got.authors), fold_names([page["author"] or ""])),
            _date_reason((got.published or "")[:10], (page["publish_date"] or "")[:10]),
        )
        if reason
    ]


def _title_reason(got: str, wanted: str) -> str | None:
    if not wanted or got == wanted:
        return None
    if not got:
        return "title missing"
    if wanted in got:
        return "title longer"
    return "title shorter" if got in wanted else "title another"


def _author_reason(got: frozenset[str], wanted: frozenset[str]) -> str | None:
    if got == wanted:
        return None
    if not wanted:
        return "author invented"
    if not got:
        return "author missing"
    if got > wanted:
        return "authors too many"
    return "authors too few" if got < wanted else "author another"


def _date_reason(got: str, wanted: str) -> str | None:
    if got == wanted:
        return None
    if not wanted:
        return "date invented"
    if not got:
        return "date missing"
    apart = abs((datetime.fromisoformat(got) - datetime.fromisoformat(wanted)).days)
    return "date a day off" if apart == 1 else "date another"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take each N-th page only")
    every = parser.parse_args().every
    began = time.perf_counter()
    if CORPUS.is_dir():
        with ProcessPoolExecutor(PROCESSES) as pool:
            truth = read_truth(CORPUS / "articles.truth.jsonl")[::every]
            bench = Bench(pool, truth, dict(responses(CORPUS / "articles.warc.gz")))
            mine = print_tools(bench)
            print_ablation(bench.thinned(ABLATED), mine)
            print_worst(bench.truth, mine)
    else:
        print(
            "../shared/corpus is not beside this checkout: only the review facts are measured",
            file=sys.stderr,
        )
    print()
    print_reviews(score_reviews({page.id: clean(page.capture) for page in review_pages()}))
    print(f"\n{time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
