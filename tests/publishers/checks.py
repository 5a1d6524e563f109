"""What must hold of every site, whoever published it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.publishers.posts import HIDDEN_POSTS, POSTS, READABLE_POSTS, Post
from tests.publishers.publisher import Publisher, Site, slug_in
from tests.publishers.reader import Reader
from tests.publishers.score import Score, score

FACTS_RIGHT = 0.985
OTHER_PAGES = 1
KILLS = 5
IN_FLIGHT = 4  # requests that Matinee makes at once, and that a kill loses
_SLUGS = {post.slug for post in READABLE_POSTS}


@dataclass(frozen=True)
class Crawled:
    """A site after `matinee add` and `matinee crawl`, then `matinee crawl` again.

    Attributes:
        code: exit code of the first crawl.
        printed: what the first crawl printed.
        requests: how many pages of posts were requested in the first crawl, and in the second.
    """

    publisher: Publisher
    site: Site
    reader: Reader
    code: int
    printed: str
    articles: list[dict[str, Any]]
    found: Score
    requests: tuple[int, int]


def posts_that_it_hides(publisher: Publisher) -> list[Post]:
    """The posts for a publisher's site: those for readers, and those that it can keep from them."""
    return [post for post in POSTS if post.state in publisher.hides or post in READABLE_POSTS]


def crawl_twice(publisher: Publisher, site: Site, folder: Path, name: str) -> Crawled:
    """Add a site and crawl it twice, as its user would."""
    reader = Reader(folder)
    reader.add(name, site.url)
    added = len(requested_posts(site))
    code, printed = reader.crawl(name)
    first = len(requested_posts(site)) - added
    articles = reader.articles()
    reader.crawl(name)
    second = len(requested_posts(site)) - added - first
    found = score(articles, publisher.prints)
    return Crawled(publisher, site, reader, code, printed, articles, found, (first, second))


def requested_posts(site: Site) -> list[str]:
    """The slugs of the posts that were requested, in order; a post requested twice stands twice."""
    return [slug for answer in site.answers() if (slug := slug_in(answer.path)) in _SLUGS]


def check_found(found: Score) -> None:
    """All posts are articles once, and at most one other page is one."""
    assert not found.lost and not found.doubled and len(found.others) <= OTHER_PAGES, str(found)


def check_facts(found: Score) -> None:
    """Nearly all printed facts are right."""
    assert found.share_right >= FACTS_RIGHT, str(found)


def check_requests(crawled: Crawled) -> None:
    """The first crawl asked for each post once, the second for none."""
    assert crawled.requests == (len(READABLE_POSTS), 0), f"{crawled.requests} requests"


def check_ending(crawled: Crawled) -> None:
    """A crawl of a healthy site succeeds, with no word of a failure."""
    assert crawled.code == 0 and "failed" not in crawled.printed, crawled.printed


def check_nothing_hidden(publisher: Publisher, articles: Sequence[dict[str, Any]]) -> None:
    """Nothing of a post that readers may not see is in the archive, neither as an article nor in one."""
    for post in HIDDEN_POSTS:
        if post.state in publisher.hides:
            words = (post.title, *post.text.strip().split("\n\n"))
            leaks = [
                article["url"]
                for article in articles
                if slug_in(article["url"]) == post.slug
                or any(part in f"{article['title']}\n{article['text']}" for part in words)
            ]
            assert leaks == [], post.slug


def check_search(crawled: Crawled) -> None:
    """Words of three languages find the posts that have them, and `show` prints one with its text."""
    for word, slug in {
        "desalination": "salt-engine-review",
        "Brotkasten": "interview-mit-vera-lohmann",
        "駅員": "ame-no-kaisoku-review",
    }.items():
        printed = crawled.reader.run("search", word, "--json")
        assert slug in printed, printed
        (url,) = (article["url"] for article in crawled.articles if slug_in(article["url"]) == slug)
        assert word in crawled.reader.run("show", url)


def check_killed_crawls(publisher: Publisher, site: Site, folder: Path, name: str) -> None:
    """A crawl that is killed five times and then left alone has all posts, and asked for few twice."""
    reader = Reader(folder)
    reader.add(name, site.url)
    before = len(requested_posts(site))
    killed = 0
    for kill in range(1, KILLS + 1):
        killed += reader.crawl_killed(name, lambda kill=kill: len(requested_posts(site)) >= before + 3 * kill)
    assert killed == KILLS, f"{killed} of {KILLS} crawls were killed before they ended"
    reader.crawl(name)
    check_found(score(reader.articles(), publisher.prints))
    requests = len(requested_posts(site)) - before
    assert len(READABLE_POSTS) <= requests <= len(READABLE_POSTS) + KILLS * IN_FLIGHT, f"{requests} requests"


class EverySite:
    """The tests that every site passes; `crawled` is a fixture of the module that derives from it."""

    def test_all_posts_are_found(self, crawled: Crawled) -> None:
        check_found(crawled.found)

    def test_the_printed_facts_are_right(self, crawled: Crawled) -> None:
        check_facts(crawled.found)

    def test_no_post_is_requested_twice(self, crawled: Crawled) -> None:
        check_requests(crawled)

    def test_the_crawl_succeeds(self, crawled: Crawled) -> None:
        check_ending(crawled)

    def test_what_is_not_for_readers_stays_out(self, crawled: Crawled) -> None:
        check_nothing_hidden(crawled.publisher, crawled.articles)

    def test_words_are_found(self, crawled: Crawled) -> None:
        check_search(crawled)
