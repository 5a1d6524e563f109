"""What README.md and docs/ print is what the program takes.

Every command is parsed with its options. README's commands and those of docs/schedule.md run in a shell on a
pseudo-terminal, against a site on this machine; those of the other pages run in order in a folder with the
files they name. `pip`, `make`, `systemctl` and `datasette` are replaced by programs that only note the call.
TOML and SQL blocks, the options and settings in the prose, tables and links are checked, too.

Long because it checks each kind of block of each page.
"""

from __future__ import annotations

import doctest
import io
import json
import os
import pty
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from sqlite_utils.cli import cli as sqlite_utils_cli

from archive.query.language.parse import parse
from crawler import settings
from crawler.cli.main import cli
from crawler.demo.press import Press
from tests.support import fork_client
from tests.support.fork_client import ADDRESS
from tests.support.forked import can_fork, run_module
from tests.support.paths import ROOT
from tests.support.processes import DEADLINE
from tests.support.web import PROSE, Host

PAGES = ("README.md", *sorted(f"docs/{file.name}" for file in (ROOT / "docs").glob("*.md")))
LINKING = (*PAGES, "ARCHITECTURE.md", "CHANGELOG.md", "CLI.md")
TEXTS = {page: (ROOT / page).read_text(encoding="utf-8") for page in LINKING}

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)]+)\)")
INLINE = re.compile(r"`([^`\n]+)`")
EXAMPLE = "https://small-screen.example"


def blocks(page: str, language: str) -> list[str]:
    return [body for found, body in BLOCK.findall(TEXTS[page]) if found == language]


def commands(page: str) -> list[str]:
    return [line for block in blocks(page, "console") for line in block.splitlines() if line.strip()]


def toml_files(page: str) -> dict[str, str]:
    """The page's TOML blocks by the path in their first line."""
    named = {}
    for block in blocks(page, "toml"):
        first = re.match(r"# (\S+\.toml)\n", block)
        assert first, f"a TOML block of {page} does not begin with `# path.toml`"
        named[first[1]] = block
    return named


def slugs(page: str) -> set[str]:
    """The anchors that GitHub gives the page's headings."""
    prose = BLOCK.sub("", TEXTS[page])
    headings = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


COMMANDS = sorted({line for page in PAGES for line in commands(page)})


# --- What is printed exists -------------------------------------------------------------------------------


def test_every_command_is_of_a_known_program() -> None:
    known = {
        "matinee", "scrapy", "sqlite-utils", "datasette", "pip", "make", "systemctl",
        "source", "mkdir", "cd", "export",
    }  # fmt: skip
    assert {line.split()[0] for line in COMMANDS} <= known


@pytest.mark.parametrize("line", [line for line in COMMANDS if line.startswith("matinee ")])
def test_matinee_takes_the_command(line: str) -> None:
    """Parsed with every option checked, not run."""
    command: click.Command = cli
    context = click.Context(cli)
    words = shlex.split(line)[1:]
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        following = command.get_command(context, words.pop(0))
        assert following is not None, line
        command = following
    command.make_context(line, words, parent=context)


def test_make_has_the_targets_and_pip_the_extras() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in [line.split()[1] for line in COMMANDS if line.startswith("make ")]:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = {extra for page in PAGES for extra in re.findall(r"matinee\[(\w+)\]", TEXTS[page])}
    assert extras and extras <= set(project["optional-dependencies"])


@pytest.mark.parametrize("page", PAGES)
def test_options_and_settings_in_the_text_exist(page: str) -> None:
    """Options in the prose are in CLI.md; those in blocks are parsed or run."""
    code = " ".join(INLINE.findall(BLOCK.sub("", TEXTS[page])))
    options = set(re.findall(r"(?<!\S)--[a-z][a-z-]+", code))
    assert options <= set(re.findall(r"--[a-z][a-z-]+", TEXTS["CLI.md"]))
    names = set(re.findall(r"-s ([A-Z_]+)=", TEXTS[page]))
    assert names <= set(vars(settings))


@pytest.mark.parametrize("page", LINKING)
def test_links_within_the_project_lead_somewhere(page: str) -> None:
    here = (ROOT / page).parent
    for link in LINK.findall(TEXTS[page]):
        path, _, anchor = link.partition("#")
        if ":" in path:
            continue  # another site's
        target = (here / path).resolve() if path else ROOT / page
        assert target.exists(), link
        if anchor:
            assert anchor in slugs(target.relative_to(ROOT).as_posix()), link


