"""The language on an archive: what conditions match; hostile queries match or say what is wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.db.store import Store
from archive.errors import MatineeError
from archive.query.facets import FACETS, facets
from archive.query.matching import read_query
from archive.query.records import records
from archive.query.search import search
from tests.support.examples import property_test
from tests.test_archive.query.language.test_parse import QUERIES

NOW = datetime(2025, 7, 1, 12, tzinfo=UTC)
IDS = {"verdict": 1, "preview": 2, "album": 3, "undated": 4}


def found(four: Store, query: str) -> set[str]:
    hits = search(four, query, now=NOW).hits
    numbers = {hit.record["id"] for hit in hits}
    understood = read_query(four, query, NOW)
    assert {record["id"] for record in records(four, query=understood)} == numbers
    return {name for name, number in IDS.items() if number in numbers}


EVERY = set(IDS)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("-ballerina", {"album", "undated"}),
        ("dancer -ballerina", {"album"}),
        ("-kind:review", {"preview", "undated"}),  # also where the kind is not known
        ("author:ortega", {"verdict", "album"}),
        ("author:ZOË", {"verdict", "album"}),
        ("author:ort*", {"verdict", "album"}),
        ("author:=ortega", set()),
        ('author:="zoe ortega"', {"verdict", "album"}),
        ("-author:ortega", {"preview", "undated"}),
        ('author:ortega author:"decider tv"', {"verdict", "preview", "album"}),
        ("author:jones work:ballerina", {"verdict"}),
        ("author:jones OR low", {"verdict", "album"}),
        ("(author:jones OR kind:preview) ballerina", {"verdict", "preview"}),
        ("ballerina OR kind:review", {"verdict", "preview", "album"}),
        ("-(ballerina OR kind:review)", {"undated"}),
        ("work:ballerina", {"verdict", "preview"}),
        ('work:"low water"', {"album"}),
        ("work:=low", set()),
        ("work:tt7181546", {"verdict", "preview"}),
        ('work:"!!!"', set()),
        ("outlet:reel", {"verdict", "preview"}),
        ("outlet:REEL", {"verdict", "preview"}),
        ("outlet:re*", {"verdict", "preview"}),
        ("outlet:ree", set()),
        ("-outlet:reel", {"album", "undated"}),
        ("medium:music", {"album"}),
        ("kind:review,preview", {"verdict", "preview", "album"}),
        ("status:excerpt", {"undated"}),
        ("score:>=80", {"verdict"}),
        ("score:87.5", {"verdict"}),
        ("score:>87.5", set()),
        ("score:<90 score:>80", {"verdict"}),
        ("-score:>=80", {"preview", "album", "undated"}),
        ("score:3/5..5/5", {"verdict"}),
        ("after:2025", {"verdict", "preview"}),
        ("before:2025", {"album"}),
        ("until:2025", {"verdict", "preview", "album"}),
        ("date:2024", {"album"}),
        ("date:2024..2025-05", {"preview", "album"}),  # one is known to the year alone
        ("date:>2024", {"verdict", "preview"}),
        ("date:2025..", {"verdict", "preview"}),
        ("date:..2025-05", {"preview", "album"}),
        ('date:"last month"', {"verdict", "preview"}),
        ("date:june 2025 ballerina", {"verdict", "preview"}),
        ("after:40 days ago", {"verdict", "preview"}),
        ("-has:date", {"undated"}),
        ("lang:en", {"verdict", "preview"}),
        ("lang:english -lang:en-GB", {"preview"}),
        ("has:rating", {"verdict", "album"}),
        ("has:rating has:score", {"verdict"}),
        ("-has:author", {"undated"}),
        ("has:copy", set()),
        ("spoilers:yes", {"verdict"}),
        ("spoilers:no", {"album", "preview", "undated"}),
        ("-spoilers:yes", {"album", "preview", "undated"}),
        ("spoilers:no has:spoilers", {"album"}),
        ("spoilers:unknown", {"preview", "undated"}),
        ("text:none", set()),
        ("text:any", EVERY),
        ("id:1,3", {"verdict", "album"}),
        ("https://reel.example/reviews/ballerina", {"verdict"}),
        ("https://reel.example/other", set()),
    ],
)
def test_finds(four: Store, query: str, names: set[str]) -> None:
    assert found(four, query) == names


# One a line.
HOSTILE = '''\
'; drop table articles; --
" OR 1=1 --
coverage_fts match
rank:
rowid:1
-
--
*
NEAR(
NEAR()
NEAR(a)
NOT NOT
OR OR
AND (
)(
(((
{title}:
{}:
^
^^a
title:title:
title:-a
title:(
kind:
kind:(
kind:()
kind:review kind:
-kind:review
kind:(NEAR(a b) review)
score:>=
score:>=<5
score:1e9
score:NaN
score:-5
score:5-
after:
after:0000
after:9999
before:0001
date:..
date:2024..
date:2025..2024
after:last
after:31 february
lang:%
lang:'
author:""
author:*
author:%
author:'x
work:="
outlet:*
outlet:\\
has:
id:99999999
id:99999999999999999999
"""
""a""
“a
«»
「」
-(-(-(a)))
saved:none
https://[
http://\\
a:b:c
\\
%_
/* */
²³
½
_
___
'''


def hostile_queries() -> list[str]:
    """Three hundred: pieces of FTS5, SQL and the language, and some of them joined with each other."""
    pieces = HOSTILE.splitlines()
    pieces += ["\0", "\x1a\x1b[2J", "\u202e\u2066abc", "\ufdd0\ufdd1", "\ud800", "駅" * 300, "ีี", "🩰" * 50]
    pieces += ["title:" * 500 + "a", "{title}:" * 300 + "a", "-(" * 90 + "a" + ")" * 90, "date:may " * 30]
    pieces += [" OR ".join(f"outlet:o{n}" for n in range(200)), "-kind:news " * 99, "NEAR(" * 99]
    pieces += ["a" * 5000, "a-" * 500, "(a" * 200, "a)" * 200, "a\tb\nc", "e\u0301" * 9]
    joined = [f"{first} {second}" for first, second in product(pieces, reversed(pieces))]
    return list(islice(dict.fromkeys([*pieces, *joined[:: len(joined) // 250]]), 300))


def test_three_hundred_hostile_queries_are_answered(four: Store) -> None:
    queries = hostile_queries()
    assert len(queries) == 300
    for query in queries:
        check_answered(four, query)


@property_test
@given(query=QUERIES, names=st.just(FACETS))
def test_any_query_is_answered(four: Store, query: str, names: tuple[str, ...]) -> None:
    check_answered(four, query)


def check_answered(four: Store, query: str) -> None:
    """Hits, records and facets agree; or an error says what to write instead."""
    try:
        page = search(four, query, now=NOW)
    except MatineeError as error:
        assert error.remedy, query
        return
    numbers = {hit.record["id"] for hit in page.hits}
    assert page.total == len(numbers) <= 4, query
    again = search(four, str(page.query), now=NOW)
    assert {hit.record["id"] for hit in again.hits} == numbers, query
    counted = facets(four, query, names=FACETS, now=NOW)
    assert all(value.count <= page.total for facet in counted for value in facet.values), query
