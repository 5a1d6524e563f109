"""The spider loader, asked by Scrapy's own command line and by its API."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from scrapy import Request, Spider
from scrapy.settings import Settings

from crawler.loader import OutletSpiderLoader
from crawler.outlet.load import SHIPPED
from crawler.spiders.outlet import OutletSpider
from tests.support.forked import run_module
from tests.support.paths import ROOT

PROJECT = ROOT
LAMP = 'title = "The Lamp"\nhome = "https://lamp.example/"\nfeeds = ["https://lamp.example/feed"]\n'
HAND_WRITTEN = """
import scrapy
from crawler.spiders.outlet import OutletSpider

class Lamp(OutletSpider):
    name = "lamp"

class Own(scrapy.Spider):
    name = "own"
    allowed_domains = ["own.example"]

class Other(scrapy.Spider):
    name = "other"
    manual_cuts = True
"""

Scrapy = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder with one outlet, found through the environment."""
    monkeypatch.setenv("MATINEE_OUTLETS", str(tmp_path / "outlets"))
    (tmp_path / "outlets").mkdir()
    (tmp_path / "outlets" / "lamp.toml").write_text(LAMP)
    return tmp_path / "outlets"


@pytest.fixture
def scrapy() -> Scrapy:
    """Runs `scrapy` in the project, as a person would."""

    return lambda *words: run_module("scrapy", words, os.environ, PROJECT)


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of a project that has spiders of its own."""
    (tmp_path / "matinee_own_spiders.py").write_text(HAND_WRITTEN)
    monkeypatch.syspath_prepend(tmp_path)
    yield Settings({"SPIDER_MODULES": ["crawler.spiders", "matinee_own_spiders"]})
    sys.modules.pop("matinee_own_spiders", None)


def shipped() -> list[str]:
    return [path.stem for path in SHIPPED.glob("*.toml")]


def test_scrapy_list_names_every_outlet(folder: Path, scrapy: Scrapy) -> None:
    done = scrapy("list")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == sorted(["lamp", *shipped()])


def test_the_setting_names_a_folder_before_the_environment(
    folder: Path, tmp_path: Path, scrapy: Scrapy
) -> None:
    mine = tmp_path / "mine, and yours"  # a comma does not part folders
    mine.mkdir()
    (mine / "lantern.toml").write_text(LAMP.replace("lamp", "lantern"))
    done = scrapy("list", "-s", f"OUTLETS_DIR={mine}")
    assert {"lamp", "lantern"} < set(done.stdout.split())


def test_a_broken_file_hides_no_other_and_is_named(folder: Path, scrapy: Scrapy) -> None:
    (folder / "broken.toml").write_text(LAMP + "delay = -1")
    done = scrapy("list")
    assert done.returncode == 0
    assert done.stdout.split() == sorted(["lamp", *shipped()])
    assert done.stderr == (
        f"{folder / 'broken.toml'}: delay: -1 is not a delay:"
        " write seconds from 0 to 86400, such as 5 or 2.5\n"
    )


def test_crawling_a_broken_outlet_says_what_is_wrong_with_it(folder: Path, scrapy: Scrapy) -> None:
    (folder / "broken.toml").write_text(LAMP + "delay = -1")
    done = scrapy("crawl", "broken")
    assert done.returncode == 2
    last = done.stderr.splitlines()[-1]
    assert f"error: {folder / 'broken.toml'}: delay: -1 is not a delay" in last
    assert "Traceback" not in done.stderr


def test_crawling_an_unknown_outlet_names_the_near_ones(folder: Path, scrapy: Scrapy) -> None:
    done = scrapy("crawl", "lmap")
    assert done.returncode == 2
    assert "no outlet or spider is named 'lmap': did you mean lamp?" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_name_is_a_key_error_to_programs(folder: Path) -> None:
    loader = OutletSpiderLoader.from_settings(Settings())
    with pytest.raises(KeyError, match="`scrapy list` lists them"):
        loader.load("zzzzzzzzzz")


def test_an_outlets_spider_carries_the_outlet(folder: Path) -> None:
    loader = OutletSpiderLoader.from_settings(Settings())
    spider = loader.load("lamp")
    assert issubclass(spider, OutletSpider)
    assert (spider.name, spider.outlet.title) == ("lamp", "The Lamp")
    assert loader.load("lamp") is spider
    assert "outlet" not in vars(OutletSpider)


def test_spiders_are_found_by_the_hosts_of_outlets(folder: Path, written: Settings) -> None:
    loader = OutletSpiderLoader.from_settings(written)
    found = [
        loader.find_by_request(Request(url))
        for url in ("https://www.lamp.example/a", "https://own.example/a", "https://nobody.example/a")
    ]
    assert found == [["lamp"], ["own"], []]


def test_a_hand_written_spider_of_the_same_name_wins(folder: Path, written: Settings) -> None:
    (folder / "other.toml").write_text(LAMP.replace("lamp", "other"))
    loader = OutletSpiderLoader.from_settings(written)
    assert loader.list() == sorted(["lamp", "other", "own", *shipped()])
    assert loader.load("other").manual_cuts
    assert not issubclass(loader.load("other"), OutletSpider)
    assert issubclass(loader.load("own"), Spider)


def test_a_hand_written_outlet_spider_gets_the_outlet_of_its_file(folder: Path, written: Settings) -> None:
    spider = OutletSpiderLoader.from_settings(written).load("lamp")
    assert spider.__module__ == "matinee_own_spiders"
    assert spider.outlet.title == "The Lamp"


def test_a_hand_written_spider_stands_in_for_a_broken_file(folder: Path, written: Settings) -> None:
    (folder / "other.toml").write_text("title = ")
    assert OutletSpiderLoader.from_settings(written).load("other").manual_cuts
