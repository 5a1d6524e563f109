"""Check that an outlet with `javascript` can be crawled on this machine, and how to start its browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

from crawler.outlet.load import OutletError
from crawler.outlet.outlet import Outlet

# The first has no window, and takes half the processor time of the others.
BROWSERS = (
    "chromium-headless-shell",
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
)

# The browser gets no network access: our downloader fetches everything for it.
_BROWSER_ARGUMENTS = (
    "--host-resolver-rules=MAP * ~NOTFOUND", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-quic", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--mute-audio", "--renderer-process-limit=2", "--js-flags=--max-old-space-size=384",
)  # fmt: skip


def find_browser(named: str | None) -> str | None:
    """The path of the browser: the setting BROWSER, else the first of `BROWSERS`; None if there is none."""
    return shutil.which(named) if named else next(filter(None, map(shutil.which, BROWSERS)), None)


def check_requirements(outlet: Outlet, named: str | None) -> None:
    """Check that the pages of an outlet with `javascript` can be rendered here.

    Args:
        outlet: an outlet with or without `javascript`.
        named: the setting BROWSER; "" or None to search for a browser.

    Raises:
        OutletError: the extra `javascript` or the browser is not installed.
    """
    if not outlet.javascript:
        return
    if find_spec("scrapy_playwright") is None or find_spec("playwright") is None:
        problem = "scrapy-playwright, which renders its pages, is not installed"
        raise OutletError(outlet.path, "javascript", problem, "run: pip install 'matinee[javascript]'")
    if find_browser(named) is None:
        problem = f"{named} is not a program" if named else "there is no Chromium or Chrome on this machine"
        remedy = "install one (on Debian: apt-get install chromium-headless-shell)"
        remedy += " or name it with -s BROWSER=/path/to/it"
        raise OutletError(outlet.path, "javascript", problem, remedy)


def launch_options(executable: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Playwright's options for starting the browser; `given` (PLAYWRIGHT_LAUNCH_OPTIONS) overrides them."""
    ours = {
        "executable_path": executable,
        "headless": True,
        "args": list(_BROWSER_ARGUMENTS),
        "chromium_sandbox": hasattr(os, "geteuid") and os.geteuid() != 0,  # impossible for root
        "handle_sigint": False,  # the crawl closes the browser when it is stopped
        "handle_sigterm": False,
        "handle_sighup": False,
    }
    return {**ours, **given, "args": [*ours["args"], *given.get("args", ())]}  # type: ignore[misc]
