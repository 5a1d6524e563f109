"""The demo as a newcomer runs it, and its archive against the truth of the press."""

from __future__ import annotations

import json
import os
import pickle
import re
import shlex
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from archive.db.store import Store
from archive.model import Moment
from archive.query.records import records
from crawler.demo.press import Expected, LoggedRequest
from crawler.demo.sites import Site
from crawler.demo.sites.story import load_stories
from tests.support.forked import run_module
from tests.support.paths import ROOT
from tests.support.processes import DEADLINE

MATINEE = Path(sys.executable).with_name("matinee")
# Runs the demo with a press whose log and truth it leaves behind. Worker processes may import this file.
DRIVER = """
import pickle, sys
from pathlib import Path
from crawler.demo.press import Press
from crawler.demo.run import crawl_and_report
from crawler.outlet.load import load_outlet

if __name__ == "__main__":
    with Press.start() as press:
        delays = {path.stem: load_outlet(path).delay for path in press.outlets}
        code = crawl_and_report(press, Path(sys.argv[1]))
    Path(sys.argv[2]).write_bytes(pickle.dumps((press.expected(), press.sites, press.log, delays)))
    sys.exit(code)
"""
SLUGS = [
    (outlet, story.slug)
    for outlet in ("penfolk", "attic", "lantern", "rampe")
    for story in load_stories(outlet, datetime(2026, 1, 1, tzinfo=UTC))
]
# A recap and a preview whose works the model is not sure enough of to give them.
UNSURE = {"tinkers-moon-everything-we-know", "the-salt-ledger"}
OPT_OUT = {"/.well-known/tdmrep.json", "/ai.txt"}  # files that say what may be done with a host's pages


@dataclass(frozen=True)
class Demo:
    """One run: what it printed, what the press knows, what the archive holds."""

    output: str
    errors: str
    code: int
    expected: tuple[Expected, ...]
    sites: dict[str, Site]
    log: list[LoggedRequest]
    delays: dict[str, float]
    records: dict[str, dict[str, Any]]
    captures: list[dict[str, Any]]
    db: Path


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo")
    (folder / "driver.py").write_text(DRIVER)
    run = run_module("driver", ["archive.db", "truth"], {**os.environ, "PYTHONPATH": str(ROOT)}, folder)
    assert (folder / "truth").exists(), run.stderr
    expected, sites, log, delays = pickle.loads((folder / "truth").read_bytes())
    with Store.open(folder / "archive.db", readonly=True) as store:
        found = {record["url"]: record for record in records(store)}
        captures = list(store.db.query("select * from captures"))
    return Demo(
        run.stdout, run.stderr, run.returncode, expected, sites, log, delays, found, captures,
        folder / "archive.db",
    )  # fmt: skip


def article(demo: Demo, slug: str) -> Expected:
    return next(one for one in demo.expected if re.search(rf"/{slug}(/|\.html)?$", one.url))


def same_moment(got: dict[str, Any], want: Moment) -> bool:
    """Whether a record's date is right, to the precision that was to be had or a finer one."""
    width = {"year": 4, "month": 7, "day": 10, "second": 19}[want.precision]
    return (got["published"] or "")[:width] == want.at.isoformat()[:width]


def facts(record: dict[str, Any]) -> dict[str, Any]:
    work, rating = record["work"] or {}, record["rating"]
    return {
        "title": record["title"],
        "authors": tuple(record["authors"]),
        "kind": record["kind"],
        "language": record["language"],
        "spoilers": record["spoilers"],
        "status": record["status"],
        "outlet": record["outlet"],
        "work": (work["title"], work["year"], work["medium"], work["ids"]) if work.get("title") else None,
        "rating": rating and verdict(rating["raw"], rating["value"], rating["best"], rating["scale"]),
    }


def verdict(raw: str, value: float | None, best: float | None, scale: str | None) -> tuple[Any, ...]:
    """A rating without what depends on where it was read: figures for a figure, the grade for a grade."""
    return (scale, raw) if scale == "letter" else (value, best)


def truth(one: Expected) -> dict[str, Any]:
    work, rating = one.work, one.rating
    return {
        "title": one.title,
        "authors": one.authors,
        "kind": one.kind,
        "language": one.language,
        "spoilers": one.spoilers,
        "status": "complete",
        "outlet": one.outlet,
        "work": work and (work.title, work.year, work.medium, dict(work.ids)),
        "rating": rating and verdict(rating.raw, rating.value, rating.best, rating.scale),
    }


def flat(text: str) -> str:
    return " ".join(text.split())


def test_it_ends_well(demo: Demo) -> None:
    assert (demo.code, demo.errors) == (0, "")


def test_every_article_is_there_once_and_nothing_else(demo: Demo) -> None:
    assert sorted(demo.records) == sorted(one.url for one in demo.expected)


@pytest.mark.parametrize(("outlet", "slug"), SLUGS)
def test_the_facts_of_an_article(demo: Demo, outlet: str, slug: str) -> None:
    one = article(demo, slug)
    record = demo.records[one.url]
    want = truth(one)
    if slug in UNSURE:
        assert want.pop("work")
        assert facts(record).pop("work") is None, "read now: take it off UNSURE"
        want["work"] = None
    assert facts(record) == want
    assert same_moment(record, one.published), (record["published"], one.published.iso())


