"""Outlet files: what they may say, every mistake by file and key, and which URLs an outlet takes.

Long because each key of an outlet's file has its cases here.
"""

from __future__ import annotations

import os
import pickle
import re
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.outlet.interval import CrawlInterval
from crawler.outlet.load import (
    SHIPPED,
    OutletError,
    load_outlet,
    outlet_folders,
    read_outlets,
    usable_outlets,
)
from crawler.outlet.outlet import Listing, Outlet, Section

HEAD = 'title = "The Lamp"\nhome = "https://lamp.example/"\n'
FEED = 'feeds = ["https://lamp.example/feed"]\n'
SOUND = HEAD + FEED


def write(folder: Path, name: str, text: str | bytes) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def outlet(tmp_path: Path, rest: str, head: str = SOUND) -> Outlet:
    return load_outlet(write(tmp_path, "lamp", head + rest))


def load_outlets(folders: list[Path]) -> dict[str, Outlet]:
    """Every outlet of these folders by name. Raises the first mistake in them."""
    outlets, errors = usable_outlets(folders)
    if errors:
        raise errors[0]
    return outlets


def test_every_key_arrives_as_the_crawler_uses_it(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "the-lamp_2",
        r"""
        title = "The Lamp"
        home = "https://Lamp.example/"
        feeds = ["https://feeds.example/lamp", "https://feeds.example/lamp"]
        sitemaps = ["https://lamp.example/news.xml"]
        urls = ["https://old.example:8443/one"]
        follow = ['/20\d\d/']
        skip = ['/video/']
        hosts = ["Blog.Lamp.example"]
        medium = "film"
        every = "1.5h"
        delay = 2
        language = "en-GB"
        [[listings]]
        url = "https://lamp.example/reviews"
        links = "article h2 > a[href]"
        next = "a.next::attr(href), a[rel~=next]"
        pages = 3
        [[sections]]
        path = "/stage"
        medium = "stage"
        kind = "review"
        limit = 20
        """,
    )
    assert load_outlet(path) == Outlet(
        name="the-lamp_2",
        title="The Lamp",
        home="https://Lamp.example/",
        path=path,
        feeds=("https://feeds.example/lamp",),
        sitemaps=("https://lamp.example/news.xml",),
        listings=(
            Listing(
                "https://lamp.example/reviews", "article h2 > a[href]", "a.next::attr(href), a[rel~=next]", 3
            ),
        ),
        urls=("https://old.example:8443/one",),
        follow=(re.compile(r"/20\d\d/"),),
        skip=(re.compile("/video/"),),
        sections=(Section("/stage", "stage", "review", 20),),
        hosts=("lamp.example", "old.example:8443", "feeds.example", "blog.lamp.example"),
        medium="film",
        interval=CrawlInterval(timedelta(minutes=90)),
        delay=2.0,
        language="en-GB",
    )


def test_a_small_file_gets_polite_defaults(tmp_path: Path) -> None:
    lamp = outlet(tmp_path, "")
    assert (lamp.delay, lamp.interval.every, lamp.medium, lamp.language) == (
        5.0,
        timedelta(days=1),
        None,
        None,
    )
    assert outlet(tmp_path, '[[listings]]\nurl = "https://lamp.example/new"').listings[0].pages == 10


def test_an_outlet_travels_to_another_process(tmp_path: Path) -> None:
    lamp = outlet(tmp_path, "follow = ['x']")
    assert pickle.loads(pickle.dumps(lamp)) == lamp


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    assert load_outlet(write(tmp_path, "lamp", b"\xef\xbb\xbf" + SOUND.encode())).title == "The Lamp"


