"""The text as typed parts: in plain text and in Markdown, the same words in the same order."""

# Markup is easier to read in long lines.
# ruff: noqa: E501

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.clean.article import clean
from archive.clean.boilerplate.recurring import line_key
from archive.clean.page.read import read_page
from archive.clean.text.markdown import as_paragraphs, write_markdown
from archive.clean.text.parts import plain_text, read_parts
from archive.clean.text.text import read_lines
from archive.importing.warc import read_warc
from archive.model import Article, Capture, Learned
from archive.rules.model import SiteRule
from tests.support.examples import page_step
from tests.support.seeds_markup import read_seed
from tests.test_archive.clean.test_seeds import FORMS, cleaned
from tests.test_archive.clean.text.test_text import PROSE as P
from tests.test_archive.clean.text.unmarked import shown_html, shown_words, words

AT = datetime(2026, 3, 15, tzinfo=UTC)


def capture_of(middle: str, head: str = "") -> Capture:
    """A page with some markup between the paragraphs of its article."""
    before, after = ("".join(f"<p>{line}</p>" for line in lines) for lines in (P[:3], P[3:]))
    html = (
        f"<!DOCTYPE html><html><head><title>Ice, a review</title>{head}</head><body><nav><a href='/'>Home</a></nav>"
        f"<main><article><h1>Ice, a review</h1>{before}{middle}{after}</article></main><footer>© 2026</footer></body></html>"
    )
    return Capture(
        "https://site.example/film/ice", AT, html.encode(), content_type="text/html; charset=utf-8"
    )


WHOLE = SiteRule(text=("//article",), prune=False)


def both(middle: str, head: str = "", rule: SiteRule | None = WHOLE) -> tuple[str, str]:
    """What becomes of the middle of an article, in plain text and in Markdown.

    By default a site rule takes all of the article, so that what is written does not depend on what is kept.
    """
    article = clean(capture_of(middle, head), rules=rule)
    assert article.markdown is not None
    plain = article.text.removeprefix("\n".join(P[:3])).removesuffix("\n".join(P[3:]))
    marked = article.markdown.removeprefix("\n\n".join(P[:3])).removesuffix("\n\n".join(P[3:]))
    assert len(plain) < len(article.text) and len(marked) < len(article.markdown)
    return plain.strip("\n"), marked.strip("\n")


def test_headings_keep_their_level() -> None:
    plain, marked = both(
        f"<h2>The <b>duels</b></h2><p>{P[0]} Again.</p><h4 class='x'><span>By <i>night</i></span></h4>"
    )
    assert plain == f"The duels\n{P[0]} Again.\nBy night"
    assert marked == f"## The duels\n\n{P[0]} Again.\n\n#### By *night*"


def test_lists_keep_their_dashes_numbers_and_depth() -> None:
    plain, marked = both(
        "<ul><li>On the lake<ul><li>at dawn</li><li>at noon<ol start='3'><li>the third</li><li>the fourth</li></ol></li></ul></li>"
        "<li><p>In the mill</p><p>and behind it</p></li></ul><ol reversed><li>Two</li><li>One</li></ol>"
    )
    assert plain.splitlines() == [
        "- On the lake",
        "  - at dawn",
        "  - at noon",
        "    3. the third",
        "    4. the fourth",
        "- In the mill",
        "  and behind it",
        "2. Two",
        "1. One",
    ]
    html = shown_html(marked).replace("\n", "")
    assert '<li>at noon<ol start="3"><li>the third</li><li>the fourth</li></ol></li>' in html.replace(
        "<p>", ""
    ).replace("</p>", "")
    assert "<li><p>In the mill</p><p>and behind it</p></li>" in html
    assert "2. Two" in html and "1. One" in html  # Markdown itself counts upwards only
    assert shown_words(marked) == words(plain)


def test_a_list_that_holds_the_whole_article_is_no_list() -> None:
    lines = "".join(f"<p>{line}</p>" for line in P)
    html = f"<html><body><ul><li><blockquote>{lines}</blockquote></li></ul></body></html>".encode()
    article = clean(Capture("https://site.example/a", AT, html, content_type="text/html"))
    assert article.text == "\n".join(P)
    assert article.markdown == "\n\n".join(P)


