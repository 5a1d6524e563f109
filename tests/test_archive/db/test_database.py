"""What the archive imports with sqlite-utils."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.support.paths import ROOT


def _run(script: str, db: Path) -> list[str]:
    done = subprocess.run(  # in a process of its own: this one has imported everything
        [sys.executable, "-c", script, str(db)], capture_output=True, text=True, cwd=ROOT, check=True
    )
    return done.stdout.split()


OPEN = """
import sys
from pathlib import Path
from archive.db.store import Store
Store.open(Path(sys.argv[1]), create=True).close()
"""


def test_an_archive_is_made_without_pandas_which_can_be_imported_later(tmp_path: Path) -> None:
    shown = "print('pandas' in sys.modules); import pandas, numpy; print('pandas' in sys.modules)"
    assert _run(OPEN + shown, tmp_path / "a.db") == ["False", "True"]


def test_pandas_stays_where_a_program_has_imported_it(tmp_path: Path) -> None:
    shown = "print(sys.modules['pandas'] is pandas)"
    assert _run("import pandas" + OPEN + shown, tmp_path / "a.db") == ["True"]


def test_what_writes_an_archive_is_imported_without_pandas(tmp_path: Path) -> None:
    """None of it may import sqlite-utils by itself before `archive.db.database` does."""
    script = "import sys; import archive.importing.import_paths, archive.care.merge, archive.web.reading;"
    assert _run(f"{script} print('pandas' in sys.modules)", tmp_path / "a.db") == ["False"]