def test_the_readme_leads_to_every_page() -> None:
    linked = {link.partition("#")[0] for link in LINK.findall(TEXTS["README.md"])}
    assert set(PAGES) - {"README.md"} <= linked


@pytest.mark.parametrize(
    ("page", "name"), [(page, name) for page in PAGES for name in toml_files(page) if "outlets/" in name]
)
def test_the_outlet_files_are_sound(page: str, name: str, tmp_path: Path) -> None:
    file = tmp_path / Path(name).name
    file.write_text(toml_files(page)[name], encoding="utf-8")
    done = CliRunner().invoke(cli, ["outlets", "check", str(file)])
    assert done.exit_code == 0, done.output


# --- What is printed runs -----------------------------------------------------------------------------------


MODULES = {"matinee": "crawler", "scrapy": "scrapy", "sqlite-utils": "sqlite_utils"}


@dataclass(frozen=True)
class Terminal:
    """A folder in which a reader types; programs that reach beyond it only note what they were asked."""

    folder: Path

    def type(self, lines: list[str], **environment: str) -> str:
        """Run all lines in one shell on a pseudo-terminal; any question is answered with yes.

        Fails where a line does not end with 0. Returns what the terminal showed.
        """
        codes = self.folder / "codes"
        codes.unlink(missing_ok=True)
        script = "".join(f"{line}\necho $? >>{shlex.quote(str(codes))}\n" for line in lines)
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            ["timeout", "--foreground", f"{4 * DEADLINE:g}", "bash", "-c", script],
            cwd=self.folder,
            env={**self.environment, **environment},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)
        os.write(ours, b"y\n")
        shown = b""
        try:
            while piece := os.read(ours, 65536):
                shown += piece
        except OSError:  # the other end is closed
            pass
        os.close(ours)
        process.wait(timeout=DEADLINE)
        output = shown.decode()
        ended = dict(zip(lines, codes.read_text().split(), strict=True))
        assert set(ended.values()) == {"0"}, f"{ended}\n{output}"
        assert "Traceback" not in output, output
        return output

    def run(self, line: str, **environment: str) -> str:
        """Run one line without a terminal: `matinee` and `scrapy` in a forked process, which starts quickly.

        Fails where it does not end with 0. Returns what it printed.
        """
        program, *words = shlex.split(line)
        if program not in MODULES or words[0] == "schedule":  # which writes down how it was started
            return self.type([line], **environment)
        done = run_module(MODULES[program], words, {**self.environment, **environment}, self.folder)
        output = done.stdout + done.stderr
        assert done.returncode == 0, f"{line}\n{output}"
        assert "Traceback" not in output, output
        return output

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": f"{self.folder / '.venv/bin'}:/usr/bin:/bin",
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "TERM": "xterm",
            "PAGER": "cat",
            "COLUMNS": "200",
            "MATINEE_OUTLETS": "outlets",
            "SCRAPY_SETTINGS_MODULE": "brisk",
            "PYTHONPATH": f"{ROOT}:{self.folder}",
        }


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return new_terminal(tmp_path)


def new_terminal(folder: Path) -> Terminal:
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    (folder / "brisk.py").write_text("from crawler.settings import *\nCLEAN_WORKERS = 1\n")
    (programs / "activate").write_text(f"PATH={programs}:$PATH\n")
    for name, module in MODULES.items():
        (programs / name).write_text(program_script(module))
    for name in ("systemctl", "pip", "make", "datasette"):
        (programs / name).write_text(f'#!/bin/sh\necho {name} "$@" >>{folder}/asked\n')
    for program in programs.iterdir():
        program.chmod(0o755)
    return Terminal(folder)


def program_script(module: str) -> str:
    """A shell script that runs a module: forked, which is quick, if this run of the tests can fork."""
    started = forked = f"exec {sys.executable} -m {module}"
    if can_fork():
        forked = f"exec {sys.executable} -S {fork_client.__file__} {os.environ[ADDRESS]} {module}"
    return f"""#!/bin/sh
case {module}:$1 in
crawler:add) {forked} "$@" --delay 0;;  # no test waits five seconds between two requests
crawler:schedule) {started} "$@";;  # it writes down how it was started
*) {forked} "$@";;
esac
"""


