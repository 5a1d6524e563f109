"""What all of an outlet's last pages had in common, so that it is not worked out anew on the next one. Pure.

A text's language is compared with the words, a page's type is added up from dozens of signs, and microdata
and microformats are searched for all that they mark. Pages of the same template agree in all of these.
"""

from __future__ import annotations

from typing import Any

from archive.clean.facts.language import declared_languages
from archive.clean.page.page import Page
from archive.model import Article, Gate, Reading
from archive.places import Settled, Template


def read_settled(page: Page, article: Article) -> Settled:
    """What a page that took the whole road says of these.

    Args:
        page: the page.
        article: as the whole road read it.
    """
    language, gate = article.language, article.gate
    return Settled(
        language=language.value if language and language.source != "text" else None,
        signs=gate.reasons if gate.is_article and not gate.doubtful else None,
        formats=tuple(graph.source for graph in page.visible_graphs if _is_used(graph.source, page, article)),
        copyright=article.rights.get("copyright", ""),
    )


def _is_used(name: str, page: Page, article: Article) -> bool:
    """Whether a format gave a fact that no template gives, or told people and organizations apart."""
    readings: tuple[Reading[Any] | None, ...] = (article.kind, article.review.work, article.review.rating)
    if any(reading is not None and reading.source == name for reading in readings):
        return True
    authors = article.authors.value if article.authors else ()
    return any(author.kind != "person" for author in authors)


def settled_language(page: Page, template: Template | None) -> Reading[str] | None:
    """The language that the page and all pages before declare; None where it has to be worked out."""
    if template is None or template.language is None:
        return None
    return next((tag for tag in declared_languages(page) if tag.value == template.language), None)


def settled_type(template: Template | None) -> Gate | None:
    """That a page which fits the template is an article as all before were; None where one was in doubt."""
    return (
        None if template is None or template.signs is None else Gate("article", True, reasons=template.signs)
    )
