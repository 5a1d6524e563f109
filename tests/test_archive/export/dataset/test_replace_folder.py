"""A folder is either the old one or the new one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.export.dataset.replace_folder import replacing_folder
from tests.support.examples import property_test

NAMES = st.lists(st.sampled_from("abcd"), unique=True)


@property_test
@given(old=NAMES, new=NAMES, breaks_after=st.none() | st.integers(0, 3))
def test_the_old_one_or_the_new_one(
    tmp_path_factory: pytest.TempPathFactory, old: list[str], new: list[str], breaks_after: int | None
) -> None:
    target = tmp_path_factory.mktemp("sets") / "set"
    target.mkdir()
    for name in old:
        (target / name).write_text("old")
    is_broken = False
    try:
        with replacing_folder(target) as part:
            for number, name in enumerate(new):
                if number == breaks_after:
                    is_broken = True
                    raise KeyboardInterrupt
                (part / name).write_text("new")
    except KeyboardInterrupt:
        pass
    found = {path.name: path.read_text() for path in target.iterdir()}
    assert found == (dict.fromkeys(old, "old") if is_broken else dict.fromkeys(new, "new"))
    assert [path.name for path in target.parent.iterdir()] == ["set"]


def test_a_new_folder(tmp_path: Path) -> None:
    with replacing_folder(tmp_path / "set") as part:
        (part / "x").write_text("")
        assert not (tmp_path / "set").exists()
    assert [path.name for path in (tmp_path / "set").iterdir()] == ["x"]