MISTAKES = [
    # what is added to a sound file | key | problem | remedy
    ('feedz = ["https://x.example/"]', "feedz", "unknown key", 'did you mean "feeds"?'),
    ('Language = "en"', "Language", "unknown key", 'did you mean "language"?'),
    ("colour = 1", "colour", "unknown key", "use one of title, home, feeds"),
    (
        'sitemaps = "https://lamp.example/a.xml"',
        "sitemaps",
        "is text, not a list",
        'write it as ["https://..."]',
    ),
    ('kind = "reviews"', "kind", '"reviews" is not a known value', 'did you mean "review"?'),
    ("sitemaps = [7]", "sitemaps[0]", "is a whole number, not text", "quotes"),
    (
        'sitemaps = ["https://lamp.example/a.xml", "b.xml"]',
        "sitemaps[1]",
        '"b.xml" is not a web address',
        "in full",
    ),
    ('urls = ["ftp://lamp.example/a"]', "urls[0]", "not a web address", "https://"),
    ('urls = ["https:///a"]', "urls[0]", "not a web address", "https://"),
    ('urls = ["https://lamp.example:lots/a"]', "urls[0]", "not a web address", "https://"),
    ('urls = ["https://[::1/a"]', "urls[0]", "not a web address", "https://"),
    ('urls = ["https://lamp.example/a b"]', "urls[0]", "not a web address", "https://"),
    ('urls = ["https://la mp.example/"]', "urls[0]", "not a web address", "https://"),
    ('urls = [""]', "urls[0]", "is empty", "fill it in"),
    ("follow = ['/review(']", "follow[0]", "not a regular expression", "position 7"),
    ("skip = ['ok', '*']", "skip[1]", "nothing to repeat", "correct it"),
    ("skip = ['[[a]']", "skip[0]", "Possible nested set", "correct it"),
    ("skip = ['a{99999999999}']", "skip[0]", "not a regular expression", "correct it"),
    ('hosts = ["https://lamp.example/x"]', "hosts[0]", "is not a host name", "blog.example.com"),
    ('hosts = ["lamp.example/x"]', "hosts[0]", "is not a host name", "the host only"),
    ('hosts = ["lamp.example?x"]', "hosts[0]", "is not a host name", "the host only"),
    ('hosts = ["lamp..example"]', "hosts[0]", "is not a host name", "the host only"),
    ('medium = "films"', "medium", '"films" is not a known value', 'did you mean "film"?'),
    (
        'medium = "opera"',
        "medium",
        '"opera"',
        "use one of film, tv, music, game, book, stage, podcast, other",
    ),
    ("medium = 1", "medium", "is a whole number, not text", "quotes"),
    ('every = "soon"', "every", '"soon" is not a length of time', '"30m", "6h" or "1d"'),
    ('every = "-1h"', "every", "not a length of time", "6h"),
    ('every = "0h"', "every", "not a length of time", "6h"),
    ('every = "99999999999999d"', "every", "not a length of time", "6h"),
    ("every = 6", "every", "6 is not a length of time", "a number and s, m, h, d or w"),
    ("every = 1979-05-27", "every", "not a length of time", "6h"),
    ("delay = -1", "delay", "-1 is not a delay", "from 0 to 86400"),
    ("delay = nan", "delay", "nan is not a delay", "from 0 to 86400"),
    ("delay = inf", "delay", "inf is not a delay", "from 0 to 86400"),
    (f"delay = {'9' * 400}", "delay", "is not a delay", "from 0 to 86400"),
    ('delay = "5s"', "delay", "is text, not a number", "without quotes"),
    ("delay = true", "delay", "is true or false, not a number", "without quotes"),
    ('language = "en_GB"', "language", '"en_GB" is not a language tag', '"en-GB"'),
    ('language = "english"', "language", "not a language tag", "BCP 47"),
    ('listings = ["https://lamp.example/new"]', "listings[0]", "is text, not a table", 'url = "https://..."'),
    ("listings = {}", "listings", "is a table, not a list", "[[listings]]"),
    ('[[listings]]\nlinks = "a"', "listings[0].url", "is missing", "add url ="),
    ('[[listings]]\nurl = "/new"', "listings[0].url", "not a web address", "in full"),
    (
        '[[listings]]\nurl = "https://lamp.example/"\nlinks = "h2 >"',
        "listings[0].links",
        "not a CSS selector",
        "h2 a",
    ),
    (
        '[[listings]]\nurl = "https://lamp.example/"\nnext = "a::text"',
        "listings[0].next",
        "Pseudo",
        "links",
    ),
    (
        '[[listings]]\nurl = "https://lamp.example/"\npages = 0',
        "listings[0].pages",
        "0 is less than 1",
        "remove the key",
    ),
    ('[[listings]]\nurl = "https://lamp.example/"\npages = 2.5', "listings[0].pages", "is a number", "whole"),
    ('[[listings]]\nurl = "https://lamp.example/"\npage = 2', "listings[0].page", "unknown key", '"pages"'),
    ('[[sections]]\npath = "film"', "sections[0].path", '"film" is not a path', '"/film/reviews"'),
    ('[[sections]]\npath = "/film?x=1"', "sections[0].path", "is not a path", "follows the host"),
    ("[[sections]]\nlimit = 3", "sections[0].path", "is missing", 'add path = "/..."'),
    (
        '[[sections]]\npath = "/a"\n[[sections]]\npath = "/b"\nlimit = true',
        "sections[1].limit",
        "true or false",
        "1 up",
    ),
    ('[[sections]]\npath = "/a"\nmedium = "flim"', "sections[0].medium", '"flim"', 'did you mean "film"?'),
]


