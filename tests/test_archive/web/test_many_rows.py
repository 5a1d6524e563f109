"""Pages of more than they show at once: a search that matches many, and long lists."""

from __future__ import annotations

import pytest

from tests.test_archive.web.conftest import Get


def test_a_search_that_matches_many_orders_the_last_added_and_leads_to_all(
    get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.web.views.search._MOST", 2)
    monkeypatch.setattr("archive.web.views.search._SIZE", 1)
    found = get("/search?q=tide")
    assert found.texts("//p[@role='status']")[0].startswith("3 articles")
    (notice,) = found.texts("//p[@class='notice']")
    assert notice.startswith(
        "The counts are those of the 2 articles that came into the archive last, and only"
    )
    (more,) = found.tree.xpath("//nav[@class='pager']/a/@href")
    assert get(more).texts("//nav[@class='pager']/a") == [], "what is left out is on no page"
    (address,) = found.tree.xpath("//p[@class='notice']/a/@href")
    titles, following = [], address
    while following:
        page = get(following)
        titles += page.texts("//ul[@class='hits']//h3")
        following = next(iter(page.tree.xpath("//nav[@class='pager']/a/@href")), "")
    assert len(titles) == 3, "the link leads to all of them"
    (notice,) = get(address).texts("//p[@class='notice']")
    assert notice.endswith("came into the archive last."), "all are in order"


def test_what_is_not_counted_of_many_is_said_to_be_more(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.web.views.search._MOST", 2)
    found = get("/search?q=tide+has:title")
    assert found.texts("//p[@role='status']")[0].startswith("More than 2 articles")
    (notice,) = get("/search?sort=title").texts("//p[@class='notice']")
    assert notice.startswith("Only the 2 articles that came into the archive last are put in order here.")


def test_names_of_a_large_archive_are_compared_when_asked(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.web.views.search._FEW_NAMES", 2)
    found = get("/search?q=work:farry")
    assert found.texts("//p[@class='notice']") == []
    (near,) = found.tree.xpath("//a[contains(text(), 'spelled nearly so')]/@href")
    assert get(near).texts("//p[@class='notice']") == ["There is no work farry; the nearest is Night Ferry."]


@pytest.mark.parametrize("address", ["/works", "/people", "/outlets"])
def test_long_lists_have_pages(get: Get, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    names = get(address).texts("//tbody//a")
    monkeypatch.setattr("archive.web.views.names._SHOWN", 2)
    paged, following = [], address
    while following:
        page = get(following)
        paged += page.texts("//tbody//a")
        following = next(iter(page.tree.xpath("//nav[@class='pager']/a/@href")), "")
    assert paged == names and len(names) > 2
    for number in ("0", "x", "-1", "9", "9" * 30):
        assert get(f"{address}?page={number}").status == 404
