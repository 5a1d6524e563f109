"""`matinee clean`: one page cleaned and shown, from a file, the archive or the web, and nothing stored."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.clean.article import clean as read
from archive.db.store import Store
from archive.ingest.learned.edit_boilerplate import set_line_states
from archive.ingest.storing.store_capture import store_capture
from archive.model import Capture
from crawler.cli.main import cli
from tests.support.forked import run_module
from tests.support.paths import ROOT
from tests.support.web import PROSE, Host

Clean = Callable[..., subprocess.CompletedProcess[str]]
HEAD = "<html lang=en><title>A boat</title><article><h1>A boat comes in</h1><p>By Ann Lee</p>"
PAGE = f"{HEAD}<p>{PROSE}</p></article>"


@pytest.fixture
def clean(tmp_path: Path) -> Clean:
    """Runs `matinee clean` in an empty folder, with our settings but for the pace."""
    (tmp_path / "brisk.py").write_text(
        "from crawler.settings import *\nDOWNLOAD_DELAY = 0\nRETRY_TIMES = 0\n"
    )
    root = ROOT
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(root), str(tmp_path)]),
        "SCRAPY_SETTINGS_MODULE": "brisk",
    }

    return lambda *words: run_module("crawler", ["clean", *words], environment, tmp_path)


@pytest.fixture
def clean_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs `matinee clean` in an empty folder, but in this process: nothing is fetched."""
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(cli, ["clean", *words])


def test_a_saved_page(clean_here: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "boat.html").write_text(PAGE)
    done = clean_here("boat.html")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines()[:2] == ["A boat comes in", "by        Ann Lee"]
    assert done.stdout.rstrip().endswith(PROSE)
    assert "\nauthors    Ann Lee\n* byline" in clean_here("boat.html", "--why").stdout


def test_a_saved_page_in_markdown(clean_here: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "boat.html").write_text(
        PAGE.replace("</article>", f"<h2>The crew</h2><p>{PROSE} <i>Aye.</i></p>")
    )
    written = f"{PROSE}\n\n## The crew\n\n{PROSE} *Aye.*"
    done = clean_here("boat.html", "--markdown")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == f"# A boat comes in\n\n{written}\n"
    assert json.loads(clean_here("boat.html", "--markdown", "--json").stdout)["text"] == written
    assert clean_here("boat.html", "--markdown", "--why").exit_code == 2
    given = json.loads(clean_here("boat.html", "--why", "--json").stdout)
    assert given["is_article"] and given["authors"] == ["Ann Lee"] and given["why"]["fields"]
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["boat.html"]


def test_a_page_of_the_web_with_the_manners_of_a_crawl(
    clean: Clean, host: Callable[..., Host], tmp_path: Path
) -> None:
    web = host()
    web.put("/robots.txt", "User-agent: Matinee\nDisallow: /private", kind="text/plain")
    url = web.put("/boat", PAGE)
    done = clean(url, "--json")
    assert done.returncode == 0 and done.stderr == f"Fetching {url}\n"
    assert json.loads(done.stdout)["captured_url"] == url
    assert web.asked(robots=True) == ["/robots.txt", "/boat"]
    assert web.log[-1].headers["User-Agent"].startswith("Matinee/")
    assert not list(tmp_path.glob("*.db"))


def test_what_cannot_be_fetched_is_one_line(clean: Clean, host: Callable[..., Host]) -> None:
    web = host()
    web.put("/robots.txt", "User-agent: *\nDisallow: /private", kind="text/plain")
    forbidden = clean(web.put("/private", PAGE))
    assert forbidden.returncode == 1 and forbidden.stdout == ""
    assert forbidden.stderr.splitlines()[1] == (
        f"Error: {web.url}/private: robots.txt forbids it: save it from a browser and clean the file"
    )
    missing = clean(f"{web.url}/none")
    assert missing.returncode == 1 and "/none: HTTP 404 Not Found" in missing.stderr
    assert "/private" not in web.asked()
    closed = host("127.0.0.2")
    closed.put("/robots.txt", "", status=503)
    waiting = clean(closed.put("/boat", PAGE))
    assert waiting.returncode == 1 and "robots.txt gave no answer (HTTP 503)" in waiting.stderr
    assert "saved from there, it can be cleaned as a file" in waiting.stderr
    assert "Traceback" not in forbidden.stderr + missing.stderr + waiting.stderr


def test_a_page_that_the_archive_has_is_not_asked_for_again(
    clean: Clean, host: Callable[..., Host], tmp_path: Path
) -> None:
    web = host()
    web.put("/robots.txt", "", kind="text/plain")
    url = web.put("/boat", PAGE.replace("Ann Lee", "Bo Reed"))
    (tmp_path / "boat.html").write_text(PAGE)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run_module("crawler", ["import", "boat.html", "--url", url], environment, tmp_path).check_returncode()
    kept = clean(url)
    assert kept.returncode == 0 and "by        Ann Lee" in kept.stdout and "--fetch" in kept.stderr
    assert web.log == []
    assert "by        Bo Reed" in clean(url, "--fetch").stdout
    with Store.open(tmp_path / "archive.db", readonly=True) as store:
        assert store.db.execute("select count(*) from captures").fetchone()[0] == 1


def test_what_the_archive_has_learned_of_an_outlet_is_left_out(
    clean_here: Callable[..., Result], tmp_path: Path
) -> None:
    url, line = "https://reel.example/boat", "Reel is a member of nothing at all."
    body = PAGE.replace("</article>", f"<p>{line}</p></article>").encode()
    page = Capture(url, datetime(2026, 3, 15, tzinfo=UTC), body, content_type="text/html", outlet="reel")
    with Store.open(tmp_path / "archive.db", create=True) as store, store.transaction():
        store_capture(store, store.add_capture(page).id, page, read(page))
    assert line in clean_here(url).stdout
    with Store.open(tmp_path / "archive.db") as store:
        set_line_states(store, "reel", [(line, "pinned")])
    assert line not in clean_here(url).stdout
    assert "left out: pinned as furniture" in clean_here(url, "--why").stdout


@pytest.mark.parametrize(
    ("wanted", "problem"),
    [
        ("none.html", "no such file"),
        ("reel.example/x", "neither a file nor a URL: begin a URL with https://"),
        ("ftp://reel.example/x", "neither a file nor a URL: begin a URL with https://"),
        ("https:///x", "a URL without a host: write it as https://host/page"),
    ],
)
def test_what_is_neither_file_nor_address_says_so(
    clean_here: Callable[..., Result], wanted: str, problem: str
) -> None:
    done = clean_here(wanted)
    assert done.exit_code == 1 and done.stderr == f"Error: {wanted}: {problem}\n"
