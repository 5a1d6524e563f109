"""Words counted in scripts with and without spaces, and what rests on the count."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.clean.article import clean
from archive.model import Capture
from archive.word_count import count_words, first_words
from tests.support.examples import property_test

JAPANESE = (
    "この映画は静かな港町で始まり、最後までその町を離れない。監督は急がず、雨の音を聞かせ、人々の沈黙を丁寧に撮っている。"
    "主人公の老いた漁師は多くを語らないが、その背中がすべてを物語る。音楽も控えめで、終盤の合唱が心に残った。"
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("a film about gulls", 4),
        ("una película", 2),
        ("映画", 1),
        ("映画の評", 2),
        ("映画 review", 2),
    ],
)
def test_words(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "most", "beginning"),
    [
        ("a film about gulls", 2, "a film"),
        ("a film about gulls", 4, "a film about gulls"),
        ("one,\n- two\n- three", 2, "one,\n- two"),
        ("映画の評 review", 1, "映画"),
        (" a film", 0, ""),
    ],
)
def test_first_words(text: str, most: int, beginning: str) -> None:
    assert first_words(text, most) == beginning


@property_test
@given(st.text("ab -\n\x85映画。é", max_size=40), st.integers(0, 12))
def test_first_words_are_as_many_as_fit(text: str, most: int) -> None:
    beginning = first_words(text, most)
    assert text.startswith(beginning)
    assert beginning == text if count_words(text) <= most else count_words(beginning) <= most


@pytest.mark.parametrize("encoding", ["utf-8", "shift_jis", "euc_jp"])
def test_a_review_without_spaces_is_an_article(encoding: str) -> None:
    paragraphs = f"<p>{JAPANESE}</p>" * 1 + f"<p>{JAPANESE[::-1]}</p>"
    html = (
        f"<html lang='ja'><head><meta charset='{encoding}'><title>港の雨 レビュー</title></head>"
        f"<body><article><h1>港の雨 レビュー</h1>{paragraphs}</article></body></html>"
    )
    body = html.encode(encoding)
    at = datetime(2026, 3, 15, tzinfo=UTC)
    article = clean(Capture("https://outlet.example/4711", at, body, content_type="text/html"))
    assert article.gate.is_article
    assert JAPANESE in article.text
    assert article.word_count > 80


def test_the_dash_of_a_list_s_item_is_no_word() -> None:
    assert count_words("- On the lake\n  - at dawn") == 5
    assert count_words("On the lake - at dawn") == 6
