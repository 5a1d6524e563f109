"""Which articles go into an export: --where, --min-words, --sample, and all of them together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from archive.care.removal import find_target
from archive.care.remove import remove
from archive.commands.export import export_
from archive.db.store import Store
from archive.export.choice import Choice, WhereError, chosen, chosen_records
from archive.query.selection import Selection
from tests.support.examples import property_test
from tests.test_archive.conftest import SAVED


@pytest.fixture
def store(db: Path) -> Iterator[Store]:
    with Store.open(db, readonly=True) as opened:
        yield opened


def ids(store: Store, choice: Choice) -> list[int]:
    return [record["id"] for record in chosen_records(store, choice, chosen(store, choice))]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("rating_score >= 80", [1]),
        ("kind = 'review' or id = 4", [1, 3, 4]),
        ("id > 2 -- the later ones", [3, 4]),
        ("id in (select article_id from revisions where word_count > 20)", [1]),
        ("fold(title) like '%ballerina%'", [1, 2]),
    ],
)
def test_where(store: Store, where: str, expected: list[int]) -> None:
    assert ids(store, Choice(where=where)) == expected


@pytest.mark.parametrize(
    "where",
    [
        "ratting > 3",
        "1) or (1",
        "1 limit 2",
        "1; drop table coverage",
        "id = ?",
        "1 /*",
        " ",
        "id in (delete from coverage)",
        "load_extension('x')",
        "(select 1 from pragma_table_list)",
        "id > 1 group by outlet",
        "\0",
    ],
)
def test_what_is_no_condition(store: Store, where: str) -> None:
    with pytest.raises(WhereError, match="--where"):
        ids(store, Choice(where=where))
    assert ids(store, Choice()) == [1, 2, 3, 4]


def test_a_condition_that_fails_for_an_article(store: Store) -> None:
    with pytest.raises(WhereError, match="malformed JSON"):
        ids(store, Choice(where="json_extract(url, '$.x') = 1"))


def test_the_command_prints_one_line_and_leaves_the_file(db: Path, tmp_path: Path) -> None:
    from archive.commands.options import MatineeGroup

    group = MatineeGroup(commands={"export": export_})
    result = CliRunner().invoke(
        group, ["export", str(tmp_path / "x.csv"), "--where", "nope", "--db", str(db)]
    )
    assert result.exit_code == 2 and "--where 'nope': no such column: nope" in result.output
    assert "Traceback" not in result.output and not (tmp_path / "x.csv").exists()


def test_the_least_number_of_words(store: Store) -> None:
    assert ids(store, Choice(min_words=21)) == [1]
    assert ids(store, Choice(min_words=0)) == [1, 2, 3, 4]


def test_the_best_of_a_story_is_among_those_that_where_lets_through(store: Store) -> None:
    assert ids(store, Choice(selection=Selection(one_per_story=True), where="id <> 1")) == [2, 3, 4]


OPTIONS = st.builds(
    Choice,
    query=st.sampled_from(["", "dancer", "-dancer"]),
    selection=st.sampled_from([Selection(), Selection(kinds=("review",)), Selection(one_per_story=True)]),
    where=st.sampled_from(["", "id > 1", "id = 1 or outlet = 'noise'"]),
    min_words=st.sampled_from([None, 8, 15]),
)


@property_test
@given(OPTIONS, st.integers(1, 5), st.integers())
def test_choices_compose(store: Store, choice: Choice, size: int, seed: int) -> None:
    alone = [Choice(choice.query), Choice(selection=choice.selection)]
    alone += [Choice(where=choice.where), Choice(min_words=choice.min_words)]
    whole = ids(store, choice)
    assert set(whole) == set.intersection(*(set(ids(store, part)) for part in alone))
    sampled = Choice(choice.query, choice.selection, choice.where, choice.min_words, sample=size, seed=seed)
    taken = ids(store, sampled)
    assert len(taken) == min(size, len(whole)) and set(taken) <= set(whole)
    assert taken == sorted(taken) == ids(store, sampled)


def test_another_seed_takes_another_sample(store: Store) -> None:
    assert len({tuple(ids(store, Choice(sample=2, seed=seed))) for seed in range(20)}) > 1


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet", "warc"])
def test_every_form_takes_them(db: Path, tmp_path: Path, ending: str) -> None:
    words = ["--where", "id < 4", "--min-words", "15", "--sample", "1", "--seed", "3", "--db", str(db)]
    out = tmp_path / f"some.{ending}"
    result = CliRunner().invoke(export_, [str(out), *words], catch_exceptions=False)
    assert result.output.startswith("1 ")
    if ending == "parquet":
        assert pq.read_metadata(out).num_rows == 1
    with Store.open(db, readonly=True) as store:
        (row,) = store.db.query("select filters from exports")
    assert '"where": "id < 4"' in row["filters"] and '"seed": 3' in row["filters"]


def test_a_seed_alone_is_a_mistake(db: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(export_, [str(tmp_path / "x.csv"), "--seed", "3", "--db", str(db)])
    assert result.exit_code == 2 and "--seed goes with --sample" in result.output


def test_numbers_beyond_sqlite_s(store: Store) -> None:
    assert ids(store, Choice(sample=2**64)) == [1, 2, 3, 4]
    assert ids(store, Choice(min_words=2**64)) == []


def test_any_whole_number_is_a_seed(store: Store) -> None:
    assert (
        len(ids(store, Choice(sample=2, seed=2**64))) == len(ids(store, Choice(sample=2, seed=-(2**64)))) == 2
    )


@pytest.mark.parametrize("form", ["x.jsonl", "x.csv", "x.parquet", "x/", "x.warc"])
def test_what_was_removed_for_good_is_in_no_form(db: Path, tmp_path: Path, form: str) -> None:
    with Store.open(db) as store:
        target = find_target(store, "https://reel.example/reviews/ballerina")
        assert target
        remove(store, target, "asked", SAVED)
    words = ["--split", "random:50/50"] if form == "x/" else []
    result = CliRunner().invoke(export_, [f"{tmp_path}/{form}", *words, "--db", str(db)])
    assert result.output.startswith("3 "), result.output
    written = [content(path) for path in tmp_path.rglob("*") if path.is_file() and path.stem != "archive"]
    assert any("ballerina-expectations" in each for each in written)
    assert not any("reviews/ballerina" in each or "spin-off" in each for each in written)


def content(path: Path) -> str:
    if path.suffix == ".parquet":
        return str(pq.read_table(path).to_pylist())
    return path.read_bytes().decode(errors="replace")
