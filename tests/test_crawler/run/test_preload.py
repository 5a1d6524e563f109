"""What is imported before the event loop runs."""

from __future__ import annotations

import subprocess
import sys

from tests.support.paths import ROOT

# In a process of its own: this one has imported everything.
SCRIPT = """
import sys
from pathlib import Path
from crawler.run.parallel import settings_for
from crawler.run.preload import import_components
given = {"ROBOTSTXT_PARSER": "nowhere.Parser"}
settings = settings_for(Path("a.db"), [], given, due=False)
settings["DOWNLOADER_MIDDLEWARES"]["no.such.Middleware"] = 1
import_components(settings)
print(*sorted(sys.modules))
"""


def test_what_the_settings_name_is_imported_without_a_reactor() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, cwd=ROOT, check=True
    )
    modules = set(done.stdout.split())
    assert modules >= {
        "scrapy.core.downloader.handlers.http11",
        "scrapy.core.scheduler",
        "scrapy.downloadermiddlewares.cookies",
        "scrapy.extensions.feedexport",
        "scrapy.spidermiddlewares.httperror",
        "crawler.politeness.throttle",
        "crawler.storing.pipeline",
    }
    assert "twisted.internet.reactor" not in modules, "Scrapy chooses it when the crawl begins"
