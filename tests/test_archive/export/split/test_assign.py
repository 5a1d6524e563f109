"""No story, and no work, author or outlet of such a split, is in two parts; seeds, shares and dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.export.options.split import read_split
from archive.export.split.article_keys import ArticleKeys
from archive.export.split.assign import assign, shared_keys
from archive.export.split.groups import groups
from archive.export.split.leaks import leaks
from tests.support.examples import property_test

WAYS = ("work:60/20/20", "author:50/50", "outlet:80/10/10", "random:34/33/33", "time:2024-06-01,2025-01-01")


def keys(number: int, **facts: object) -> ArticleKeys:
    plain: dict[str, object] = {
        "url": f"https://p.example/{number}",
        "outlet": "p",
        "published": "2024-05-17T00:00:00+00:00",
        "precision": "day",
        "captured_at": "2026-01-01T00:00:00+00:00",
        "work": None,
        "title": None,
        "authors": (),
        "text": number,
    }
    return ArticleKeys(id=number, **{**plain, **facts})  # type: ignore[arg-type] # facts of any type


@st.composite
def archives(draw: st.DrawFn) -> tuple[list[ArticleKeys], list[tuple[int, int]]]:
    """Articles, and pairs of copies of which some are outside of the export."""
    size = draw(st.integers(1, 25))
    few = st.integers(0, size // 2)
    articles = []
    for number in range(size):
        work = draw(st.none() | few)
        month = draw(st.integers(1, 12))
        articles.append(
            keys(
                number,
                outlet=draw(st.sampled_from(["", "reel", "noise", "p", "q"])),
                published=draw(st.none() | st.just(f"{draw(st.integers(2023, 2025))}-{month:02}-01")),
                work=work,
                title=None if work is None else f"title {work // 2}",
                authors=tuple(draw(st.lists(st.sampled_from("abcdefgh"), max_size=2))),
                text=draw(st.none() | st.integers(0, 2 * size)),
            )
        )
    copies = draw(st.lists(st.tuples(st.integers(0, size + 3), st.integers(0, size + 3)), max_size=size // 3))
    return articles, copies


def divide(
    text: str, articles: Sequence[ArticleKeys], copies: Sequence[tuple[int, int]], seed: int = 0
) -> dict[int, int]:
    split = read_split(text)
    return assign(split, groups(articles, copies, lambda article: shared_keys(split.by, article)), seed)


@property_test
@given(archives(), st.sampled_from(WAYS), st.integers())
def test_nothing_that_belongs_together_is_divided(
    archive: tuple[list[ArticleKeys], list[tuple[int, int]]], text: str, seed: int
) -> None:
    articles, copies = archive
    part = divide(text, articles, copies, seed)
    assert sorted(part) == [article.id for article in articles]
    measures = {leak.what.split()[0]: leak for leak in leaks(articles, copies, part)}
    assert measures["stories"].shared == 0
    for first, second in copies:
        assert first not in part or second not in part or part[first] == part[second]
    by = text.partition(":")[0]
    if by in ("work", "author", "outlet"):
        assert measures[f"{by}s"].shared == measures[f"{by}s"].articles == 0
    works = [{part[item.id] for item in articles if item.work == work} for work in range(len(articles))]
    assert by != "work" or max(map(len, works)) <= 1


@property_test
@given(archives(), st.sampled_from(WAYS), st.integers(), st.randoms())
def test_the_order_of_rows_changes_nothing(
    archive: tuple[list[ArticleKeys], list[tuple[int, int]]], text: str, seed: int, chance: object
) -> None:
    articles, copies = archive
    shuffled, turned = list(articles), [(second, first) for first, second in copies]
    chance.shuffle(shuffled)  # type: ignore[attr-defined] # random.Random
    assert divide(text, articles, copies, seed) == divide(text, shuffled, turned[::-1], seed)


@pytest.mark.parametrize("text", ["random:80/10/10", "random:50/50", "work:80/10/10", "author:"])
def test_the_shares_of_many_small_groups(text: str) -> None:
    articles = [
        keys(n, work=n // 3, title=f"title {n // 3}", authors=(f"author {n // 4}",)) for n in range(1000)
    ]
    sizes = Counter(divide(text, articles, []).values())
    for number, share in enumerate(read_split(text).shares):
        assert abs(sizes[number] - 1000 * share) <= 4


def test_another_seed_divides_otherwise_and_the_ids_do_not_matter() -> None:
    articles = [keys(number) for number in range(100)]
    parts = divide("random:", articles, [])
    assert parts != divide("random:", articles, [], seed=1)
    renumbered = [keys(number, url=f"https://p.example/{99 - number}") for number in range(100)]
    again = divide("random:", renumbered, [])
    assert {number: again[99 - number] for number in parts} == parts


def test_one_more_article_moves_few_others() -> None:
    articles = [keys(number) for number in range(1000)]
    before, after = divide("random:", articles, []), divide("random:", [*articles, keys(1000)], [])
    assert sum(before[number] != after[number] for number in before) <= 2


@pytest.mark.parametrize("seed", range(5))
def test_a_giant_group_is_in_train(seed: int) -> None:
    articles = [keys(number, outlet="giant" if number < 60 else f"small {number}") for number in range(100)]
    parts = divide("outlet:", articles, [], seed)
    assert {parts[number] for number in range(60)} == {0}


def test_authors_who_wrote_together_are_joined() -> None:
    authors = [("a",), ("a", "b"), ("b", "c"), ("d",)]
    articles = [keys(number, authors=names) for number, names in enumerate(authors)]
    joined = groups(articles, [], lambda article: shared_keys("author", article))
    assert [[article.id for article in group] for group in joined] == [[0, 1, 2], [3]]


def test_a_story_is_in_the_part_of_its_first_day() -> None:
    days = ["2024-12-31T23:59:59", "2025-01-01T00:00:00", "2025-03-01T00:00:00", None]
    articles = [keys(number, published=day) for number, day in enumerate(days)]
    text = "time:2025-01-01,2026-01-01"
    assert divide(text, articles, []) == {0: 0, 1: 1, 2: 1, 3: 2}
    assert divide(text, articles, [(2, 77), (77, 0)]) == {0: 0, 1: 1, 2: 0, 3: 2}
