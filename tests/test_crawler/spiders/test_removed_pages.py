"""Pages that were removed from the archive for good, and crawls that find them again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from archive.care.removal import find_target
from archive.care.remove import purge, remove
from archive.db.store import Store
from tests.support.crawls import Crawl
from tests.support.web import Host

Hosts = Callable[..., Host]
Crawls = Callable[..., Crawl]


def test_a_removed_page_is_not_requested_again(host: Hosts, crawl: Crawls) -> None:
    web = host()
    links = [web.article(f"/film/{number}", f"Page {number}") for number in range(3)]
    web.feed("/rss", *links)
    toml = f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]\n'
    first = crawl(toml)
    assert len(first.records) == 3, first.log
    with Store.open(first.db) as store:
        target = find_target(store, links[1])
        assert target
        remove(store, target, "the author asked", datetime.now(UTC))
        purge(store)
    web.log.clear()
    late = web.article("/film/9", "Page 9")
    web.feed("/rss", *links, late)
    second = crawl(toml)
    assert second.code == 0 and sorted(web.asked()) == ["/film/9", "/rss"], second.log
    assert "1 removed" in second.log
    named = crawl(toml, "-a", f"url={links[1]}")
    assert "/film/1" not in web.asked() and named.records == []
