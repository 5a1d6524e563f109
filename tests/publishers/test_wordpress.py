"""Matinee on WordPress: three stock themes over the same posts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.publishers import checks
from tests.publishers.wordpress import THEMES, WordPress, WordPressSite

PUBLISHER = WordPress()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordPressSite]:
    if reason := PUBLISHER.missing():
        pytest.skip(reason)
    print(PUBLISHER.version())
    site = PUBLISHER.start(tmp_path_factory.mktemp("wordpress"), checks.posts_that_it_hides(PUBLISHER))
    try:
        yield site
    finally:
        site.close()


@pytest.fixture(scope="module", params=THEMES)
def crawled(
    request: pytest.FixtureRequest, site: WordPressSite, tmp_path_factory: pytest.TempPathFactory
) -> checks.Crawled:
    print(site.theme(request.param))
    folder = tmp_path_factory.mktemp(request.param) / "reader"
    return checks.crawl_twice(PUBLISHER, site, folder, request.param)


class TestSite(checks.EverySite):
    """What holds for every site holds for each theme."""


def test_comments_stay_out_of_the_text(crawled: checks.Crawled) -> None:
    texts = "\n".join(article["text"] for article in crawled.articles)
    assert "marches better than theirs" not in texts and "given up hope" not in texts


def test_five_kills_lose_nothing(site: WordPressSite, tmp_path: Path) -> None:
    checks.check_killed_crawls(PUBLISHER, site, tmp_path / "killed", "wordpress")
