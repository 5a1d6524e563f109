"""The commands as a person and a script meet them: what they print, where, and how they end.

Long because it goes through every command that reads an archive.
"""

from __future__ import annotations

import json
import os
import pty
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from archive.commands.options import MatineeGroup
from archive.errors import ArchiveError
from archive.model import Capture, Reading
from tests.support.forked import run_code, start_code
from tests.support.paths import ROOT
from tests.support.processes import DEADLINE, wait_until
from tests.test_archive.conftest import article

PROGRAM = (
    "from archive.commands.all import MatineeGroup, commands;"
    "MatineeGroup('matinee', commands=dict(commands))()"
)
Run = Callable[..., Result]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "TERM": "xterm", **more, "PYTHONPATH": str(ROOT), "COLUMNS": "80"}


def on_a_terminal(folder: Path, *arguments: str, **variables: str) -> str:
    """What a command shows to a person, escape sequences and all."""
    ours, theirs = pty.openpty()
    running = start_code(PROGRAM, arguments, environment(**variables), folder, theirs)
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:  # Linux says so when the other end is closed
        pass
    os.close(ours)
    assert running.wait(DEADLINE) == 0, shown
    return shown.decode().replace("\r\n", "\n")


@pytest.mark.parametrize(
    "words",
    [("search", "dances", "--offset"), ("works", "--undo"), ("works", "--limit"), ("stories", "--offset")],
)
def test_a_number_that_sqlite_cannot_take_is_an_error(run: Run, words: tuple[str, ...]) -> None:
    result = run(*words, "9" * 20)
    assert result.exit_code == 2
    assert (
        f"Invalid value for '{words[-1]}': {'9' * 20} is too large; write at most 15 digits." in result.stderr
    )


def test_an_option_without_its_value_takes_no_option_for_it(run: Run) -> None:
    for words in (["show", "2", "--diff", "--db", "x"], ["search", "--author", "--json"]):
        result = run(*words)
        assert result.exit_code == 2
        assert f"{words[-3] if 'x' in words else words[1]} needs a value, and --" in result.stderr
    assert run("search", "--", "--limit", "--json").exit_code == 0, "after -- stand words of the query"


def test_search_prints_hits_and_how_many(run: Run) -> None:
    result = run("search", "ballerina", "missed", "opportunity")
    assert result.exit_code == 0 and result.stderr == ""
    assert result.stdout.splitlines() == [
        "1  Ballerina dances on her own",
        "    Zoë Ortega, Smith; Jones · reel · 2025-06-06 · review of Ballerina · 3.5/4",
        "    https://reel.example/reviews/ballerina",
        "    The spin-off moves fast. And that's a huge missed opportunity, don't you think? Figures: 5 <"
        " 6 & 7 > 2.",
        "",
        "1 article.",
    ]


def test_search_says_how_to_see_more(run: Run) -> None:
    assert run("search", "--limit", "2").stdout.endswith("\n1 to 2 of 4 articles. More: --offset 2\n")
    assert run("search", "--limit", "2", "--offset", "2").stdout.endswith("\n3 to 4 of 4 articles.\n")
    assert run("search", "--offset", "9").stdout == "4 articles in all; none after --offset 9.\n"
    assert run("search", "--limit", "0").stdout.endswith("\n4 articles.\n")
    year_alone = run("search", "expect").stdout.splitlines()[1]
    assert year_alone == "    Decider TV · reel · 2025 · preview of Ballerina"


def test_search_that_finds_nothing_names_the_nearest(run: Run) -> None:
    assert run("search", "zzz").stdout == "No article matches.\n"
    assert run(
        "search", "--outlet", "real", "--author", "Zoe Ortego", "--work", "Nothing", "--kind", "news"
    ).stdout == (
        "No article matches. There is no work Nothing."
        " There is no author Zoe Ortego; the nearest is Zoe Ortega.\n"
    )


@pytest.mark.parametrize(
    "command",
    [
        *("search", "export out.csv", "stats", "feed", "stories", "rescore"),
        *("works", "authors"),
    ],
)
def test_an_outlet_that_the_archive_lacks_is_noted_by_every_command(run: Run, command: str) -> None:
    result = run(*command.split(), "--outlet", "real")
    assert result.exit_code == 0
    assert result.stderr.startswith("Note: There is no outlet real; the nearest is reel.\n")


