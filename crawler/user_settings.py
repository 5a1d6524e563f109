"""Scrapy settings outside of `scrapy`: the user's or ours, and who we are in them."""

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
    """The User-Agent, with the contact that CONTACT_URL names in it."""
    from crawler.settings import CONTACT_URL  # noqa: PLC0415 - a settings module is not for import elsewhere

    agent: str = settings["USER_AGENT"]
    return agent.replace(CONTACT_URL, settings["CONTACT_URL"] or CONTACT_URL)
