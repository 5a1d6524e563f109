"""The settings mean something to Scrapy, and an outlet's spider fits them to its outlet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from scrapy.settings import Settings, default_settings
from scrapy.utils.test import get_crawler

from crawler import settings as ours
from crawler.outlet.outlet import Outlet
from crawler.spiders.outlet import OutletSpider

MATINEE = {
    *("ARCHIVE_DB", "OUTLETS_DIR", "RULES_DIR", "CLEAN_WORKERS", "CRAWL_DUE", "CONTACT_URL", "NOTIFY"),
    *("ACCESS_FILE", "BROWSER", "JAVASCRIPT_TIMEOUT"),
    "OPT_OUT_FILES",
}
NAMES = {name for name in vars(ours) if name.isupper()}


def test_scrapy_knows_every_setting() -> None:
    assert set(default_settings.__all__) >= NAMES - MATINEE
    assert MATINEE <= NAMES


@pytest.mark.parametrize("name", sorted(NAMES - MATINEE))
def test_every_setting_changes_something(name: str) -> None:
    kept = {"DOWNLOAD_HANDLERS": {}, "ROBOTSTXT_USER_AGENT": None}
    assert getattr(ours, name) != kept.get(name, getattr(default_settings, name))


def spider(**outlet: object) -> type[OutletSpider]:
    made = Outlet(
        "paper", "Paper", "https://paper.test/", Path("paper.toml"), hosts=("paper.test",), **outlet
    )
    return type("Paper", (OutletSpider,), {"name": "paper", "outlet": made})


def settings_of(spider: type[OutletSpider], **cmdline: object) -> Settings:
    settings = Settings()
    settings.setmodule(ours, priority="project")
    settings.setdict(cmdline, priority="cmdline")
    spider.update_settings(settings)
    return settings


def test_the_outlets_delay_and_language() -> None:
    settings = settings_of(spider(delay=2.5, language="pt-BR"))
    assert settings.getfloat("DOWNLOAD_DELAY") == 2.5
    assert settings["DEFAULT_REQUEST_HEADERS"]["Accept-Language"] == "pt-BR"
    assert settings_of(spider(delay=2.5), DOWNLOAD_DELAY=9).getfloat("DOWNLOAD_DELAY") == 9


def test_a_subclass_has_the_last_word() -> None:
    slow = type("Slow", (spider(delay=2.5),), {"custom_settings": {"DOWNLOAD_DELAY": 30}})
    assert settings_of(slow).getfloat("DOWNLOAD_DELAY") == 30


def test_the_contact_is_in_the_user_agent() -> None:
    agent = settings_of(spider(), CONTACT_URL="https://me.test/bot")["USER_AGENT"]
    assert agent.startswith("Matinee/") and agent.endswith("(+https://me.test/bot)")
    assert settings_of(spider(), USER_AGENT="Mine/1")["USER_AGENT"] == "Mine/1"


@pytest.mark.parametrize(
    ("hosts", "contact", "asked"),
    [
        (("paper.test", "127.0.0.1:8000"), ours.CONTACT_URL, True),
        (("127.0.0.1:8000", "[::1]:80", "localhost:1"), ours.CONTACT_URL, False),
        (("paper.test",), "https://me.test/bot", False),
    ],
)
def test_a_contact_is_asked_for_before_other_peoples_servers_are_called(
    hosts: tuple[str, ...], contact: str, asked: bool, caplog: pytest.LogCaptureFixture
) -> None:
    paper = spider()
    paper.outlet = replace(paper.outlet, hosts=hosts)
    get_crawler(paper, {"CONTACT_URL": contact})._create_spider().crawl_log.warn_without_contact(contact)
    assert [record.levelname for record in caplog.records if "CONTACT_URL" in record.message] == [
        "WARNING"
    ] * asked


def test_the_pipelines_former_path_still_works() -> None:
    from crawler.pipeline import ArchivePipeline as former
    from crawler.storing.pipeline import ArchivePipeline

    assert former is ArchivePipeline
