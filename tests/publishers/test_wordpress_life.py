"""What a reader sees of posts that live on: edited, rated anew, moved, deleted, protected, themed anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.publishers import checks
from tests.publishers.posts import READABLE_POSTS
from tests.publishers.reader import Reader
from tests.publishers.score import score
from tests.publishers.wordpress import WordPress, WordPressSite

EDITED = "glasshouse-winter-review"
RATED_ANEW = "salt-engine-review"
MOVED = "harbour-nine-preview"
NEW_SLUG = "harbour-nine-first-look"
DELETED = "night-ferry-recap"
PROTECTED = "why-theatres-keep-ghost-lights"
CORRECTION = "Correction: an earlier version of this review said that the harmonium was a pump organ."
_TEXTS = {post.slug: post.html for post in READABLE_POSTS}
PUBLISHER = WordPress()


@dataclass(frozen=True)
class Life:
    """A site that was crawled, changed and crawled again.

    Attributes:
        urls: of each post at the first crawl, by slug.
        printed: what the crawl after the changes printed.
    """

    site: WordPressSite
    reader: Reader
    urls: dict[str, str]
    printed: str

    def shown(self, slug: str) -> str:
        """What `matinee show` prints for the address that a post had first."""
        return self.reader.run("show", self.urls[slug])

    def history(self, slug: str) -> list[str]:
        """What happened to a post, in the words of `matinee show --history`."""
        shown = json.loads(self.reader.run("show", self.urls[slug], "--history", "--json"))
        return [event["what"] for event in shown["history"]]


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    """The changes are crawled twice: a page that is gone must say so twice before it counts as gone."""
    if reason := PUBLISHER.missing():
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("life")
    (folder / "site").mkdir()
    site = PUBLISHER.start(folder / "site", checks.posts_that_it_hides(PUBLISHER), "127.0.0.37")
    try:
        site.theme("twentytwentythree")
        reader = Reader(folder / "reader")
        reader.add("gazette", site.url)
        reader.crawl("gazette")
        urls = {checks.slug_in(article["url"]): article["url"] for article in reader.articles()}
        site.change(EDITED, post_content=f"{_TEXTS[EDITED]}<p>{CORRECTION}</p>")
        site.change(RATED_ANEW, post_content=_TEXTS[RATED_ANEW].replace("8/10", "6/10"))
        site.change(MOVED, post_name=NEW_SLUG)
        site.change(PROTECTED, post_password="secret")
        site.trash(DELETED)
        _, printed = reader.crawl("gazette", "--refetch")
        reader.crawl("gazette", "--refetch")
        yield Life(site, reader, urls, printed)
    finally:
        site.close()


def test_an_edited_post_has_its_new_text_and_two_revisions(life: Life) -> None:
    shown = life.shown(EDITED)
    assert CORRECTION in shown and "2 revisions" in shown and "1 changed" in shown
    assert life.history(EDITED) == ["new", "changed", "unchanged"]


def test_a_changed_rating_is_the_rating(life: Life) -> None:
    assert life.reader.show(life.urls[RATED_ANEW])["rating"]["value"] == 6
    assert "2 revisions" in life.shown(RATED_ANEW)
    assert life.history(RATED_ANEW) == ["new", "changed", "unchanged"]


def test_an_unchanged_post_has_one_revision(life: Life) -> None:
    assert "1 revision\n" in life.shown("the-brass-orchard-review")
    assert life.history("the-brass-orchard-review") == ["new", "unchanged", "unchanged"]


def test_a_moved_post_is_one_article_under_both_addresses(life: Life) -> None:
    moved = [
        article for article in life.reader.articles() if article["title"].startswith("Harbour Nine preview")
    ]
    assert [checks.slug_in(article["url"]) for article in moved] == [NEW_SLUG]
    assert NEW_SLUG in life.shown(MOVED)
    assert "moved" in life.history(MOVED)


def test_a_deleted_post_is_gone_and_keeps_its_text(life: Life) -> None:
    record = life.reader.show(life.urls[DELETED])
    assert "captain" in record["text"] and record["gone_at"]
    assert "gone      since" in life.shown(DELETED)
    assert life.history(DELETED) == ["new", "not found once", "gone"]


def test_a_protected_post_keeps_the_text_that_readers_could_see(life: Life) -> None:
    record = life.reader.show(life.urls[PROTECTED])
    assert "Mrs Penny" in record["text"] and not record["title"].startswith("Protected")
    assert "1 revision\n" in life.shown(PROTECTED)
    assert life.history(PROTECTED)[0] == "new" and "changed" not in life.history(PROTECTED)


def test_the_other_facts_stay_as_right_as_they_were(life: Life) -> None:
    changed = {EDITED, RATED_ANEW, MOVED, DELETED, PROTECTED}
    others = [post for post in READABLE_POSTS if post.slug not in changed]
    checks.check_facts(score(life.reader.articles(), PUBLISHER.prints, others))


@pytest.mark.parametrize("theme", ["twentytwentyone", "twentytwentytwo"])
def test_another_theme_changes_no_fact_and_no_text(life: Life, theme: str) -> None:
    before = _posts(life)
    life.site.theme(theme)
    code, printed = life.reader.crawl("gazette", "--refetch")
    assert code == 0, printed
    after = _posts(life)
    facts = ("title", "authors", "published", "kind", "rating", "text")
    wrong = [
        f"{url}: {fact} was {article[fact]!r}, is {after[url][fact]!r}"
        for url, article in before.items()
        for fact in facts
        if article[fact] != after[url][fact]
    ]
    assert before.keys() == after.keys() and wrong == []
    life.reader.run("status", "--fail-on", "drift")  # fails if the outlet drifts


def _posts(life: Life) -> dict[str, dict[str, Any]]:
    """The articles that are posts, by URL: WordPress's sample page is none."""
    slugs = {NEW_SLUG, *(post.slug for post in READABLE_POSTS)}
    articles = life.reader.articles()
    return {article["url"]: article for article in articles if checks.slug_in(article["url"]) in slugs}
