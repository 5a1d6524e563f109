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


class TestSite(checks.EverySite):
    """What holds for every site holds for these."""


def test_five_kills_lose_nothing(crawled: checks.Crawled, tmp_path: Path) -> None:
    checks.check_killed_crawls(crawled.publisher, crawled.site, tmp_path / "killed", crawled.publisher.name)
