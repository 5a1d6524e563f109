"""`make bench-clean` on a few pages, and what it makes of tools that fail."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive.clean.article import clean
from archive.clean.judge.weights import load_weights
from tests.bench.clean.__main__ import print_steps, print_tools
from tests.bench.clean.ablation import FIGURES, STEPS, WHOLE, ablated_texts
from tests.bench.clean.cross_validation import cross_validated_texts
from tests.bench.clean.pages import Job, Pages, read_pages
from tests.bench.clean.part_times import PARTS, SECOND_OPINION, PartTimes
from tests.bench.clean.review_scores import date_is_right, score_reviews
from tests.bench.clean.run import run_tools
from tests.bench.clean.sources import print_sources
from tests.bench.clean.tables import print_absent, print_corpus
from tests.bench.clean.tools import BARE, OURS, TOOLS, Tool, extraction, matinee_later
from tests.bench.clean.worst import print_worst
from tests.bench.scoring import Extraction
from tests.training.pages import FOLDS, host_fold, host_name


@pytest.fixture(scope="module")
def sets(shared: Path) -> dict[str, Pages]:
    """A few pages of each set."""
    steps = {"articles": 150, "news": 120, "reviews": 120}
    return {name: read_pages(name).every(step) for name, step in steps.items()}


def broken(job: Job) -> Extraction:
    raise ValueError("cannot parse")


def nosy(job: Job) -> Extraction:
    socket.create_connection(("127.0.0.1", 9), timeout=1)
    return Extraction("fetched")


def rows_of(printed: str) -> dict[str, list[str]]:
    """The cells of each row of the tools' tables, by the name of the tool; of the last table that has it."""
    return {line[:17].strip(): line[17:].split() for line in printed.splitlines()}


def test_the_tables_of_a_few_pages(sets: dict[str, Pages], capsys: pytest.CaptureFixture[str]) -> None:
    mine = print_tools(sets, read_pages("other-pages").every(240))
    assert {name: run.failures for name, run in mine.items()} == {"articles": {}, "news": {}, "reviews": {}}
    assert set(mine["articles"].found) == {page["id"] for page in sets["articles"].truth}
    print_sources(sets["articles"])
    print_worst(sets["articles"], mine["articles"].found)
    printed = capsys.readouterr().out
    articles, _, reviews = printed.split("no author, no date")[1], *printed.split("\nreviews: ")
    table = rows_of(articles)
    assert float(table["matinee"][0]) > 0.8
    assert table["matinee"][-1] == table["trafilatura fast"][-1] == "0"
    assert table["trafilatura"][-2] == "1.00"
    assert rows_of(reviews)["trafilatura"][0] == "-"
    assert "trained on these very articles and news" in printed
    starts = (
        "title h1",
        "author byline",
        "date ",
        "The 5 worst pages",
        "  text ",
        "  facts ",
        "  trafilatura is",
    )
    for start in starts:
        assert any(line.startswith(start) for line in printed.splitlines()), start


def test_a_tool_that_fails_or_is_absent_is_told(
    sets: dict[str, Pages], capsys: pytest.CaptureFixture[str]
) -> None:
    few = sets["articles"].every(3)
    tools = (OURS, BARE, Tool("broken", "sys", broken), Tool("nosy", "socket", nosy, frozenset(("text",))))
    print_corpus("articles", few, run_tools(few, tools))
    print_absent((OURS, Tool("absent", "no_such_module_anywhere", broken, get="pip install absent")))
    printed = capsys.readouterr().out
    assert "broken failed on 2: ValueError: cannot parse\n" in printed
    assert "nosy failed on 2: PermissionError: the bench asks nobody on the network\n" in printed
    assert "Not installed, not measured: absent (pip install absent)\n" in printed
    table = rows_of(printed)
    assert table["broken"][0] == table["nosy"][0] == "0.0000"
    assert table["nosy"][7] == "-"
    assert (table["matinee"][-1], table["broken"][-1]) == ("0", "2")


def test_the_network_is_refused_only_meanwhile(sets: dict[str, Pages]) -> None:
    run_tools(sets["articles"].every(5), (OURS,))
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()


