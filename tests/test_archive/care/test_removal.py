"""All articles about a work are removed, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.commands.remove import remove_
from archive.errors import NotFoundError
from tests.test_archive.care.test_remove import (
    NOISE,
    OTHERS,
    REEL,
    SECRET,
    WORDS,
    faults,
    page,
    submit,
    urls,
    words_left,
)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "archive.db"
    submit(path, *OTHERS[:1], *SECRET, *OTHERS[1:])
    return path


@pytest.mark.parametrize("name", ["Brontide", "BRONTIDE (2025)", "tt99"])
def test_all_about_a_work_goes(db: Path, name: str) -> None:
    submit(
        db,
        page(f"{NOISE}/other", "Noise on it|By Ann|A sesquipedalian view.|!work Brontide|!imdb tt99"),
        page(f"{REEL}/two", "Another|By Ann|It is about something else.|!work Brontide Two"),
    )
    result = CliRunner().invoke(remove_, ["--work", name, "--why", "asked", "--yes", "--db", str(db)])
    assert result.exit_code == 0, result.output
    assert f"{NOISE}/other" not in urls(db) and f"{REEL}/two" in urls(db)
    if name != "tt99":  # the other piece does not name the id
        assert words_left(db, [word for word in WORDS if word != "brontid"] + ["sesquipedalian"]) == []
        assert urls(db, "select title from works order by title") == ["Brontide Two", "Quarter"]
        assert submit(db, SECRET[0]) == ["removed"]
    assert faults(db) == []


def test_a_work_that_is_not_there(db: Path) -> None:
    def run(*options: str) -> Result:
        return CliRunner().invoke(remove_, [*options, "--why", "asked", "--yes", "--db", str(db)])

    assert isinstance(run("--work", "Bronntide").exception, NotFoundError)
    assert "did you mean Brontide?" in str(run("--work", "Bronntide").exception)
    assert isinstance(run("--work", "Brontide (1968)").exception, NotFoundError)
    assert run().exit_code == 2 and run("reel", "--work", "Brontide").exit_code == 2
