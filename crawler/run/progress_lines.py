"""The lines that `matinee crawl` shows on a terminal while it runs. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from archive.terminal import counted, duration
from crawler.run.crawl_state import CrawlsState, CrawlState

MOST_OUTLETS = 8  # with a line of their own

_OTHER_LINES = 4  # the line of totals, the headings, the line of further outlets, and the cursor's

_NARROW, _VERY_NARROW = 60, 45  # columns of a terminal


def progress_lines(state: CrawlsState, columns: int, rows: int) -> list[str]:
    """What all crawls did so far, and what each does now, on as many lines as a terminal has room for."""
    totals = _totals(state)
    lines = [_cut(totals if len(totals) <= columns else totals.removeprefix("Crawling "), columns)]
    shown = state.running[: max(0, min(MOST_OUTLETS, rows - _OTHER_LINES))]
    if shown:
        lines += _table(shown, columns)
    if others := state.running[len(shown) :]:
        doing = Counter(crawl.activity.words for crawl in others).most_common()
        parts = ", ".join(f"{number:,} {words}" for words, number in doing)
        lines.append(_cut(f"{len(others):,} {'more' if shown else 'running'}: {parts}", columns))
    return lines


def _totals(state: CrawlsState) -> str:
    parts = [counted(state.pages, "page"), f"{_a_minute(state.pages, state.seconds)} a minute"]
    parts += [f"{state.new:,} new", duration(state.seconds)]
    outlets = counted(state.outlets, "outlet")
    ended = f", {state.ended:,} done" if state.outlets > 1 else ""
    return f"Crawling {outlets}{ended}: {', '.join(parts)}"


def _table(crawls: Sequence[CrawlState], columns: int) -> list[str]:
    """A line of headings and one for each crawl. A narrow terminal does without some figures."""
    names = [crawl.outlet for crawl in crawls]
    longest = max(12, columns // 3)
    figures = [("new", [f"{crawl.new:,}" for crawl in crawls])]
    if columns >= _NARROW:
        figures.insert(0, ("a minute", [_a_minute(crawl.pages, crawl.seconds) for crawl in crawls]))
    if columns >= _VERY_NARROW:
        figures.insert(0, ("pages", [f"{crawl.pages:,}" for crawl in crawls]))
    cells = [_left(["outlet", *(_cut(name, longest) for name in names)])]
    cells += [_right([heading, *numbers]) for heading, numbers in figures]
    cells.append(["now", *(str(crawl.activity) for crawl in crawls)])
    return [_cut("  ".join(row), columns) for row in zip(*cells, strict=True)]


def _a_minute(pages: int, seconds: float) -> str:
    return f"{round(60 * pages / seconds) if seconds > 0 else 0:,}"


def _left(cells: Sequence[str]) -> list[str]:
    width = max(map(len, cells))
    return [cell.ljust(width) for cell in cells]


def _right(cells: Sequence[str]) -> list[str]:
    width = max(map(len, cells))
    return [cell.rjust(width) for cell in cells]


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 3] + "..."
