"""A checked page is read both ways, and what differs is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.clean.article import clean
from archive.clean.template.compare import compared, word_f1
from archive.model import Reading
from archive.places import TemplateUse
from tests.test_archive.proven_pages import capture


def test_the_same_article_is_the_same() -> None:
    article = clean(capture("ghost", 1))
    assert compared(article, article) == TemplateUse("same")
    assert compared(article, replace(article, text=f"{article.text} The end.")) == TemplateUse("same")


def test_each_fact_that_differs_is_named() -> None:
    article = clean(capture("ghost", 1))
    other = replace(
        article,
        text="Another text.",
        kind=Reading("news", "url"),
        authors=None,
        status="paywalled",
        rights={**article.rights, "license": "CC0"},
    )
    assert compared(article, other) == TemplateUse("different", "text, authors, kind, status, licence")


def test_word_f1() -> None:
    assert word_f1("a b c", "a b c") == 1.0
    assert word_f1("a b c d", "a b") == pytest.approx(2 / 3)
    assert word_f1("", "") == 1.0
