"""`make bench-clean` on a few pages of the corpus, and what it makes of tools that fail."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.bench.clean import print_tools
from tests.bench.pages import Pages, read_pages
from tests.bench.peers import OURS, Job, Tool
from tests.bench.scoring import Extraction
from tests.bench.sources import print_sources
from tests.bench.worst import print_worst


@pytest.fixture(scope="module")
def articles(shared: Path) -> Pages:
    """Five articles of the corpus."""
    return read_pages("articles").every(150)


def broken(job: Job) -> Extraction:
    raise ValueError("cannot parse")


def nosy(job: Job) -> Extraction:
    socket.create_connection(("127.0.0.1", 9), timeout=1)
    return Extraction("fetched")


def test_the_tables_of_a_few_pages(articles: Pages, capsys: pytest.CaptureFixture[str]) -> None:
    mine = print_tools(articles, (OURS,))
    assert mine.failures == {}
    assert set(mine.found) == {page["id"] for page in articles.truth}
    print_sources(articles)
    print_worst(articles, mine.found)
    lines = capsys.readouterr().out.splitlines()
    table = {line[:20].strip(): line[20:].split() for line in lines[1:14]}
    assert table["pages"] == ["5"]
    assert float(table["F1"][0]) > 0.8
    assert table["failures"] == ["0"]
    starts = ("title h1", "author byline", "date ", "The 5 worst pages")
    for start in starts:
        assert any(line.startswith(start) for line in lines), start


def test_a_tool_that_fails_or_is_absent_is_told(articles: Pages, capsys: pytest.CaptureFixture[str]) -> None:
    few = articles.every(3)
    tools = (
        OURS,
        Tool("broken", "sys", broken),
        Tool("nosy", "socket", nosy, fields=frozenset(("text",))),
        Tool("absent", "no_such_module_anywhere", broken, "pip install absent"),
    )
    print_tools(few, tools)
    printed = capsys.readouterr().out
    assert "broken failed on 2: ValueError: cannot parse\n" in printed
    assert "nosy failed on 2: PermissionError: the bench asks nobody on the network\n" in printed
    assert "Not installed, not measured: absent (pip install absent)\n" in printed
    rows = {line[:20].strip(): line[20:].split() for line in printed.splitlines()}
    assert rows["F1"][1:] == ["0.0000", "0.0000"]
    assert rows["date"][2] == "-"
