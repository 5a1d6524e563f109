"""What was typed wrong: each is said in one sentence that names the option and what to write."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("search x --limit", "'--limit' requires an argument."),
        ("search x --db", "'--db' requires an argument."),
        ("search x --limit many", "'many' is not a valid whole number."),
        ("search x --min-score nan", "'nan' is not a valid number."),
        ("search x --facets ,", "name some: usual, or some of outlet, kind,"),
        ("search x --facets knd", "'knd' is none; did you mean kind?"),
        ("stats --by =", "'=' is none; write usual, or some of outlet, kind,"),
        ("search x --ids --json", "--ids prints the ids alone"),
        ("search x --ids --facets usual", "--ids prints the ids alone"),
        ("search x --cursor first --offset 3", "--cursor and --offset exclude each other."),
        ("show 1 --rules rules", "--rules goes with --why."),
        ("work Ballerina --year 2020", "--year and --medium go with --new."),
        ("work X --new --assign 1 --join Ballerina", "--new goes with --assign alone"),
        ("work X --new --assign 1 --year 99999", "99999 is not in the range"),
        ("save x y --forget", "--forget takes the NAME of a search alone."),
        ("export x.csv --split time:2026-01-01,2026-01-01", "is not after the first: name two days"),
        ("serve --port many", "'many' is not a valid whole number."),
    ],
)
def test_wrong_usage_is_said(run: Run, words: str, message: str) -> None:
    result = run(*words.split())
    assert result.exit_code == 2 and result.stdout == ""
    assert message in result.stderr


def test_blank_names_are_refused(run: Run) -> None:
    assert "What is the title of the new work?" in run("work", " ", "--new", "--assign", "1").stderr
    assert "What is to be saved as x?" in run("save", "x", "").stderr
    assert "--license needs the name" in run("export", "x.csv", "--license", "").stderr
    assert run("show", "").stderr == "Error: '': not in the archive: give an id or a URL\n"
    assert "--where '1; 2'" in run("export", "x.csv", "--where", "1; 2").stderr
    assert ".:" not in run("export", "x.csv", "--where", "1; 2").stderr


def test_an_article_of_another_work_is_not_split_off(run: Run) -> None:
    failed = run("work", "Ballerina", "--split", "3")
    assert failed.exit_code == 1
    assert "is not about this work: see its articles with `matinee work`" in failed.stderr


def test_filters_that_leave_nothing_are_not_taken_for_an_empty_archive(run: Run) -> None:
    assert run("works", "--medium", "podcast").stdout == "No work matches.\n"
    assert run("authors", "--outlet", "nowhere").stdout == "No author matches.\n"


def test_a_host_that_is_none_is_said_once(run: Run) -> None:
    failed = run("serve", "--host", "300.1.1.1", "--port", "0")
    assert failed.exit_code == 1 and failed.stderr.count("300.1.1.1") == 1
