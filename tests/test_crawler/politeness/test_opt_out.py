"""What a host says in files of its own, asked for politely; and crawls of pages that forbid to keep them."""

from __future__ import annotations

import itertools
import json
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.db.store import Store
from archive.opt_out import opt_outs
from crawler.outlet.load import load_outlet
from crawler.politeness.opt_out_files import OptOutFiles
from tests.support.crawls import Crawl
from tests.support.web import PROSE, Host

IN_FLIGHT = 4  # CONCURRENT_REQUESTS
Hosts = Callable[..., Host]
Crawls = Callable[..., Crawl]
ON = ("-s", "OPT_OUT_FILES=1")
FILES = ["/.well-known/tdmrep.json", "/ai.txt"]
PHRASE = b"harbour town of the title"
HOST = "https://outlet.test"

RULES = json.dumps([
    {"location": "/free/*", "tdm-reservation": 0},
    {"location": "/policed/", "tdm-reservation": 1, "tdm-policy": f"{HOST}/policy.json"},
    {"location": "*.pdf$", "tdm-reservation": 1},
    {"location": "/film", "tdm-reservation": "1"},
    {"location": "/yes", "tdm-reservation": True},
    {"location": 7, "tdm-reservation": 1},
    "nonsense",
])  # fmt: skip


@pytest.mark.parametrize(
    ("path", "reserved"),
    [
        ("/free/film", False),
        ("/policed/x", True),
        ("/a.pdf", True),
        ("/a.pdf?x=1", False),
        ("/film/a", True),
        ("/yes", False),
        ("/other", False),
    ],
)
def test_the_first_rule_that_matches_counts(path: str, reserved: bool) -> None:
    signals = OptOutFiles(tdmrep=RULES).signals_for(HOST + path)
    assert opt_outs(signals) == (("tdm-reservation",) if reserved else ())
    assert ("tdm-policy" in [signal.name for signal in signals]) == path.startswith("/policed")


@pytest.mark.parametrize(
    "broken", ["", "{", "[1, 2]", "null", '"x"', "<html>", "[" * 50_000, '[{"location": "/"}]']
)
def test_a_broken_file_says_nothing(broken: str) -> None:
    assert OptOutFiles(tdmrep=broken).signals_for(f"{HOST}/x") == ()


def test_one_rule_without_its_list_is_understood() -> None:
    assert opt_outs(OptOutFiles(tdmrep='{"location": "/", "tdm-reservation": 1}').signals_for(f"{HOST}/x"))


@pytest.mark.parametrize(
    ("text", "path", "disallowed"),
    [
        ("User-Agent: *\nDisallow: *.txt\nDisallow: *.html\nAllow: *.jpg", "/film/a", True),
        ("User-Agent: *\nDisallow: *.jpg\nDisallow: *.mp3", "/film/a", False),
        ("User-Agent: *\nDisallow: *.html", "/film/a.php", False),
        ("User-Agent: *\nDisallow: /\n", "/film/a", True),
        ("User-Agent: *\nDisallow: *\n", "/film/a", True),
        ("User-Agent: *\nAllow: *.html\nAllow: *.txt", "/film/a", False),
        ("User-Agent: Other\nDisallow: /", "/film/a", False),
        ("User-Agent: Matinee\nDisallow: /film/", "/film/a", True),
        ("<html>not here</html>", "/film/a", False),
    ],
)
def test_ai_txt(text: str, path: str, disallowed: bool) -> None:
    assert (opt_outs(OptOutFiles(ai_txt=text).signals_for(HOST + path)) == ("ai.txt",)) is disallowed


def outlet(web: Host, *paths: str, extra: str = "") -> str:
    links = [web.article(path, f"Page {path[1:]}") for path in paths]
    web.feed("/rss", *links)
    return f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]\n{extra}\n'


def hosts_row(done: Crawl) -> dict[str, object]:
    (row,) = done.rows("select signals from hosts where signals is not null")
    return dict(json.loads(row["signals"]))


def test_a_host_is_asked_once_a_day_before_its_first_page(host: Hosts, crawl: Crawls) -> None:
    web = host()
    toml = outlet(web, "/film/a", "/film/b", "/free/c")
    web.put(FILES[0], RULES, kind="application/json")
    web.put(FILES[1], "User-Agent: *\nDisallow: *.html\n", kind="text/plain")
    done = crawl(toml, *ON)
    asked = [entry.path for entry in web.log]
    assert asked[:4] == ["/robots.txt", "/rss", *FILES]
    assert sorted(asked[4:]) == ["/film/a", "/film/b", "/free/c"]
    rights = {record["url"].removeprefix(web.url): record["rights"] for record in done.records}
    assert rights["/film/a"]["opt_out"] == "tdm-reservation, ai.txt"
    assert rights["/free/c"]["opt_out"] == "ai.txt"
    (row,) = done.rows("select signals from captures where url like '%/film/a'")
    assert json.loads(row["signals"]) == [
        {"name": "tdm-reservation", "from": "tdmrep.json", "raw": "1"},
        {"name": "ai.txt", "from": "ai.txt", "raw": "disallows /film/a.html"},
    ]
    assert hosts_row(done)["tdmrep.json"] == RULES

    web.feed("/rss", web.article("/film/d", "Page d"))
    again = crawl(toml.replace("feeds", "urls"), *ON, "-a", f"url={web.url}/film/d")
    assert [entry.path for entry in web.log].count("/ai.txt") == 1, "not again on the same day"
    assert again.records[0]["rights"]["opt_out"] == "tdm-reservation, ai.txt"


