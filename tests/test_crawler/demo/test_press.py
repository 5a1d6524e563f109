"""The fictional press: what it serves is what it says that it serves, and it serves as real servers do."""

from __future__ import annotations

import gzip
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.demo.press import Press, listen, unchanged, without_campaign
from crawler.demo.sites import Reply
from crawler.demo.sites.lantern import CORRECTION
from crawler.demo.sites.penfolk import ago
from crawler.demo.sites.story import load_stories, published_before
from crawler.outlet.load import usable_outlets
from crawler.sources.feed import read_feed
from tests.support.processes import DEADLINE

NOW = datetime(2026, 3, 31, 23, 50, tzinfo=UTC)
EARLIER = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with Press.start(NOW) as running:
        yield running


def get(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(
        url, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    try:
        with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


class _Text(HTMLParser):
    def __init__(self, markup: str) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.feed(markup)
        self.text = " ".join(" ".join(self.pieces).split())

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def visible(markup: str) -> str:
    return _Text(re.sub(r"(?s)<(script|style|head)\b.*?</\1>", "", markup)).text


def test_four_outlets_on_hosts_of_their_own(press: Press) -> None:
    outlets, mistakes = usable_outlets([press.outlets_dir])
    assert not mistakes
    assert sorted(outlets) == ["attic-seat", "lantern", "penfolk", "rampe"]
    assert len({host for outlet in outlets.values() for host in outlet.hosts}) == 4
    assert [path.stem for path in press.outlets] == list(press.sites)


def test_every_article_is_served_with_its_whole_text(press: Press) -> None:
    for article in press.expected():
        status, headers, body = get(article.url)
        assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
        said = visible(body.decode())
        flat = re.sub(r"\s+", "", said)
        for paragraph in article.text:
            assert re.sub(r"\s+", "", paragraph) in flat, article.url


def test_the_outlets_take_every_article_and_every_page_that_is_none(press: Press) -> None:
    outlets, mistakes = usable_outlets([press.outlets_dir])
    assert not mistakes
    for name, site in press.sites.items():
        assert all(outlets[name].accepts(site.base + path) for path in (*site.articles, *site.others))
        listings = [listing.url for listing in outlets[name].listings]
        assert not any(outlets[name].accepts(url) for url in (*outlets[name].feeds, *listings))


def test_the_furniture_stands_around_the_articles_and_not_in_them(press: Press) -> None:
    for site in press.sites.values():
        articles = [article for article in press.expected() if article.outlet == site.name]
        pages = " ".join(visible(get(article.url)[2].decode()) for article in articles)
        for phrase in site.furniture:
            assert phrase in pages, (site.name, phrase)
            assert not any(phrase in " ".join(article.text) for article in articles)


def test_the_prose_is_varied(press: Press) -> None:
    articles = press.expected()
    assert 25 <= len(articles) <= 35
    kinds = {article.kind for article in articles}
    assert kinds >= {"review", "interview", "news", "preview", "list", "obituary", "recap"}
    media = {article.work.medium for article in articles if article.work}
    assert media == {"film", "tv", "music", "game", "book", "stage"}
    assert {article.rating.scale for article in articles if article.rating} == {"stars", "letter", "points"}
    words = [len(" ".join(article.text).split()) for article in articles]
    assert min(words) >= 140 and max(words) <= 500
    assert (
        len({article.url for article in articles})
        == len({article.title for article in articles})
        == len(articles)
    )


def test_feeds_and_sitemaps_lead_to_articles(press: Press) -> None:
    for name, outlet in usable_outlets([press.outlets_dir])[0].items():
        site = press.sites[name]
        for url in outlet.feeds:
            _, headers, body = get(url)
            feed = read_feed(body, url, headers["Content-Type"])
            paths = {without_campaign(link.url.removeprefix(site.base)): link.hint for link in feed.links}
            assert feed.problem is None
            assert {site.articles[path].slug for path in paths} == site.in_feed
            for path, hint in paths.items():
                assert hint is not None and hint.title == site.articles[path].title
                assert hint.authors == site.articles[path].authors


def test_the_news_sitemap_is_a_gzip_file_behind_an_index(press: Press) -> None:
    site = press.sites["lantern"]
    index = get(f"{site.base}/sitemap_index.xml")[2].decode()
    assert re.findall(r"<loc>(.*?)</loc>", index) == [
        f"{site.base}/sitemaps/news.xml.gz",
        f"{site.base}/sitemaps/pages.xml",
    ]
    _, headers, body = get(f"{site.base}/sitemaps/news.xml.gz")
    assert headers["Content-Type"] == "application/x-gzip" and "Content-Encoding" not in headers
    news = gzip.decompress(body).decode()
    assert {
        site.articles[loc.removeprefix(site.base)].kind for loc in re.findall(r"<loc>(.*?)</loc>", news)
    } == {"news"}
    assert "<news:publication_date>2026-03-30T10:30:00+00:00<" in news


def test_the_publishers_json_ld_parses_and_agrees(press: Press) -> None:
    for article in press.expected():
        if article.outlet != "lantern":
            continue
        found = re.search(
            r'(?s)<script type="application/ld\+json">(.*?)</script>', get(article.url)[2].decode()
        )
        assert found is not None
        node = json.loads(found[1])
        assert node["headline"] == article.title
        assert tuple(person["name"] for person in node["author"]) == article.authors
        assert datetime.fromisoformat(node["datePublished"]) == article.published.at
        assert (node["@type"] == "Review") == (article.kind == "review")
        if article.rating and article.work:
            assert node["reviewRating"]["ratingValue"] == article.rating.raw
            assert node["itemReviewed"]["name"] == article.work.title


def test_what_robots_txt_closes_is_linked(press: Press) -> None:
    site = press.sites["lantern"]
    assert "Disallow: /members/" in get(f"{site.base}/robots.txt")[2].decode()
    for path in site.forbidden:
        assert f'href="{path}"' in get(f"{site.base}/latest/")[2].decode()
        assert path.startswith("/members/")


def test_unchanged_pages_answer_304(press: Press) -> None:
    url = press.expected()[0].url
    _, headers, _ = get(url)
    assert get(url, If_None_Match=headers["ETag"])[::2] == (304, b"")
    assert get(url, If_Modified_Since=headers["Last-Modified"])[::2] == (304, b"")
    assert get(url, If_None_Match='"another"', If_Modified_Since=headers["Last-Modified"])[0] == 200


@pytest.mark.parametrize(
    ("tag", "since", "same"),
    [
        (None, None, False),
        ("*", None, True),
        ('"x", W/{tag}', None, True),
        (None, "Fri, 02 Jan 2026 03:04:05 GMT", True),
        (None, "Fri, 02 Jan 2026 03:04:04 GMT", False),
        (None, "no date", False),
    ],
)
def test_validators(tag: str | None, since: str | None, same: bool) -> None:
    reply = Reply(b"page", EARLIER)
    assert unchanged(reply, tag and tag.format(tag=reply.etag), since) is same


def test_an_unknown_path_is_a_404_and_logged(press: Press) -> None:
    site = press.sites["rampe"]
    assert get(f"{site.base}/nowhere?utm_source=x", User_Agent="Tester/1")[0] == 404
    asked = press.log[-1]
    assert f"http://{asked.host}" == site.base
    assert (asked.path, asked.status, asked.user_agent) == ("/nowhere?utm_source=x", 404, "Tester/1")


def test_tracking_parameters_lead_to_the_same_page(press: Press) -> None:
    url = next(article.url for article in press.expected() if article.outlet == "attic-seat")
    assert get(url)[2] == get(f"{url}?utm_source=rss&utm_medium=feed")[2]
    assert without_campaign("/archiv/?seite=2&utm_source=x") == "/archiv/?seite=2"


def test_where_there_is_one_loopback_host_there_are_several_ports() -> None:
    sockets = listen(("127.0.0.1", "256.0.0.1"))  # the second can be bound nowhere
    try:
        names = [listener.getsockname() for listener in sockets]
        assert [host for host, _ in names] == ["127.0.0.1"] * 2
        assert len({port for _, port in names}) == 2
    finally:
        for listener in sockets:
            listener.close()


def test_two_presses_run_side_by_side() -> None:
    with Press.start(NOW) as one, Press.start(NOW) as other:
        assert one.outlets_dir != other.outlets_dir
        assert get(one.expected()[0].url)[0] == get(other.expected()[0].url)[0] == 200
    assert not one.outlets_dir.exists()


def test_a_correction_shows_on_the_page_and_in_the_sitemap() -> None:
    with Press.start(NOW) as running:
        base = running.sites["lantern"].base
        review = f"{base}/film/reviews/the-cartographers-daughter/"
        pages = (review, f"{base}/sitemap_index.xml", f"{base}/sitemaps/pages.xml", f"{base}/latest/")
        before = [get(page) for page in pages]
        running.correct_a_review(NOW + timedelta(hours=2))
        tags = [headers["ETag"] for _, headers, _ in before]
        after = [get(page, If_None_Match=tag) for page, tag in zip(pages, tags, strict=True)]
    assert [status for status, _, _ in after] == [200, 200, 200, 304]
    was, now = (visible(answers[0][2].decode()) for answers in (before, after))
    assert "over two hours" in was and "over three hours" in now and CORRECTION in now
    for _, _, sitemap in after[1:3]:
        assert b"2026-04-01T01:50:00+00:00" in sitemap


def test_the_port_and_the_folder_of_outlets_can_be_chosen(tmp_path: Path) -> None:
    folder = tmp_path / "outlets"
    folder.mkdir()
    (folder / "mine.toml").write_text("")
    with Press.start(NOW) as other:
        taken = urlsplit(other.sites["rampe"].base).port
        assert taken
        with Press.start(NOW, port=taken, outlets_dir=folder) as running:
            assert {path.stem for path in folder.iterdir()} == {"mine", *running.sites}
            assert running.sites["rampe"].base != other.sites["rampe"].base
    assert [path.name for path in folder.iterdir()] == ["mine.toml"], "what was there stays"
    with Press.start(NOW, port=taken) as running:
        assert running.sites["rampe"].base == other.sites["rampe"].base


@pytest.mark.parametrize(
    ("age", "day"),
    [
        ((1, "day"), "2026-03-30"),
        ((1, "month"), "2026-02-28"),
        ((4, "month"), "2025-11-28"),
        ((1, "year"), "2025-03-28"),
    ],
)
def test_ages_count_from_now(age: tuple[int, str], day: str) -> None:
    assert published_before(NOW, *age).isoformat() == f"{day}T10:30:00+00:00"


def test_printed_ages() -> None:
    printed = {story.slug: ago(story) for story in load_stories("penfolk", NOW)}
    assert printed["the-salt-ledger"] == "6 days ago"
    assert printed["heist-films-nobody-keeps-the-money"] == "3 months ago"
    assert printed["records-for-a-power-cut"] == "about a year ago"


def test_stories_are_older_than_now_at_any_hour() -> None:
    for hour in (0, 12, 23):
        now = NOW.replace(hour=hour)
        for outlet in ("penfolk", "attic", "lantern", "rampe"):
            assert all(story.published + timedelta(hours=5) < now for story in load_stories(outlet, now))