def review(title: str, path: str) -> str:
    """A page as the site rule of docs/ expects it."""
    prose = "".join(f"<p>{title}, part {number}. {PROSE}</p>" for number in range(3))
    return f"""<html lang=en><head><title>{title} review</title>
        <link rel=canonical href="{EXAMPLE}{path}"></head><body><article>
        <h1 class=headline>{title}</h1><p class=credits>By <a rel=author>Ada Quill</a></p>
        <time class=first datetime="2024-03-01">1 March 2024</time>
        <div class=review-body>{prose}<p>She is never better than when she talks.</p>
        <div class=trailer-box>Watch the trailer</div></div>
        <p class=verdict>Verdict: <b>7</b>/10</p><aside>Subscribe</aside></article></body></html>"""


TITLES = [f"Episode {number} of the long night" for number in range(1, 12)]
PATHS = {
    "/reviews/quarter-past": "Quarter Past keeps its nerve",
    "/reviews/heist": "The Long Heist is a comedy",
    **{f"/reviews/{title.lower().replace(' ', '-')}": title for title in TITLES},
}


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A folder with everything that the pages of docs/ name, and an archive of the clippings in it."""
    made = new_terminal(tmp_path_factory.mktemp("docs"))
    folder = made.folder
    for place in ("clippings", "outlets", "rules/pages"):
        (folder / place).mkdir(parents=True)
    for path, title in PATHS.items():
        (folder / "clippings" / f"{Path(path).name}.html").write_text(review(title, path))
    saved = review("Quarter Past keeps its nerve", "/reviews/quarter-past")
    (folder / "review.html").write_text(saved)
    (folder / "rules/pages/quarter-past.html").write_text(saved)
    (folder / "notify.txt").write_text("json://127.0.0.1:9/\n")
    (folder / "subscriptions.opml").write_text(
        '<opml version="2.0"><body><outline text="Penfolk" type="rss" xmlUrl="https://penfolk.example/feed"'
        ' htmlUrl="https://penfolk.example/"/></body></opml>'
    )
    write_warc(folder / "crawl-2025.warc.gz")
    made.run("matinee import clippings --outlet small-screen")
    return made


def write_warc(file: Path) -> None:
    from io import BytesIO

    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with file.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        body = BytesIO(review("Night Ferry", "/reviews/night-ferry").encode())
        url = f"{EXAMPLE}/reviews/night-ferry"
        writer.write_record(writer.create_warc_record(url, "response", payload=body, http_headers=headers))


@pytest.fixture
def desk(imported: Terminal, tmp_path: Path) -> Terminal:
    """A copy of that folder for one page."""
    shutil.copytree(imported.folder, tmp_path / "desk", ignore=shutil.ignore_patterns(".venv", "codes"))
    return new_terminal(tmp_path / "desk")


@pytest.fixture
def site() -> Iterator[Host]:
    """The Small Screen with a front page, a feed, a sitemap and a listing."""
    web = Host("127.0.0.2")
    links = [web.article(f"/reviews/{name}", f"{name.title()} review") for name in ("heist", "ferry", "lamp")]
    talk = web.article("/interviews/clerk", "An interview with the clerk")
    web.feed("/feed.xml", *links)
    feed = web.pages["/feed.xml"].body.replace(b"<title>Feed<", b"<title>The Small Screen<")
    web.put("/feed.xml", feed, kind="application/rss+xml")
    web.sitemap("/sitemap.xml", talk)
    web.sitemap("/sitemap_index.xml", f"{web.url}/sitemap.xml", root="sitemapindex")
    web.put("/reviews/", f'<article><h2><a href="{links[0]}">Heist</a></h2></article>')
    feed_link = '<link rel=alternate type="application/rss+xml" href="/feed.xml">'
    web.put("/", f"<html lang=en><head><title>The Small Screen</title>{feed_link}</head></html>")
    yield web
    web.server.shutdown()
    web.server.server_close()


Runs = Callable[[str], str]
HERE = {"matinee": cli, "sqlite-utils": sqlite_utils_cli}  # what needs no process of its own


@pytest.fixture
def as_printed(desk: Terminal, site: Host, monkeypatch: pytest.MonkeyPatch) -> Runs:
    """Runs a page's commands in order.

    All but `matinee add`, of which the pages show alternatives, and `matinee rehydrate`, which asks the hosts
    of a dataset; tests/test_crawler/rehydrate runs it.

    The outlet is on this machine and is not waited for; its file is as docs/collect.md prints it otherwise.
    What needs no process of its own runs in this one, which has imported everything already.
    """
    monkeypatch.chdir(desk.folder)
    for variable, value in desk.environment.items():
        if variable.startswith("MATINEE_"):
            monkeypatch.setenv(variable, value)

    def run(page: str) -> str:
        files = toml_files(page)
        outlet = "outlets/small-screen.toml"
        printed = toml_files("docs/collect.md")[outlet]
        files[outlet] = printed.replace(EXAMPLE, site.url).replace("delay = 5.0", "delay = 0")
        for name, text in files.items():
            (desk.folder / name).write_text(text, encoding="utf-8")
            (desk.folder / name).chmod(0o600)
        skipped = ("matinee add ", "matinee rehydrate ")
        lines = [line for line in commands(page) if not line.startswith(skipped)]
        return "".join(run_line(desk, line, monkeypatch) for line in lines)

    return run


def run_line(desk: Terminal, line: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run a command in a folder that is this process's own. Returns what it printed."""
    program, *words = shlex.split(line)
    if program == "export":
        monkeypatch.setenv(*words[0].split("=", 1))
        return ""
    if program in HERE and words[0] not in {"add", "crawl", "schedule"}:
        done = CliRunner().invoke(HERE[program], words)
        assert done.exit_code == 0, f"{line}\n{done.output}\n{done.exception!r}"
        return done.output
    set_here = {name: value for name, value in os.environ.items() if name.startswith("MATINEE_")}
    return desk.run(line, **set_here)


