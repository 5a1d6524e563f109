"""What stands beside the article on all of an outlet's pages is cut from the next one; what is new stays."""

from __future__ import annotations

from dataclasses import replace

from lxml import html
from lxml.html import HtmlElement

from archive.clean.article import clean
from archive.clean.template.beside import Beside, common_beside, cut_beside, find_beside
from archive.clean.template.learn import learn_template
from archive.places import PagePlaces, Settled
from tests.test_archive.clean.pages import html_page
from tests.test_archive.proven_pages import OUTLETS, capture, numbers

MARKUP = (
    '<body class="post-7"><header class="top"><nav>Home</nav></header><div class="wrap"><main>'
    '<h1>Salt</h1><div class="text"><p>A film.</p><p>It is long.</p></div>'
    '<aside class="more"><p>Other films</p></aside></main></div><footer>The Lantern</footer></body>'
)
PAGE = PagePlaces({}, {}, {}, 350, 1.0)
BESIDE = {"header.top < body", "aside.more < main < div.wrap < body", "footer < body"}
PROMO = "element|p < aside.more < main < div.wrap"


def elements(tree: HtmlElement, *tags: str) -> set[HtmlElement]:
    return set(tree.iter(*tags))


def places(markup: str = MARKUP) -> PagePlaces:
    page = html_page(markup)
    assert page.tree is not None
    needed = {element for element in page.tree.iter("h1", "p") if element.getparent().tag != "aside"}
    promo = page.tree.find(".//aside/p")
    found = find_beside(page, needed, {PROMO: promo})
    return replace(PAGE, used=found.used, beside=found.beside, holders=found.holders)


def test_the_outermost_elements_without_anything_that_was_read_stand_beside() -> None:
    assert set(places().beside) == BESIDE | {"p < aside.more < main < div.wrap"}
    assert "div.text < main < div.wrap < body" in places().used
    assert find_beside(html_page(MARKUP), set(), {}) == Beside()


def test_they_are_cut_from_the_next_page() -> None:
    beside, around = common_beside([places()] * 4, ())
    assert beside >= BESIDE
    following = MARKUP.replace("post-7", "post-8").replace("<aside", "<hr><aside")
    tree = html.document_fromstring(following.replace("</footer>", "</footer>and on"))
    cut_beside(tree, beside, around)
    assert not elements(tree, "header", "nav", "aside", "footer")
    assert tree.text_content() == "SaltA film.It is long.and on"
    assert elements(tree, "hr")  # in a new place


def test_what_one_page_had_something_in_stays() -> None:
    other = replace(places(), used=(*places().used, "footer < body"))
    assert BESIDE - common_beside([*[places()] * 3, other], ())[0] == {"footer < body"}


def test_what_few_pages_have_stays() -> None:
    promo = replace(places(), beside=(*places().beside, "div.promo < body"))
    assert "div.promo < body" not in common_beside([promo, *[places()] * 3], ())[0]


def test_what_a_fact_is_read_from_stays_and_what_gave_it_by_chance_does_not() -> None:
    kept = BESIDE - common_beside([places()] * 4, {PROMO})[0]
    assert kept == {"aside.more < main < div.wrap < body"}
    assert common_beside([places()] * 4, {"element|p.author < main"})[0] >= BESIDE


def test_nothing_is_cut_where_one_page_does_not_say() -> None:
    assert common_beside([PAGE, *[places()] * 3], ()) == (frozenset(), frozenset())


def test_nothing_is_cut_where_a_settled_fact_stands_somewhere_on_the_page() -> None:
    found = [clean(capture("ghost", number), places=True).trace.places for number in range(9)]
    learned = [page for page in found if page is not None]
    template = learn_template(learned)
    assert template is not None
    assert template.beside
    doubtful = replace(learned[0], settled=Settled("en", None))
    template = learn_template([doubtful, *learned[1:]])
    assert template is not None
    assert not template.beside


def test_a_rating_and_labels_outside_of_the_text_are_read_on_the_next_page() -> None:
    for outlet in OUTLETS:
        found = [clean(capture(outlet, number), places=True).trace.places for number in range(9)]
        template = learn_template([page for page in found if page])
        assert template is not None
        (number,) = numbers(outlet, 20, 1)
        page = capture(outlet, number)
        rated = page.body.replace(b"</h1>", b'</h1><div class="verdict">Rating: 4/5</div>', 1)
        page = replace(page, body=rated)
        article, whole = clean(page, template=template), clean(page)
        assert article.trace.use is not None
        assert article.trace.use.outcome == "read"
        assert article.review.rating == whole.review.rating
        assert whole.review.rating is not None
