"""Words inside the runs of scripts that put no spaces between words: Japanese, Chinese, Thai, Korean."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.db.store import Store
from archive.db.unspaced import as_phrase, pieces, with_parts
from archive.model import Author, Capture, Reading
from archive.query.search import search
from archive.query.snippets import CLOSE, OPEN, passage
from tests.test_archive.conftest import article, copied, put

SAVED = datetime(2026, 3, 15, 12, tzinfo=UTC)
PAGES = {  # title, text, author
    "japanese": (
        "雨の駅員",
        "静かな夜。雨の駅員が切符を切ると、Netflixドラマの3D映画館は眠る。\n傘を持つ人。",
        "是枝裕和",
    ),
    "chinese": (
        "流浪地球影評",
        "導演郭帆的這部電影講述人類帶著地球逃離太陽系的故事。特效驚人,Dune迷也會喜歡。",
        "王小明",
    ),
    "thai": (
        "รีวิวหนังบ้านฝน",
        "ภาพยนตร์เรื่องนี้เล่าเรื่องครอบครัวในคืนฝนตก นักแสดงนำเล่นได้ดีมาก",
        "สมชาย ใจดี",
    ),
    "korean": ("영화 기생충은 걸작", "봉준호 감독의 영화는 계단을 오르내린다.", "김민지"),
    "english": ("Dune returns", "The station master cuts tickets for Dune. Netflix has it.", "Ann Lee"),
}


@pytest.fixture(scope="module")
def archive_of_scripts(archive_of_four: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = copied(archive_of_four, tmp_path_factory.mktemp("scripts"))
    for name, (title, text, author) in PAGES.items():
        url = f"https://{name}.example/page"
        page = article(url, title, text, authors=Reading((Author(author),), "byline"))
        put(path, page, Capture(url, SAVED, name.encode(), outlet=name))
    return path


@pytest.fixture
def db(archive_of_scripts: Path, tmp_path: Path) -> Path:
    return copied(archive_of_scripts, tmp_path)


def found(db: Path, query: str) -> set[str]:
    with Store.open(db, readonly=True) as store:
        hits = search(store, query).hits
    return {hit.record["outlet"] for hit in hits} & set(PAGES)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("駅員", {"japanese"}),
        ("駅", {"japanese"}),
        ("雨の駅員が", {"japanese"}),
        ("映画館", {"japanese"}),
        ("員駅", set()),
        ("雨が", set()),
        ("電影", {"chinese"}),
        ("地球", {"chinese"}),
        ("流浪地球", {"chinese"}),
        ("帆", {"chinese"}),
        ("太陽系的故事", {"chinese"}),
        ("หนัง", {"thai"}),
        ("ครอบครัว", {"thai"}),
        ("ฝน", {"thai"}),
        ("ด", {"thai"}),
        ("ภาพยนตร์", {"thai"}),
        ("ฝนภาพ", set()),
        ("영화", {"korean"}),
        ("감독", {"korean"}),
        ("기생충", {"korean"}),
        ("是枝", {"japanese"}),  # a name
        ("王小明", {"chinese"}),
        ("netflix", {"japanese", "english"}),  # joined to a run
        ("Netflixドラマ", {"japanese"}),
        ("3D映画", {"japanese"}),
        ("dune 電影", {"chinese"}),
        ("電影 OR 駅員", {"chinese", "japanese"}),
        ("電影 OR tickets", {"chinese", "english"}),
        ("dune NOT 電影", {"english"}),
        ("netflix NOT 駅員", {"english"}),
        ("地球 AND 太陽系 AND 驚人", {"chinese"}),
        ('"雨の駅員"', {"japanese"}),
        ('"station master"', {"english"}),
        ('"地球 逃離"', {"chinese"}),  # across words that a person has set apart
        ("駅*", {"japanese"}),
        ("雨の駅*", {"japanese"}),
        ("นักแสดง*", {"thai"}),
        ("title:駅員", {"japanese"}),
        ("title:切符", set()),
        ("{title authors}: 是枝裕和", {"japanese"}),
        ("authors : ใจดี", {"thai"}),
        ("(駅員 OR 電影) AND netflix", {"japanese"}),
        ("dune 3D映画 OR 電影", {"chinese"}),
        ("title:雨、駅員", {"japanese"}),
        ("title:駅員、切符", set()),
        ("NEAR(雨の 切符, 50)", {"japanese"}),
        ("駅員、切符", {"japanese"}),
        ("「駅員」", {"japanese"}),
        ("駅員!?", {"japanese"}),
        ('"駅員', {"japanese"}),
        ("駅員 -", {"japanese"}),
        ("駅員・切符", {"japanese"}),
    ],
)
def test_finds(db: Path, query: str, names: set[str]) -> None:
    assert found(db, query) == names


@pytest.mark.parametrize(
    "query", ["駅" * 5000, "駅員 " * 3000, "映画館の夜" * 2000, "(" * 50 + "駅員", "ี", "・", "ー"]
)
def test_anything_typed_is_searched(db: Path, query: str) -> None:
    found(db, query)


@pytest.mark.parametrize(
    ("query", "name", "marked"),
    [
        ("駅員", "japanese", "[駅員]が切符"),
        ("netflix", "japanese", "[Netflix]ドラマ"),
        ("netflix 駅員", "japanese", "[駅員]が切符を切ると、[Netflix]ドラマ"),
        ("太陽系", "chinese", "逃離[太陽系]的故事"),
        ("ครอบครัว", "thai", "เล่าเรื่อง[ครอบครัว]ใน"),
        ("tickets", "english", "cuts [tickets] for"),
    ],
)
def test_a_snippet_marks_the_word_and_not_its_sentence(db: Path, query: str, name: str, marked: str) -> None:
    with Store.open(db, readonly=True) as store:
        (snippet,) = [hit.snippet for hit in search(store, query).hits if hit.record["outlet"] == name]
    assert snippet is not None
    assert marked in snippet.replace(OPEN, "[").replace(CLOSE, "]")
    assert "\n" not in snippet


def test_a_passage_of_a_long_text() -> None:
    text = "夜" * 500 + "雨の駅員" + "朝" * 500
    cut = passage(text, ["駅員"])
    assert cut is not None
    assert cut.startswith("…夜")
    assert cut.endswith("朝…")
    assert f"雨の{OPEN}駅員{CLOSE}朝" in cut
    assert len(cut) < 120
    assert passage(text, ["電車"]) is None


def test_what_is_searched_is_what_is_shown_now(db: Path, add: Callable[..., int]) -> None:
    """Another text takes all parts of the earlier one out of the index."""
    url = "https://japanese.example/page"
    add(
        article(url, "雪", "雪だけが降る長い夜の話。" * 9),
        Capture(url, SAVED.replace(day=16), b"2", outlet="japanese"),
    )
    assert found(db, "駅員") == found(db, "netflix") - {"english"} == set()
    assert found(db, "長い夜") == {"japanese"}


def test_a_text_without_runs_is_indexed_as_it_is() -> None:
    assert with_parts("Zoë's film, 3D") == "Zoë's film, 3D"
    assert with_parts(None) is None


def test_parts_stand_behind_the_text() -> None:
    assert with_parts("雨の駅 3D版") == "雨の駅 3D版\n雨の の駅 3D\n雨 の 駅 版"
    assert list(pieces("3D映画、夜")) == [("3D", False), ("映画", True), ("夜", True)]
    assert [as_phrase(run) for run in ("駅", "駅員", "映画館")] == ["駅", "駅員", "映画 画館"]