def test_an_outlet_that_the_archive_has_is_not_noted(run: Run) -> None:
    assert run("search", "--outlet", "noise").stderr == ""


def test_search_as_json(run: Run) -> None:
    (hit,) = json.loads(run("search", "missed", "--json", "--min-score", "80", "--since", "2025-06").stdout)
    assert list(hit) == [
        "id", "url", "title", "authors", "published", "published_precision", "outlet", "kind",
        "work", "rating", "snippet",
    ]  # fmt: skip
    assert hit["rating"]["score"] == 87.5 and hit["work"]["title"] == "Ballerina"
    assert "huge <mark>missed</mark> opportunity" in hit["snippet"]
    assert json.loads(run("search", "zzz", "--json").stdout) == []
    assert [hit["snippet"] for hit in json.loads(run("search", "--json", "--outlet", "noise").stdout)] == [
        None,
        None,
    ]


@pytest.mark.parametrize("query", ["C++ (", "don't", "spin-off", "AND", "\x1b[2J"])
def test_no_query_is_an_error(run: Run, query: str) -> None:
    result = run("search", "--", query)
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize("query", ['"', "--", "!!!", "- -", "()", '"" OR ()'])
def test_a_query_without_words_is_said_to_match_nothing(run: Run, query: str) -> None:
    result = run("search", "--", query)
    assert (result.exit_code, result.stdout) == (0, "No article matches.\n")
    assert "Note: The query has no word, so no article matches. An empty one matches all." in result.stderr


def test_show(run: Run) -> None:
    lines = run("show", "https://reel.example/reviews/ballerina?utm_source=x").stdout.splitlines()
    assert lines[0] == "Ballerina dances on her own"
    assert "work      Ballerina (2025), film, imdb tt7181546" in lines
    assert lines[-4:] == ["", "The spin-off moves fast.", *lines[-2:]]
    assert json.loads(run("show", "1", "--json").stdout)["text"].startswith("The spin-off")
    assert run("show", "1", "--raw").stdout_bytes == b"<p>0 \xff</p>"
    assert run("show", "4").stdout.startswith("(untitled)\n")


def test_what_a_page_holds_cannot_drive_the_terminal(run: Run, add: Any, articles: dict[str, Any]) -> None:
    bad = replace(
        articles["verdict"], url="https://x.example/", text="Clear \x1b[2J\x9b2J \u202eevil\nline two"
    )
    bad = replace(bad, title=replace(bad.title, value="A \x1b]0;title\x07 b"))
    add(bad, Capture(bad.url, datetime(2026, 1, 1, tzinfo=UTC), b"x"))
    for output in (run("show", "5").stdout, run("search", "evil").stdout):
        assert not set(output) & set("\x1b\x9b\x07\u202e")
        assert "Clear [2J2J evil" in output
    assert json.loads(run("show", "5", "--json").stdout)["text"] == bad.text


def test_export(run: Run, db: Path) -> None:
    result = run("export", "out.jsonl", "ballerina", "--kind", "review")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "1 article in out.jsonl\n", "")
    assert json.loads((db.parent / "out.jsonl").read_text()) == json.loads(run("show", "1", "--json").stdout)
    assert run("export", "out.csv").stdout == "4 articles in out.csv\n"
    assert run("export", "out.csv", "outlet:rel").stdout == (
        "0 articles in out.csv There is no outlet rel; the nearest is reel.\n"
    )


def put_marked(add: Any, articles: dict[str, Any]) -> None:
    """An article that was stored with its Markdown."""
    made = replace(
        articles["verdict"],
        url="https://reel.example/marked",
        text="The duels\n- On ice\n- Off it, at some length, and with a good deal of care",
        markdown="## The duels\n\n- On *ice*\n- Off it, at some length, and with a good deal of care",
        title=Reading("Ballerina: 2 * 3", "h1"),
    )
    add(made, Capture(made.url, datetime(2026, 3, 16, tzinfo=UTC), b"marked", outlet="reel"))


