"""Site rules from end to end: `matinee import --rules`, `matinee rules`, `matinee rules check`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from archive.model import Capture
from crawler.cli.main import cli
from tests.test_archive.site_rule_pages import THIRD

Run = Callable[..., Result]
Write = Callable[..., Path]
URL = "https://www.lantern.example/hour"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("rules", "check")` in a folder that has the folder `rules` in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MATINEE_RULES", raising=False)
    return lambda *arguments: CliRunner().invoke(cli, list(arguments))


def stored(run: Run, *rules: str, on: str = "2024-03-05", db: str = "archive.db") -> dict[str, Any]:
    """The record of the host's page, imported."""
    page = "rules/pages/hour.html"
    done = run("import", page, "--url", URL, "--captured-at", on, "--db", db, *rules)
    assert done.exit_code == 0, done.output
    return dict(json.loads(run("show", URL, "--json", "--db", db).stdout))


def test_what_is_imported_by_a_rule_is_found_by_search(run: Run, write: Write) -> None:
    write()
    assert stored(run, db="plain.db")["title"] != "The Lantern Hour keeps its nerve"
    record = stored(run, "--rules", "rules")
    assert record["title"] == "The Lantern Hour keeps its nerve"
    assert record["authors"] == ["Ada Quill", "Bo Reyes"]
    assert (record["published"], record["published_from"]) == ("2024-03-03", "rule")
    assert (record["rating"]["score"], record["rating"]["from"]) == (75.0, "rule")
    assert run("search", "night", "porter", "--author", "Ada Quill", "--min-score", "75").stdout.endswith(
        "1 article.\n"
    )
    assert run("search", "panel", "of", "readers").stdout == "No article matches.\n"


def test_rules_of_the_environment_are_read_too(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATINEE_RULES", str(write().parent))
    assert stored(run)["published_from"] == "rule"


def test_an_old_capture_is_read_by_the_rule_of_its_time(run: Run, write: Write) -> None:
    write().write_text(
        write().read_text().replace("[[test]]", "[[era]]\nuntil = 2020-01-01\nscale = 12\n[[test]]")
    )
    assert stored(run, "--rules", "rules")["rating"]["best"] == 4.0
    old = stored(run, "--rules", "rules", on="2019-12-31", db="old.db")
    assert (old["rating"]["best"], old["rating"]["score"]) == (12.0, 25.0)


def test_a_broken_rule_ends_an_import_before_it_begins(run: Run, write: Write) -> None:
    write('titel = "h1"\n[[test]]\npage = "pages/hour.html"\ntitle = "x"\n')
    done = run("import", "rules/pages/hour.html", "--url", URL, "--rules", "rules")
    assert done.exit_code == 1 and not Path("archive.db").exists()
    assert done.stderr == 'Error: rules/lantern.example.toml: titel: unknown key: did you mean "title"?\n'


def test_rules_are_listed(run: Run, write: Write) -> None:
    write()
    write("title: //h2\n", "other.example.txt")
    done = run("rules", "--rules", "rules")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[1:] == [
        "lantern.example\ttoml\ttext strip title author date rating scale medium\t0\t1\t"
        "rules/lantern.example.toml",
        "other.example\tftr\ttitle\t0\t0\trules/other.example.txt",
    ]
    listed = json.loads(run("rules", "--rules", "rules", "--json").stdout)
    assert [one["host"] for one in listed] == ["lantern.example", "other.example"]
    assert run("rules").stdout.startswith("There are no site rules: give a folder with --rules")


def test_check_counts_what_matched_on_test_pages_and_on_what_is_stored(
    run: Run, write: Write, make_capture: Callable[..., Capture]
) -> None:
    file = write()
    stored(run, "--rules", "rules")
    prose = "".join(
        f"<p>The {n}th episode of the series holds what the first one promised.</p>" for n in range(9)
    )
    Path("new.html").write_text(f"<html><body><article><h1>New look</h1>{prose}</article></body></html>")
    run("import", "new.html", "--url", "https://lantern.example/new", "--captured-at", "2024-06-01")
    done = run("rules", "check", "--rules", "rules", "--db", "archive.db")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        "lantern.example  rules/lantern.example.toml",
        "  1 test page: " + ", ".join(f"{key} 1 of 1" for key in KEYS),
        "  2 stored captures: " + ", ".join(f"{key} 1 of 2" for key in KEYS),
        "1 rule checked.",
    ]
    newest = run(
        "rules",
        "check",
        "lantern.example",
        "--rules",
        "rules",
        "--db",
        "archive.db",
        "--pages",
        "1",
        "--json",
    )
    assert newest.exit_code == 1
    (report,) = json.loads(newest.stdout)
    assert report["stored"]["matched"]["title"] == [0, 1]
    told = "title: matches nothing on its newest stored capture: correct the path; until then such a page"
    assert f"{file.relative_to(file.parents[1])}: {told}" in newest.stderr
    assert "strip: matches nothing" not in newest.stderr