def test_quotes_hold_lists_and_lists_hold_quotes() -> None:
    plain, marked = both(
        f"<blockquote><p>{P[0]} She said so.</p><ul><li>once and for all</li></ul></blockquote>"
        f"<ul><li>First of all<blockquote>Nobody skates here.</blockquote></li></ul>"
    )
    assert marked == (
        f"> {P[0]} She said so.\n>\n> - once and for all\n\n- First of all\n\n  > Nobody skates here."
    )
    assert words(plain) == shown_words(marked)


def test_tables_keep_their_columns() -> None:
    plain, marked = both(
        "<figure class='wp-block-table'><table><caption>The cast</caption><thead><tr><th></th><th>Played by</th><th>Age</th></tr></thead>"
        "<tbody><tr>\n<td>Eve</td>\n<td><p>A. <b>Person</b></p></td><td>31</td></tr><tr><td colspan='2'>Either | or<br>none</td><td>7</td></tr></tbody></table></figure>"
    )
    assert plain == "The cast\nPlayed by | Age\nEve | A. Person | 31\nEither | or none | 7"
    assert marked == (
        "*The cast*\n\n|  | Played by | Age |\n| --- | --- | --- |\n| Eve | A. **Person** | 31 |\n| Either \\| or none |  | 7 |"
    )


def test_a_table_without_headings_gets_an_empty_row_of_them() -> None:
    _, marked = both(
        "<table><tr><td>Eve</td><td>A. Person</td></tr><tr><td>Rookie</td><td>B. Other</td></tr></table>"
    )
    assert marked == "|  |  |\n| --- | --- |\n| Eve | A. Person |\n| Rookie | B. Other |"


def test_a_table_that_lays_the_page_out_is_none() -> None:
    _, marked = both(
        f"<table><tr><td><p>{P[0]} Again.</p><p>{P[1]} Again.</p></td><td><ul><li>On ice</li><li>off it</li></ul></td></tr></table>"
    )
    assert "|" not in marked and marked.startswith(f"{P[0]} Again.\n\n{P[1]} Again.")


def test_captions_stand_beside_the_text() -> None:
    plain, marked = both(
        "<figure><img src='a.jpg'><figcaption>Eve on the <i>ice</i>, in the third act</figcaption></figure>"
        f"<p>{P[0]} Again.</p>",
        rule=None,
    )
    assert plain == f"{P[0]} Again."
    assert marked == f"*Eve on the ice, in the third act*\n\n{P[0]} Again."


def test_captions_of_other_parts_of_the_page_are_not_the_article_s() -> None:
    figure = "<figure><img src='c.jpg'><figcaption>The sequel nobody asked for, at last</figcaption></figure>"
    _, marked = both(f"<aside class='related-posts'>{figure}</aside><p>{P[0]} Again.</p>", rule=None)
    assert marked == f"{P[0]} Again."


def test_preformatted_text_stands_as_it_is() -> None:
    code = "def f(x):\n    return x ** 2  # ```\n\nprint(f(3))"
    plain, marked = both(f"<pre><code class='language-python'>{code}\n</code></pre>")
    assert plain == code
    assert marked == f"````python\n{code}\n````"


def test_line_breaks_of_a_poem_stay_in_its_stanza() -> None:
    plain, marked = both(
        "<p>The ice was here, the ice was there,<br>the ice was all around:<br/>\n1. it cracked and growled,<br><br>and roared and howled,<br>like noises in a swound.</p>"
    )
    assert plain.count("\n") == 4
    assert marked == (
        "The ice was here, the ice was there,  \nthe ice was all around:  \n1\\. it cracked and growled,\n\n"
        "and roared and howled,  \nlike noises in a swound."
    )


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("told with <em>care</em>, <b>and <i>wit</i></b>", "told with *care*, **and *wit***"),
        ("told with<b> care </b>and wit", "told with **care** and wit"),
        ("<b>told</b><b> with care</b>", "**told with care**"),
        ("<strong><b>told</b> with</strong> care", "**told with** care"),
        ("un<i>skate</i>able", "un*skate*able"),
        ("<i>told</i><b>with</b> care", "toldwith care"),  # marks that touch would be read otherwise
        ("told<b>(with)</b>care", "told(with)care"),
        ("press <kbd>a*b</kbd> or <code>`</code>", "press `a*b` or `` ` ``"),
        ("see <a href='/a b(1)'>this <i>one</i></a>", "see [this *one*](https://site.example/a%20b%281%29)"),
        (
            "see <a href='#note'>1</a><a href='javascript:x()'>2</a><a href='mailto:a@b.example'>3</a>",
            "see 123",
        ),
        (
            "2*3*4 _x_ snake_case [1] `q` \\ ~~no~~",
            "2\\*3\\*4 \\_x\\_ snake_case \\[1\\] \\`q\\` \\\\ \\~\\~no\\~\\~",
        ),
        ("5 &lt; 6 &amp; &lt;b&gt;7&lt;/b&gt; R&amp;B", "5 < 6 & \\<b>7\\</b> R&B"),
    ],
)
def test_emphasis_links_and_what_only_looks_like_them(html: str, written: str) -> None:
    sentence = "and it goes on for a while after that, as such sentences do."
    plain, marked = both(f"<p>It is {html} {sentence}</p>")
    assert marked == f"It is {written} {sentence}"
    assert shown_words(marked) == words(plain)