@pytest.mark.parametrize(
    ("rest", "key", "problem", "remedy"), MISTAKES, ids=[row[0][:40] for row in MISTAKES]
)
def test_a_mistake_names_file_key_and_remedy(
    tmp_path: Path, rest: str, key: str, problem: str, remedy: str
) -> None:
    with pytest.raises(OutletError) as caught:
        outlet(tmp_path, rest)
    error = caught.value
    assert (error.path, error.key) == (tmp_path / "lamp.toml", key)
    assert problem in error.problem
    assert remedy in str(error)
    assert str(error).startswith(f"{tmp_path / 'lamp.toml'}: {key}: ")
    assert "\n" not in str(error)


WHOLE_FILES = [
    ("", "title", "is missing"),
    ('title = "X"\n' + FEED, "home", "is missing"),
    ('title = " "\nhome = "https://lamp.example/"\n' + FEED, "title", "is empty"),
    (HEAD, "feeds", "no source"),
    (HEAD + "feeds = []\nurls = []", "feeds", "no source"),
    (HEAD + "feeds = [", None, "at end of document"),
    (SOUND + "delay = 5s", None, "line 4"),
    (SOUND + 'title = "again"', None, "is not TOML"),
    (SOUND + f"delay = {'9' * 5000}", None, "is not TOML"),
    (SOUND + f"follow = {'[' * 5000}", None, "is not TOML"),
    (HEAD.encode() + b'language = "\xff"', None, "is not UTF-8 (line 3)"),
]


@pytest.mark.parametrize(("content", "key", "problem"), WHOLE_FILES, ids=range(len(WHOLE_FILES)))
def test_a_file_that_is_wrong_as_a_whole(
    tmp_path: Path, content: str | bytes, key: str | None, problem: str
) -> None:
    with pytest.raises(OutletError) as caught:
        load_outlet(write(tmp_path, "lamp", content))
    assert caught.value.key == key
    assert problem in caught.value.problem
    assert caught.value.remedy


@pytest.mark.parametrize("name", ["Lamp", "my lamp", "-lamp", "lämp", "a.b"])
def test_the_name_of_a_file_is_held_to_what_a_spider_may_be_called(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutletError, match=r"not a valid outlet name.*a-z, 0-9"):
        load_outlet(write(tmp_path, name, SOUND))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OutletError, match=r"lamp\.toml: cannot be read \(No such file"):
        load_outlet(tmp_path / "lamp.toml")


def test_all_mistakes_of_a_file_are_reported_at_once(tmp_path: Path) -> None:
    path = write(tmp_path, "lamp", HEAD + 'feeds = ["x", "y"]\ndelay = -1\ncolour = "red"')
    sound, errors = read_outlets([path, write(tmp_path, "other", SOUND)])
    assert [error.key for error in errors] == ["colour", "feeds[0]", "feeds[1]", "delay"]
    assert list(sound) == ["other"]


ACCEPTED = [
    # rest of the file | URL | taken
    ("", "https://lamp.example/any", True),
    ("", "http://www.lamp.example/any", True),
    ("", "https://lamp.example:443/any", True),
    ("", "https://LAMP.example/any", True),
    ("", "https://lamp.example:8443/any", False),
    ("", "https://notlamp.example/any", False),
    ("", "https://lamp.example.evil.example/any", False),
    ("", "https://evil.example/?u=https://lamp.example/any", False),
    ("", "mailto:desk@lamp.example", False),
    ("", "javascript:void(0)", False),
    ("", "https://[bad/any", False),
    ("", "https://lamp.example", False),
    ("", "https://lamp.example/feed", False),
    ('hosts = ["blog.example"]', "https://blog.example/any", True),
    ('hosts = ["bücher.example"]', "https://xn--bcher-kva.example/any", True),
    ("follow = ['/20\\d\\d/', '/review/']", "https://lamp.example/2024/x", True),
    ("follow = ['/20\\d\\d/', '/review/']", "https://lamp.example/about", False),
    ("skip = ['/video/']", "https://lamp.example/video/x", False),
    ("follow = ['/review/']\nskip = ['/video/']", "https://lamp.example/review/video/x", False),
    ('[[sections]]\npath = "/film"', "https://lamp.example/film/x", True),
    ('[[sections]]\npath = "/film/"', "https://lamp.example/film/x", True),
    ('[[sections]]\npath = "/film"', "https://lamp.example/films/x", False),
    ('[[sections]]\npath = "/ciné"', "https://lamp.example/cin%C3%A9/x", True),
    ('skip = ["/"]\nurls = ["https://lamp.example/named"]', "https://lamp.example/named", True),
]


@pytest.mark.parametrize(("rest", "url", "taken"), ACCEPTED)
def test_which_urls_an_outlet_takes(tmp_path: Path, rest: str, url: str, taken: bool) -> None:
    assert outlet(tmp_path, rest).accepts(url) is taken


