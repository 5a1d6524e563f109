"""Train the weights of `archive/clean/authors/weights.json` from pages whose authors are known.

    python -m tests.training.train_authors REVIEWS CORPUS

writes the weights, and prints how often the likeliest name is an author's on hosts kept apart. `REVIEWS` and
`CORPUS` are the folders `reviews` and `corpus` of the reading material. The model is a softmax over the names
of a page and "nobody"; ridge regression draws each weight to `authors_prior.json`, which a person wrote and
which alone decides where few pages teach.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.clean.authors import authors, score
from archive.clean.authors.names import name_key
from archive.clean.facts.title import read_title
from archive.clean.linear import LinearModel
from archive.clean.page.read import read_page
from archive.model import Capture
from tests.bench.corpus import responses
from tests.bench.scoring import fold_names, read_truth
from tests.training.pages import FOLDS, host_fold, host_name

Names = list[tuple[tuple[str, ...], bool]]  # features, and whether it is an author's


@dataclass(frozen=True, slots=True)
class Example:
    """A page with a known answer.

    Attributes:
        source: `reviews` or `corpus`.
        fold: of its host.
        is_signed: whether it names an author.
        names: its candidates.
        weight: how much it counts.
    """

    source: str
    fold: int
    is_signed: bool
    names: Names
    weight: float


RIDGE, ROUNDS, RATE = 2.0, 400, 0.08
REVIEWS_WEIGHT = 2.0  # of a page of entertainment coverage, beside one of any other
UNREACHED_WEIGHT = 0.3  # of a page whose authors are none of its candidates
CAUTION = -0.3  # log-odds from which a name is taken

PRIOR = Path(__file__).parent / "authors_prior.json"


def examples(reviews: Path, corpus: Path) -> Iterator[Example]:
    """The candidates of each page with a known answer."""
    for source, folder, pages, truth, weight in (
        ("reviews", reviews, "pages.warc.gz", "truth.jsonl", REVIEWS_WEIGHT),
        ("corpus", corpus, "articles.warc.gz", "articles.truth.jsonl", 1.0),
    ):
        html = dict(responses(folder / pages))
        for row in read_truth(folder / truth):
            if row.get("page_kind") != "not_article":
                yield _example(source, row, html[row["url"]], weight)


def _example(source: str, row: dict[str, Any], html: str, weight: float) -> Example:
    at = datetime.fromisoformat(row.get("captured_at", "2026-03-15")).replace(tzinfo=UTC)
    page = read_page(
        Capture(row["url"], at, html.encode("utf-8", "replace"), content_type="text/html; charset=utf-8")
    )
    title = read_title(page)
    given = row["authors"] if "authors" in row else [row["author"]] if row["author"] else []
    collective = row.get("collective") or []
    wanted = fold_names([*given, *([collective] if isinstance(collective, str) else collective)])
    keys = {name_key(name) for name in wanted}
    names = [
        (candidate.features, bool(fold_names([candidate.name]) & wanted) or candidate.key in keys)
        for candidate in authors.all_candidates(page, title.value if title else None)
    ]
    unreached = bool(given) and not any(is_author for _, is_author in names)
    fold = host_fold(host_name(row["url"]), FOLDS)
    return Example(source, fold, bool(given), names, weight * (UNREACHED_WEIGHT if unreached else 1.0))


def fit(pages: list[Example], prior: dict[str, float]) -> dict[str, float]:
    """The weight of each feature, the prior's for those that no page has. Deterministic."""
    features = sorted({"always", *(name for page in pages for row, _ in page.names for name in row)})
    column = {name: i for i, name in enumerate(features)}
    most = max(len(page.names) for page in pages) + 1
    seen: NDArray[np.float64] = np.zeros((len(pages), most, len(features)))
    wanted, closed = np.zeros((len(pages), most)), np.full((len(pages), most), -1e9)
    closed[:, 0] = 0.0
    for p, page in enumerate(pages):
        for k, (row, is_author) in enumerate(page.names, 1):
            seen[p, k, [column["always"], *(column[name] for name in row)]] = 1
            closed[p, k], wanted[p, k] = 0.0, is_author
        wanted[p, 0] = not wanted[p].any()
    scale = np.array([page.weight for page in pages])[:, None]
    mean = np.array([prior.get(name, 0.0) for name in features])
    weights, first, second = mean.copy(), np.zeros_like(mean), np.zeros_like(mean)
    for step in range(1, ROUNDS + 1):  # Adam
        odds = np.exp((total := seen @ weights + closed) - total.max(1, keepdims=True))
        likely = odds / odds.sum(1, keepdims=True)
        right = likely * wanted
        right /= right.sum(1, keepdims=True) + 1e-30
        slope = np.einsum("pk,pkf->f", (likely - right) * scale, seen) + RIDGE * (weights - mean)
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope**2
        rate = RATE * (1 - step / (ROUNDS + 20))
        weights = weights - rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    weights[column["always"]] -= CAUTION
    return {**prior, **{name: round(float(weights[i]), 2) for name, i in column.items()}}


def model_of(weights: dict[str, float]) -> LinearModel:
    """The model with these weights, that of "always" as its bias."""
    bias = weights.pop("always")
    return LinearModel(("author",), (bias,), {name: (weight,) for name, weight in weights.items()})


def cross_validated(pages: list[Example], prior: dict[str, float]) -> Counter[tuple[str, str]]:
    """How the pages of each source come out by the likeliest name alone, as other hosts taught it."""
    counted: Counter[tuple[str, str]] = Counter()
    for fold in range(FOLDS):
        model = model_of(fit([page for page in pages if page.fold != fold], prior))
        for page in pages:
            if page.fold == fold:
                scored = [(model.score(row), is_author) for row, is_author in page.names]
                best, is_author = max(scored, default=(0.0, False))
                outcome = "nobody" if best <= 0 else "right" if is_author else "wrong"
                counted[page.source, f"{outcome} of {'signed' if page.is_signed else 'unsigned'}"] += 1
    return counted


def main(reviews: str, corpus: str) -> None:
    """Print the figures and write the weights."""
    prior = json.loads(PRIOR.read_text("utf-8"))
    pages = list(examples(Path(reviews), Path(corpus)))
    for (source, outcome), count in sorted(cross_validated(pages, prior).items()):
        print(f"{source:8} {outcome:18} {count}")
    path = Path(score.__file__).parent / "weights.json"
    packed = {"author": model_of(fit(pages, prior)).packed()}
    path.write_text(json.dumps(packed, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
