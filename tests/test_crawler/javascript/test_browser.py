"""Pages drawn by a real browser: what it may fetch, what it keeps, and how it ends."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest

from crawler.javascript.requirements import check_requirements, find_browser, launch_options
from crawler.javascript.visit import ScriptCache
from crawler.outlet.load import OutletError, load_outlet
from crawler.outlet.outlet import Outlet
from tests.support.crawls import Crawl
from tests.support.processes import wait_until
from tests.support.web import PROSE, Host

needs_browser = pytest.mark.skipif(
    find_browser(None) is None or find_spec("scrapy_playwright") is None,
    reason="needs the extra `javascript` and a Chromium",
)
SHELL = '<html lang=en><head><title>{title}</title></head><body><div id="root"></div>{more}</body></html>'
DRAW = """
fetch("/api" + location.pathname).then(answer => answer.json()).then(post => {
  document.cookie = "visited=1"; localStorage.setItem("visited", "1");
  document.getElementById("root").innerHTML = "<article><h1>" + post.title + "</h1>" +
    post.lines.map(line => "<p>" + line + "</p>").join("") + "</article>";
});
"""


def drawn(host: Host, path: str, title: str, more: str = '<script src="/app.js"></script>') -> str:
    """A page whose script fetches its text; returns its URL."""
    host.put("/app.js", DRAW, kind="text/javascript")
    post = {"title": title, "lines": [f"{title} {number}. {PROSE}" for number in range(4)]}
    host.put(f"/api{path}", json.dumps(post), kind="application/json")
    return host.put(path, SHELL.format(title=title, more=more))


def stated(host: Host, path: str, title: str) -> str:
    """A page with its text in its state, as Next.js has it; returns its URL."""
    body = "".join(f"<p>{title} {number}. {PROSE}</p>" for number in range(4))
    state = json.dumps({"props": {"pageProps": {"post": {"title": title, "content": body}}}})
    script = (
        f'<script id="__NEXT_DATA__" type="application/json">{state}</script><script src="/next.js"></script>'
    )
    return host.put(path, SHELL.format(title=title, more=script))


def browsers_of(test: str) -> list[str]:
    """The processes of browsers that a test has started and that have not ended."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ends now
            if test.encode() in (process / "environ").read_bytes():
                command = (process / "cmdline").read_text()
                found += [command] if "chrom" in command.partition("\0")[0] else []
    return found


@needs_browser
def test_only_pages_that_have_no_text_are_drawn_and_with_manners(
    host: Callable[..., Host], crawl: Callable[..., Crawl], tmp_path: Path
) -> None:
    paper, ads = host(), host("127.0.0.2")
    more = (
        f'<script src="/app.js"></script><script src="{ads.url}/ad.js"></script><img src="/photo.jpg">'
        '<script src="/private/track.js"></script><link rel=stylesheet href="/style.css">'
        f'<iframe src="{ads.url}/frame"></iframe><script>navigator.sendBeacon("/beacon");'
        f'new WebSocket("{ads.url.replace("http", "ws")}/socket");'
        'fetch("/api/post", {method: "POST"})</script>'
    )
    paper.put("/robots.txt", "User-agent: *\nDisallow: /private/", kind="text/plain")
    pages = [drawn(paper, "/one", "One", more), drawn(paper, "/two", "Two", more)]
    feed = paper.feed("/feed", *pages, paper.article("/plain", "Plain"), stated(paper, "/next", "Next"))
    secret = tmp_path / "access.toml"
    secret.write_text('[paper]\ncookies = { session = "s-4f1c9d02aa" }')
    secret.chmod(0o600)
    done = crawl(
        f'home = "{paper.url}/"\nfeeds = ["{feed}"]\njavascript = true',
        *("-s", f"ACCESS_FILE={secret}", "-s", "LOG_LEVEL=DEBUG"),
        delay=0.2,
    )
    assert done.code == 0, done.log
    assert {record["title"] for record in done.records} == {"One", "Two", "Plain", "Next"}
    assert all(f"{record['title']} 3. {PROSE}" in record["text"] for record in done.records)
    expected = ["/feed", "/one", "/two", "/plain", "/next", "/app.js", "/api/one", "/api/two"]
    assert sorted(paper.asked()) == sorted(expected), done.log  # the script once for both pages
    assert not ads.log
    assert all(one.headers["User-Agent"].startswith("Matinee/") for one in paper.log)
    assert {one.headers.get("Cookie") for one in paper.log if one.path != "/robots.txt"} == {
        "session=s-4f1c9d02aa"
    }
    times = [one.at for one in paper.log]
    gaps = [later - earlier for earlier, later in pairwise(times[1:])]
    assert min(gaps) > 0.18, list(zip(gaps, paper.asked()[1:], strict=True))
    found = done.rows("select url, headers from captures where headers like '%x-matinee-drawn%' order by url")
    assert [row["url"] for row in found] == pages
    assert "s-4f1c9d02aa" not in done.log and b"s-4f1c9d02aa" not in done.db.read_bytes()