@pytest.mark.parametrize(("outlet", "slug"), SLUGS)
def test_the_text_of_an_article(demo: Demo, outlet: str, slug: str) -> None:
    one = article(demo, slug)
    text = flat(demo.records[one.url]["text"])
    at = 0
    for paragraph in map(flat, one.text):
        at = text.find(paragraph, at)
        assert at >= 0, paragraph
    assert not [phrase for phrase in one.furniture if phrase in text]
    assert len(text.split()) <= len(" ".join(one.text).split()) + 30, "no more than a standfirst beside it"


def test_pages_that_are_no_articles_are_captured_and_counted(demo: Demo) -> None:
    wanted = {site.base + path for site in demo.sites.values() for path in site.others}
    assert wanted
    assert {row["url"] for row in demo.captures if row["outcome"] == "not_article"} == wanted


def test_each_page_is_asked_once_and_closed_ones_never(demo: Demo) -> None:
    asked = Counter((asked.host, asked.path) for asked in demo.log)
    wanted = {
        (site.base.removeprefix("http://"), path)
        for site in demo.sites.values()
        for path in {*site.articles, *site.source_paths, *site.others, "/robots.txt", *OPT_OUT}
    }
    assert set(asked) == wanted
    assert set(asked.values()) == {1}
    assert any(site.forbidden for site in demo.sites.values())


def test_the_manners_of_the_crawl(demo: Demo) -> None:
    hosts: defaultdict[str, list[LoggedRequest]] = defaultdict(list)
    for asked in demo.log:
        assert asked.status == (404 if asked.path in OPT_OUT else 200)
        assert (asked.user_agent or "").startswith("Matinee/")
        hosts[f"http://{asked.host}"].append(asked)
    for site in demo.sites.values():
        mine = hosts[site.base]
        assert mine[0].path == "/robots.txt"
        # A busy machine may note a request late, and the next one then seems early; hence the fifth off.
        delay, gaps = demo.delays[site.name], [later.at - earlier.at for earlier, later in pairwise(mine)]
        assert sum(gaps) >= 0.8 * delay * len(gaps)
        assert median(gaps) >= 0.8 * delay


def test_the_hosts_are_crawled_side_by_side(demo: Demo) -> None:
    first = {name: min(a.at for a in demo.log if a.host in site.base) for name, site in demo.sites.items()}
    last = {name: max(a.at for a in demo.log if a.host in site.base) for name, site in demo.sites.items()}
    assert max(first.values()) < min(last.values())


def test_what_it_prints(demo: Demo) -> None:
    rows = {row[0]: row[1:] for line in demo.output.splitlines() if len(row := line.split("\t")) > 1}
    assert set(rows) == {"Outlet", *(site.title for site in demo.sites.values())}
    for site in demo.sites.values():
        mine = [one for one in demo.expected if one.outlet == site.name]
        articles, kinds, ratings, others = rows[site.title]
        assert int(articles) == len(mine)
        counts = Counter(one.kind for one in mine)
        said = {kind if count == 1 else f"{count}×{kind}" for kind, count in counts.items()}
        assert set(kinds.split(", ")) == said
        assert int(ratings or 0) == sum(one.rating is not None for one in mine)
        assert int(others or 0) == len(site.others)
    assert "Glass Orchard" in demo.output.partition("search")[2]


@pytest.fixture(scope="module")
def command(
    demo: Demo, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """`matinee demo`, run where an earlier demo has left its archive."""
    folder = tmp_path_factory.mktemp("newcomer")
    shutil.copy(demo.db, folder)
    return folder, matinee(folder, "demo")  # in full: it prints the name that it was started by


def matinee(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(MATINEE), *words], cwd=folder, capture_output=True, text=True, timeout=DEADLINE, check=False
    )


def test_the_command_leaves_an_archive(command: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, run = command
    assert (run.returncode, run.stderr) == (0, "")
    assert (folder / "archive.db").stat().st_size > 100_000


def test_the_commands_to_try_next_work_as_printed(
    command: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, run = command
    lines = run.stdout.partition("to try next")[2].splitlines()
    commands = [line.strip() for line in lines if "--db archive.db" in line]
    assert [shlex.split(line)[1] for line in commands] == ["search", "show", "export"]
    outputs = []
    for line in commands:
        done = subprocess.run(line, shell=True, cwd=folder, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), line
        outputs.append(done.stdout)
    assert "The Cartographer's Daughter" in outputs[0]
    assert "article" in outputs[2]
    assert (folder / shlex.split(commands[2])[2]).stat().st_size > 1000


def test_a_second_run_starts_afresh(
    demo: Demo, command: tuple[Path, subprocess.CompletedProcess[str]]
) -> None:
    folder, _ = command
    words = ["search", "--json", "--limit", "0", "--db", "archive.db"]
    hits = json.loads(run_module("crawler", words, {**os.environ, "PYTHONPATH": str(ROOT)}, folder).stdout)
    assert sorted(hit["title"] for hit in hits) == sorted(each["title"] for each in demo.records.values())
    assert not {hit["url"] for hit in hits} & demo.records.keys(), "the press had other ports"


def test_somebody_elses_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "archive.db").write_text("dear diary\n" * 100)
    run = run_module("crawler", ["demo"], {**os.environ, "PYTHONPATH": str(ROOT)}, tmp_path)
    assert run.returncode == 1
    assert run.stderr.startswith("Error: ") and run.stderr.count("\n") == 1 and "archive.db" in run.stderr
    assert (tmp_path / "archive.db").read_text() == "dear diary\n" * 100
