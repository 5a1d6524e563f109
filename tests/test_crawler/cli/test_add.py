"""`matinee add`: finds, shows and writes a site's sources, on sites of many habits."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.cli.main import cli
from crawler.demo.press import Press
from crawler.outlet.load import SHIPPED, load_outlet
from tests.support.forked import run_module, start_module
from tests.support.processes import DEADLINE
from tests.support.web import SITEMAP, Host

Add = Callable[..., subprocess.CompletedProcess[str]]
# `matinee` with a standard output that nobody reads any more.
UNHEARD = """
import os
read, write = os.pipe()
os.close(read)
os.dup2(write, 1)
if os.environ.get("NOBODY"):
    os.dup2(write, 2)
from crawler.cli.main import main
main()
"""


def front(web: Host, *links: str, head: str = "", footer: str = "") -> str:
    """Set a front page of these links; returns its URL."""
    listed = "".join(f'<li><a href="{link}">{link}</a></li>' for link in links)
    top = f"<html lang=en><head><title>The Boat | News</title>{head}</head>"
    return web.put("/", f"{top}<body><ul>{listed}</ul><footer>{footer}</footer></body></html>")


def articles(web: Host, folder: str, *titles: str) -> list[str]:
    return [web.article(f"{folder}/{title.lower().replace(' ', '-')}", title) for title in titles]


def morning() -> datetime:
    """The last nine o'clock. The Lantern's news sitemap has three articles then, and later in the day two."""
    now = datetime.now(UTC)
    nine = now.replace(hour=9, minute=0, second=0, microsecond=0)
    return nine if nine <= now else nine - timedelta(days=1)


TITLES = ("A boat comes in", "The clerk tells lies", "What the lamp saw", "Nobody at the harbour")


@pytest.mark.parametrize(
    ("name", "source", "where"),
    [("attic", "feeds", "found where feeds usually are"), ("lantern", "sitemaps", "named in robots.txt")],
)
def test_an_outlet_of_the_press_is_added_and_crawled(
    name: str, source: str, where: str, add: Add, environment: dict[str, str]
) -> None:
    folder = Path(environment["PYTHONPATH"].split(os.pathsep)[1])
    with Press.start(morning()) as press:
        site = next(site for key, site in press.sites.items() if name in key)
        done = add(site.base + "/", "--yes", "--json", "--name", "mine")
        assert done.returncode == 0, done.stderr
        given = json.loads(done.stdout)
        assert len([asked for asked in press.log if asked.path != "/robots.txt"]) <= 12
        assert not {asked.path for asked in press.log} & site.forbidden
        assert given["title"] == {"attic": "The Attic Seat", "lantern": "The Lantern"}[name]
        assert where in given[source][0]["where"] and given["language"].startswith("en")
        assert len(given["samples"]) == 3 and all(sample["title"] for sample in given["samples"])
        assert {sample["url"].removeprefix(site.base) for sample in given["samples"]} <= set(site.articles)
        outlet = load_outlet(folder / "outlets" / "mine.toml")
        assert all(map(outlet.accepts, (site.base + path for path in site.articles)))
        checked = run_module("crawler", ["outlets", "check", "outlets/mine.toml"], environment, folder)
        assert checked.returncode == 0
        words = (
            "crawl mine -a limit=2 -s OUTLETS_DIR=outlets -s DOWNLOAD_DELAY=0 -s CLEAN_WORKERS=1 -O out.jsonl"
        )
        crawled = run_module("scrapy", words.split(), environment, folder)
        assert crawled.returncode == 0, crawled.stderr
        assert "WARNING" not in crawled.stderr  # of what `add` wrote itself
        assert len((folder / "out.jsonl").read_text().splitlines()) == 2


def test_a_feed_that_only_the_footer_links_and_nobody_to_ask(
    add: Add, host: Callable[..., Host], tmp_path: Path
) -> None:
    web = host()
    feed = web.feed("/syndication.php", *articles(web, "/story", *TITLES))
    home = front(web, footer='<a href="/imprint">Imprint</a> <a href="/syndication.php">RSS</a>')
    done = add(home)
    assert done.returncode == 3
    assert "linked on the front page; 4 articles" in done.stdout and f'home = "{home}"' in done.stdout
    assert done.stdout.count("The harbour town of the title") == 3  # the samples' first words
    assert done.stderr.splitlines()[-1] == "Nothing was written. --yes writes this to outlets/the-boat.toml."
    assert not (tmp_path / "outlets").exists()
    written = add(feed, "--yes", "--name", "boat", "--medium", "film")  # the feed's own address does as well
    assert written.returncode == 0
    outlet = load_outlet(tmp_path / "outlets" / "boat.toml")
    assert (outlet.feeds, outlet.medium, outlet.home) == ((feed,), "film", home)


def test_a_feed_that_links_to_another_host_is_said_and_left_out(
    add: Add, host: Callable[..., Host], tmp_path: Path
) -> None:
    """A site that was never told its own address: its listing has the articles, its front page the title."""
    web = host()
    elsewhere = "".join(
        f"<item><title>{title}</title><link>https://example.com/{number}</link></item>"
        for number, title in enumerate(TITLES)
    )
    web.put(
        "/feed.xml", f"<rss><channel><title>Blog Title</title>{elsewhere}</channel></rss>", kind="text/xml"
    )
    link = '<link rel=alternate type="application/rss+xml" href="/feed.xml">'
    home = front(web, *articles(web, "/blog", *TITLES), head=link)
    done = add(home, "--yes", "--name", "boat")
    assert done.returncode == 0, done.stderr
    assert "feed.xml is named in the front page's head, but links to example.com" in done.stdout
    assert done.stdout.startswith("The Boat\n") and done.stdout.count("The harbour town of the title") == 3
    outlet = load_outlet(tmp_path / "outlets" / "boat.toml")
    assert not outlet.feeds and len(outlet.listings) == 1


def test_an_index_of_sitemaps_that_lists_feeds_too(
    add: Add, host: Callable[..., Host], tmp_path: Path
) -> None:
    web = host()
    urls = articles(web, "/posts", *TITLES)
    feeds = [f"{web.url}{path}" for path in ("/authors/ann.xml", "/categories/reviews.xml")]
    for feed in feeds:
        web.feed(feed.removeprefix(web.url), urls[0])
    entries = "".join(f"<url><loc>{url}</loc></url>" for url in [*urls, f"{web.url}/tags/heist/"])
    web.put("/sitemap.xml", f'<urlset xmlns="{SITEMAP}">{entries}</urlset>', kind="text/xml")
    nested = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in (f"{web.url}/sitemap.xml", *feeds))
    web.put("/sitemapindex.xml", f'<sitemapindex xmlns="{SITEMAP}">{nested}</sitemapindex>', kind="text/xml")
    web.put("/robots.txt", f"Sitemap: {web.url}/sitemapindex.xml", kind="text/plain")
    done = add(front(web), "--yes", "--name", "boat")
    assert done.returncode == 0, done.stderr
    assert f"named in robots.txt; 4 articles in {web.url}/sitemap.xml" in done.stdout
    outlet = load_outlet(tmp_path / "outlets" / "boat.toml")
    assert all(map(outlet.accepts, urls)) and not outlet.accepts(f"{web.url}/tags/heist/")


@pytest.mark.parametrize("nobody", ["", "1"], ids=["answers", "errors too"])
def test_a_reader_that_closes_the_pipe_loses_no_file(
    nobody: str, environment: dict[str, str], host: Callable[..., Host], tmp_path: Path
) -> None:
    web = host()
    web.feed("/feed/", *articles(web, "/story", *TITLES))
    (tmp_path / "unheard.py").write_text(UNHEARD)
    words = ["add", front(web), "--yes", "--name", "boat"]
    done = run_module("unheard", words, {**environment, "NOBODY": nobody}, tmp_path)
    assert "Traceback" not in done.stderr and done.returncode != 2
    assert load_outlet(tmp_path / "outlets" / "boat.toml").feeds == (f"{web.url}/feed/",)


def test_of_a_paper_only_the_sections_of_coverage_are_taken(
    add: Add, host: Callable[..., Host], tmp_path: Path
) -> None:
    web = host()
    web.put(
        "/robots.txt",
        "User-agent: *\nCrawl-delay: 0.2\nDisallow: /kultur/film/kritik/closed",
        kind="text/plain",
    )
    politics = articles(web, "/politik", *(f"The minister said number {n}" for n in range(8)))
    reviews = articles(web, "/kultur/filmkritik", *TITLES)
    closed = web.article("/kultur/film/kritik/closed-to-all-readers", "Closed to all")
    web.feed("/alles.xml", *politics, reviews[0], closed)
    cards = "".join(f'<h3 class="teaser"><a href="{url}">A film</a></h3>' for url in reviews)
    menu = '<nav><a href="/politik/">Politik</a><a href="/kultur/filmkritik/">Filmkritik</a></nav>'
    web.put("/kultur/filmkritik/", f"<html>{menu}<main>{cards}</main><a rel=next href='?page=2'>2</a></html>")
    link = '<link rel=alternate type="application/rss+xml" href="/alles.xml">'
    comments = '<link rel=alternate type="application/rss+xml" href="/comments/feed">'
    home = front(web, "/politik/", "/kultur/filmkritik/", head=comments + link)
    done = add(home, "--yes", "--name", "paper", "--delay", "0.1")
    assert done.returncode == 0, done.stderr
    assert "asks for 0.2 s between two requests" in done.stderr
    outlet = load_outlet(tmp_path / "outlets" / "paper.toml")
    assert [section.path for section in outlet.sections] == ["/kultur/filmkritik"]
    assert all(map(outlet.accepts, reviews)) and not any(map(outlet.accepts, politics))
    (listing,) = outlet.listings
    assert (listing.links, listing.next, listing.pages) == ("main h3 a", "a[rel~=next]", 3)
    assert outlet.delay == 0.2 and outlet.feeds == (web.url + "/alles.xml",)
    assert not {"/comments/feed", "/kultur/film/kritik/closed-to-all-readers"} & set(web.asked())
    assert len(web.asked()) <= 12


def test_a_section_that_is_given_is_one_list_with_its_later_pages(
    add: Add, host: Callable[..., Host], tmp_path: Path
) -> None:
    web = host()
    urls = articles(web, "/reviews", *(f"Heist {number}" for number in range(8)))
    for path, listed, more in (("/reviews", urls[:4], "?p=2"), ("/reviews?p=2", urls[4:], "/reviews")):
        heads = "".join(f'<article><h2><a href="{url}">{url}</a></h2></article>' for url in listed)
        pager = f'<div class="pagination"><a href="{more}">2</a> <a href="{more}">Older →</a></div>'
        web.put(path, f"<html lang=en><head><title>Films</title></head><body>{heads}{pager}</body></html>")
    done = add(f"{web.url}/reviews", "--yes", "--name", "boat")
    assert done.returncode == 0, done.stderr
    (listing,) = load_outlet(tmp_path / "outlets" / "boat.toml").listings
    assert (listing.url, bool(listing.next)) == (f"{web.url}/reviews", True)


def test_without_a_sitemap_the_front_page_leads_to_what_no_section_lists(
    add: Add, host: Callable[..., Host], tmp_path: Path
) -> None:
    web = host()
    films = articles(web, "/film", *TITLES)
    records = articles(web, "/music", *(f"A record of the week {n}" for n in range(4)))
    menu = '<nav><a href="/film/">Film</a></nav>'
    for page, urls in (("/film/", films), ("/", [*films[:2], *records])):
        cards = "".join(f'<h2><a href="{url}">A review</a></h2>' for url in urls)
        home = web.put(page, f"<html lang=en><title>The Boat</title>{menu}<main>{cards}</main></html>")
    done = add(home, "--yes", "--name", "boat")
    assert done.returncode == 0, done.stderr
    outlet = load_outlet(tmp_path / "outlets" / "boat.toml")
    assert {listing.url for listing in outlet.listings} == {home, f"{web.url}/film/"}
    assert all(map(outlet.accepts, (*films, *records)))


def test_a_site_without_any_door(add: Add, host: Callable[..., Host], tmp_path: Path) -> None:
    web = host()
    link = '<link rel=alternate type="application/atom+xml" href="/gone.atom">'
    done = add(front(web, "/imprint", head=link), "--yes")
    assert done.returncode == 1 and done.stdout == ""
    error = done.stderr.splitlines()[-1]
    assert error.startswith(f"Error: {web.url}/: no feed, no sitemap and no list of articles")
    assert f"{web.url}/gone.atom is named in the front page's head and gives no feed" in error
    assert "give the URL of its feed" in error
    assert not (tmp_path / "outlets").exists()


def test_a_host_whose_robots_txt_is_broken_waits(add: Add, host: Callable[..., Host]) -> None:
    web = host()
    web.put("/robots.txt", "", status=503)
    done = add(front(web), "--yes")
    assert done.returncode == 1 and "robots.txt gave no answer" in done.stderr
    assert "Traceback" not in done.stderr and web.asked() == []


def test_what_is_taken_is_refused_before_anything_is_asked(
    host: Callable[..., Host], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MATINEE_OUTLETS", raising=False)
    monkeypatch.chdir(tmp_path)
    web = host()
    home = front(web)
    (tmp_path / "outlets").mkdir()
    own = tmp_path / "outlets" / "harbour.toml"
    own.write_text('title = "Harbour"\nhome = "http://127.0.0.9/"\nfeeds = ["http://127.0.0.9/feed"]\n')
    before = own.read_text()
    for words, remedy in (
        ((home, "--name", "harbour"), "give another --name"),
        ((home, "--name", "slant"), "give another --name"),
        ((home, "--name", "No Name"), "such as the-quietus"),
        (("http://127.0.0.9/film/",), "the outlet harbour has this host"),
        (("www.slantmagazine.com",), "copy the file to outlets/slant.toml"),
        (("mailto:a@b.example",), "write it as https://host/"),
        ((home, "--outlets", str(SHIPPED)), "name a folder of your own with --outlets"),
    ):
        done = CliRunner().invoke(cli, ["add", *words, "--yes"])
        assert done.exit_code == 1 and remedy in done.stderr, words
        assert done.stderr.count("\n") == 1
    assert web.log == [] and own.read_text() == before
    assert list((tmp_path / "outlets").iterdir()) == [own]


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 3)])
def test_on_a_terminal_it_asks(
    answer: str, code: int, host: Callable[..., Host], tmp_path: Path, environment: dict[str, str]
) -> None:
    web = host()
    web.feed("/feed/", *articles(web, "/story", *TITLES))
    ours, theirs = pty.openpty()
    process = start_module("crawler", ["add", front(web), "--name", "boat"], environment, tmp_path, theirs)
    os.close(theirs)
    said = b""
    while b"[Y/n]" not in said and (came := os.read(ours, 4096)):
        said += came
    assert b"/feed/" in said and b"Write this to outlets/boat.toml?" in said
    assert not (tmp_path / "outlets").exists()
    os.write(ours, f"{answer}\n".encode())
    assert process.wait(timeout=DEADLINE) == code
    os.close(ours)
    assert (tmp_path / "outlets" / "boat.toml").exists() == (answer == "y")