@needs_browser
@pytest.mark.parametrize(
    ("scripts", "javascript"),
    [
        (["setInterval(() => fetch('/poll'), 50)"], "true"),
        (
            ["", "addEventListener('load', () => setTimeout(() => { while (true) {} }, 50))"],
            '"article.never"',
        ),
    ],
)
def test_a_page_that_never_settles_ends_in_time(
    host: Callable[..., Host], crawl: Callable[..., Crawl], scripts: list[str], javascript: str
) -> None:
    paper = host()
    paper.put("/poll", "{}", kind="application/json")
    endless = [
        drawn(paper, f"/endless-{number}", "Endless", f"<script>{script}</script>")
        for number, script in enumerate(scripts)
    ]
    feed = paper.feed("/feed", *endless, paper.article("/two", "Two"))
    done = crawl(
        f'home = "{paper.url}/"\nfeeds = ["{feed}"]\njavascript = {javascript}',
        *("-s", "JAVASCRIPT_TIMEOUT=1"),
        settings="hasty_browser",
    )
    assert [record["title"] for record in done.records] == ["Two"], done.log
    assert len(done.rows("select * from captures")) == len(endless) + 1
    assert paper.asked().count("/poll") <= 60
    wait_until(lambda: not browsers_of(os.environ["PYTEST_CURRENT_TEST"]))


@needs_browser
def test_a_selector_says_what_to_wait_for(host: Callable[..., Host], crawl: Callable[..., Crawl]) -> None:
    paper = host()
    late = '<script>setTimeout(() => {let s = document.createElement("script"); s.src = "/app.js";'
    late += "document.body.append(s)}, 1500)</script>"  # after the network has been idle
    feed = paper.feed("/feed", drawn(paper, "/one", "One", late))
    done = crawl(f'home = "{paper.url}/"\nfeeds = ["{feed}"]\njavascript = "article p"')
    assert [record["title"] for record in done.records] == ["One"], done.log


@needs_browser
def test_a_crawl_that_is_stopped_gives_its_page_back(
    host: Callable[..., Host], crawl: Callable[..., Crawl]
) -> None:
    paper = host()
    paper.put("/poll", "{}", kind="application/json")
    endless = drawn(paper, "/one", "One", "<script>setInterval(() => fetch('/poll'), 50)</script>")
    feed = paper.feed("/feed", endless)
    toml = f'home = "{paper.url}/"\nfeeds = ["{feed}"]\njavascript = true'
    test = os.environ["PYTEST_CURRENT_TEST"]
    done = crawl(toml, until=lambda: "/poll" in paper.asked() and browsers_of(test))
    assert "Traceback" not in done.log, done.log
    wait_until(lambda: not browsers_of(test))
    assert done.rows("select count(*) as n from captures") == [{"n": 0}]
    assert [row["state"] for row in done.rows("select state from frontier where url like '%/one'")] == [
        "pending"
    ]


def test_what_is_missing_is_named_before_anything_is_fetched(
    host: Callable[..., Host], crawl: Callable[..., Crawl]
) -> None:
    paper = host()
    feed = paper.feed("/feed", paper.article("/one", "One"))
    toml = f'home = "{paper.url}/"\nfeeds = ["{feed}"]\njavascript = true'
    done = crawl(toml, "-s", "BROWSER=/nowhere/chromium")
    assert done.code == 1 and not paper.log and "Traceback" not in done.log
    assert len(done.lines("paper.toml: javascript: ")) == 1


def test_the_extra_is_named_where_it_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outlet = Outlet("p", "P", "https://p.test/", tmp_path / "p.toml", javascript=True)
    monkeypatch.setattr("crawler.javascript.requirements.find_spec", lambda name: None)
    with pytest.raises(OutletError, match=r"p\.toml: javascript: .*pip install 'matinee\[javascript\]'"):
        check_requirements(outlet, None)
    check_requirements(Outlet("p", "P", "https://p.test/", tmp_path / "p.toml"), None)


@pytest.mark.parametrize(
    ("said", "means"),
    [("true", True), ("false", False), ('"article p"', "article p"), ("1", None), ('"p["', None)],
)
def test_the_key(tmp_path: Path, said: str, means: bool | str | None) -> None:
    file = tmp_path / "p.toml"
    file.write_text(
        f'title = "P"\nhome = "https://p.test/"\nurls = ["https://p.test/1"]\njavascript = {said}\n'
    )
    if means is None:
        with pytest.raises(OutletError, match="javascript: "):
            load_outlet(file)
    else:
        assert load_outlet(file).javascript == means


def test_the_browser_without_a_window_is_found_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [tmp_path / name for name in ("chromium", "chromium-headless-shell")]
    for path in paths:
        path.touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert [find_browser("chromium"), find_browser(None)] == [str(path) for path in paths]
    paths[1].unlink()
    assert find_browser(None) == str(paths[0])


def test_the_browser_has_no_network_and_options_can_be_added() -> None:
    options = launch_options("/usr/bin/chromium", {"args": ["--lang=de"], "headless": False})
    assert "--host-resolver-rules=MAP * ~NOTFOUND" in options["args"] and "--lang=de" in options["args"]
    assert options["executable_path"] == "/usr/bin/chromium" and options["headless"] is False


def test_kept_scripts_are_bounded() -> None:
    from scrapy.http import Response

    scripts = ScriptCache()
    for number in range(5):
        scripts.add(Response(f"https://p.test/{number}", body=b"x" * 9_000_000), str(number))
    assert [bool(scripts.get(str(number))) for number in range(5)] == [False, False, True, True, True]
