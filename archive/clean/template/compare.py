"""What an outlet's template reads otherwise than the whole road, on a page that is read both ways. Pure."""

from __future__ import annotations

from collections import Counter
from typing import Any

from archive.model import Article, Reading
from archive.places import TemplateUse

_SAME_TEXT = 0.98  # word F1 from which two texts are the same


def compared(whole: Article, by_template: Article) -> TemplateUse:
    """What a template was to a page that was read both ways."""
    facts = compared_facts(by_template)
    names = [name for name, value in compared_facts(whole).items() if value != facts[name]]
    if word_f1(whole.text, by_template.text) < _SAME_TEXT:
        names.insert(0, "text")
    return TemplateUse("different", ", ".join(names)) if names else TemplateUse("same")


def compared_facts(article: Article) -> dict[str, object]:
    """What both roads must read alike, by the names that people know."""
    review = article.review
    readings: dict[str, Reading[Any] | None] = {
        "title": article.title,
        "authors": article.authors,
        "date": article.published,
        "date of change": article.updated,
        "language": article.language,
        "kind": article.kind,
        "work": review.work,
        "rating": review.rating,
    }
    return {
        **{name: reading.value if reading else None for name, reading in readings.items()},
        "medium": review.medium,
        "type of page": article.gate.is_article,
        "status": article.status,
        "copyright": article.rights.get("copyright"),
        "licence": article.rights.get("license"),
    }


def word_f1(text: str, other: str) -> float:
    """The F1 of two texts as bags of words, 0-1; 1 for two empty ones."""
    words, others = Counter(text.split()), Counter(other.split())
    total = words.total() + others.total()
    return 2 * (words & others).total() / total if total else 1.0
