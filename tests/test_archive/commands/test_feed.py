"""`matinee feed`: a search as Atom and as JSON Feed, printed or written into a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import feedparser
from click.testing import Result

Run = Callable[..., Result]


def test_a_feed_is_printed_or_written(run: Run, db: Path) -> None:
    printed = run("feed", "author:ortega")
    assert (printed.exit_code, printed.stderr) == (0, "")
    assert [entry.title for entry in feedparser.parse(printed.stdout_bytes).entries] == [
        "Ballerina dances on her own (3.5/4)",
        'Tide, "Low Water" (Recommended)',
    ]
    assert run("feed", "author:ortega", "--out", "zoe.json", "--title", "Zoë").stdout == "Wrote zoe.json\n"
    assert json.loads((db.parent / "zoe.json").read_text(encoding="utf-8"))["title"] == "Zoë"
    assert run("feed", "--out", "all.xml", "--limit", "1", "--by-arrival", "--full-text").exit_code == 0
    (entry,) = feedparser.parse((db.parent / "all.xml").read_bytes()).entries
    assert entry.link == "https://noise.example/note"
    failed = run("feed", "--out", "no/all.xml")
    assert (failed.exit_code, failed.stderr) == (
        1,
        "Error: no/all.xml: cannot be written (No such file or directory): create the folder\n",
    )
