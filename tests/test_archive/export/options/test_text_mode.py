"""--text: whole texts, their first words, or none, with the hash by which they can be verified."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from archive.commands.export import export_
from archive.db.store import Store
from archive.export import records
from archive.export.columns import ALL_AND_PRINTED
from archive.export.options.text_mode import FULL, TextMode, TextModeError, read_text_mode
from archive.model import Article, Capture
from tests.test_archive.conftest import SAVED, Put


def run(db: Path, out: str, *words: str, code: int = 0) -> str:
    result = CliRunner().invoke(export_, [out, *words, "--db", str(db)])
    assert result.exit_code == code, result.output
    return f"{result.output}{result.exception or ''}"


def hashes(articles: dict[str, Article]) -> list[str]:
    return [hashlib.sha256(made.text.encode()).hexdigest() for made in articles.values()]


def test_an_excerpt_ends_at_a_word(db: Path, tmp_path: Path, articles: dict[str, Article]) -> None:
    run(db, f"{tmp_path}/some.jsonl", "--text", "excerpt:7")
    rows = [json.loads(line) for line in (tmp_path / "some.jsonl").read_text(encoding="utf-8").splitlines()]
    assert rows[0]["text"] == "The spin-off moves fast.\nAnd that's a"
    assert rows[3]["text"] == articles["undated"].text
    assert [row["text_sha256"] for row in rows] == hashes(articles)
    assert rows[0]["word_count"] == 21


@pytest.mark.parametrize("form", ["x.csv", "x.parquet", "x/"])
def test_without_texts_the_hash_is_written(
    db: Path, tmp_path: Path, form: str, articles: dict[str, Article]
) -> None:
    run(db, f"{tmp_path}/{form}", "--text", "none", "--columns", "id,url,text")
    if form == "x.csv":
        rows = list(csv.DictReader((tmp_path / form).open(encoding="utf-8")))
    else:
        path = tmp_path / form / "data/train-00000.parquet" if form == "x/" else tmp_path / form
        rows = pq.read_table(path).to_pylist()
    assert [row["text_sha256"] for row in rows] == hashes(articles)
    assert not any(row["text"] for row in rows)
    assert list(rows[0]) == ["id", "url", "text", "text_sha256"]


@pytest.mark.parametrize(
    ("mode", "sentence"),
    [
        ("none", "The texts are left out."),
        ("excerpt:2", "Of each text, at most the first 2 words are here."),
    ],
)
def test_the_card_says_what_is_left_of_the_texts(db: Path, tmp_path: Path, mode: str, sentence: str) -> None:
    run(db, f"{tmp_path}/x/", "--text", mode)
    assert f"\n{sentence} `text_sha256` is" in (tmp_path / "x" / "README.md").read_text(encoding="utf-8")


def test_no_words_of_the_texts_are_in_any_file(db: Path, tmp_path: Path) -> None:
    run(db, f"{tmp_path}/x.jsonl", "--text", "none")
    run(db, f"{tmp_path}/x/", "--text", "none")
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path != db]
    assert len(written) > 5 and not any(b"spin-off moves" in content for content in written)


def test_whole_texts_have_a_hash_in_parquet_and_on_request(
    db: Path, tmp_path: Path, articles: dict[str, Article]
) -> None:
    run(db, f"{tmp_path}/x.parquet")
    assert pq.read_table(tmp_path / "x.parquet")["text_sha256"].to_pylist() == hashes(articles)
    run(db, f"{tmp_path}/x.csv", "--columns", "text_sha256")
    assert (tmp_path / "x.csv").read_text().split() == ["text_sha256", *hashes(articles)]
    run(db, f"{tmp_path}/y.csv")
    assert "text_sha256" not in (tmp_path / "y.csv").read_text(encoding="utf-8").splitlines()[0]


def test_a_text_that_is_not_kept_has_no_hash(db: Path, add: Put, articles: dict[str, Article]) -> None:
    url = "https://reel.example/unkept"
    made = replace(articles["preview"], url=url, withheld=True)
    add(made, Capture(url, SAVED, b"<p>x</p>", outlet="reel"))
    with Store.open(db, readonly=True) as store:
        (last,) = list(FULL.apply(records(store), ALL_AND_PRINTED))[4:]
    assert (last["text"], last["text_sha256"]) == (None, None)


@pytest.mark.parametrize("text", ["", "Full", "excerpt", "excerpt:0", "excerpt:-1", "excerpt:5 "])
def test_what_is_no_mode(text: str) -> None:
    with pytest.raises(TextModeError, match="write full, none, or excerpt:50"):
        read_text_mode(text)


def test_the_modes() -> None:
    modes = [read_text_mode(text) for text in ("full", "excerpt:50", "none")]
    assert modes == [FULL, TextMode(50), TextMode(0)]


def test_with_markdown_and_warc_it_is_a_mistake(db: Path, tmp_path: Path) -> None:
    message = run(db, f"{tmp_path}/x.jsonl", "--markdown", "--text", "none", code=1)
    assert "--markdown writes whole texts" in message
    assert "--text goes with records" in run(db, f"{tmp_path}/x.warc", "--text", "none", code=2)
