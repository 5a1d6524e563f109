"""Our settings, but a page of the browser that does not close is left after a second.

An endless script uses up a processor until then. Nothing else depends on that second.
"""

from __future__ import annotations

from crawler.javascript import browser
from tests.support.patient_settings import *  # noqa: F403

browser._CLOSE_TIMEOUT = 1.0
