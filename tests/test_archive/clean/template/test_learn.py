"""An outlet is proven when its last pages all agree."""

from __future__ import annotations

from dataclasses import replace

from archive.clean.template.learn import PROVEN, is_clear, learn_template
from archive.places import PagePlaces

BODY = "prose p < div.body < article"
PAGE = PagePlaces(
    kept={BODY: 2000},
    dropped={"links li < nav": 80, "prose p < footer": 60},
    facts={
        "title": ("h1|h1 < article", "meta|og:title"),
        "authors": ("meta|author",),
        "byline": (),
        "published": ("json-ld|datePublished",),
        "updated": ("nowhere",),
    },
    words=350,
    prose=1.0,
)


def test_pages_that_agree_prove_an_outlet() -> None:
    template = learn_template([PAGE] * PROVEN)
    assert template is not None
    assert template.kept == {BODY}
    assert template.dropped == {"links li < nav", "prose p < footer"}
    assert template.facts["title"] == "h1|h1 < article"
    assert (template.fewest_words, template.most_words) == (175, 1050)


def test_fewer_pages_do_not() -> None:
    assert learn_template([PAGE] * (PROVEN - 1)) is None


def test_the_source_of_a_fact_is_one_that_gives_it_on_all_pages() -> None:
    other = replace(PAGE, facts={**PAGE.facts, "title": ("meta|og:title",)})
    template = learn_template([PAGE, other, *[PAGE] * PROVEN])
    assert template is not None
    assert template.facts["title"] == "meta|og:title"


def test_a_source_in_microdata_comes_after_the_others() -> None:
    dates = ("microdata|datePublished", "time|time < header", "meta|date")
    template = learn_template([replace(PAGE, facts={**PAGE.facts, "published": dates})] * PROVEN)
    assert template is not None
    assert template.facts["published"] == "time|time < header"


def test_a_page_without_an_author_among_the_last_leaves_an_outlet_unproven() -> None:
    assert learn_template([replace(PAGE, facts={**PAGE.facts, "authors": ()}), *[PAGE] * PROVEN]) is None


def test_a_date_of_change_that_only_some_pages_give_has_no_common_place() -> None:
    changed = replace(PAGE, facts={**PAGE.facts, "updated": ("json-ld|dateModified",)})
    assert learn_template([changed, *[PAGE] * PROVEN]) is None


def test_a_text_that_stands_elsewhere_than_the_others_leaves_an_outlet_unproven() -> None:
    assert learn_template([replace(PAGE, kept={"prose p < section.new": 2000}), *[PAGE] * PROVEN]) is None


def test_a_place_that_holds_text_and_other_things_tells_nothing() -> None:
    mixed = replace(PAGE, dropped={**PAGE.dropped, BODY: 1900})
    assert learn_template([mixed] * PROVEN) is None
    assert not is_clear(2000, 1900)
    assert is_clear(2000, 10)
    assert not is_clear(0, 0)
