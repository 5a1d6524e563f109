"""What is known of crawls and of outlets' health: figures, `matinee status`, drift, messages, the log."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner, Result

from crawler.cli.main import cli
from tests.support.crawls import Crawl
from tests.support.web import PROSE, Host

Hosts = Callable[..., Host]
Crawls = Callable[..., Crawl]


def status(done: Crawl, *words: str) -> Result:
    return CliRunner().invoke(cli, ["status", "paper", "--db", str(done.db), *words])


def health(done: Crawl) -> dict[str, Any]:
    (one,) = json.loads(status(done, "--json").stdout)
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
    doors = json.loads(last["sources"])
    assert doors[f"{web.url}/rss"] == {
        **{"read": 1, "unchanged": 0, "failed": 0, "problem": None},
        "links": {"taken": 3, "refused": 1},
    }
    assert doors[f"{web.url}/out"]["failed"] == 1
    assert "HTTP 500" in doors[f"{web.url}/out"]["problem"]
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
    assert health(done)["states"] == ["partly"]


def test_a_killed_crawl_gets_its_figures_from_the_next(host: Hosts, crawl: Crawls) -> None:
    web = host()
    web.feed("/rss", *(web.article(f"/{number}", f"Page {number}") for number in range(12)))
    toml = f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]'
    page = web.hold("/6")
    killed = crawl(toml, delay=0.2, until=page.asked, press=signal.SIGKILL, then=page.release)
    assert killed.last["end_reason"] is None and killed.last["requests"] == 0
    assert health(killed)["end_reason"] is None
    done = crawl(toml)
    first = done.rows("select * from crawls order by id")[0]
    (kept,) = done.rows("select count(*) n, max(captured_at) at from captures where crawl_id = 1")
    assert first["end_reason"] == "killed" and 0 < kept["n"] < 12
    assert first["captures"] == kept["n"] and first["requests"] >= kept["n"]
    assert json.loads(first["statuses"])["200"] >= kept["n"]
    assert first["bytes"] > 1000 * kept["n"] and first["ended_at"] >= kept["at"]


# --- A press that changes its template ---

Template = Callable[[int, str], str]


def body(number: int) -> str:
    words = PROSE.split()
    turned = [" ".join(words[(number * 7 + place * 13) % 40 :]) for place in range(4)]
    return "".join(f"<p>Scene {number}, take {place}. {text}</p>" for place, text in enumerate(turned))


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


def publish(web: Host, numbers: range, template: Template) -> None:
    for number in numbers:
        page = template(number, body(number))
        web.put(f"/film/{number}", f"<html lang=en><title>Film {number} reviewed</title><body>{page}</html>")
    web.feed("/rss", *(f"/film/{number}" for number in numbers))


@pytest.mark.parametrize(
    ("template", "sign"),
    [
        (without_byline, "author"),
        (dates_by_script, "date"),
        (cut_short, "short"),
        (with_boilerplate, "repetitive"),
        (before, None),
    ],
)
def test_a_press_that_changes_its_template_halfway_is_seen_to_drift(
    host: Hosts, crawl: Crawls, template: Template, sign: str | None
) -> None:
    web = host()
    toml = f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]'
    publish(web, range(20), before)
    first = crawl(toml)
    assert (len(first.records), health(first)["states"]) == (20, ["ok"])
    publish(web, range(20, 36), template)
    done = crawl(toml)
    found = health(done)
    assert [drift["sign"] for drift in found["drift"]] == ([sign] if sign else []), found
    failing = status(done, "--fail-on", "drift,failing")
    assert failing.exit_code == (1 if sign else 0), failing.output
    if sign:
        (drift,) = found["drift"]
        assert drift["since"] > 0.8 and drift["before"] < 0.2
        assert len(drift["urls"]) == 3 and all(web.url in url for url in drift["urls"])
        assert drift["began"] >= done.last["started_at"]
        assert failing.stderr.startswith("Error: paper: drift (")
        assert "paper drifts: " in failing.stdout


# --- Messages ---


@contextmanager
def receiver() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A place that messages go to, and what came there."""
    came: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"json://user:s3cret@127.0.0.1:{server.server_address[1]}/hook", came
        server.shutdown()


def test_a_state_is_told_once_and_its_end_too(
    host: Hosts, crawl: Crawls, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("apprise", reason="the extra `notify` is not installed")
    web = host()
    web.feed("/rss", web.article("/a", "One"))
    toml = f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]'
    with receiver() as (address, came):
        monkeypatch.setenv("MATINEE_NOTIFY", address)
        crawls = [crawl(toml)]
        assert came == [], "all is well, and was"
        web.put("/rss", "no feed", status=500)
        crawls += [crawl(toml), crawl(toml)]
        (message,) = came
        assert message["title"] == "Matinee: paper needs a look"
        assert message["message"].startswith("paper: failing (failed, ") and "HTTP 500" in message["message"]
        web.feed("/rss", web.article("/b", "Two"))
        crawls += [crawl(toml, "-s", "LOG_LEVEL=DEBUG")]
        assert [one["message"] for one in came[1:]] == ["paper: well again"]
    web.put("/rss", "no feed", status=500)
    crawls += [crawl(toml)]
    assert crawls[-1].lines("NOTIFY: the message was not taken")
    for done in crawls:
        assert "s3cret" not in done.log
    assert b"s3cret" not in crawls[-1].db.read_bytes()
    assert crawls[-1].rows("select state from notices") == [{"state": ""}], "not told, so not noted"


def test_what_apprise_does_not_understand_is_said_without_it(
    host: Hosts, crawl: Crawls, tmp_path: Path
) -> None:
    pytest.importorskip("apprise", reason="the extra `notify` is not installed")
    web = host()
    web.put("/rss", "no feed", status=500)
    file = tmp_path / "where.txt"
    file.write_text("nonsense://s3cret\n")
    done = crawl(f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]', "-s", f"NOTIFY={file}")
    assert done.lines("NOTIFY: no address in it") and "s3cret" not in done.log


# --- The log ---


def test_the_log_has_one_line_an_event(host: Hosts, crawl: Crawls) -> None:
    web = host()
    web.feed("/rss", web.article("/a", "One"))
    done = crawl(f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]')
    assert [line for line in done.log.splitlines() if not line.startswith("20")] == []
    assert done.lines("Dumping Scrapy stats: {") and done.lines("Overridden settings: {")
    assert "harbour town" not in done.log


# --- The command ---


def test_status_of_nothing_and_of_nobody(tmp_path: Path, host: Hosts, crawl: Crawls) -> None:
    missing = CliRunner().invoke(cli, ["status", "--db", str(tmp_path / "none.db")])
    assert missing.exit_code == 1 and "there is no archive here" in missing.stderr
    web = host()
    web.feed("/rss", web.article("/a", "One"))
    done = crawl(f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]')
    unknown = CliRunner().invoke(cli, ["status", "papr", "--db", str(done.db)])
    assert unknown.exit_code == 2 and "did you mean paper?" in unknown.stderr
    wrong = status(done, "--fail-on", "sadness")
    assert wrong.exit_code == 2 and "there is no state 'sadness'" in wrong.stderr
    plain = status(done).stdout.splitlines()
    assert plain[0].split("\t")[:2] == ["outlet", "state"] and "\x1b" not in "".join(plain)
    assert plain[1].split("\t")[:2] == ["paper", "ok"]