def test_the_readme_goes_from_a_site_to_a_dataset(terminal: Terminal, site: Host) -> None:
    """As printed, but for the site's host."""
    lines = [line.replace(EXAMPLE, site.url) for line in commands("README.md")]
    shown = terminal.type(lines, MATINEE_OUTLETS="")
    assert "Ferry review" in shown
    work = terminal.folder / "coverage"
    written = tomllib.loads((work / "outlets/small-screen.toml").read_text())
    printed = toml_files("README.md")["outlets/small-screen.toml"].replace(EXAMPLE, site.url)
    assert tomllib.loads(printed).items() <= written.items()
    records = [json.loads(line) for line in (work / "everything.jsonl").read_text().splitlines()]
    assert {record["title"] for record in records} >= {"Heist review", "Ferry review", "Lamp review"}
    assert len((work / "reviews.csv").read_text().splitlines()) > 3
    assert (terminal.folder / "asked").read_text() == "make demo\nmake test\n"


def test_the_tutorial_finds_a_review_and_how_it_changed(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As printed, but for the port of the press. Of the demo's four sites, one is crawled."""
    monkeypatch.chdir(terminal.folder)
    shown = {}
    with Press.start(outlets_dir=terminal.folder / "demo-outlets") as press:
        port = press.sites["lantern"].base.rpartition(":")[2]
        for line in commands("docs/tutorial.md"):
            if line == "matinee demo --serve":
                terminal.run("matinee crawl lantern --outlets demo-outlets")
                press.correct_a_review(datetime.now(UTC))
            elif line.startswith("matinee "):
                shown[line] = run_line(terminal, line.replace(":8036", f":{port}"), monkeypatch)
    page = "http://127.0.0.4:8036/film/reviews/the-cartographers-daughter/"
    assert "Der letzte Souffleur" in shown["matinee search kind:review --db my-archive.db"]
    (search,) = (text for line, text in shown.items() if "date:" in line)
    assert "review of The Cartographer's Daughter" in search and search.rstrip().endswith("1 article.")
    assert "rating    4/5 (80 of 100" in shown[f"matinee show {page}"]
    assert "1 changed" in shown["matinee crawl lantern --outlets demo-outlets"]
    assert "rating 4 -> 5" in shown[f"matinee show {page} --history"]
    assert "[-two-] {+three+}" in shown[f"matinee show {page} --diff 2"]
    assert b"Cartographer" in (terminal.folder / "cartographer.atom").read_bytes()


def test_collect(as_printed: Runs, desk: Terminal, site: Host) -> None:
    as_printed("docs/collect.md")
    sources = ["/feed.xml", "/sitemap_index.xml", "/sitemap.xml", "/reviews/"]
    articles = ["/reviews/heist", "/reviews/ferry", "/reviews/lamp", "/interviews/clerk"]
    assert sorted(site.asked()) == sorted(sources + articles)
    assert (desk.folder / "outlets/penfolk.toml").exists()
    assert rows(desk, "select title from coverage where url like '%/night-ferry'") == [("Night Ferry",)]


def test_schedule(as_printed: Runs, desk: Terminal, site: Host) -> None:
    as_printed("docs/schedule.md")
    # A crawl with a limit does not count for the schedule, so that the outlet is still due.
    assert site.asked().count("/feed.xml") == 2 and site.asked().count("/reviews/ferry") == 1
    assert (desk.folder / "asked").read_text() == "systemctl --user enable --now matinee.timer\n"
    unit = (desk.folder / ".config/systemd/user/matinee.service").read_text()
    command = re.search("^ExecStart=(.*)$", unit, re.MULTILINE)
    assert command
    bare = desk.environment | {"MATINEE_OUTLETS": ""}
    started = subprocess.run(shlex.split(command[1]), env=bare, cwd="/", capture_output=True, check=False)
    assert started.returncode == 3, "nothing is due now"
    assert (desk.folder / ".github/workflows/matinee.yml").exists()


def test_look_after(as_printed: Runs, desk: Terminal) -> None:
    as_printed("docs/look-after.md")
    listed = CliRunner().invoke(cli, ["furniture", "small-screen", "--json"])
    assert {"pinned", "pardoned"} <= {line["state"] for line in json.loads(listed.stdout)}


def test_difficult_sites(as_printed: Runs, desk: Terminal, site: Host) -> None:
    """The site rule reads the page as its printed test expects."""
    as_printed("docs/difficult-sites.md")
    sent = [asked.headers for asked in site.log if asked.path == "/reviews/ferry"]
    assert {headers.get("Authorization") for headers in sent} == {"Bearer 0123456789abcdef"}
    (rating,) = rows(desk, "select rating_score, kind from coverage where url like '%/quarter-past'")
    assert rating[0] is not None


def test_search_and_sql(as_printed: Runs) -> None:
    shown = as_printed("docs/search-and-sql.md")
    assert "The Long Heist is a comedy" in shown and "Ada Quill" in shown


def test_search(as_printed: Runs, desk: Terminal) -> None:
    shown = as_printed("docs/search.md")
    assert "The Long Heist is a comedy" in shown and "Saved heists: 1 article now." in shown
    assert {file.name for file in (desk.folder / "feeds").iterdir()} == {"heists.atom"}
    assert (desk.folder / "quarter-past.atom").read_bytes().startswith(b"<?xml")
    assert len(json.loads((desk.folder / "quill.json").read_bytes())["items"]) == 13


def test_the_queries_in_the_tables_are_understood() -> None:
    now = datetime(2026, 3, 15, tzinfo=UTC)
    queries = re.findall(r"^\| `(.+?)` \|", TEXTS["docs/search.md"], re.MULTILINE)
    assert len(queries) > 20
    for query in queries:
        understood = parse(query, now)
        assert (understood.notes, understood.mistakes) == ((), ()), query


def test_the_printed_mistake_is_what_is_printed(desk: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.folder)
    (block,) = blocks("docs/search.md", "text")
    line, shown = block.split("\n", 1)
    assert CliRunner().invoke(cli, shlex.split(line)[2:]).stderr == shown


def test_works_and_people(as_printed: Runs, desk: Terminal) -> None:
    write_reviews(desk.folder / "reviews")
    (desk.folder / "films.csv").write_text("title,year,medium,id\nNight Ferry,2024,film,tt0099001\n")
    assert not CliRunner().invoke(cli, ["import", "reviews", "--outlet", "small-screen"]).exit_code
    shown = as_printed("docs/works-and-people.md")
    assert "Night Ferry (2024), film, imdb tt0099001" in shown and "also: Der Nachtzug" in shown
    assert "Correction 1 undone." in shown
    assert "Bo Reed is" not in shown and "Ada M. Quill is Bo Reed" in shown


def write_reviews(folder: Path) -> None:
    """Pages about the works that docs/works-and-people.md names."""
    folder.mkdir()
    for path, work, author in (
        ("night-ferry", "Night Ferry", "Ada Quill"),
        ("night-ferry-again", "Night Ferry", "Ada M. Quill"),
        ("nachtzug", "Der Nachtzug", "Bo Reed"),
        ("quarter-past-again", "Quarter Past", "Staff"),
    ):
        reviewed = {"@type": "Movie", "name": work, "dateCreated": "2024"}
        data = {"@context": "https://schema.org", "@type": "Review", "itemReviewed": reviewed}
        page = review(f"{work} is worth the wait", f"/reviews/{path}").replace("Ada Quill", author)
        script = f'<script type="application/ld+json">{json.dumps(data)}</script></head>'
        (folder / f"{path}.html").write_text(page.replace("</head>", script))


def test_export(as_printed: Runs, desk: Terminal) -> None:
    as_printed("docs/export.md")
    record = json.loads((desk.folder / "corpus.jsonl").read_text().splitlines()[0])
    table = TEXTS["docs/export.md"].partition("## Fields")[2].partition("## Rights")[0]
    cells = " ".join(re.findall(r"^\| (`.+?) \|", table, re.MULTILINE))
    assert set(re.findall(r"`(\w+)", cells)) == set(record), "the table has every field"


def test_use_a_dataset(as_printed: Runs, desk: Terminal) -> None:
    """The blocks of pandas and DuckDB; tests/readers runs those of all tools."""
    shown = as_printed("docs/use-a-dataset.md")
    wanted = rows(desk, "select count(*), avg(rating_score) from coverage where kind = 'review'")
    assert f'"count(*)": {wanted[0][0]}' in shown
    programs = [
        block
        for block in blocks("docs/use-a-dataset.md", "python")
        if block.startswith(("import pandas", "import duckdb")) and "install sqlite" not in block
    ]
    assert len(programs) == 3
    for program in programs:
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec(program, {})
        count, *types, mean = printed.getvalue().split()
        assert (int(count), float(mean)) == wanted[0], program
        assert "UTC" in types[-1] or types == ["TIMESTAMP", "WITH", "TIME", "ZONE"], program


def test_python(desk: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sessions run one after the other, and print what is printed."""
    pytest.importorskip("pandas", reason="the extra `pandas` is not installed")
    monkeypatch.chdir(desk.folder)
    session = "\n".join(blocks("docs/python.md", "pycon"))
    example = doctest.DocTestParser().get_doctest(session, {}, "docs/python.md", None, 0)
    printed: list[str] = []
    failed, tried = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example, out=printed.append)
    assert not failed and tried > 10, "".join(printed)


def test_good_guest(as_printed: Runs, site: Host) -> None:
    as_printed("docs/good-guest.md")
    assert not [
        (a.path, a.headers["User-Agent"]) for a in site.log if "your.site" not in a.headers["User-Agent"]
    ]


def test_develop(as_printed: Runs, desk: Terminal) -> None:
    as_printed("docs/develop.md")
    assert (desk.folder / "asked").read_text().splitlines() == commands("docs/develop.md")


@pytest.mark.parametrize("statement", [block for page in PAGES for block in blocks(page, "sql")])
def test_the_sql_finds_something(statement: str, imported: Terminal) -> None:
    assert rows(imported, statement)


def test_the_tables_in_the_text_exist(imported: Terminal) -> None:
    text = " ".join(BLOCK.sub("", TEXTS[page]) for page in PAGES)
    named = {table for run in re.findall(r"[Tt]ables? (?:are )?((?:`\w+`(?:,| and)? ?)+)", text)
             for table in re.findall(r"`(\w+)`", run)}  # fmt: skip
    there = {name for (name,) in rows(imported, "select name from sqlite_master")}
    assert {"coverage", "hosts"} <= named - {"_"} <= there


def rows(terminal: Terminal, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(terminal.folder / "archive.db")) as db:
        return db.execute(sql).fetchall()
