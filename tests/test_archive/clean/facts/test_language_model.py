"""The model of languages: unpacked once, and the same whatever stands in the cache folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from archive.clean.facts.language_model import language_identifier

GERMAN = "Langsam kommt die Flut, und der Film lässt ihr Zeit, bis niemand mehr etwas dagegen hat. " * 4
load = language_identifier.__wrapped__


@pytest.fixture(scope="module")
def expected() -> list[tuple[str, float]]:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return identifier.rank(GERMAN)  # type: ignore[no-any-return]


@pytest.fixture
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    return tmp_path


def test_what_is_read_from_the_cache_identifies_alike(
    caches: Path, expected: list[tuple[str, float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load().rank(GERMAN) == expected
    (folder,) = (caches / "matinee").iterdir()
    assert folder.name.startswith("languages-")
    monkeypatch.setattr(LanguageIdentifier, "from_model_file", None)  # it is not unpacked again
    assert load().rank(GERMAN) == expected


def test_a_damaged_cache_is_not_used(caches: Path, expected: list[tuple[str, float]]) -> None:
    load()
    (table,) = caches.glob("matinee/*/nb_ptc.npy")
    table.write_bytes(table.read_bytes()[:1000])
    assert load().rank(GERMAN) == expected
    table.write_bytes(b"")
    assert load().rank(GERMAN) == expected


def test_no_cache_is_needed(
    tmp_path: Path, expected: list[tuple[str, float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "matinee").write_text("a file")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert load().rank(GERMAN) == expected
