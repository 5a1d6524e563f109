"""`matinee search` in the query language: facets, cursors, ids, mistakes and near names."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["ballerina", "-expect"], "1"),
        (["-expect", "ballerina", "--limit", "5"], "1"),
        (["--limit=5", "-kind:review", "-note"], "2"),
        (["author:ortega", "score:>=80"], "1"),
        (['work:"low water" OR kind:preview', "--sort", "added"], "3 2"),
        (["--sort", "oldest", "--outlet", "noise", "has:date"], "3"),
        (["--", "-ballerina", "--limit"], ""),
        (["date:june", "2025", "spin-off"], "1"),
        (["zzz"], ""),
    ],
)
def test_ids(run: Run, words: list[str], ids: str) -> None:
    result = run("search", "--ids", *words)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.split() == ids.split()


def test_options_are_still_checked(run: Run) -> None:
    result = run("search", "--lmit", "5")
    assert result.exit_code == 2 and "No such option" in result.stderr
    assert run("search", "--limit").exit_code == 2
    assert run("search", "-h").stdout.startswith("Usage: ") or run("search", "--help").exit_code == 0


def test_facets_are_printed_below_the_hits(run: Run) -> None:
    lines = run("search", "ballerina", "--facets", "outlet,kind", "--facets", "year").stdout.splitlines()
    assert lines[-5:] == [
        "outlet  reel 2",
        "kind    preview 1, review 1",
        "year    2025 2",
        "",
        "2 articles.",
    ]
    wrong = run("search", "--facets", "moods")
    assert wrong.exit_code == 2 and "'moods' is none; write usual, or some of outlet, kind" in wrong.stderr


def test_json_with_facets_and_a_cursor(run: Run) -> None:
    page = json.loads(
        run("search", "kind:review,preview", "--json", "--limit", "2", "--cursor", "first").stdout
    )
    assert (page["total"], page["query"], page["facets"]) == (3, "kind:review OR kind:preview", {})
    assert [hit["id"] for hit in page["hits"]] == [1, 2]
    following = ["search", "kind:review,preview", "--json", "--limit", "2", "--cursor", page["next"]]
    last = json.loads(run(*following, "--facets", "kind").stdout)
    assert ([hit["id"] for hit in last["hits"]], last["next"]) == ([3], None)
    review = {"value": "review", "count": 2, "query": "kind:review"}
    assert last["facets"]["kind"][0] == review


def test_a_cursor_for_a_person(run: Run) -> None:
    first = run("search", "--limit", "3", "--cursor", "first").stdout
    more = re.search(r"^4 articles in all\. More: --cursor (\S+)$", first, re.MULTILINE)
    assert more
    assert run("search", "--limit", "3", "--cursor", more[1]).stdout.startswith("4  (untitled)")
    other = run("search", "dancer", "--cursor", more[1])
    assert (other.exit_code, other.stderr) == (
        2,
        "Error: the cursor is not of this search: leave it out to begin at the first page\n",
    )


def test_a_mistake_ends_with_2_and_says_what_to_write(run: Run) -> None:
    for command in (["search"], ["export", "out.csv"], ["stats"], ["feed"], ["save", "name"]):
        result = run(*command, "ballerina", "score:high")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == (
            'Error: score:high: "high" is no score: write score:>=80, score:<60, score:60-80 or score:>=4/5;'
            " the rest was understood as: ballerina\n"
        )


def test_what_is_read_otherwise_than_it_looks_is_noted(run: Run) -> None:
    result = run("search", "ballerina", "OR")
    assert result.stderr == "Note: OR joins nothing, and was left out.\n"
    assert result.stdout.endswith("2 articles.\n")


def test_nothing_found_says_what_was_understood_and_what_is_near(run: Run) -> None:
    assert run("search", "author:ortego").stdout == (
        "No article matches. There is no author ortego; the nearest is Zoe Ortega.\n"
    )
    assert run("search", "KIND:Obituaries", "by:nobody").stdout.startswith(
        "No article matches. It was read as kind:obituary author:nobody. There is no author nobody"
    )
    assert run("search", "balerina").stdout == "No article matches. Did you mean work:Ballerina?\n"
    nothing = run("search", 'zzz date:"last month"').stdout
    days = r"\d{4}-\d\d-01 to \d{4}-\d\d-\d\d"
    assert re.search(f'matches. "last month" is {days}; "last 30 days" ends today.\n$', nothing)


def test_export_takes_the_same_language(run: Run) -> None:
    assert run("export", "out.jsonl", "author:ortega", "-kind:news", "score:>=80").stdout == (
        "1 article in out.jsonl\n"
    )
    assert run("export", "out.jsonl", "outlet:real").stdout == (
        "0 articles in out.jsonl There is no outlet real; the nearest is reel.\n"
    )
