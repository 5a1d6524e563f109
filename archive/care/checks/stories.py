"""Check the tables of stories against the articles. Every fault is repaired by comparing articles again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.care.checks.fault import Fault, Statement
from archive.db.store import Store
from archive.stories.bands import unpack_keys
from archive.stories.group import expected_order, story_of
from archive.stories.refresh import compared_now

_COMPARE = "insert into _stale_stories values (?)"
_FORGET_TEXT = "delete from _story_texts where article_id = ?"
_FORGET_BANDS = "delete from _story_bands where article_id = ?"
_FORGET_LINK = "delete from _story_links where article_id = ? and other_id = ?"
_LEAVE_STORY = "delete from stories where article_id = ?"

_ONE_WAY = """
select article_id, other_id from _story_links l where not exists
    (select 1 from _story_links b where b.article_id = l.other_id and b.other_id = l.article_id)
"""


def check_stories(store: Store) -> Iterator[Fault]:
    """Articles that are not compared as they are now, and stories that are not as their links have them."""
    yield from _check_texts(store)
    for article_id, other_id in store.db.execute(_ONE_WAY).fetchall():
        repairs = [(_FORGET_LINK, (article_id, other_id))]
        yield Fault(
            "_story_links",
            f"{article_id} {other_id}",
            "is not there the other way",
            repairs=(*repairs, *_compare_again([article_id, other_id])),
        )
    yield from _check_groups(store)


def _check_texts(store: Store) -> Iterator[Fault]:
    bands = dict(store.db.execute("select article_id, count(*) from _story_bands group by article_id"))
    known = {
        row[0]: row[1:] for row in store.db.execute("select article_id, compared, keys from _story_texts")
    }
    now = dict(compared_now(store.db))
    for article_id in sorted(known.keys() | now.keys() | bands.keys()):
        compared, keys = known.get(article_id, (None, None))
        if compared != now.get(article_id):
            problem = "is not of the text, outlet and headline that the article shows"
        elif bands.get(article_id, 0) != len(set(unpack_keys(keys or b""))):
            problem = "has other keys than _story_bands"
        else:
            continue
        yield Fault("_story_texts", str(article_id), problem, repairs=_compare_again([article_id]))


def _check_groups(store: Store) -> Iterator[Fault]:
    rows = store.db.execute("select article_id, original_id, place from stories").fetchall()
    stored = {article_id: (original_id, place) for article_id, original_id, place in rows}
    linked = {row[0] for row in store.db.execute("select distinct article_id from _story_links")}
    articles = {row[0] for row in store.db.execute("select id from articles")}
    left = (stored.keys() | linked) & articles
    while left:
        story = story_of(store.db, left.pop()) & articles
        left -= story
        order = expected_order(store.db, story) if len(story) > 1 else []
        expected = {article_id: (order[0], place) for place, article_id in enumerate(order, 1)}
        if {article_id: stored[article_id] for article_id in story if article_id in stored} != expected:
            leave = [(_LEAVE_STORY, (article_id,)) for article_id in sorted(story)]
            yield Fault(
                "stories",
                " ".join(map(str, sorted(story))),
                "not grouped as their texts and dates have it",
                repairs=(*leave, *((_COMPARE, (article_id,)) for article_id in sorted(story))),
            )


def _compare_again(article_ids: Iterable[int]) -> tuple[Statement, ...]:
    return tuple(
        (sql, (article_id,)) for article_id in article_ids for sql in (_FORGET_TEXT, _FORGET_BANDS, _COMPARE)
    )