def test_show_in_markdown(run: Run, add: Any, articles: dict[str, Any]) -> None:
    put_marked(add, articles)
    result = run("show", "5", "--markdown")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "# Ballerina: 2 \\* 3\n\n## The duels\n\n- On *ice*\n"
        "- Off it, at some length, and with a good deal of care\n"
    )
    record = json.loads(run("show", "5", "--json", "--markdown").stdout)
    plain = json.loads(run("show", "5", "--json").stdout)
    assert record["text"].startswith("## The duels\n\n- On *ice*")
    assert {**record, "text": plain["text"]} == plain and plain["text"].startswith("The duels\n- On ice")


def test_what_was_stored_without_markdown_is_shown_in_paragraphs_and_said(run: Run) -> None:
    result = run("show", "1", "--markdown")
    assert result.stdout == (
        "# Ballerina dances on her own\n\nThe spin-off moves fast.\n\n"
        "And that's a huge missed opportunity, don't you think?\n\nFigures: 5 < 6 & 7 > 2.\n"
    )
    assert "1 article of the archive without Markdown: " in result.stderr
    assert "`matinee reclean` adds headings" in result.stderr


def test_export_in_markdown(run: Run, db: Path, add: Any, articles: dict[str, Any]) -> None:
    put_marked(add, articles)
    assert run("export", "plain.jsonl").stderr == ""
    result = run("export", "marked.jsonl", "--markdown")
    assert result.stdout == "5 articles in marked.jsonl\n" and "4 articles of the archive" in result.stderr
    assert run("export", "marked.csv", "--markdown").exit_code == 0
    plain, marked = (
        [json.loads(line) for line in (db.parent / name).read_text(encoding="utf-8").splitlines()]
        for name in ("plain.jsonl", "marked.jsonl")
    )
    assert [{**row, "text": ""} for row in plain] == [{**row, "text": ""} for row in marked]
    assert marked[4]["text"].startswith("## The duels\n\n- On *ice*")
    assert marked[0]["text"] == plain[0]["text"].replace("\n", "\n\n")
    assert "- On *ice*" in (db.parent / "marked.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ["export", "out.xml"],
            "Invalid value for OUT: end its name in .jsonl, .csv, .parquet, .duckdb, .atom or .warc.gz,"
            " or in / for a dataset folder.",
        ),
        (["search", "--since", "05/06/2024"], "'05/06/2024' is not a date; write 2024, 2024-05"),
        (["search", "--kind", "essay"], "'essay' is not one of 'review', 'roundup'"),
        (["search", "--min-score", "101"], "101.0 is not in the range"),
        (["show"], "Missing argument 'URL|ID'"),
        (["show", "1", "--markdown", "--why"], "--markdown and --why exclude each other"),
        (["show", "1", "--json", "--raw"], "--json and --raw exclude each other."),
        (["import"], "Missing argument 'PATH...'"),
        (["nothing"], "No such command 'nothing'"),
    ],
)
def test_wrong_usage_ends_with_2(run: Run, arguments: list[str], says: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2 and says in result.stderr and result.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["show", "99"], "Error: 99: not in the archive: see the ids that `matinee search` shows"),
        (
            ["search", "--db", "none.db"],
            "Error: none.db: there is no archive here: make one with `matinee crawl`",
        ),
        (
            ["export", "no/out.csv"],
            "Error: no/out.csv: cannot be written (No such file or directory): create the folder",
        ),
        (["show", "1", "--db", "other.db"], "Error: other.db: a SQLite file, but not a Matinee archive"),
        (["search", "x", "--db", "text.db"], "Error: text.db: not a SQLite file"),
        (["search", "--outlet", "\udcff"], "Error: '\\udcff' is not valid text: type it in UTF-8"),
        (["import", "none.html"], "Error: none.html: "),
        (["search", "x", "--db", "."], "Error: .: is a folder, not an archive file"),
    ],
)
def test_what_fails_says_so_in_one_line(run: Run, db: Path, arguments: list[str], says: str) -> None:
    (db.parent / "text.db").write_text("no database" * 200)
    sqlite3.connect(db.parent / "other.db").execute("create table t (a)")
    result = run(*arguments)
    assert result.exit_code == 1 and result.stderr.startswith(says) and result.stderr.count("\n") == 1


