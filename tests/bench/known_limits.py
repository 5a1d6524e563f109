"""How often facts are read right on ../shared/reviews: the figures that the card of a dataset gives.

Write what it prints into `archive/export/dataset/known_limits.py`, with the day. Its figures of kind and work
flatter, since their models were trained on these pages: take those from `make model OPTIONS=--check`.
"""

from __future__ import annotations

from tests.bench.clean.pages import read_pages
from tests.bench.clean.review_scores import score_reviews
from tests.bench.clean.tools import matinee


def main() -> None:
    """Read all pages and print each figure."""
    pages = read_pages("reviews")
    print(f"{len(pages.truth)} pages, {len({page['outlet'] for page in pages.truth})} outlets")
    scores = score_reviews(pages.truth, {name: matinee(job) for name, job in pages.jobs.items()})
    for name, score in scores.items():
        print(f"{name:<12} {score:.3f}")


if __name__ == "__main__":
    main()
