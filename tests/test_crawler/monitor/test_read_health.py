"""What is known of crawls and of outlets' health: figures and drift."""

from __future__ import annotations

import json
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from crawler.cli.main import cli
from tests.support.crawls import Crawl
from tests.support.matinee import Desk
from tests.support.web import PROSE, Host

Hosts = Callable[..., Host]
Crawls = Callable[..., Crawl]


def status(db: Path, outlet: str, *words: str) -> Result:
    return CliRunner().invoke(cli, ["status", outlet, "--db", str(db), *words])


def health(db: Path, outlet: str = "paper") -> dict[str, Any]:
    (one,) = json.loads(status(db, outlet, "--json").stdout)
    return dict(one)


def test_a_crawl_keeps_its_figures(host: Hosts, crawl: Crawls) -> None:
    web = host()
    web.conditional = True
    web.put("/gone", "<h1>Gone</h1>", status=404)
    web.put("/out", "out of order", status=500)
    web.put("/list", '<a href="/a">a</a><a href="/elsewhere.pdf">b</a>')
    web.feed("/rss", web.article("/a", "One"), web.article("/b", "Two"), "/gone", web.url + "/shop/x")
    toml = f'home = "{web.url}/"\nfeeds = ["{web.url}/rss", "{web.url}/out"]\nskip = ["/shop/"]\n'
    done = crawl(toml)
    last = done.last
    asked = [one for one in web.log if one.path != "/robots.txt"]
    assert json.loads(last["statuses"]) == {"200": 3, "404": 1, "500": 2}
    assert last["requests"] == len(asked) + 1, "robots.txt is a request, too"
    assert last["bytes"] > sum(len(web.pages[path].body) for path in ("/rss", "/a", "/b"))
    assert (last["new"], last["not_article"], last["failed"]) == (2, 1, 0)
    sources = json.loads(last["sources"])
    assert sources[f"{web.url}/rss"] == {
        **{"read": 1, "unchanged": 0, "failed": 0, "problem": None},
        "links": {"taken": 3, "refused": 1},
    }
    assert sources[f"{web.url}/out"]["failed"] == 1
    assert "HTTP 500" in sources[f"{web.url}/out"]["problem"]
    again = crawl(toml, "-a", "refetch=1").last
    assert json.loads(again["sources"])[f"{web.url}/rss"]["unchanged"] == 1
    assert json.loads(again["statuses"])["304"] == 1


def test_an_answer_that_never_came_is_counted(host: Hosts, crawl: Crawls) -> None:
    web = host()
    web.feed("/rss", web.article("/a", "One"))
    dead = host()
    dead.refuse()
    done = crawl(f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]\nurls = ["{dead.url}/x"]\nhosts = []\n')
    assert done.last["failed"] == 1
    assert health(done.db)["states"] == ["partly"]


def test_a_killed_crawl_gets_its_figures_from_the_next(host: Hosts, crawl: Crawls) -> None:
    web = host()
    web.feed("/rss", *(web.article(f"/{number}", f"Page {number}") for number in range(12)))
    toml = f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]'
    page = web.hold("/6")
    killed = crawl(toml, delay=0.2, until=page.asked, press=signal.SIGKILL, then=page.release)
    assert killed.last["end_reason"] is None and killed.last["requests"] == 0
    assert health(killed.db)["end_reason"] is None
    done = crawl(toml)
    first = done.rows("select * from crawls order by id")[0]
    (kept,) = done.rows("select count(*) n, max(captured_at) at from captures where crawl_id = 1")
    assert first["end_reason"] == "killed" and 0 < kept["n"] < 12
    assert first["captures"] == kept["n"] and first["requests"] >= kept["n"]
    assert json.loads(first["statuses"])["200"] >= kept["n"]
    assert first["bytes"] > 1000 * kept["n"] and first["ended_at"] >= kept["at"]


# --- A press that changes its template ---

Template = Callable[[int, str], str]


def body(number: int, outlet: str) -> str:
    """Four paragraphs in words of the same film, in another order on each page: none copies another."""
    words = PROSE.split()
    chance = random.Random(f"{outlet} {number}")
    mixed = [" ".join(chance.sample(words, 70)) for _ in range(4)]
    return "".join(f"<p>Scene {number}, take {place}. {text}.</p>" for place, text in enumerate(mixed))


def before(number: int, text: str) -> str:
    return (
        f"<article><h1>Film {number} reviewed</h1>"
        '<p class="byline">By <a rel="author" href="/p">Ann Lee</a></p>'
        f'<time datetime="2026-0{1 + number % 9}-11T10:00:00Z">then</time>{text}</article>'
    )


def without_byline(number: int, text: str) -> str:
    return before(number, text).replace("By ", "").replace('rel="author"', "").replace("Ann Lee", "Profile")


def dates_by_script(number: int, text: str) -> str:
    page = before(number, text)
    return page[: page.index("<time")] + '<span data-ts="x" id="when"></span>' + text + "</article>"


def cut_short(number: int, text: str) -> str:
    return before(number, text.partition("</p>")[0] + "</p>")


def with_boilerplate(number: int, text: str) -> str:
    more = "".join(
        f"<p>This is line {line} of what the paper now wishes to say below, above and amid each piece, "
        "at some length, so that nobody who came for the review can overlook what it has on offer.</p>"
        for line in range(9)
    )
    return before(number, text.replace("</p>", "</p>" + more, 1))