KEYS = ("strip", "text", "title", "author", "date", "rating", "scale", "medium")


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        ('title = "Another"', 'title: expected "Another", read "The Lantern Hour keeps its nerve"'),
        ('author = "Ada Quill"', 'author: expected "Ada Quill", read "Ada Quill", "Bo Reyes"'),
        ('date = "2024-03"', 'date: expected "2024-03", read "2024-03-03"'),
        ("rating = 4", 'rating: expected 4, read "3"'),
        ("scale = 5", "scale: expected 5, read 4"),
        ('text = ["night porter", "no such words"]', 'text: lacks "no such words"'),
        ('without = "night porter"', 'text: contains "night porter"'),
    ],
)
def test_check_says_what_a_test_page_gives_instead(run: Run, write: Write, expected: str, told: str) -> None:
    content = write().read_text().replace('title = "The Lantern Hour keeps its nerve"', expected)
    write(content)
    done = run("rules", "check", "--rules", "rules")
    assert done.exit_code == 1
    assert done.stderr == f"Error: rules/lantern.example.toml: rules/pages/hour.html: {told}\n"


@pytest.mark.parametrize(
    "expected",
    [
        'author = ["Ada Quill", "Bo Reyes"]',
        "date = 2024-03-03",
        'rating = "3"',
        "rating = 3.0",
        "scale = 4",
        'text = "night porter"',
        'without = "panel of readers"',
    ],
)
def test_check_is_content_with_what_is_right(run: Run, write: Write, expected: str) -> None:
    write(write().read_text().replace('title = "The Lantern Hour keeps its nerve"', expected))
    done = run("rules", "check", "--rules", "rules")
    assert (done.exit_code, done.stderr) == (0, "")


def test_check_reports_a_key_that_matches_nothing_and_an_era_without_a_page(run: Run, write: Write) -> None:
    write(
        write()
        .read_text()
        .replace('"i.when::attr(title)"', '"time"')
        .replace("[[test]]", "[[era]]\nuntil = 2020-01-01\nscale = 5\n[[test]]")
    )
    done = run("rules", "check", "--rules", "rules")
    assert done.exit_code == 1
    assert "date: matches nothing on its test page: correct the path" in done.stderr
    assert "the era until 2020-01-01 has no test page" in done.stdout


def test_check_tells_how_much_of_the_other_format_is_ignored(run: Run, write: Write) -> None:
    write("title: //h3\ntidy: no\nnext_page_link: //a\nstrip: //p[\n", "lantern.example.txt")
    stored(run, "--rules", "rules")
    done = run("rules", "check", "--rules", "rules", "--db", "archive.db")
    assert done.exit_code == 0
    assert "  1 stored capture: title 1 of 1" in done.stdout
    summary = done.stdout.splitlines()[-1]
    assert summary.startswith(
        "1 file in ftr-site-config's format: 2 lines ignored (1 tidy, 1 next_page_link);"
    )
    assert "1 path cannot be used, the first: strip: '//p[' is not an XPath" in summary


def test_check_takes_hosts_and_files(run: Run, write: Write) -> None:
    write('titel = "h1"\n', "broken.example.toml")
    write()
    assert run("rules", "check", "www.lantern.example", "--rules", "rules").exit_code == 0
    assert run("rules", "check", "rules/lantern.example.toml").exit_code == 0
    broken = run("rules", "check", "rules/broken.example.toml")
    assert broken.exit_code == 1 and "titel: unknown key" in broken.stderr
    unknown = run("rules", "check", "lanter.example", "--rules", "rules")
    assert unknown.exit_code == 2 and "did you mean lantern.example?" in unknown.stderr
    assert run("rules", "check", "--rules", "gone").exit_code == 1


def test_what_is_stored_is_read_anew_by_a_rule_written_later(run: Run, write: Write) -> None:
    write()
    assert stored(run)["title"] != "The Lantern Hour keeps its nerve"
    done = run("reclean", "--rules", "rules")
    assert done.exit_code == 0, done.output
    record = json.loads(run("show", URL, "--json").stdout)
    assert record["title"] == "The Lantern Hour keeps its nerve"
    assert (record["published_from"], record["rating"]["from"]) == ("rule", "rule")
    assert "night porter" in record["text"]
    assert "Nothing changed." in run("reclean", "--rules", "rules").stdout


def test_a_rule_that_leaves_little_of_a_text_is_obeyed_and_said(run: Run, write: Write) -> None:
    test = "[[test]]\npage = 'pages/hour.html'\ntext = 'look out of a window'"
    write(f"text = '#piece > p:last-of-type'\n{test}")
    before = stored(run)
    done = run("reclean", "--rules", "rules")
    assert done.exit_code == 0, done.output + done.stderr
    assert "1 text under half as long as before, cut by site rules or pinned lines.\n" in done.stdout
    after = json.loads(run("show", URL, "--json").stdout)
    assert after["text"] == THIRD
    assert after["word_count"] * 2 < before["word_count"]
    assert "Nothing changed." in run("reclean", "--rules", "rules").stdout


def test_a_pin_that_leaves_little_of_a_text_is_obeyed(run: Run, write: Write) -> None:
    write()
    page = "rules/pages/hour.html"
    run("import", page, "--url", URL, "--captured-at", "2024-03-05", "--outlet", "lantern")
    before = json.loads(run("show", URL, "--json").stdout)
    longest = sorted(before["text"].split("\n"), key=len)
    pins = [word for line in longest[1:] for word in ("--pin", line)]
    assert run("furniture", "lantern", *pins).exit_code == 0
    done = run("reclean")
    assert "1 text under half as long as before" in done.stdout, done.output
    assert json.loads(run("show", URL, "--json").stdout)["text"] == longest[0]
    assert "left out: pinned as furniture (matinee furniture)" in run("show", URL, "--why").stdout
