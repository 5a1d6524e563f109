"""What each step of the text is worth: the text of a page with that step left out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.clean.authors.authors import read_authors
from archive.clean.boilerplate.lines import Line
from archive.clean.dom.blocks import Block
from archive.clean.facts.title import read_title
from archive.clean.judge import judge
from archive.clean.judge.judge import SURE, Judged, sure_from
from archive.clean.judge.trees import Floats
from archive.clean.page.page import Page
from archive.clean.page.read import read_page
from archive.clean.text import judged, text
from archive.clean.text.head import strip_head
from archive.clean.text.parts import plain_text, read_parts
from tests.bench.clean.pages import Job, Pages
from tests.bench.clean.patched import Patch, patched
from tests.bench.clean.review_scores import is_article, score_ends
from tests.bench.scoring import Extraction, score, snippets_in_texts
from tests.bench.table import cell, print_table

WHOLE = "nothing left out"
FIGURES = ("articles F1", "articles leak", "news F1", "reviews leak", "first words", "last words")

Texts = dict[str, dict[str, Extraction]]  # by what is left out and page id


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the text that can be left out.

    Attributes:
        patches: that leave it out.
        judges: whether the blocks are judged differently without it.
    """

    name: str
    patches: Sequence[Patch]
    judges: bool = False


def no_blocks(_: Any, blocks: Sequence[Block]) -> NDArray[np.bool_]:
    """Of `extracted_blocks`: trafilatura keeps none."""
    return np.zeros(len(blocks), np.bool_)


def first_judgement(first: Judged, *_: Any) -> Judged:
    """Of `judge_again`: what was judged before."""
    return first


def sure_blocks(likely: Floats, blocks: Sequence[Block]) -> NDArray[np.bool_]:
    """Of `grow`: the sure blocks alone."""
    return likely >= sure_from(likely, blocks)


def always_sure_from(*_: Any) -> float:
    """Of `sure_from`: the same on every page."""
    return SURE


def no_change(*_: Any) -> None:
    """Of a step that changes what it is given."""


def all_lines(lines: Sequence[Line], *_: Any) -> list[Line]:
    """Of `strip_head` and `strip_signature`: every line."""
    return list(lines)


def first_step(lines: Sequence[Line], title: str | None, byline: str | None) -> Iterator[Any]:
    """Of `steps`: without the second, which drops duplicates."""
    yield "the head", strip_head(lines, title, byline)


STEPS = (
    Step(
        "trafilatura's second opinion",
        (
            (judge, "IN_DOUBT", math.inf),
            (judged, "extracted_blocks", no_blocks),
            (judge, "judge_again", first_judgement),
        ),
        judges=True,
    ),
    Step("a threshold of the page's own", ((judge, "sure_from", always_sure_from),), judges=True),
    Step("growing from sure blocks", ((judge, "grow", sure_blocks),), judges=True),
    Step("headings with what they head", ((judge, "_leave_headings", no_change),), judges=True),
    Step("stripping the repeated head", ((text, "strip_head", all_lines),)),
    Step("stripping the byline below", ((text, "strip_signature", all_lines),)),
    Step("dropping duplicates", ((text, "steps", first_step),)),
    Step("leaving captions out", ((Block, "in_caption", False),)),
)


def ablated_texts(job: Job) -> dict[str, Extraction]:
    """A page's text with nothing and with each step left out, by the name of the step."""
    page = read_page(job.capture())
    title = read_title(page)
    headline = title.value if title else None
    authors = read_authors(page, headline)
    byline = authors.raw if authors else None
    texts = {WHOLE: Extraction(_text(page, headline, byline))}
    for step in STEPS:
        with patched(step.patches):
            # A copy of a page has not been judged yet.
            texts[step.name] = Extraction(_text(replace(page) if step.judges else page, headline, byline))
    return texts


def _text(page: Page, title: str | None, byline: str | None) -> str:
    return plain_text(read_parts(text.read_lines(page, title, byline)))


def ablate(pages: Pages) -> Texts:
    """The texts of all pages."""
    texts: Texts = {name: {} for name in (WHOLE, *(step.name for step in STEPS))}
    for page, job in pages.jobs.items():
        for name, extraction in ablated_texts(job).items():
            texts[name][page] = extraction
    return texts


def print_ablation(sets: Mapping[str, Pages], texts: Mapping[str, Texts]) -> None:
    """A row for each step: the figures without it.

    Args:
        sets: by name.
        texts: of `ablate`, by the name of the set.
    """
    rows = []
    for left_out in (WHOLE, *(step.name for step in STEPS)):
        figures = _figures(sets, {name: by_step[left_out] for name, by_step in texts.items()})
        rows.append((left_out, [cell(figures.get(name)) for name in FIGURES]))
    print_table(("left out", *FIGURES), rows, first=30)


def _figures(sets: Mapping[str, Pages], found: Mapping[str, Mapping[str, Extraction]]) -> dict[str, float]:
    figures: dict[str, float] = {}
    for name, pages in sets.items():
        if name == "reviews":
            pairs = [(page, found[name][page["id"]]) for page in pages.truth if is_article(page)]
            figures |= score_ends(pairs) | {
                "reviews leak": fmean(snippets_in_texts(pairs, "must_not_contain"))
            }
        else:
            scores = score(pages.truth, found[name])
            figures |= {f"{name} {figure}": scores[figure] for figure in ("F1", "leak") if figure in scores}
    return figures
