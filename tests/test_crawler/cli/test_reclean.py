"""`matinee reclean` reads stored pages by what the outlets' files say by now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.ingest.ingest import Ingest
from archive.model import Capture
from crawler.cli.main import cli
from crawler.outlet.load import load_outlet
from tests.support.crawls import rows_of
from tests.support.processes import DEADLINE

SITE = "https://pier.example"
TEXT = "<p>The ferry leaves at six, and nobody takes it. That is the joke and the grief of it, all along.</p>"
PAGES = {
    "/reviews/six-oclock": f"<h1>Six O'Clock review</h1><p>By Ann Lee</p>{TEXT * 3}<p>4/5</p>",
    "/talks/otto-finn": f"<h1>Otto Finn at the pier</h1><p>By Ann Lee</p>{TEXT * 3}",
}
FILE = 'title = "The Pier"\nhome = "https://pier.example/"\nfeeds = ["https://pier.example/feed"]\n'
SECTIONS = '[[sections]]\npath = "/reviews"\n[[sections]]\npath = "/talks"\nkind = "interview"\n'

Reclean = Callable[..., Result]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Writes the outlet's file, in the folder `outlets` of the working folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MATINEE_OUTLETS", raising=False)
    (tmp_path / "outlets").mkdir()

    def write(more: str) -> Path:
        file = tmp_path / "outlets" / "pier.toml"
        file.write_text(FILE + more)
        return file

    return write


@pytest.fixture
def archive(write: Callable[[str], Path], tmp_path: Path) -> Path:
    """An archive of two pages of an outlet that is crawled as one of films."""
    outlet, db = load_outlet(write('medium = "film"\n')), tmp_path / "archive.db"
    with Ingest(db, workers=1) as ingest:
        for path, body in PAGES.items():
            url, html = SITE + path, f"<html lang=en><article>{body}</article></html>".encode()
            declared = outlet.declares(url)
            page = Capture(
                *(url, datetime(2026, 3, 15, tzinfo=UTC), html),
                outlet="pier", medium=declared.medium, kind=declared.kind,
            )  # fmt: skip
            assert ingest.submit(page).result(DEADLINE).outcome == "new"
    return db


def reclean(*words: str) -> Result:
    return CliRunner().invoke(cli, ["reclean", *words])


def facts(db: Path) -> list[tuple[str, str, str]]:
    """The kind and the medium of each article, and the medium that its capture names."""
    sql = (
        "select v.kind, v.work_medium, c.medium from coverage v join captures c on c.id = v.id order by v.id"
    )
    return [tuple(row.values()) for row in rows_of(db, sql)]


def test_another_medium_and_kind_count_for_stored_pages(archive: Path, write: Callable[[str], Path]) -> None:
    assert facts(archive)[0] == ("review", "film", "film")
    assert "Nothing changed." in reclean().stdout
    write(f'medium = "tv"\n{SECTIONS}')
    trial = reclean("--dry-run")
    assert trial.exit_code == 0 and "2 in facts" in trial.stdout and facts(archive)[0][1:] == ("film", "film")
    done = reclean()
    assert done.exit_code == 0 and "Changed: 2 in facts" in done.stdout and not done.stderr
    assert [row[0] for row in facts(archive)] == ["review", "interview"]
    assert facts(archive)[0][1:] == ("tv", "tv")
    assert "Nothing changed." in reclean().stdout


def test_what_a_file_says_no_more_counts_no_more(archive: Path, write: Callable[[str], Path]) -> None:
    write("")
    assert reclean("--outlet", "pier").exit_code == 0
    assert facts(archive)[0][2] is None


def test_a_folder_of_outlets_is_read_where_it_is_named(archive: Path, write: Callable[[str], Path]) -> None:
    other = write('medium = "stage"\n').parent.rename(archive.parent / "others")
    for options, medium in (((), "film"), (("--outlets", str(other)), "stage")):
        assert reclean(*options).exit_code == 0
        assert facts(archive)[0][2] == medium


def test_an_outlet_that_the_archive_lacks_is_noted(archive: Path) -> None:
    done = reclean("--dry-run", "--outlet", "peer")
    assert done.exit_code == 0
    assert done.stderr.startswith("Note: There is no outlet peer; the nearest is pier.\n")


def test_without_a_sound_file_pages_are_read_as_they_were(
    archive: Path, write: Callable[[str], Path]
) -> None:
    write('medium = "opera"\n')
    done = reclean()
    assert done.exit_code == 0 and "pier.toml" in done.stderr and "medium" in done.stderr
    assert facts(archive)[0] == ("review", "film", "film") and "Nothing changed." in done.stdout
