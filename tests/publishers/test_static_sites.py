"""Matinee on the sites of Hugo, Pelican, Nikola and Jekyll, with the themes that they come with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.publishers import checks
from tests.publishers.hugo import Hugo
from tests.publishers.jekyll import Jekyll
from tests.publishers.nikola import Nikola
from tests.publishers.pelican import Pelican
from tests.publishers.publisher import Publisher

PUBLISHERS: tuple[Publisher, ...] = (Hugo(), Pelican("notmyidea"), Pelican("simple"), Nikola(), Jekyll())


@pytest.fixture(scope="module", params=PUBLISHERS, ids=[publisher.name for publisher in PUBLISHERS])
def crawled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[checks.Crawled]:
    publisher: Publisher = request.param
    if reason := publisher.missing():
        pytest.skip(reason)
    print(publisher.version())
    folder = tmp_path_factory.mktemp(publisher.name)
    (folder / "site").mkdir()
    site = publisher.start(folder / "site", checks.posts_that_it_hides(publisher))
    try:
        yield checks.crawl_twice(publisher, site, folder / "reader", publisher.name)
    finally:
        site.close()


def test_all_posts_are_found(crawled: checks.Crawled) -> None:
    checks.check_found(crawled.found)


def test_the_printed_facts_are_right(crawled: checks.Crawled) -> None:
    checks.check_facts(crawled.found)


def test_no_post_is_requested_twice(crawled: checks.Crawled) -> None:
    checks.check_requests(crawled)


def test_the_crawl_succeeds(crawled: checks.Crawled) -> None:
    checks.check_ending(crawled)


def test_what_is_not_for_readers_stays_out(crawled: checks.Crawled) -> None:
    checks.check_nothing_hidden(crawled.publisher, crawled.articles)


def test_words_are_found(crawled: checks.Crawled) -> None:
    checks.check_search(crawled)


def test_five_kills_lose_nothing(crawled: checks.Crawled, tmp_path: Path) -> None:
    checks.check_killed_crawls(crawled.publisher, crawled.site, tmp_path / "killed", crawled.publisher.name)
