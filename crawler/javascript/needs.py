"""What an outlet with `javascript` needs on this machine, and how its browser is started."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

from crawler.outlet.load import OutletError
from crawler.outlet.outlet import Outlet

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

# The browser has no network of its own: all that it gets is handed to it by our downloader.
_ARGUMENTS = (
    "--host-resolver-rules=MAP * ~NOTFOUND", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-quic", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--mute-audio", "--renderer-process-limit=2", "--js-flags=--max-old-space-size=384",
)  # fmt: skip


def browser_of(named: str | None) -> str | None:
    """The browser's executable: the one that the setting BROWSER names, else the first that is found."""
    return shutil.which(named) if named else next(filter(None, map(shutil.which, BROWSERS)), None)


def check_needs(outlet: Outlet, named: str | None) -> None:
    """See that an outlet which has its pages drawn can have them drawn here.

    Args:
        outlet: whose file may say `javascript`.
        named: the setting BROWSER; "" or None looks for one.

    Raises:
        OutletError: the extra or the browser is not installed.
    """
    if not outlet.javascript:
        return
    if find_spec("scrapy_playwright") is None or find_spec("playwright") is None:
        problem = "scrapy-playwright, which draws its pages, is not installed"
        raise OutletError(outlet.path, "javascript", problem, "run: pip install 'matinee[javascript]'")
    if browser_of(named) is None:
        problem = f"{named} is no program" if named else "there is no Chromium or Chrome on this machine"
        remedy = "install one (on Debian: apt-get install chromium) or name it with -s BROWSER=/path/to/it"
        raise OutletError(outlet.path, "javascript", problem, remedy)


def launch_options(executable: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Playwright's options for starting the browser; `given` (PLAYWRIGHT_LAUNCH_OPTIONS) overrides them."""
    ours = {
        "executable_path": executable,
        "headless": True,
        "args": list(_ARGUMENTS),
        "chromium_sandbox": hasattr(os, "geteuid") and os.geteuid() != 0,  # root can have none
        "handle_sigint": False,  # a crawl that is stopped closes it
        "handle_sigterm": False,
        "handle_sighup": False,
    }
    return {**ours, **given, "args": [*ours["args"], *given.get("args", ())]}  # type: ignore[misc]
