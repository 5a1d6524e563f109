"""The scoring of ../shared/corpus/README.md, for any extraction: word F1, snippets, title, author, date."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

WORD = re.compile(r"\w+")
NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
BETWEEN_NAMES = re.compile(r",|&|\band\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one tool read from one page; "" or () or None where it read nothing."""

    text: str = ""
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None


@dataclass(frozen=True, slots=True)
class TextScore:
    """Word precision, recall and their harmonic mean for one page."""

    precision: float
    recall: float
    f1: float


def read_truth(path: Path) -> list[dict[str, Any]]:
    """The lines of a `.truth.jsonl` file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def score_text(text: str, truth: str) -> TextScore:
    """Multisets of lower-case words compared."""
    found, wanted = Counter(WORD.findall(text.lower())), Counter(WORD.findall(truth.lower()))
    common = (found & wanted).total()
    precision = common / found.total() if found else 0.0
    recall = common / wanted.total() if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if common else 0.0
    return TextScore(precision, recall, f1)


def fold(text: str) -> str:
    """Lower-case, everything but letters and digits folded to one space."""
    return NOT_ALPHANUMERIC.sub(" ", text.lower()).strip()


def fold_names(names: Iterable[str]) -> frozenset[str]:
    """The set of names, each string split at commas, "and" and "&"."""
    return frozenset(filter(None, (fold(part) for name in names for part in BETWEEN_NAMES.split(name))))


def score(truth: list[dict[str, Any]], found: Mapping[str, Extraction]) -> dict[str, float]:
    """Every figure of the corpus's README. A page without an extraction counts as empty.

    Args:
        truth: lines of `articles.truth.jsonl`.
        found: by page id.
    """
    pairs = [(page, found.get(page["id"], Extraction())) for page in truth]
    texts = [score_text(got.text, page["main_content"]) for page, got in pairs]
    must = [fold(s) in fold(got.text) for page, got in pairs for s in page["must_contain"]]
    must_not = [fold(s) in fold(got.text) for page, got in pairs for s in page["must_not_contain"]]
    return {
        "pages": len(pairs),
        "F1": fmean(t.f1 for t in texts),
        "precision": fmean(t.precision for t in texts),
        "recall": fmean(t.recall for t in texts),
        "must_contain": fmean(must),
        "leak": fmean(must_not),
        "title": fmean(fold(got.title or "") == fold(page["title"]) for page, got in pairs if page["title"]),
        "author": fmean(
            fold_names(got.authors) == fold_names([page["author"]]) for page, got in pairs if page["author"]
        ),
        "date": fmean(
            (got.published or "")[:10] == page["publish_date"][:10]
            for page, got in pairs
            if page["publish_date"]
        ),
        "dates invented": sum(bool(got.published) for page, got in pairs if not page["publish_date"]),
        "authors invented": sum(bool(got.authors) for page, got in pairs if not page["author"]),
    }
