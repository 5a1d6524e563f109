"""Pages of proven outlets: CPU beside the whole road and bare trafilatura, and how alike the texts are.

    python -m tests.bench.proven [--proven 4]

Takes the hosts of the shared corpus that have enough pages, learns the template of each from all of its pages
but one, and reads that one by it. A page that does not fit takes the whole road; its time is not among the
figures of those that fit, and is printed beside that of the whole road alone.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from statistics import mean
from typing import Any
from urllib.parse import urlsplit

from archive.clean import roads
from archive.clean.template.compare import compared_facts, word_f1
from archive.clean.template.learn import learn_template
from archive.clean.template.read import is_checked
from archive.model import Article, Capture
from tests.bench.clean import tools
from tests.bench.clean.part_times import PARTS, PartTimes
from tests.bench.corpus import CORPUS, bare, responses
from tests.support.paths import SHARED

MEASURED = (*PARTS, ("template", roads, "read_by_template"))

VERDICT = ("kind and work", "rating")  # facts that no template gives

AT = datetime(2026, 6, 1, tzinfo=UTC)
SOURCES = (SHARED / "reviews" / "pages.warc.gz", CORPUS / "news.warc.gz", CORPUS / "articles.warc.gz")


def outlets(least: int) -> Iterator[tuple[str, list[Capture]]]:
    """The hosts with so many pages, and their pages."""
    hosts: dict[str, list[Capture]] = defaultdict(list)
    for path in SOURCES:
        for url, html in responses(path):
            host = (urlsplit(url).hostname or "").removeprefix("www.")
            body, kind = html.encode(), "text/html; charset=utf-8"
            hosts[host].append(Capture(url, AT, body, content_type=kind, outlet=host))
    yield from ((host, pages) for host, pages in hosts.items() if len(pages) >= least)


def timed(call: Callable[..., Any], *args: Any, **options: Any) -> tuple[Any, float]:
    """What a call gives, and its seconds of CPU.

    A call is made once: trafilatura, htmldate and Matinee remember strings that they have seen.
    """
    began = time.process_time()
    result = call(*args, **options)
    return result, time.process_time() - began


def facts(article: Article) -> dict[str, object]:
    """What is compared of a page with the whole road's reading of it: more than a checked page is."""
    rest = {"type of page": article.gate.page_type, "rights": article.rights}
    return {**compared_facts(article), "spoilers": article.review.spoilers, **rest}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--proven", type=int, default=4, help="pages that must agree")
    proven = parser.parse_args().proven
    totals: Counter[str] = Counter()
    f1: list[float] = []
    equal: Counter[str] = Counter()
    why: Counter[str] = Counter()
    parts: Counter[str] = Counter()
    for _, pages in outlets(proven + 1):
        totals["hosts"] += 1
        learned = False
        plain = [timed(bare, page.url, page.body.decode()) for page in pages]
        whole = [timed(tools.clean, page, places=True) for page in pages]
        for index, page in enumerate(pages):
            others = [article for at, (article, _) in enumerate(whole) if at != index]
            template = learn_template([a.trace.places for a in others if a.trace.places], proven)
            totals["pages"] += 1
            if template is None:
                why["not proven"] += 1
                continue
            learned = True
            # Here all pages are read by the template that can be.
            unchecked = replace(page, url=f"{page.url}#") if is_checked(page.url) else page
            times = PartTimes(MEASURED)
            with times.measuring():
                article, seconds = timed(tools.clean, unchecked, template=template)
            assert article.trace.use
            why[article.trace.use.outcome] += 1
            totals["proven"] += 1
            if article.trace.use.outcome == "misfit":
                why[f"misfit: {article.trace.use.reason}"[:60]] += 1
                totals["s misfit"] += seconds
                totals["s misfit whole"] += whole[index][1]
                continue
            totals["s template"] += seconds
            totals["s whole"] += whole[index][1]
            totals["s bare"] += plain[index][1]
            f1.append(word_f1(whole[index][0].text, article.text))
            if f1[-1] < 0.98:
                print(f"  {f1[-1]:.3f} {page.url}")
            parts.update(times.seconds)
            theirs = facts(whole[index][0])
            equal.update({name: value == theirs[name] for name, value in facts(article).items()})
        totals["hosts proven"] += learned
    for reason, count in why.most_common():
        print(f"{count:5} {reason}")
    print(f"{totals['hosts']} hosts of {proven + 1} pages and more, {totals['hosts proven']} of them proven")
    if misfits := why["misfit"]:
        ms = {name: 1000 * totals[f"s {name}"] / misfits for name in ("misfit", "misfit whole")}
        print(f"a misfit takes {ms['misfit']:.1f} ms, the whole road alone {ms['misfit whole']:.1f}")
    if not f1:
        return
    print(f"text F1 against the whole road: mean {mean(f1):.4f}, lowest {min(f1):.4f}, {len(f1)} pages")
    for name, count in equal.items():
        print(f"{name} as by the whole road: {count} of {len(f1)}")
    ms = {name: 1000 * totals[f"s {name}"] / len(f1) for name in ("template", "whole", "bare")}
    print(", ".join(f"{name} {value:.1f} ms a page" for name, value in ms.items()))
    share = {name: ms["template"] / ms[name] for name in ("whole", "bare")}
    print(f"CPU: {share['whole']:.2f} of the whole road, {share['bare']:.2f} of bare")
    verdict = sum(parts[name] for name in VERDICT)
    without = (totals["s template"] - verdict) / totals["s bare"]
    print(f"without {', '.join(VERDICT)}: {without:.2f} of bare")
    print(", ".join(f"{name} {1000 * parts[name] / len(f1):.2f}" for name, _ in parts.most_common()))


if __name__ == "__main__":
    main()
