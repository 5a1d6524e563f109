"""What queries mean. Each line of a table is a query and how it is understood, in the language itself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.query.language.parse import LONGEST, MOST_TOKENS, parse
from archive.query.language.query import QueryError
from tests.support.examples import property_test

NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)


def understood(query: str) -> str:
    return str(parse(query, NOW).sound())


@pytest.mark.parametrize(
    ("query", "meaning"),
    [
        ("", ""),
        ("  heist   comedy ", "heist comedy"),
        ("heist AND comedy", "heist comedy"),
        ("heist -trailer", "heist -trailer"),
        ("heist NOT trailer", "heist -trailer"),
        ("heist -(trailer OR teaser)", "heist -(trailer OR teaser)"),
        ("spin-off", "spin-off"),
        ("heist - trailer", "heist trailer"),
        ("a OR b c", "a OR b c"),
        ("(a OR b) c", "(a OR b) c"),
        ("a | b", "a OR b"),
        ("((a b) c)", "a b c"),
        ("a a a", "a"),
        ('10:30 "10:30"', '"10:30"'),
        ("pref*", "pref*"),
        ('"a phrase"*', '"a phrase"*'),
        ("“final season”", '"final season"'),
        ("«final season»", '"final season"'),
        ("「雨の駅員」", '"雨の駅員"'),
        ('one + "two three"', '"one two three"'),
        ("NEAR(a b, 3)", "NEAR(a b, 3)"),
        ("NEAR(a b,3)", "NEAR(a b, 3)"),
        ("^first", "^first"),
        ("title:heist", "title:heist"),
        ("title : (a OR b)", "title:(a OR b)"),
        ("{title work}: ballerina", "{title work_title}:ballerina"),
        ("author:ortega", "author:ortega"),
        ('by:"Zoë Ortega"', 'author:"Zoë Ortega"'),
        ('author:="Zoë Ortega"', 'author:="Zoë Ortega"'),
        ('critic:"Zoë *"', "author:Zoë*"),
        ("-author:ortega", "-author:ortega"),
        ("author:a author:b heist", "(author:a OR author:b) heist"),
        ("kind:review,interviews", "kind:review OR kind:interview"),
        ("kind:(review OR news) heist", "(kind:review OR kind:news) heist"),
        ("KIND:Review", "kind:review"),
        ("medium:movies", "medium:film"),
        ("score:>=80", "score:>=80"),
        ("score: >= 80", "score:>=80"),
        ("score:≥80", "score:>=80"),
        ("score:80 score:<90", "score:80 score:<90"),
        ("score:60-80", "score:60-80"),
        ("score:80..60", "score:60-80"),
        ("score:>4/5", "score:>80"),
        ("score:75%", "score:75"),
        ("after:2024", "after:2024"),
        ("since:last month heist", 'after:"last month" heist'),
        ("date:march 2023 heist", 'date:"march 2023" heist'),
        ("after:2024 3 days", "after:2024 3 days"),
        ('before:"3 days ago"', 'before:"3 days ago"'),
        ("date:2023..2024-05", "date:2023..2024-05"),
        ("date:2023..", "date:2023.."),
        ("date:..2023-05", "date:..2023-05"),
        ("date:>=2024", "date:>=2024"),
        ("lang:german", "lang:de"),
        ("lang:de,en-GB", "lang:de OR lang:en-GB"),
        ("has:rating -has:score", "has:rating -has:score"),
        ("spoilers:no text:none", "spoilers:no text:none"),
        ("text:rain", "text:rain"),
        ('text:"none"', 'text:"none"'),
        ("id:12", "id:12"),
        ("C++ (", "C++"),
        ("-(-(heist))", "heist"),
        ("-(-(a OR b) c)", "-(-(a OR b) c)"),
        ("!!!", '""'),
        ("ballerina 🩰", "ballerina"),
        ("AND", '"AND"'),
        ("Mission: Impossible", '"Mission:" Impossible'),
        ("10:30", '"10:30"'),
    ],
)
def test_is_understood(query: str, meaning: str) -> None:
    assert understood(query) == meaning
    assert understood(meaning) == meaning


@pytest.mark.parametrize(
    ("query", "meaning", "note"),
    [
        ("heist OR", "heist", "OR joins nothing, and was left out."),
        ("NOT OKAY", '"NOT" OKAY', "NOT at the beginning was searched as a word; -word leaves a word out."),
        ('"final season', '"final season"', "A quotation mark has no second one"),
        (
            "titel:heist",
            '"titel:heist"',
            "titel: is no field and was searched as a word; did you mean title:?",
        ),
        ("kind:", "kind", "kind: has no value and was searched as a word."),
        (
            "Before: Sunrise",
            "before Sunrise",
            'before: was searched as a word, since "Sunrise" is not a date.',
        ),
        ("x" * (LONGEST + 1), "x" * LONGEST, "Only the first 4,000 characters of the query were searched."),
        (
            " ".join(f"w{n}" for n in range(MOST_TOKENS + 1)),
            " ".join(f"w{n}" for n in range(MOST_TOKENS)),
            "Only the first 300 words of the query were searched.",
        ),
    ],
)
def test_what_is_read_otherwise_than_it_looks_is_noted(query: str, meaning: str, note: str) -> None:
    read = parse(query, NOW)
    assert str(read) == meaning
    assert len(read.notes) == 1 and read.notes[0].startswith(note)


@pytest.mark.parametrize(
    ("query", "error"),
    [
        (
            "heist score:high",
            'score:high: "high" is no score: write score:>=80, score:<60, score:60-80 or score:>=4/5;'
            " the rest was understood as: heist",
        ),
        ("score:>=180", 'score:>=180: "180" is more than 100: write score:>=80'),
        ("score:4/0", 'score:4/0: "4/0" is no score: write score:>=4/5'),
        ("kind:reveiw", 'kind:reveiw: "reveiw" is none of its words: did you mean kind:review?'),
        ("kind:essay", 'kind:essay: "essay" is none of its words: write kind: and one of review, roundup'),
        (
            'after:"05/06/2024"',
            'after:"05/06/2024": "05/06/2024" is not a date: write after:2024, after:2024-05',
        ),
        ("before:9999999", "before:9999999: "),
        ("lang:klingonese", 'lang:klingonese: "klingonese" is no language: write its code: lang:en'),
        ("has:soul", "has:soul: "),
        ("id:twelve", 'id:twelve: "twelve" is no id'),
    ],
)
def test_a_mistake_is_answered_with_what_was_understood_and_what_to_write(query: str, error: str) -> None:
    with pytest.raises(QueryError) as raised:
        understood(query)
    assert str(raised.value).startswith(error)


def test_dates_count_from_now() -> None:
    node = parse('date:"last month"', NOW).node
    assert node == parse("date:last month", NOW).node
    assert "2026, 2, 1, 0, 0, tz" in repr(node) and "2026, 2, 28, 23, 59, 59" in repr(node)
    assert "2026, 2, 13, 0, 0, tz" in repr(parse('after:"last 30 days"', NOW).node)


# One a space apart.
WORDS = """
" ' ( ) * + - ^ : { } , . NEAR(
AND OR NOT title: text: author: work:= outlet: kind:review kind: score:>=80 score: > < <=
after: before:2024 date:2023..2025 last month lang:en has: has:rating spoilers:no text:none id:1 駅員 駅*
ีหนัง « » “ 「 」 {title work}: ² ½ 10:30 _ - -( ballerina dancer é 🩰 \\ % ; /*
"""
PIECES = st.sampled_from([*WORDS.split(), "\0", "\x1a", "\ud800", "\n"])
QUERIES = st.lists(st.tuples(PIECES, st.sampled_from(["", " "])), max_size=14).map(
    lambda parts: "".join(piece + space for piece, space in parts)
) | st.text(max_size=60)


@property_test
@given(QUERIES)
def test_every_text_has_a_meaning_and_what_is_understood_is_understood_again(query: str) -> None:
    meaning = str(parse(query, NOW))
    again = parse(meaning, NOW)
    assert str(again) == meaning
    assert again.mistakes == ()