def test_a_damaged_archive_is_one_line(run: Run, db: Path) -> None:
    with sqlite3.connect(db) as writer:
        writer.execute("delete from coverage_fts_data")
    result = run("search", "ballerina")
    assert (result.exit_code, result.stderr) == (
        1,
        "Error: archive.db: the file is damaged: restore a backup\n",
    )


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (ArchiveError("a.db", "two\nlines", "do\tthis"), 1, "Error: a.db: two lines: do this\n"),
        (PermissionError(13, "Permission denied", "x/y"), 1, "Error: x/y: Permission denied\n"),
        (KeyboardInterrupt(), 130, "Stopped.\n"),
    ],
)
def test_the_group_ends_in_order(error: BaseException, code: int, says: str) -> None:
    @click.command()
    def failing() -> None:
        raise error

    result = CliRunner().invoke(MatineeGroup("matinee", commands={"failing": failing}), ["failing"])
    assert (result.exit_code, result.stderr) == (code, says)


def test_a_bug_is_not_hidden() -> None:
    @click.command()
    def failing() -> None:
        raise ZeroDivisionError

    result = CliRunner().invoke(MatineeGroup("matinee", commands={"failing": failing}), ["failing"])
    assert isinstance(result.exception, ZeroDivisionError)


def test_commands_are_listed_as_they_come(run: Run) -> None:
    listed = run("--help").stdout.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in listed] == [
        *(
            "import",
            "rescore",
            "search",
            "show",
            "serve",
            "stories",
            "works",
            "work",
            "authors",
            "author",
        ),
        *("export", "exports", "publish", "feed", "save", "stats", "furniture", "rules"),
        *("check", "compact", "backup", "merge", "remove", "upgrade", "completion"),
    ]


def test_import_reports_and_keeps_what_is_good(run: Run, db: Path) -> None:
    page = db.parent / "page.html"
    prose = [
        f"<p>Take {n}: the film takes its time, and minute {n} of it is earned by the actors.</p>"
        for n in range(20)
    ]
    page.write_text(f"<title>A slow film</title><article><h1>A slow film</h1>{''.join(prose)}</article>")
    given = ["import", "page.html", "none.html", "--url", "https://new.example/slow"]
    wrong = run(*given)
    assert wrong.exit_code == 2 and "--url goes with one saved page" in wrong.stderr
    result = run(
        "import", "page.html", "none.html", "--captured-at", "2026-03-01", "--outlet", "new", "--json"
    )
    assert result.exit_code == 1 and result.stderr.count("Error: none.html: ") == 1
    assert json.loads(result.stdout)["new"] == 1
    (hit,) = json.loads(run("search", "minute", "--outlet", "new", "--json").stdout)
    assert (
        json.loads(run("show", str(hit["id"]), "--json").stdout)["captured_at"] == "2026-03-01T00:00:00+00:00"
    )
    assert run("import", "page.html", "--captured-at", "2026-03-01").exit_code == 0


AS_NOBODY = """
import os, sys
from archive.importing import import_paths, saved_page
from archive.ingest import ingest
from archive.rules import load
from archive.commands.all import MatineeGroup, commands
if os.geteuid() == 0:
    os.setegid(65534); os.seteuid(65534)
MatineeGroup('matinee', commands=dict(commands))()
"""


def test_what_may_not_be_read_is_no_wrong_usage() -> None:
    with tempfile.TemporaryDirectory() as name:  # another user cannot get to pytest's tmp_path
        folder = Path(name)
        (folder / "page.html").write_text("<p>Text.")
        (folder / "sub").mkdir()
        for path, mode in ((folder, 0o777), (folder / "page.html", 0), (folder / "sub", 0)):
            path.chmod(mode)
        given = ["import", "page.html", "sub", "sub/page.html", "--db", "new.db"]
        ended = run_code(AS_NOBODY, given, environment(), folder)
        (folder / "sub").chmod(0o700)
    assert ended.returncode == 1, ended.stderr
    assert set(ended.stderr.splitlines()) == {
        f"Error: {path}: cannot be read (Permission denied)" for path in ("page.html", "sub", "sub/page.html")
    }


def test_on_a_terminal_matched_words_are_bold_and_lines_fit(db: Path) -> None:
    shown = on_a_terminal(db.parent, "search", "missed")
    assert "\x1b[1mBallerina dances on her own\x1b[0m" in shown
    assert "huge \x1b[1mmissed\x1b[0m" in shown
    plain = shown.replace("\x1b[1m", "").replace("\x1b[0m", "").replace("\x1b[2m", "")
    assert max(map(len, plain.splitlines())) <= 80