@pytest.mark.parametrize("start", ["# One", "- two", "+ three", "4. four", "5) five", "> six", "---", "==="])
def test_a_line_that_begins_like_a_mark_is_none(start: str) -> None:
    shown = shown_html(as_paragraphs(f"{start}\nand on"))
    assert shown.startswith("<p>") and shown.count("<p>") == 2


def test_links_count_from_the_page_s_base() -> None:
    _, marked = both(
        "<p>It goes on <a href='b'>here</a> for a while, as such reviews are known to do.</p>",
        "<base href='/deep/er/'>",
    )
    assert "[here](https://site.example/deep/er/b)" in marked


def test_learned_furniture_leaves_both_and_the_captions_too() -> None:
    line = "Brought to you by the lake."
    figure = "<figure><img src='e.jpg'><figcaption>Eve by the lake, in winter</figcaption></figure>"
    capture = capture_of(f"{figure}<p>{line}</p>")
    before = clean(capture)
    assert before.markdown and line in before.text and "*Eve by the lake, in winter*" in before.markdown
    keys = frozenset(map(line_key, (line, "Eve by the lake, in winter")))
    after = clean(capture, learned=Learned(pinned=keys))
    assert after.text == "\n".join(P)
    assert after.markdown == "\n\n".join(P)


def test_a_site_rule_s_text_has_its_captions() -> None:
    figure = "<figure><img src='e.jpg'><figcaption>Eve on the ice</figcaption></figure>"
    rule = SiteRule(text=("//article",))
    article = clean(capture_of(f"<h2>More</h2>{figure}"), rules=rule)
    assert article.text == "\n".join([*P[:3], "More", *P[3:]])
    assert article.markdown == "\n\n".join([*P[:3], "## More", "*Eve on the ice*", *P[3:]])


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", ["vocal-creator-page", "blog-review"])
def test_the_seeds_in_every_markup(kind: str, form: str, shared: Path) -> None:
    seed = read_seed(kind, shared)
    marked = cleaned(kind, form, shared).markdown
    assert marked is not None
    assert shown_words(marked) == words(seed.text)
    headings = [line for line in marked.splitlines() if line.startswith("#")]
    tagged = form not in ("plain", "soup")  # of those two, no markup says what a heading is
    assert len(headings) == (sum(tag == "h2" for tag, _ in seed.blocks) if tagged else 0)
    assert all(line.startswith("## ") for line in headings)


def is_within(wanted: list[str], words: list[str]) -> bool:
    """Whether words stand among others in their order."""
    rest = iter(words)
    return all(word in rest for word in wanted)


def test_real_pages_have_the_same_words_in_both(shared: Path) -> None:
    step = page_step(90)
    captures = list(read_warc(shared / "corpus" / "articles.warc.gz"))[::step]
    assert len(captures) > 600 / step
    for capture in captures:
        page = read_page(capture)
        parts = read_parts(read_lines(page, None, None))
        marked = write_markdown([part for part in parts if not part.aside], page.base_url)
        assert shown_words(marked) == words(plain_text(parts)), capture.url
        assert is_within(words(plain_text(parts)), shown_words(write_markdown(parts, page.base_url))), (
            capture.url
        )


def test_pickled_and_cleaned_again_it_is_the_same() -> None:
    capture = capture_of("<ul><li>On ice<ol><li>once</li></ol></li></ul>")
    articles: set[str | None] = {clean(capture).markdown for _ in range(3)}
    assert len(articles) == 1
    assert isinstance(clean(capture), Article)
