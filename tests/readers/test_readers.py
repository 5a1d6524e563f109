"""Every block of docs/use-a-dataset.md, as it is printed, on exports of the shared corpus and reviews.

`make test-readers` installs the tools apart from Matinee's own packages. A tool that is missing is skipped
with the command that installs it.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml
from lxml import etree

from archive.export.columns import ALL
from tests.support.paths import ROOT, SHARED
from tests.support.processes import DEADLINE

PAGE = (ROOT / "docs/use-a-dataset.md").read_text(encoding="utf-8")
READERS = ROOT / ".readers" / "bin"
PAGES = ("reviews/pages.warc.gz", "corpus/articles.warc.gz", "corpus/news.warc.gz")
REVIEWS = "from coverage where kind = 'review'"

pytestmark = [
    pytest.mark.skipif(
        not SHARED.is_dir(), reason="../shared (corpus and reviews) is not beside this checkout"
    ),
    pytest.mark.skipif(not READERS.is_dir(), reason="run `make test-readers`, which installs the tools"),
]


def blocks(language: str) -> dict[str, list[str]]:
    """The blocks of a language by the heading that they stand under."""
    found: dict[str, list[str]] = {}
    for section in re.split(r"^## ", PAGE, flags=re.MULTILINE):
        written = re.findall(rf"^```{language}\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
        if written:
            found[section.partition("\n")[0]] = written
    return found


@dataclass(frozen=True)
class Desk:
    """A folder with an archive and its exports, in which a reader types."""

    folder: Path

    def run(self, *command: str | Path, text: str = "") -> str:
        """Run a program to its end; return what it printed."""
        done = subprocess.run(
            [str(word) for word in command],
            cwd=self.folder,
            env={
                "PATH": f"{READERS}:{os.environ['PATH']}",
                "HOME": str(self.folder),
                "PYTHONPATH": str(ROOT),
                "HF_HUB_OFFLINE": "1",
                "LANG": "C.UTF-8",
            },
            input=text,
            capture_output=True,
            text=True,
            timeout=20 * DEADLINE,
            check=False,
        )
        assert done.returncode in {0, 1} if "import" in command else done.returncode == 0, done.stderr
        return done.stdout

    def row(self, sql: str) -> tuple[float, ...]:
        """What the archive says."""
        with closing(sqlite3.connect(self.folder / "archive.db")) as db:
            return tuple(db.execute(sql).fetchone())

    @property
    def reviews(self) -> tuple[float, ...]:
        """How many reviews there are, and their mean score."""
        return self.row(f"select count(*), avg(rating_score) {REVIEWS}")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The exports that the page begins with, and DuckDB's extension, which a reader downloads."""
    desk = Desk(tmp_path_factory.mktemp("readers"))
    matinee = (sys.executable, "-m", "crawler")
    desk.run(*matinee, "import", *(SHARED / name for name in PAGES), "--outlet", "real")
    first = next(iter(blocks("console").values()))
    for line in first[0].splitlines():
        desk.run(*matinee, *shlex.split(line)[1:])
    fetch = "import duckdb_extensions; duckdb_extensions.import_extension('sqlite_scanner')"
    desk.run(READERS / "python", "-c", fetch)
    yield desk
    shutil.rmtree(desk.folder)


PYTHON = [
    pytest.param(name, block, id=f"{name} {number}")
    for name, written in blocks("python").items()
    for number, block in enumerate(written, 1)
]
# What each tool calls a time in UTC. DuckDB on the archive reads text.
TIMES = {
    "pandas": {"datetime64[us, UTC]"},
    "polars": {"Datetime(time_unit='us', time_zone='UTC')"},
    "DuckDB": {"TIMESTAMP WITH TIME ZONE", "VARCHAR"},
    "Hugging Face datasets": {"timestamp[us, tz=UTC]"},
    "Croissant": {""},
}


@pytest.mark.parametrize(("name", "block"), PYTHON)
def test_a_python_block_prints_what_the_archive_has(desk: Desk, name: str, block: str) -> None:
    check_figures(desk, name, desk.run(READERS / "python", "-c", block))


def check_figures(desk: Desk, name: str, printed: str) -> None:
    """Compare a count, a type and, but for Croissant, a mean."""
    count, _, rest = printed.strip().partition(" ")
    kind, _, mean = rest.rpartition(" ")
    reviews, score = desk.reviews
    assert int(count) == reviews > 100 and kind in TIMES[name]
    assert name == "Croissant" or float(mean) == pytest.approx(score)