def test_the_longest_section_holds_a_url(tmp_path: Path) -> None:
    rest = '[[sections]]\npath = "/"\n[[sections]]\npath = "/stage/opera"\n[[sections]]\npath = "/stage"'
    lamp = outlet(tmp_path, rest)
    paths = ["/stage/opera/x", "/stage/x", "/film/x"]
    found = [lamp.find_section(f"https://lamp.example{path}") for path in paths]
    assert [section and section.path for section in found] == ["/stage/opera", "/stage", "/"]


def test_two_outlets_on_one_host_name_both_files(tmp_path: Path) -> None:
    first = write(tmp_path, "first", SOUND)
    second = write(tmp_path, "second", SOUND.replace("https://lamp", "http://www.lamp"))
    with pytest.raises(OutletError) as caught:
        load_outlets([tmp_path])
    assert caught.value.path == second
    assert f"lamp.example is the host of {first} too" in caught.value.problem
    assert "join the two, or remove one" in caught.value.remedy


def test_one_feed_service_may_serve_two_outlets(tmp_path: Path) -> None:
    for name in ("ash", "oak"):
        text = f'title = "{name}"\nhome = "https://{name}.example/"\nfeeds = ["https://feeds.example/{name}"]'
        write(tmp_path, name, text)
    assert list(load_outlets([tmp_path])) == ["ash", "oak"]


def test_two_ports_are_two_hosts(tmp_path: Path) -> None:
    for port in (8001, 8002):
        home = f"http://127.0.0.2:{port}/"
        write(tmp_path, f"p{port}", f'title = "P"\nhome = "{home}"\nfeeds = ["{home}feed"]')
    assert load_outlets([tmp_path])["p8001"].hosts == ("127.0.0.2:8001",)


def test_a_file_of_the_same_name_replaces_that_of_a_later_folder(tmp_path: Path) -> None:
    write(tmp_path / "mine", "lamp", SOUND.replace("The Lamp", "My Lamp"))
    write(tmp_path / "theirs", "lamp", SOUND)
    write(tmp_path / "theirs", "other", SOUND.replace("lamp", "other"))
    outlets = load_outlets([tmp_path / "mine", tmp_path / "theirs"])
    assert {name: found.title for name, found in outlets.items()} == {"lamp": "My Lamp", "other": "The Lamp"}


def test_a_clash_with_another_folder_says_how_to_replace_it(tmp_path: Path) -> None:
    write(tmp_path / "mine", "my-lamp", SOUND)
    write(tmp_path / "theirs", "lamp", SOUND)
    with pytest.raises(
        OutletError, match=r"rename my-lamp\.toml to lamp\.toml so that it replaces the other"
    ):
        load_outlets([tmp_path / "mine", tmp_path / "theirs"])


def test_a_broken_file_hides_no_other(tmp_path: Path) -> None:
    write(tmp_path, "broken", "title = ")
    write(tmp_path, "sound", SOUND)
    write(tmp_path, ".#sound", "an editor's lock file")
    outlets, errors = usable_outlets([tmp_path, tmp_path / "gone"])
    assert list(outlets) == ["sound"]
    assert [(error.path.name, error.key) for error in errors] == [("gone", None), ("broken.toml", None)]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OutletError, match=r"gone: this folder of outlets cannot be read .*create it"):
        load_outlets([tmp_path / "gone"])


def test_where_outlets_are_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MATINEE_OUTLETS", raising=False)
    monkeypatch.chdir(tmp_path)
    assert outlet_folders() == outlet_folders("") == [SHIPPED]
    (tmp_path / "outlets").mkdir()
    assert outlet_folders() == [Path("outlets"), SHIPPED], "where `matinee add` writes"
    assert outlet_folders("opt") == [Path("opt"), SHIPPED]
    monkeypatch.setenv("MATINEE_OUTLETS", os.pathsep.join(["env1", "", "env2"]))
    assert outlet_folders(["opt", Path("env2")]) == [Path("opt"), Path("env2"), Path("env1"), SHIPPED]
    assert outlet_folders(f"a{os.pathsep}b")[:2] == [Path("a"), Path("b")]
    assert outlet_folders(Path(f"a{os.pathsep}b"))[0] == Path(f"a{os.pathsep}b")


def test_the_shipped_outlets_are_sound_and_say_that_they_are_untried() -> None:
    outlets = load_outlets([SHIPPED])
    assert len(outlets) >= 10
    assert {"film", "tv", "music", "game", "book", "stage"} <= {
        found.medium for found in outlets.values()
    } | {section.medium for found in outlets.values() for section in found.sections}
    for found in outlets.values():
        assert "have not been tested" in found.path.read_text().split("title =")[0].replace("\n# ", " ")
        assert found.delay >= 5