def test_a_terminal_shows_an_article_in_lines_that_end_between_words(
    db: Path, add: Callable[..., int]
) -> None:
    words = " ".join(f"word-{number}" for number in range(60))
    text = f"Short.\n{words}\nVerse one\nVerse two\n{'駅' * 100}"
    long = article("https://wide.example/a", f"Title {words}", text)
    add(long, Capture(long.url, datetime(2026, 3, 16, tzinfo=UTC), b"wide"))
    shown = on_a_terminal(db.parent, "show", "5", NO_COLOR="1", PAGER="cat")
    assert all(len(line) <= 80 for line in shown.splitlines() if "駅" not in line)
    assert shown.split().count("word-59") == 2, "no word is cut"
    assert "\n\nShort.\n\nword-0 " in shown, "what takes several lines is set apart"
    assert "\n\nVerse one\nVerse two\n" in shown
    found = on_a_terminal(db.parent, "search", "url:wide OR word", NO_COLOR="1")
    assert all(len(line) <= 80 for line in found.splitlines() if "駅" not in line)
    piped = run_code(PROGRAM, ["show", "5"], environment(), db.parent)
    assert words in piped.stdout.splitlines(), "a pipe gets each paragraph on its line"


def test_no_color_leaves_out_every_style(db: Path) -> None:
    for arguments in (["search", "missed"], ["show", "1"], ["stats"], ["save"], ["works"]):
        assert "\x1b" not in on_a_terminal(db.parent, *arguments, NO_COLOR="1", PAGER="cat")
    for arguments in (["show", "1"], ["works"]):
        assert "\x1b" not in on_a_terminal(db.parent, *arguments, TERM="dumb", PAGER="cat")


def test_a_long_text_goes_through_the_pager(db: Path, add: Callable[..., int]) -> None:
    pager = db.parent / "pager"
    pager.write_text("#!/bin/sh\necho PAGED\nexec cat\n")
    pager.chmod(0o755)
    long = article("https://long.example/a", "Long", "\n".join(f"Paragraph {n}." for n in range(200)))
    add(long, Capture(long.url, datetime(2026, 3, 16, tzinfo=UTC), b"long"))
    shown = on_a_terminal(db.parent, "show", "5", PAGER=str(pager), LINES="30")
    assert shown.startswith("PAGED\n") and "Paragraph 199." in shown
    for option in ("--why", "--history"):
        assert on_a_terminal(db.parent, "show", "5", option, PAGER=str(pager), LINES="3").startswith(
            "PAGED\n"
        )
    assert "PAGED" not in on_a_terminal(db.parent, "show", "1", PAGER=str(pager), LINES="30")
    piped = run_code(PROGRAM, ["show", "5"], environment(PAGER=str(pager)), db.parent)
    assert piped.returncode == 0 and "Paragraph 199." in piped.stdout and "PAGED" not in piped.stdout


def test_reading_an_archive_starts_light(db: Path) -> None:
    """One command after the other in a process: what one of them imports is told behind it."""
    code = """
import sys
from archive.commands.all import commands
for name, *words in (["search", "ballerina"], ["show", "1"], ["export", "out.csv"]):
    commands[name].main(words, standalone_mode=False)
    print(f"\\n{name} has imported", {"rich", "lxml", "dateparser", "trafilatura"} & set(sys.modules))
"""
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=db.parent, env=environment(), check=True
    )
    told = [line for line in done.stdout.splitlines() if " has imported " in line]
    assert told == [f"{name} has imported set()" for name in ("search", "show", "export")]


def test_a_reader_that_leaves_is_no_error(db: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, "show", "1"]
    with subprocess.Popen(
        command, cwd=db.parent, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout and running.stderr
        running.stdout.close()
        assert running.stderr.read() == b""


def test_ctrl_c_ends_with_130(db: Path) -> None:
    folder, new = db.parent / "many", db.parent / "new.db"
    folder.mkdir()
    for number in range(1000):
        (folder / f"{number}.html").write_text(f"<h1>Page {number}</h1><p>Its prose.")
    given = ["import", "many", "--db", "new.db"]
    running = start_code(PROGRAM, given, environment(), db.parent)
    wait_until(new.exists, running)
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=DEADLINE)
    assert (running.returncode, errors.splitlines()[-1]) == (130, "Stopped.")
    assert "Traceback" not in errors
