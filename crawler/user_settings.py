"""The Scrapy settings of commands other than `scrapy`, and the User-Agent in them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings, Settings


def user_settings() -> Settings:
    """The settings of the module that SCRAPY_SETTINGS_MODULE names, or Matinee's own."""
    from scrapy.settings import Settings  # noqa: PLC0415

    settings = Settings()
    settings.setmodule(os.environ.get("SCRAPY_SETTINGS_MODULE", "crawler.settings"), priority="project")
    return settings


def user_agent(settings: BaseSettings) -> str:
    """The setting USER_AGENT, with the user's CONTACT_URL instead of the default one."""
    from crawler.settings import CONTACT_URL  # noqa: PLC0415 - the settings module is loaded late, by Scrapy

    agent: str = settings["USER_AGENT"]
    return agent.replace(CONTACT_URL, settings["CONTACT_URL"] or CONTACT_URL)
