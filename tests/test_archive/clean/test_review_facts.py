"""The review-facts sets (tests/reviews): the floors that the readers hold on them."""

from __future__ import annotations

import pytest

from archive.clean.article import clean
from tests.bench import reviews


@pytest.fixture(scope="module")
def facts():
    return reviews.score_reviews({page.id: clean(page.capture) for page in reviews.review_pages()})


def test_the_set_is_large_and_mixed():
    pages = reviews.review_pages()
    assert len(pages) >= 120
    assert len({page.id.split(":")[0] for page in pages}) >= 12
    kinds = {page.kind for page in pages}
    assert kinds >= {
        "review", "roundup", "recap", "preview", "interview", "feature", "list", "news", "trailer", "obituary"
    }  # fmt: skip
    bodies = [page.capture.body for page in pages]
    assert len(set(bodies)) == len(bodies)


@pytest.mark.parametrize("check", reviews.FLOORS)
def test_floors_hold(facts, check):
    assert facts.shares[check] >= reviews.FLOORS[check], facts.wrong[check]


def test_no_other_rating_is_taken_for_the_critics(facts):
    assert facts.invented == ()


def test_the_text_of_every_page_is_whole(facts):
    assert facts.shares["text whole"] == 1, facts.wrong["text whole"]


def test_a_wrong_rating_is_told_from_a_right_one():
    page = next(one for one in reviews.review_pages() if one.rating and "value" in one.rating)
    other = next(one for one in reviews.review_pages() if one.rating is None)
    read = clean(page.capture)
    assert reviews.rating_right(read, page) and not reviews.rating_invented(read, page)
    assert not reviews.rating_right(read, other) and reviews.rating_invented(read, other)


@pytest.mark.parametrize("folder", reviews.FRESH)
def test_floors_hold_on_saved_pages(folder):
    pages = reviews.fresh_pages(folder)
    facts = reviews.score_reviews({page.id: clean(page.capture) for page in pages}, pages)
    assert len(pages) >= 24
    for check, floor in reviews.FRESH_FLOORS[folder].items():
        assert facts.shares[check] >= floor, (check, facts.wrong[check])
    assert len(facts.invented) <= reviews.FRESH_INVENTED[folder], facts.invented
    assert facts.shares["text whole"] == 1, facts.wrong["text whole"]
