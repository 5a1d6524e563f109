"""The language: as declared, unless the text plainly says otherwise."""

from __future__ import annotations

import pytest

from archive.clean.facts.language import declared_languages, read_language
from archive.model import Reading
from tests.test_archive.clean.fact_pages import page, plain

ENGLISH = (
    "The tide comes in slowly, and the film lets it, for two hours and then some more, until nobody minds. "
    * 4
)
GERMAN = "Langsam kommt die Flut, und der Film lässt ihr Zeit, bis niemand mehr etwas dagegen hat. " * 4
JAPANESE = "潮はゆっくりと満ちてくる。映画はそれを二時間かけて見守り、やがて誰も気にしなくなる。" * 8


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", ENGLISH, Reading("en", "html", "en")),
        ("en-GB", ENGLISH, Reading("en", "html", "en-GB")),
        ("EN_us", ENGLISH, Reading("en", "html", "EN_us")),
        ("de", GERMAN, Reading("de", "html", "de")),
        ("en", GERMAN, Reading("de", "text")),
        ("en", JAPANESE, Reading("ja", "text")),
        ("", GERMAN, Reading("de", "text")),
        ("zxx", ENGLISH, Reading("en", "text")),
        ("de", "Kurz.", Reading("de", "html", "de")),
        ("", "Too short.", None),
        ("en", "", None),
    ],
)
def test_language(lang: str, text: str, expected: Reading[str] | None) -> None:
    assert read_language(page(lang=lang), text) == expected


def test_the_declaration_that_the_text_bears_out_counts() -> None:
    mixed = page(head='<meta property="og:locale" content="de_DE">', lang="en")
    assert read_language(mixed, GERMAN) == Reading("de", "meta", "de_DE")


def test_every_place_that_declares() -> None:
    found = page(
        head='<meta http-equiv="Content-Language" content="fr-FR, en">',
        ld={"@type": "Article", "inLanguage": "it-IT"},
        lang="de",
        headers={"content-language": "nl"},
    )
    assert [reading.value for reading in declared_languages(found)] == ["it", "de", "fr", "nl"]


def test_plain_text_declares_nothing() -> None:
    assert read_language(plain(GERMAN), GERMAN) == Reading("de", "text")
