"""`matinee outlets import` and `export`: lists of feeds as feed readers have them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.cli.main import cli
from crawler.outlet.load import load_outlet

READER = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.1"><head><title>Meine Bühnen</title></head><body>
<outline text="Theater"><outline text="Kritiken">
<outline type="rss" text="Die Bühne" title="Die Bühne &amp; Co" xmlUrl="https://buehne.example/feed?a=1&b=2" htmlUrl="https://www.buehne.example/"/>
<outline TYPE="rss" TEXT="Die Bühne: Archiv" XMLURL="https://service.example/buehne" HTMLURL="http://buehne.example/archiv/"/>
</outline></outline>
<outline text="no feed" url="https://buehne.example/x"/>
<outline type="rss" text="Boat" xmlUrl="https://feeds.boat.example/all"/>
<outline type="rss" text="Slant" xmlUrl="https://www.slantmagazine.com/film/feed/"/>
<outline type="rss" text="evil" xmlUrl="file:///etc/passwd"/>
</body></opml>"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.delenv("MATINEE_OUTLETS", raising=False)
    monkeypatch.chdir(tmp_path)

    def invoke(*words: str) -> Result:
        return CliRunner().invoke(cli, ["outlets", *words])

    return invoke


def test_a_readers_list_becomes_an_outlet_a_site(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "reader.opml").write_text(READER, encoding="utf-8")
    done = run("import", "reader.opml")
    assert done.exit_code == 0, done.output
    assert "2 outlets written, 1 left unchanged." in done.output
    assert "Not changed: slantmagazine.com: the outlet slant has this host" in done.output
    stage, boat = load_outlet(Path("outlets/die-buhne-co.toml")), load_outlet(Path("outlets/boat.toml"))
    assert stage.title == "Die Bühne & Co" and stage.medium == "stage"
    assert stage.home == "https://www.buehne.example/"
    assert len(stage.feeds) == 2 and stage.feeds[1] == "https://service.example/buehne"
    assert (boat.home, boat.feeds) == ("https://boat.example/", ("https://feeds.boat.example/all",))
    before = {path: path.read_bytes() for path in Path("outlets").iterdir()}
    again = run("import", "reader.opml")
    assert again.exit_code == 0 and "0 outlets written, 3 left unchanged." in again.output
    assert {path: path.read_bytes() for path in Path("outlets").iterdir()} == before


def test_out_and_in_again(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    mine = tmp_path / "mine"
    mine.mkdir()
    one = 'title = "Böse & Gut"\nhome = "https://one.example/"\nfeeds = ["https://one.example/f?a=1&b=2"]\n'
    (mine / "one.toml").write_text(one + 'medium = "tv"\nlanguage = "de-AT"\n', encoding="utf-8")
    two = 'title = "Two"\nhome = "https://two.example/x/"\nfeeds = ["https://two.example/1", "https://k.example/2"]\n'
    (mine / "two.toml").write_text(two)
    (mine / "three.toml").write_text(
        'title = "Three"\nhome = "https://three.example/"\nsitemaps = ["https://three.example/s.xml"]\n'
    )
    done = run("export", "out.opml", "one", "two", "three", "--outlets", "mine")
    assert done.exit_code == 0
    assert done.output.splitlines() == [
        "Wrote the feeds of 2 outlets to out.opml.",
        "Left out, because they have no feed: three.",
    ]
    assert run("import", "out.opml", "--outlets", "back").exit_code == 0
    for name, stem in (("one", "bose-gut"), ("two", "two")):
        was, now = load_outlet(mine / f"{name}.toml"), load_outlet(tmp_path / "back" / f"{stem}.toml")
        for field in ("title", "home", "feeds", "medium", "language", "hosts"):
            assert getattr(was, field) == getattr(now, field), field
    assert run("export", "all.opml", "--outlets", "mine").exit_code == 0
    assert "pitchfork.com" in Path("all.opml").read_text()


@pytest.mark.parametrize(
    "body", [b"", b"<html><p>x", b"PK\x03\x04", b"<opml><body><outline text='a'/></body></opml>"]
)
def test_what_is_no_list_of_feeds(run, body: bytes) -> None:  # type: ignore[no-untyped-def]
    Path("odd.opml").write_bytes(body)
    done = run("import", "odd.opml")
    assert done.exit_code == 1 and done.output.startswith("Error: odd.opml: ")
    assert not Path("outlets").exists()


def test_an_unknown_name_is_told(run) -> None:  # type: ignore[no-untyped-def]
    done = run("export", "out.opml", "nobody")
    assert done.exit_code == 1 and "`matinee outlets` lists them" in done.output
    assert not Path("out.opml").exists()
