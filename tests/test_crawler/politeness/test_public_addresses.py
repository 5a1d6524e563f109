"""Crawls of names and redirects that lead to private addresses."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.crawls import Crawl
from tests.support.web import Host
from tests.test_crawler.politeness.hosts import filled

Hosts = Callable[..., Host]
Crawls = Callable[..., Crawl]


def test_nothing_but_public_addresses_is_fetched(host: Hosts, crawl: Crawls) -> None:
    web = host()
    web.feed("/rss", web.article("/0", "Page"))
    port = web.url.rpartition(":")[2]
    sources = [f"http://{name}:{port}/rss" for name in ("127.0.0.1", "localhost", "[::1]", "127.1")]
    done = crawl(f'home = "http://93.184.215.14/"\nfeeds = {sources}')
    assert web.log == [] and done.last["end_reason"] == "failed"
    said = [line for line in done.lines("is not a public address (loopback)") if "ERROR" in line]
    assert len(said) == 4 and all("paper.toml" in line for line in said), done.log
    assert len(done.lines("WARNING: localhost (127.0.0.1) is not a public address")) == 1


def test_pages_of_a_name_that_leads_to_a_private_address_wait(host: Hosts, crawl: Crawls) -> None:
    web = host()
    port = web.url.rpartition(":")[2]
    toml = f'home = "http://93.184.215.14/"\nhosts = ["localhost:{port}"]\nfeeds = ["{web.url}/rss"]\n'
    done = crawl(toml, "-a", f"url=http://localhost:{port}/0")
    assert web.log == [] and done.code == 1
    assert [row["state"] for row in done.rows("select state from frontier where kind = 'page'")] == [
        "pending"
    ]


def test_a_redirect_leads_to_no_private_address(host: Hosts, crawl: Crawls) -> None:
    web = host()
    toml = filled(web) + 'hosts = ["10.255.255.1", "169.254.169.254"]'
    for path, address in (("/0", "10.255.255.1"), ("/1", "169.254.169.254")):
        web.put(path, "", status=302, headers={"Location": f"http://{address}/latest/meta-data"})
    done = crawl(toml)
    assert len(done.lines(f"{web.url}/0: 10.255.255.1 is not a public address (private)")) == 1, done.log
    assert len(done.lines(f"{web.url}/1: 169.254.169.254 is not a public address (link-local)")) == 1
    assert [record["captured_url"] for record in done.records] == [f"{web.url}/2"]

    web.put("/robots.txt", "", status=302, headers={"Location": "http://169.254.169.254/robots.txt"})
    done = crawl(toml, db="other.db")
    assert done.lines("/robots.txt gave no answer (169.254.169.254 is not a public address")
