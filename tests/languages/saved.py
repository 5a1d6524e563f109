"""Saved pages of fictional outlets in eight languages (`pages/`), the truth beside each, and their scoring.

`python -m tests.languages.saved` prints the share of right facts by language and by field, and every miss.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive.clean.article import clean
from archive.model import Article, Capture

PAGES = Path(__file__).parent / "pages"
CAPTURED_AT = datetime(2026, 3, 15, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Saved:
    """A page and its truth.

    Attributes:
        id: name of the file; begins with the language.
        truth: the TOML beside the page. A fact that it does not name must be absent (`rating`, `updated`),
            save `work`, which is then not asked for. `unnamed_kind`: the page does not say what kind of
            coverage it is, so that "other" is right too. `not_yet`: fields that are read wrongly still.
            `until_learned`: the site's own lines among the author's, that only their recurring shows; not
            asked for of one page.
    """

    id: str
    capture: Capture
    truth: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Check:
    """One fact of a page: what was wanted beside what was read."""

    field: str
    wanted: object
    read: object

    @property
    def right(self) -> bool:
        return self.wanted == self.read


def saved_pages() -> list[Saved]:
    """All pages, by name."""
    return [_saved(path) for path in sorted(PAGES.glob("*.html"))]


def _saved(path: Path) -> Saved:
    truth = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    capture = Capture(
        url=truth["url"],
        captured_at=CAPTURED_AT,
        body=path.read_bytes(),
        content_type="text/html",
        medium=truth.get("medium"),
    )
    return Saved(path.stem, capture, truth)


def checks(saved: Saved, article: Article) -> Iterator[Check]:
    """Every fact of the truth, each sentence that must be there and each line that must not."""
    truth = saved.truth
    yield Check("gate", True, article.gate.is_article)
    yield Check("language", truth["language"], article.language and article.language.value.split("-")[0])
    yield Check("title", " ".join(truth["title"].split()), article.title and article.title.value)
    read = [author.name for author in article.authors.value] if article.authors else []
    yield Check("authors", truth["authors"], read)
    for field in ("published", "updated"):
        reading, wanted = getattr(article, field), truth.get(field)
        printed = reading.value.iso() if reading else None
        yield Check(field, wanted, printed if wanted is None else printed and printed[: len(wanted)])
    kind = article.kind and article.kind.value  # "other" will do where the page names none
    yield Check(
        "kind", truth["kind"], truth["kind"] if kind == "other" and truth.get("unnamed_kind") else kind
    )
    if "work" in truth:
        work = article.review.work
        yield Check("work", truth["work"], work and work.value.title)
    rating, wanted = article.review.rating, truth.get("rating")
    figures = rating and {key: getattr(rating.value, key) for key in ("value", "best", "score")}
    yield Check("rating", wanted, figures)
    text = _folded(article.text)
    for line in truth["must_contain"]:
        yield Check("kept", line, line if _folded(line) in text else None)
    for line in truth["must_not_contain"]:
        yield Check("left out", None, line if _folded(line) in text else None)


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[*_]", "", text)).casefold()


def main(prefix: str = "") -> None:
    """Prints the shares and the misses of the pages whose name begins so."""
    tally: dict[str, dict[str, list[bool]]] = {"language": defaultdict(list), "field": defaultdict(list)}
    for saved in saved_pages():
        if not saved.id.startswith(prefix):
            continue
        for check in checks(saved, clean(saved.capture)):
            tally["language"][saved.id[:2]].append(check.right)
            tally["field"][check.field].append(check.right)
            if not check.right:
                print(f"{saved.id}: {check.field}: wanted {check.wanted!r}, read {check.read!r}")
    for by, shares in tally.items():
        print(by, ", ".join(f"{name} {sum(got)}/{len(got)}" for name, got in shares.items()))


if __name__ == "__main__":
    main(*sys.argv[1:])
