"""Sites of ../shared/faults/publishing, added as a user would and crawled with the file that this writes."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.outlet.load import load_outlet
from crawler.outlet.outlet import Outlet
from tests.support.crawls import Crawl
from tests.support.paths import SHARED
from tests.support.web import Host

Add = Callable[..., subprocess.CompletedProcess[str]]
Hosts = Callable[..., Host]
FAULTS = SHARED / "faults" / "publishing"
PREFIX = re.compile(rb"http://127\.0\.\d+\.\d+:\d+")

pytestmark = pytest.mark.skipif(not FAULTS.is_dir(), reason="../shared/faults is not here")


def serve(web: Host, folder: str, **paths: str) -> dict[str, bytes]:
    """Put the files of a folder on a host at these paths, with their hosts replaced by it. Returns them."""
    files = {
        path.name: PREFIX.sub(web.url.encode(), path.read_bytes()) for path in (FAULTS / folder).iterdir()
    }
    for name, body in files.items():
        if name != "README":
            kind = "text/html" if name.endswith(".html") else "application/xml"
            web.put(paths.get(name.partition(".")[0], f"/{name}"), body, kind=kind)
    return files


def linked(body: bytes, tag: bytes, web: Host) -> list[str]:
    """The paths that the elements of a feed or sitemap name."""
    found = re.findall(rb"<%s>(http[^<]+)</%s>" % (tag, tag), body)
    return [url.decode().removeprefix(web.url) for url in dict.fromkeys(found)]


def put_articles(web: Host, paths: list[str]) -> list[str]:
    return [
        web.article(path, path.strip("/").rpartition("/")[2].replace("-", " ").capitalize()) for path in paths
    ]


def added(add: Add, home: str, tmp_path: Path) -> tuple[Outlet, str]:
    done = add(home, "--yes", "--name", "paper")
    assert done.returncode == 0, done.stderr
    return load_outlet(tmp_path / "outlets" / "paper.toml"), done.stdout


def test_a_feed_of_all_pages_costs_no_list_its_skip(add: Add, host: Hosts, tmp_path: Path) -> None:
    """02: the feed of a Hugo site names its posts and its page "about", its sitemap all lists, too."""
    web = host()
    files = serve(web, "02-skip-dropped-for-one-about")
    posts = [path for path in linked(files["index.xml"], b"link", web) if path.startswith("/posts/")]
    links = "".join(f'<li><a href="{url}">{url}</a></li>' for url in put_articles(web, posts))
    home = web.put("/", f"<html lang=en><title>A site of Hugo</title><body><ul>{links}</ul></html>")
    outlet, _ = added(add, home, tmp_path)
    listed = linked(files["sitemap.xml"], b"loc", web)
    lists = [path for path in listed if path.startswith(("/tags/", "/categories/"))]
    assert len(lists) > 20 and set(posts) <= set(listed)
    assert all(outlet.accepts(web.url + path) for path in posts)
    assert [path for path in lists if outlet.accepts(web.url + path)] == []


def test_an_index_that_lists_feeds_is_added_and_crawled(
    add: Add, host: Hosts, crawl: Callable[..., Crawl], tmp_path: Path
) -> None:
    """13: the index of a Nikola site lists a sitemap and a feed of each author and tag."""
    web = host()
    files = serve(web, "13-sitemap-index-lists-feeds")
    for path in linked(files["sitemapindex.xml"], b"loc", web):
        if path not in web.pages:
            web.put(path, files["rss.xml"], kind="application/xml")
    posts = [path for path in linked(files["rss.xml"], b"link", web) if path.startswith("/posts/")]
    put_articles(web, posts)
    web.put("/robots.txt", f"Sitemap: {web.url}/sitemapindex.xml", kind="text/plain")
    home = web.put("/", "<html lang=en><title>A site of Nikola</title><body><p>Welcome.</p></html>")
    outlet, printed = added(add, home, tmp_path)
    assert f"{web.url}/sitemapindex.xml" in printed and "no sitemap" not in printed
    listed = linked(files["sitemap.xml"], b"loc", web)
    lists = [path for path in listed if path.startswith(("/authors/", "/categories/", "/index-"))]
    assert len(lists) > 20 and [path for path in lists if outlet.accepts(web.url + path)] == []
    written = (tmp_path / "outlets" / "paper.toml").read_text()
    keys = [line for line in written.splitlines() if not line.startswith(("title", "delay"))]
    done = crawl("\n".join(keys), "-a", "limit=3")
    assert (done.code, done.last["end_reason"]) == (0, "finished"), done.log
    assert not done.lines("ERROR") and not done.lines("WARNING") and len(done.records) == 3


def test_a_site_whose_feed_links_to_another_host(add: Add, host: Hosts, tmp_path: Path) -> None:
    """19: Eleventy's feed says example.com; the samples are of the front page, and so is the title."""
    web = host()
    files = serve(web, "19-eleventy-feed-of-another-host", index="/", feed="/feed/feed.xml")
    own = dict.fromkeys(re.findall(rb'href="(/blog/[^"]+)"', files["index.html"]))
    put_articles(web, [path.decode() for path in own])
    outlet, printed = added(add, f"{web.url}/", tmp_path)
    assert printed.startswith("Gaslight on Eleventy\n") and outlet.title == "Gaslight on Eleventy"
    assert "feed.xml is named in the front page's head, but links to example.com" in printed
    assert printed.count("The harbour town of the title") == 3 and not outlet.feeds
