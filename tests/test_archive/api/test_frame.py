"""Articles as a pandas table."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archive import Archive
from archive.query.records import columns
from tests.support.forked import run_code
from tests.support.paths import ROOT


def test_the_table_has_the_columns_of_an_export_with_types(db: Path) -> None:
    pytest.importorskip("pandas", reason="the extra `pandas` is not installed")
    with Archive(db) as a:
        frame = a.to_pandas()
        assert len(a.to_pandas("ballerina", kind="review")) == 1
        assert list(a.to_pandas("no such word")) == list(frame)
    assert ["id", *frame.columns] == columns()
    assert len(frame) == 4 and frame.index.tolist() == [1, 2, 3, 4]
    verdict = frame.loc[1]
    assert verdict.published.isoformat() == "2025-06-06T18:30:00+00:00"
    assert (verdict.rating_score, verdict.work_year, verdict.spoilers) == (87.5, 2025, True)
    assert frame.rating_score.isna().tolist() == [False, True, True, True]
    assert str(frame.published.dtype).startswith("datetime64[") and frame.published.isna().any()


def test_without_pandas_the_error_names_the_extra(db: Path) -> None:
    code = (
        "import sys; sys.modules['pandas'] = None\n"  # what Python itself takes for a module that is absent
        f"from archive import Archive\nfrom archive.errors import MatineeError\n"
        f"try: Archive({str(db)!r}).to_pandas()\nexcept MatineeError as error: print(error)"
    )
    done = run_code(code, [], os.environ, ROOT)
    assert done.stdout == "pandas is not installed: install it: pip install 'matinee[pandas]'\n"
