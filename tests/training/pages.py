"""Pages with known answers: ../shared/corpus and ../shared/reviews, cut into blocks."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from lxml.html import HtmlElement
from numpy.typing import NDArray

from archive.clean.dom.blocks import Block, Box
from archive.clean.dom.consent import read_layout
from archive.clean.dom.read_blocks import flat_layout
from archive.clean.judge.block_traits import Head
from archive.clean.page.page import Page
from archive.clean.page.read import read_page
from archive.clean.text.judged import extracted_blocks, page_head
from archive.model import Capture
from tests.bench.corpus import responses
from tests.bench.scoring import read_truth
from tests.support.paths import SHARED
from tests.training.labels import label_blocks

FOLDS = 5

_LONG = 12  # blocks of a text that can be shortened

_ENDS = (2, 8)  # blocks that are kept at either end

_AROUND = 14  # blocks before and after the text

CAPTURED_AT = datetime(2026, 3, 15, tzinfo=UTC)


@dataclass(slots=True)
class TrainingPage:
    """A page with its truth.

    Attributes:
        source: `articles`, `news` or `reviews`.
        truth: its line of the truth file.
        extracted: whether trafilatura keeps each block.
        content: whether each block is the author's text; None where that is not known.
        html: its source.
        variants: the same page changed, to be learned from where it is.
    """

    source: str
    host: str
    truth: dict[str, Any]
    blocks: list[Block]
    boxes: list[Box]
    head: Head
    extracted: NDArray[np.bool_]
    content: NDArray[np.bool_] | None = None
    html: str = ""
    variants: list[TrainingPage] = field(default_factory=list)

    @property
    def fold(self) -> int:
        """Which of the folds its host is in."""
        return host_fold(self.host, FOLDS)


def host_name(url: str) -> str:
    """The host of an address without "www."."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def host_fold(host: str, folds: int, salt: str = "") -> int:
    """The fold of a host: the same on every machine and in every order of pages."""
    return zlib.crc32((salt + host).encode()) % folds


def load_pages(source: str) -> list[TrainingPage]:
    """The pages of `articles`, `news` or `reviews` that have text, in the order of their file."""
    folder = SHARED / ("reviews" if source == "reviews" else "corpus")
    if not folder.is_dir():
        sys.exit(f"{folder} is absent: the models are trained on its pages")
    stem = (
        ("pages.warc.gz", "truth.jsonl")
        if source == "reviews"
        else (f"{source}.warc.gz", f"{source}.truth.jsonl")
    )
    return list(_load(source, folder / stem[0], folder / stem[1]))


def _load(source: str, warc: Path, truth: Path) -> Iterator[TrainingPage]:
    html = dict(responses(warc))
    for row in read_truth(truth):
        if row.get("page_kind") == "not_article":
            continue
        if loaded := read_training_page(source, row, html[row["url"]]):
            yield loaded


def read_training_page(source: str, row: dict[str, Any], html: str) -> TrainingPage | None:
    """A page from its source; None where it has no text.

    Args:
        row: its line of the truth file.
    """
    page = parsed(row, html)
    if page.tree is None or not page.blocks:
        return None
    return training_page(source, row, page.tree, page_head(page), html)


def parsed(row: dict[str, Any], html: str) -> Page:
    """A page with a tree of its own."""
    body = html.encode("utf-8", "replace")
    return read_page(Capture(row["url"], CAPTURED_AT, body, content_type="text/html; charset=utf-8"))


def training_page(
    source: str, row: dict[str, Any], tree: HtmlElement, head: Head, html: str = ""
) -> TrainingPage:
    """The page that a tree shows, its content known but for reviews."""
    blocks, boxes = read_layout(tree)
    extracted = extracted_blocks(tree, blocks)
    page = TrainingPage(source, host_name(row["url"]), row, blocks, boxes, head, extracted, html=html)
    if source != "reviews":
        shares = label_blocks([block.text for block in blocks], row["main_content"])
        page.content = np.array(shares) >= 0.5
    return page


def flattened(page: TrainingPage) -> TrainingPage:
    """A page as it would be saved as plain text: a paragraph for each block, and nothing around them."""
    blocks, boxes = flat_layout([block.text for block in page.blocks])
    nothing = np.zeros(len(blocks), np.bool_)
    return TrainingPage(page.source, page.host, page.truth, blocks, boxes, Head(), nothing, page.content)


def shortened(page: TrainingPage) -> TrainingPage | None:
    """A page as a short post of the same site: the ends of its text, and what stands close around them.

    None where the text is short already.
    """
    assert page.content is not None
    content = np.nonzero(page.content)[0]
    if len(content) < _LONG:
        return None
    random = Random(page.truth["url"])
    kept = {*content[: random.randint(*_ENDS)].tolist(), *content[-random.randint(*_ENDS) :].tolist()}
    first, last = int(content[0]), int(content[-1])
    around = [
        index
        for index in range(max(0, first - _AROUND), min(len(page.blocks), last + 1 + _AROUND))
        if index in kept or not page.content[index]
    ]
    blocks = [copy(page.blocks[index]) for index in around]
    for number, block in enumerate(blocks):
        block.index = number
    return TrainingPage(
        page.source,
        page.host,
        page.truth,
        blocks,
        page.boxes,
        page.head,
        page.extracted[around],
        page.content[around],
    )
