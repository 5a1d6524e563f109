"""What is counted of the articles of a dataset while they are written. Memory does not grow with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from archive.export.columns import PARTS, Columns

_LENGTHS = (0, 100, 300, 600, 1000, 2000, 5000)
_LONGEST_RATING = 40  # characters; what is longer is counted by its beginning
_SOURCES = ("published", "title", "authors", "kind", "work")


class Statistics:
    """Counts of the articles that `counting` has let through.

    Attributes:
        count: articles.
        groups: by outlet, year, kind, medium, language and status, the articles of each value.
        missing: by column, the articles without it.
        sources: by fact, how often it was read at each place.
        rights: how many articles have each signal, and each value of `opt_out`.
        ratings: as the critics printed them.
        scales: of the ratings, such as stars.
        scores: by the tens of the score.
        lengths: by the least number of words of each step.
        words: articles by the number of words.
        copies: articles that are a duplicate of another.
    """

    def __init__(self) -> None:
        self.count = self.copies = 0
        names = ("outlet", "year", "kind", "medium", "language", "status")
        self.groups: dict[str, Counter[str | None]] = {name: Counter() for name in names}
        self.missing: Counter[str] = Counter()
        self.sources: dict[str, Counter[str]] = {name: Counter() for name in (*_SOURCES, "rating")}
        self.rights: Counter[str] = Counter()
        self.ratings: Counter[str | None] = Counter()
        self.scales: Counter[str | None] = Counter()
        self.scores: Counter[int] = Counter()
        self.lengths: Counter[int] = Counter()
        self.words: Counter[int] = Counter()

    def counting(self, records: Iterable[dict[str, Any]], columns: Columns) -> Iterator[dict[str, Any]]:
        """Yield records, read with `printed`, as they are, and count them and what these columns lack."""
        for record in records:
            self._count(record)
            for picked in columns.pick([record]):
                self._count_missing(picked, columns)
            yield record

    def words_at(self, share: float) -> int:
        """The number of words that this share of the texts does not exceed; 0 without articles."""
        below = 0
        for words in sorted(self.words):
            below += self.words[words]
            if below >= share * self.count:
                return words
        return 0

    def _count(self, record: dict[str, Any]) -> None:
        work, rating, printed = (record[key] or {} for key in ("work", "rating", "printed"))
        self.count += 1
        self.copies += record["duplicate_of"] is not None
        for name in ("outlet", "kind", "language", "status"):
            self.groups[name][record[name]] += 1
        self.groups["year"][(record["published"] or "")[:4] or None] += 1
        self.groups["medium"][work.get("medium")] += 1
        for name in _SOURCES:
            if place := record.get(f"{name}_from") or printed.get(f"{name}_from"):
                self.sources[name][place] += 1
        if place := rating.get("from"):
            self.sources["rating"][place] += 1
        if rating.get("raw"):
            self.ratings[rating["raw"][:_LONGEST_RATING]] += 1
            self.scales[rating["scale"]] += 1
        if rating.get("score") is not None:
            self.scores[min(int(rating["score"]) // 10 * 10, 90)] += 1
        self.words[record["word_count"]] += 1
        self.lengths[max(least for least in _LENGTHS if least <= record["word_count"])] += 1
        self._count_rights(record["rights"])

    def _count_rights(self, rights: dict[str, Any]) -> None:
        for signal, value in rights.items():
            self.rights[signal] += 1
            if signal == "opt_out":
                self.rights.update(
                    f"opt_out: {each}" for each in (value if isinstance(value, list) else [value])
                )
        if not rights:
            self.rights["none of these"] += 1

    def _count_missing(self, picked: dict[str, Any], columns: Columns) -> None:
        for field, _keys in columns.fields:
            if field in PARTS:
                part = picked[field] or {}
                self.missing.update(f"{field}_{key}" for key in _keys if part.get(key) in (None, {}))
            elif picked[field] in (None, []):
                self.missing[field] += 1