def test_all_of_them_are_cells_of_a_notebook(desk: Desk) -> None:
    """One kernel runs them all."""
    cells = [block for written in blocks("python").values() for block in written]
    run = (
        "import json, nbformat.v4 as v4, nbclient, sys\n"
        "cells = [v4.new_code_cell(text) for text in json.load(sys.stdin)]\n"
        "book = v4.new_notebook(cells=cells)\n"
        "nbclient.NotebookClient(book, timeout=600, kernel_name='python3').execute()\n"
        "def printed(cell):\n"
        "    return ''.join(out['text'] for out in cell.outputs if out.get('name') == 'stdout')\n"
        "print(json.dumps(list(map(printed, book.cells))))\n"
    )
    printed = json.loads(desk.run(READERS / "python", "-c", run, text=json.dumps(cells)))
    names = [name for name, written in blocks("python").items() for _ in written]
    for name, text in zip(names, printed, strict=True):
        check_figures(desk, name, text)


def test_sqlite_utils_and_datasette(desk: Desk) -> None:
    (lines,) = blocks("console")["sqlite-utils and Datasette"]
    asked, inserted, served = (shlex.split(line) for line in lines.splitlines())
    assert tuple(json.loads(desk.run(READERS / asked[0], *asked[1:]))[0].values()) == desk.reviews
    desk.run(READERS / inserted[0], *inserted[1:])
    with closing(sqlite3.connect(desk.folder / "reviews.db")) as db:
        assert db.execute("select count(*) from reviews").fetchone()[0] == desk.reviews[0]
    rows = json.loads(desk.run(READERS / served[0], *served[1:]))
    assert len(rows) == min(desk.reviews[0], 1000) and {row["kind"] for row in rows} == {"review"}


def test_datasette_on_a_published_copy(desk: Desk) -> None:
    """With the Datasette that a reader installs, which knows nothing of Matinee."""
    desk.run(sys.executable, "-m", "crawler", "publish", "site/", "--kind", "review")
    query = "/archive/means_by_outlet.json?_shape=array"
    rows = json.loads(desk.run(READERS / "datasette", "site/", "--get", query))
    assert sum(row["scores"] for row in rows) == desk.row(f"select count(rating_score) {REVIEWS}")[0]


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="apt-get install r-base-core r-cran-rsqlite")
def test_r_on_the_archive(desk: Desk) -> None:
    first, second = blocks("r")["R"]
    count, kind, mean = desk.run("Rscript", "-e", first).split()
    assert (int(count), kind) == (desk.reviews[0], "character")
    assert float(mean) == pytest.approx(desk.reviews[1], rel=1e-5)
    assert "arrow::" in second, "the block that the page calls untested"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="apt-get install libreoffice-calc-nogui")
def test_libreoffice_gets_the_columns_of_the_csv(desk: Desk) -> None:
    (block,) = blocks("sh")["LibreOffice"][:1]
    desk.run(*shlex.split(block))
    with ZipFile(desk.folder / "reviews.ods") as file:
        tree = etree.fromstring(file.read("content.xml"), etree.XMLParser(huge_tree=True))
    (table,) = tree.iterfind(".//{*}table")
    rows = [
        [cell_text(cell) for cell in row.iterfind("{*}table-cell")] for row in table.iterfind("{*}table-row")
    ]
    rows = [row for row in rows if any(row)]
    assert [cell for cell in rows[0] if cell] == ALL.names
    assert len(rows) == desk.reviews[0] + 1
    assert rows[1][ALL.names.index("url")] == desk.row(f"select url {REVIEWS} order by id limit 1")[0]


def cell_text(cell: etree._Element) -> str:
    return "\n".join("".join(line.itertext()) for line in cell.iterfind("{*}p"))


def test_croissant_is_valid_and_the_header_of_the_card_parses(desk: Desk) -> None:
    check = "import mlcroissant as m; print(m.Dataset('reviews/croissant.json').metadata.issues.report())"
    assert "error(s)" not in desk.run(READERS / "python", "-c", check)
    card = (desk.folder / "reviews" / "README.md").read_text(encoding="utf-8")
    header = yaml.safe_load(card.split("---\n")[1])
    assert header["configs"][0]["data_files"], header
