"""The scoring of ../shared/corpus/README.md, for any extraction: word F1, snippets, title, author, date."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from archive.model import Article

WORD = re.compile(r"\w+")
NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
BETWEEN_NAMES = re.compile(r",|&|\band\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one tool read from one page; "" or () or None where it read nothing.

    `article` is what ours read, with the facts that no other tool reads.
    """

    text: str = ""
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    article: Article | None = None


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
    """Every figure of the corpus's README that the truth knows. A page without an extraction counts as empty.

    Args:
        truth: lines of `articles.truth.jsonl` or `news.truth.jsonl`.
        found: by page id.
    """
    pairs = [(page, found.get(page["id"], Extraction())) for page in truth]
    texts = [score_text(got.text, page["main_content"]) for page, got in pairs]
    dated = [(page["publish_date"], got.published or "") for page, got in pairs]
    shares: dict[str, Sequence[float]] = {
        "F1": [text.f1 for text in texts],
        "precision": [text.precision for text in texts],
        "recall": [text.recall for text in texts],
        "must_contain": snippets_in_texts(pairs, "must_contain"),
        "leak": snippets_in_texts(pairs, "must_not_contain"),
        "title": [fold(got.title or "") == fold(page["title"]) for page, got in pairs if page["title"]],
        "author": [
            fold_names(got.authors) == fold_names([page["author"]]) for page, got in pairs if page["author"]
        ],
        "date": [given[:10] == true[:10] for true, given in dated if true],
    }
    return {
        "pages": len(pairs),
        **{name: fmean(values) for name, values in shares.items() if values},
        "dates invented": sum(bool(given) for true, given in dated if not true),
        "authors invented": sum(bool(got.authors) for page, got in pairs if not page["author"]),
    }


def snippets_in_texts(pairs: Iterable[tuple[Mapping[str, Any], Extraction]], field: str) -> list[bool]:
    """Whether each snippet that a field of the truth lists stands in its page's text, folded."""
    return [fold(snippet) in fold(got.text) for page, got in pairs for snippet in page[field] or ()]