def test_that_there_is_no_such_file_is_remembered(host: Hosts, crawl: Crawls) -> None:
    web = host()
    web.put(FILES[1], "<html><body>User-agent: *<br>Disallow: /</body></html>")  # an error page in its place
    toml = outlet(web, "/film/a")
    assert crawl(toml, *ON).records[0]["rights"] == {}
    done = crawl(toml, *ON, "-a", "refetch=1")
    asked = [entry.path for entry in web.log]
    assert [asked.count(path) for path in (*FILES, "/film/a")] == [1, 1, 2]
    assert hosts_row(done)["ai.txt"] is None
    statuses = [row["statuses"] for row in done.rows("select statuses from crawls")]
    assert statuses == ['{"200": 2}', '{"200": 2}'], "that a file is missing is no error"


def test_a_host_that_does_not_tell_is_asked_in_the_next_crawl(host: Hosts, crawl: Crawls) -> None:
    web = host()
    web.put(FILES[1], "", status=503)
    toml = outlet(web, "/film/a")
    done = crawl(toml, *ON)
    assert len(done.records) == 1, "its pages are fetched all the same"
    assert not done.rows("select 1 from hosts where signals is not null")
    crawl(toml, *ON, "-a", "refetch=1")
    assert [entry.path for entry in web.log].count("/ai.txt") == 2


def test_the_files_take_a_turn_and_robots_txt_rules_them_too(host: Hosts, crawl: Crawls) -> None:
    web = host()
    web.put("/robots.txt", "User-agent: *\nDisallow: /ai.txt\n", kind="text/plain")
    crawl(outlet(web, "/film/a"), *ON, delay=0.3)
    assert [entry.path for entry in web.log] == ["/robots.txt", "/rss", FILES[0], "/film/a"]
    times = [entry.at for entry in web.log]
    assert min(later - earlier for earlier, later in itertools.pairwise(times)) > 0.25


def test_nothing_is_asked_where_no_page_is(host: Hosts, crawl: Crawls) -> None:
    web = host()
    crawl(outlet(web), *ON)
    assert [entry.path for entry in web.log] == ["/robots.txt", "/rss"]


def kept_bytes(done: Crawl) -> bytes:
    files = b"".join(
        file.read_bytes() for file in sorted(done.db.parent.glob(done.db.name + "*")) if file.is_file()
    )
    with Store.open(done.db, readonly=True) as store:
        hashes = [
            row["sha256"] for row in store.db.query("select sha256 from _bodies where length(zstd) > 0")
        ]
        return files + b"".join(map(store.body, hashes))


def test_a_crawl_keeps_the_facts_of_noarchive_pages_and_not_their_text(host: Hosts, crawl: Crawls) -> None:
    web = host()
    toml = outlet(web, "/open")
    web.article("/meta", "Shut", '<meta name="robots" content="noarchive">')
    web.article("/header", "Barred", headers={"X-Robots-Tag": "noarchive"})
    web.feed("/rss", web.url + "/meta", web.url + "/header")
    done = crawl(toml)
    assert {record["title"] for record in done.records} == {"Shut", "Barred"}
    assert all(record["text"] is None and record["word_count"] > 100 for record in done.records)
    assert all(record["rights"]["text"] == "not kept: noarchive" for record in done.records)
    assert PHRASE not in kept_bytes(done)
    assert {row["state"] for row in done.rows("select state from frontier")} == {"done"}
    assert (done.last["new"], done.last["captures"]) == (2, 2)

    unchanged = crawl(toml, "-a", "refetch=1")
    assert unchanged.last["same"] == 2
    kept = crawl(toml + "keep_noarchive = true\n", "-a", "refetch=1")
    assert kept.last["same"] == 2
    assert PHRASE in kept_bytes(kept)
    rows = kept.rows("select text, rights from coverage")
    assert all(PROSE[:60] in row["text"] for row in rows)
    assert all(json.loads(row["rights"])["opt_out"] == "noarchive" for row in rows)


def test_a_crawl_that_is_killed_asks_again_for_what_was_not_cleaned(host: Hosts, crawl: Crawls) -> None:
    """Nothing is on the disk of a page that may not be kept: its lease is not done before it is clean."""
    web = host()
    toml = outlet(web)
    links = [web.article(f"/{n}", f"Shut {n}", '<meta name="robots" content="noarchive">') for n in range(12)]
    web.feed("/rss", *links)
    page = web.hold("/6")
    first = crawl(toml, until=page.asked, press=signal.SIGKILL, then=page.release)
    done_then = {
        row["url"] for row in first.rows("select url from frontier where state = 'done' and kind = 'page'")
    }
    stored = {row["url"] for row in first.rows("select url from captures")}
    assert done_then == stored, "done and its facts are one transaction"
    second = crawl(toml)
    assert second.code == 0, second.log
    (counted,) = second.rows("select count(*) as n, count(distinct url) as urls from articles")
    assert counted == {"n": 12, "urls": 12}
    asked = Counter(path for path in web.asked() if path != "/rss")
    assert len(asked) == 12
    assert sum(asked.values()) - 12 <= IN_FLIGHT, "no more is fetched again than was under way"
    assert PHRASE not in kept_bytes(second)


def test_keys_of_the_outlets_file(tmp_path: Path) -> None:
    file = tmp_path / "paper.toml"
    head = 'title = "Paper"\nhome = "https://paper.test/"\nfeeds = ["https://paper.test/rss"]\n'
    file.write_text(head)
    plain = load_outlet(file)
    assert (plain.pages, plain.depth, plain.keep_noarchive) == (100_000, 3, False)
    file.write_text(head + "pages = 50\ndepth = 5\nkeep_noarchive = true\n")
    given = load_outlet(file)
    assert (given.pages, given.depth, given.keep_noarchive) == (50, 5, True)
