"""`matinee show --why`: the evidence as a person and a script meet it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click import unstyle
from click.testing import CliRunner, Result

from archive.clean.article import clean
from archive.clean.explanation.explain import explain
from archive.commands.all import commands
from archive.commands.explanation_output import WIDTH, explanation_lines
from archive.commands.options import MatineeGroup
from archive.db.store import Store
from archive.ingest.storing.store_capture import store_capture
from archive.model import Capture
from archive.query.records import flat_record, record
from archive.rules.model import SiteRule
from tests.test_archive.clean.explanation.test_explain import WIDGETS

URL = "https://reel.example/reviews/the-long-tide"
PAGE = Capture(
    URL, datetime(2026, 3, 15, tzinfo=UTC), WIDGETS.encode(), content_type="text/html", outlet="reel"
)
FRONT = Capture("https://reel.example/", PAGE.captured_at, b"<html><body><a href='/1'>One</a></body></html>")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive with one article and one front page, cleaned as the ingest cleans them."""
    path = tmp_path / "t.db"
    with Store.open(path, create=True) as store, store.transaction():
        for capture in (PAGE, FRONT):
            store_capture(store, store.add_capture(capture).id, capture, clean(capture))
    return path


@pytest.fixture
def show(archive: Path) -> Callable[..., Result]:
    group = MatineeGroup("matinee", commands=dict(commands))
    return lambda *words: CliRunner().invoke(group, ["show", *words, "--db", str(archive)])


def test_for_a_person(show: Callable[..., Result]) -> None:
    result = show("1", "--why")
    assert (result.exit_code, result.stderr) == (0, "")
    printed = result.stdout
    assert printed.startswith(f"{URL}, captured 2026-03-15\n")
    assert "\nrating     3 of 5 points\n" in printed
    assert "- AggregateRating: the sum of 912 ratings, not the critic's" in " ".join(printed.split())
    assert "\nspoilers   unknown: nothing on the page says it\n" in printed
    assert "left out: not likely the author's" in printed
    assert re.search(r"^ {4}<\w+[^>]*>: .+\n {6}\d+% likely: .+ [-+]\d", printed, re.M)
    assert max(map(len, printed.splitlines())) <= WIDTH
    assert "\x1b" not in printed and "The archive has" not in printed


def test_the_largest_of_what_was_left_out_comes_first() -> None:
    cards = "".join(f"<li class='card c{n}'><a href='/{n}'>Page number {n}</a></li>" for n in range(9))
    page = WIDGETS.replace("</article>", f"</article><p class='tiny'>Ad</p><ul class='list'>{cards}</ul>", 1)
    printed = unstyle("\n".join(explanation_lines(explain(replace(PAGE, body=page.encode())))))
    assert " on the page\n" in printed and "candidates on the page; * marks the chosen one." in printed
    assert printed.count("<li card>: Page number 0 · Page number 1") == 1  # one line for all of a make
    assert printed.index("<li card>") < printed.index("<p tiny>")
    assert "……" not in printed and "… …" not in printed


def test_what_a_site_rule_leaves_out_is_said() -> None:
    rule = SiteRule(text=("//article",), strip=("//p[@class='byline']",))
    told = explain(PAGE, rules=rule).text
    assert told.reading == "the elements that the site rule names"
    reasons = {one.reason: one for one in told.dropped}
    assert reasons["stripped by the site rule"].detail == "//p[@class='byline']"
    assert "outside what the site rule names, or furniture in it" in reasons
    generic = explain(PAGE, rules=SiteRule(strip=("//p[@class='byline']",))).text
    assert any(one.reason == "stripped by the site rule" for one in generic.dropped)


def test_for_a_script(show: Callable[..., Result]) -> None:
    given = json.loads(show("1", "--why", "--json").stdout)
    why = given.pop("why")
    assert given == json.loads(show("1", "--json").stdout)
    assert why["note"] is None
    rating = next(one for one in why["fields"] if one["name"] == "rating")
    assert [one["value"] for one in rating["candidates"] if one["won"]] == ["3 of 5 points"]
    assert {"text", "reason", "detail", "because"} == set(why["text"]["dropped"][0])


def test_a_capture_that_made_no_article_is_explained(show: Callable[..., Result]) -> None:
    refused = show(FRONT.url)
    assert refused.exit_code == 1 and "--why says more" in refused.stderr
    result = show(FRONT.url, "--why")
    assert result.exit_code == 0 and "\narticle    no, " in result.stdout
    assert json.loads(show(FRONT.url, "--why", "--json").stdout)["id"] is None


def test_what_the_archive_has_from_elsewhere_is_said(archive: Path, show: Callable[..., Result]) -> None:
    with Store.open(archive) as store, store.transaction():
        store.db.execute("update revisions set title = 'Another', text = 'Older words.'")
    assert show("1", "--why").stdout.splitlines()[-1].startswith("The archive has another title, text: ")


def test_wrong_usage(show: Callable[..., Result]) -> None:
    result = show("1", "--why", "--raw")
    assert result.exit_code == 2 and "--why and --raw exclude each other" in result.stderr
    assert show("99", "--why").exit_code == 1


def test_the_flat_record_is_the_archives(archive: Path) -> None:
    with Store.open(archive, readonly=True) as store:
        assert {**flat_record(PAGE, clean(PAGE)), "id": 1} == record(store, 1)


def test_a_page_cannot_drive_the_terminal() -> None:
    evil = WIDGETS.replace("Ann Lee", "Ann \x1b[2J\x9b Lee\u202e").replace("Related", "Rel\x1b]0;x\x07ated")
    printed = "\n".join(
        explanation_lines(explain(Capture(URL, PAGE.captured_at, evil.encode(), content_type="text/html")))
    )
    ours = printed.replace("\x1b[0m", "").replace("\x1b[1m", "").replace("\x1b[2m", "")
    for code in ("\x1b[32m", "\x1b[31m", "\x1b[22m"):
        ours = ours.replace(code, "")
    assert not set(ours) & set("\x1b\x9b\x07\u202e")
