"""Write the folder of a copy for browsing: the archive, files for Datasette, and how to run it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from archive.db.store import Store
from archive.export.choice import Chosen
from archive.export.dataset.checksums import write_checksums
from archive.export.dataset.replace_folder import replacing_folder
from archive.export.dataset.write import DatasetError, check_folder
from archive.web.datasette_metadata import SETTINGS, tables_and_queries
from archive.web.publish.copy_rows import copy_rows
from archive.web.publish.readme import CopyFacts, readme
from archive.web.publish.tables import TABLES

ARCHIVE = "archive.db"  # the name that `matinee serve` looks for

_UNANSWERED = ("changed_texts", "crawl_outcomes")  # queries of what is not in a copy


def write_copy(
    store: Store, taken: Chosen, path: Path, facts: CopyFacts, advance: Callable[..., None]
) -> list[str]:
    """Write the folder; return the URLs of the articles in the copy.

    An earlier copy there is replaced in one step when the new one is complete.

    Args:
        taken: the articles.
        advance: is told how many rows are written.

    Raises:
        ArchiveError: the archive cannot be copied.
        DatasetError: the folder cannot be written, or holds something else.
    """
    check_folder(path)
    try:
        with replacing_folder(path) as part:
            urls = copy_rows(store, taken, part / ARCHIVE, facts.shown, advance)
            _write_json(part / "metadata.json", _metadata(facts, _tables(part / ARCHIVE)))
            _write_json(part / "settings.json", SETTINGS)
            _write(part / "README.md", readme(facts, len(urls)))
            write_checksums(part)
    except OSError as error:
        raise DatasetError(path, f"cannot be written ({error.strerror or error})") from error
    return urls


def _tables(archive: Path) -> list[str]:
    with Store.open(archive, readonly=True) as store:
        return store.db.table_names()


def _metadata(facts: CopyFacts, all_tables: Iterable[str]) -> dict[str, Any]:
    """For `datasette FOLDER`, which reads this file by its name."""
    known = tables_and_queries()
    queries = {name: query for name, query in known["queries"].items() if name not in _UNANSWERED}
    shown = {table.name for table in TABLES if not table.name.startswith("_")}
    tables = {
        name: known["tables"].get(name, {}) if name in shown else {"hidden": True} for name in all_tables
    }
    return {
        "title": "Coverage",
        "description": facts.summary,
        "databases": {Path(ARCHIVE).stem: {"tables": tables, "queries": queries}},
    }


def _write_json(path: Path, content: object) -> None:
    _write(path, json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", errors="replace", newline="\n")