def publish(web: Host, numbers: range, template: Template, outlet: str = "paper") -> None:
    for number in numbers:
        page = template(number, body(number, outlet))
        web.put(f"/film/{number}", f"<html lang=en><title>Film {number} reviewed</title><body>{page}</html>")
    web.feed("/rss", *(f"/film/{number}" for number in numbers))


DRIFTING = {
    "quill": (without_byline, "author"),
    "clock": (dates_by_script, "date"),
    "stub": (cut_short, "short"),
    "billboard": (with_boilerplate, "repetitive"),
    "steady": (before, None),
}


def test_presses_that_change_their_template_halfway_are_seen_to_drift(host: Hosts, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    webs = {name: host() for name in DRIFTING}
    for name, web in webs.items():
        desk.outlet(name, web, delay=0)
        publish(web, range(12), before, name)
    assert desk.run("crawl", *DRIFTING).code == 0
    for name in DRIFTING:
        (row,) = desk.rows(f"select count(*) n from captures where outlet = '{name}'")
        assert (row["n"], health(desk.db, name)["states"]) == (12, ["ok"])

    for name, (template, _) in DRIFTING.items():
        publish(webs[name], range(12, 22), template, name)
    assert desk.run("crawl", *DRIFTING).code == 0
    for name, (_, sign) in DRIFTING.items():
        check_drift(desk, name, webs[name], sign)


def check_drift(desk: Desk, name: str, web: Host, sign: str | None) -> None:
    """The health of an outlet says what drifts and since when; `--fail-on` says it as an exit code."""
    found = health(desk.db, name)
    assert [drift["sign"] for drift in found["drift"]] == ([sign] if sign else []), (name, found)
    failing = status(desk.db, name, "--fail-on", "drift,failing")
    assert failing.exit_code == (1 if sign else 0), failing.output
    if sign:
        (drift,) = found["drift"]
        (crawl,) = desk.rows(f"select max(started_at) began from crawls where outlet = '{name}'")
        assert drift["since"] > 0.8 and drift["before"] < 0.2
        assert len(drift["urls"]) == 3 and all(web.url in url for url in drift["urls"])
        assert drift["began"] >= crawl["began"]
        assert failing.stderr.startswith(f"Error: {name}: drift (")
        assert f"{name} drifts: " in failing.stdout


def other_theme(number: int, text: str) -> str:
    """A theme that prints the paper's name where the title was, and no byline."""
    page = before(number, text)
    page = page.replace(f"<h1>Film {number} reviewed</h1>", "<h1>The Evening Paper</h1>")
    return page.replace('<p class="byline">By <a rel="author" href="/p">Ann Lee</a></p>', "")


def republish(web: Host, numbers: range, template: Template) -> None:
    """The same posts at the same addresses in another theme."""
    publish(web, numbers, template)
    if template is other_theme:
        for number in numbers:
            page = template(number, body(number, "paper"))
            page = f"<html lang=en><title>The Evening Paper</title><body>{page}</html>"
            web.put(f"/film/{number}", page)


def crawl_later(desk: Desk, *words: str) -> int:
    """Crawl in another second than the last crawl: the same page of the same second is the same capture."""
    time.sleep(1 - time.time() % 1)
    return desk.run("crawl", "paper", *words).code


def test_a_refetch_of_a_healthy_press_is_silent(host: Hosts, tmp_path: Path) -> None:
    desk, web = Desk(tmp_path), host()
    publish(web, range(12), before)
    links = "".join(f'<li><a href="/film/{number}">Film {number} reviewed</a></li>' for number in range(12))
    lists = [web.put(f"/tag/{name}", f"<h1>Tag {name}</h1><ul>{links}</ul>") for name in "abcdefghi"]
    web.feed("/rss", *(f"/film/{number}" for number in range(12)), *lists)
    desk.outlet("paper", web, delay=0)
    for words in ((), ("--refetch",), ("--refetch",)):
        assert crawl_later(desk, *words) == 0
        assert health(desk.db)["states"] == ["ok"], (words, health(desk.db)["drift"])
    (row,) = desk.rows("select count(*) n from captures where outcome = 'not_article'")
    assert row["n"] > len(lists), "they are looked at again, and say nothing new"
    assert status(desk.db, "paper", "--fail-on", "drift").exit_code == 0


def test_a_theme_that_worsens_titles_and_authors_is_drift_and_changes_no_article(
    host: Hosts, tmp_path: Path
) -> None:
    desk, web = Desk(tmp_path), host()
    publish(web, range(12), before)
    desk.outlet("paper", web, delay=0)
    assert desk.run("crawl", "paper").code == 0
    republish(web, range(12), other_theme)
    assert crawl_later(desk, "--refetch") == 0
    drifting = health(desk.db)
    assert sorted(drift["sign"] for drift in drifting["drift"]) == ["author", "title"]
    assert {(drift["pages_before"], drift["pages_since"]) for drift in drifting["drift"]} == {(12, 12)}
    printed = status(desk.db, "paper").stdout
    assert "no title or a worse one on 100% of 12 pages" in printed
    assert "no author or a worse one on 100% of 12 pages" in printed
    known = desk.rows("select title, authors from coverage")
    assert all(row["authors"] == "Ann Lee" and row["title"].startswith("Film ") for row in known)
    (kept,) = desk.rows('select count(*) n from captures where lost_facts = \'["title", "authors"]\'')
    assert kept["n"] == 12

    assert crawl_later(desk, "--refetch") == 0
    assert [drift["pages_since"] for drift in health(desk.db)["drift"]] == [12, 12], "a page counts once"
    republish(web, range(12), before)
    assert crawl_later(desk, "--refetch") == 0
    assert health(desk.db)["states"] == ["ok"]
