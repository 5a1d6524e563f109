"""The pages that are read worst, each with a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from textwrap import shorten
from typing import Any

from archive.clean.explanation.explain import explain
from tests.bench.clean.pages import Pages
from tests.bench.scoring import Extraction, TextScore, fold, fold_names, score_text

WORST = 20
LINE_WORDS = 5  # shorter lines are found anywhere


def print_worst(pages: Pages, found: Mapping[str, Extraction]) -> None:
    """The worst pages by text F1: id, F1, precision, recall, and why."""
    rated = [(score_text(found[page["id"]].text, page["main_content"]), page) for page in pages.truth]
    worst = sorted(rated, key=lambda one: one[0].f1)[:WORST]
    print(f"\nThe {len(worst)} worst pages by text F1\n{'id':6}{'F1':>6}{'prec':>6}{'rec':>6}  why")
    for text, page in worst:
        got, wanted = found[page["id"]], page["main_content"]
        reasons = [text_reason(text, got.text, wanted), *field_reasons(got, page)]
        print(f"{page['id']:6}{text.f1:>6.2f}{text.precision:>6.2f}{text.recall:>6.2f}  {'; '.join(reasons)}")
        for more in (whereabouts(pages, page, got.text), _too_much(got.text, wanted)):
            if more:
                print(f"{'':26}{more}")


def whereabouts(pages: Pages, page: Mapping[str, Any], got: str) -> str | None:
    """Which step left out most of the words that are missing, as `matinee show --why` says it."""
    missing = [line for line in _long_lines(page["main_content"]) if line not in fold(got)]
    if not missing:
        return None
    dropped = [
        (f"{one.reason}{f' ({one.detail})' if one.detail else ''}", fold(one.text))
        for one in explain(pages.jobs[page["id"]].capture()).text.dropped
    ]
    words: Counter[str] = Counter()
    for line in missing:
        steps = (
            step for step, text in dropped if line in text or (text.count(" ") >= LINE_WORDS and text in line)
        )
        words[next(steps, "in no single line of the page")] += len(line.split())
    step, count = words.most_common(1)[0]
    return f"{count} of {words.total()} missing words: {step}"


def _too_much(got: str, wanted: str) -> str | None:
    """The longest line that the truth has not."""
    lines = [line for line in got.splitlines() if fold(line) not in fold(wanted)]
    longest = max(lines, key=len, default="")
    return f"too much: “{shorten(longest, 80, placeholder=' …')}”" if longest.strip() else None


def _long_lines(text: str) -> list[str]:
    return [fold(line) for line in text.splitlines() if len(line.split()) > LINE_WORDS]


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
    lines, text = _long_lines(wanted), fold(got)
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