def test_each_part_is_measured_and_nothing_is_left_patched(sets: dict[str, Pages]) -> None:
    before = [getattr(owner, name) for _, owner, name in PARTS]
    times = PartTimes()
    with times.measuring():
        for job in sets["articles"].jobs.values():
            matinee_later(job)
    missed = {name for name, _, _ in PARTS} - set(times.calls) - {SECOND_OPINION}
    assert missed == set()
    assert all(seconds >= 0 for seconds in times.seconds.values())
    assert [getattr(owner, name) for _, owner, name in PARTS] == before


def test_the_text_with_nothing_left_out_is_what_clean_reads(sets: dict[str, Pages]) -> None:
    for pages in sets.values():
        for job in pages.jobs.values():
            assert ablated_texts(job)[WHOLE].text == clean(job.capture()).text


LONG = "The second act drags a little, but the songs carry it and the cast never lets the energy drop."
PAGE = f"""<html><head><title>A long way home</title></head><body><main><article><h1>A long way home</h1>
<p>A long way home</p><p>{LONG}</p>
<figure><img src=a.jpg><figcaption><p>{LONG[::-1]}</p></figcaption></figure>
<p>{LONG} Nobody left early, and nobody wanted to, as the applause went on for ten minutes.</p><p>{LONG}</p>
</article></main></body></html>"""


def test_a_step_that_is_left_out_changes_the_text() -> None:
    texts = {name: got.text for name, got in ablated_texts(Job("https://a.example/1", PAGE)).items()}
    assert set(texts) == {WHOLE, *(step.name for step in STEPS)}
    assert texts["dropping duplicates"].count(LONG) == texts[WHOLE].count(LONG) + 1


class _NoNames(dict[str, float]):
    """Knows no word that names an element, and notes which it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def get(self, word: str, default: Any = None) -> Any:
        self.asked.add(word)
        return default


def test_cross_validation_reads_every_page_once_by_the_weights_of_its_fold(sets: dict[str, Pages]) -> None:
    known, names = load_weights(), _NoNames()
    blind = replace(known, names=names)
    fold = host_fold(host_name(sets["articles"].truth[0]["url"]), FOLDS)
    few = {"articles": sets["articles"], "reviews": sets["reviews"]}
    weights = [blind if number == fold else known for number in range(FOLDS)]
    texts = cross_validated_texts(few, weights)
    assert {name: set(of_set[WHOLE]) for name, of_set in texts.items()} == {
        name: set(pages.jobs) for name, pages in few.items()
    }
    assert names.asked
    with pytest.raises(ValueError, match="shorter"):
        cross_validated_texts(few, weights[1:])


def test_the_table_of_steps(sets: dict[str, Pages], capsys: pytest.CaptureFixture[str]) -> None:
    print_steps({name: pages.every(3) for name, pages in sets.items()}, cross_validated=False)
    head, whole, *rest = capsys.readouterr().out.splitlines()[-len(STEPS) - 2 :]
    assert all(figure in head for figure in FIGURES)
    assert whole.startswith(WHOLE)
    assert [line[:30].strip() for line in rest] == [step.name for step in STEPS]


def test_the_scores_of_reviews(shared: Path) -> None:
    pages = read_pages("reviews").every(40)
    ours = score_reviews(pages.truth, {page: matinee_later(job) for page, job in pages.jobs.items()})
    assert {"passes", "first words", "last words", "leak", "kind", "work", "title", "date"} <= set(ours)
    theirs = score_reviews(pages.truth, {page: Extraction() for page in pages.jobs})
    assert theirs["first words"] == theirs["title"] == 0
    assert "kind" not in theirs


@pytest.mark.parametrize(
    ("time", "right"),
    [("2024-05-02T23:30:00-05:00", True), ("2024-05-01T09:00:00+00:00", False), ("2024-05-02", True)],
)
def test_a_time_is_right_on_the_printed_day_in_any_zone(time: str, right: bool) -> None:
    html = f'<html><head><meta property="article:published_time" content="{time}"></head><body><p>{LONG}</p>'
    got = extraction(clean(Job("https://a.example/2", html).capture()))
    assert got.published is not None
    assert date_is_right({"published": "2024-05-02"}, got) is right


def test_the_tools_of_the_issue_are_measured() -> None:
    names = [
        "matinee",
        "matinee, later page",
        "trafilatura",
        "trafilatura fast",
        "newspaper4k",
        "readability-lxml",
    ]
    assert [tool.name for tool in TOOLS] == names
