"""Train the weights of `archive/clean/authors/weights.json` from pages whose authors are known.

    python -m tests.training.train_authors REVIEWS CORPUS

prints nothing and writes the weights. `REVIEWS` and `CORPUS` are the folders `reviews` and `corpus` of the
reading material. The model is a softmax over the names of a page and "nobody"; ridge regression draws each
weight to `authors_prior.json`, which a person wrote and which alone decides where few pages teach.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.clean.authors import authors, score
from archive.clean.authors.mentions import name_key
from archive.clean.facts.title import read_title
from archive.clean.linear import LinearModel
from archive.clean.page.read import read_page
from archive.model import Capture
from tests.bench.corpus import responses
from tests.bench.scoring import fold_names, read_truth

Example = tuple[list[tuple[tuple[str, ...], bool]], float]  # names as (features, is an author), weight

RIDGE, ROUNDS, RATE = 2.0, 400, 0.08
REVIEWS_WEIGHT = 2.0  # of a page of entertainment coverage, beside one of any other
UNREACHED_WEIGHT = 0.3  # of a page whose authors are none of its candidates
CAUTION = -0.3  # log-odds from which a name is taken

PRIOR = Path(__file__).parent / "authors_prior.json"


def examples(reviews: Path, corpus: Path) -> Iterator[Example]:
    """The candidates of each page with a known answer."""
    for folder, pages, truth, weight in (
        (reviews, "pages.warc.gz", "truth.jsonl", REVIEWS_WEIGHT),
        (corpus, "articles.warc.gz", "articles.truth.jsonl", 1.0),
    ):
        html = dict(responses(folder / pages))
        for row in read_truth(folder / truth):
            if row.get("page_kind") != "not_article":
                yield _example(row, html[row["url"]], weight)


def _example(row: dict[str, Any], html: str, weight: float) -> Example:
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
    return names, weight * (UNREACHED_WEIGHT if unreached else 1.0)


def fit(pages: list[Example], prior: dict[str, float]) -> dict[str, float]:
    """The weight of each feature, the prior's for those that no page has. Deterministic."""
    features = sorted({"always", *(name for names, _ in pages for row, _ in names for name in row)})
    column = {name: i for i, name in enumerate(features)}
    most = max(len(names) for names, _ in pages) + 1
    seen: NDArray[np.float64] = np.zeros((len(pages), most, len(features)))
    wanted, closed = np.zeros((len(pages), most)), np.full((len(pages), most), -1e9)
    closed[:, 0] = 0.0
    for p, (names, _) in enumerate(pages):
        for k, (row, is_author) in enumerate(names, 1):
            seen[p, k, [column["always"], *(column[name] for name in row)]] = 1
            closed[p, k], wanted[p, k] = 0.0, is_author
        wanted[p, 0] = not wanted[p].any()
    scale = np.array([weight for _, weight in pages])[:, None]
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


def main(reviews: str, corpus: str) -> None:
    """Write the weights."""
    prior = json.loads(PRIOR.read_text("utf-8"))
    found = fit(list(examples(Path(reviews), Path(corpus))), prior)
    bias = found.pop("always")
    model = LinearModel(("author",), (bias,), {name: (weight,) for name, weight in found.items()})
    path = Path(score.__file__).parent / "weights.json"
    path.write_text(json.dumps({"author": model.packed()}, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
