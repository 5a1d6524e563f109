"""Our settings, but a crawl that is told to end has its time for it on a busy machine, too.

`crawler.shutdown` ends a process by force after nine seconds, in which a busy machine may not get to the end.
"""

from __future__ import annotations

from crawler import shutdown
from crawler.settings import *  # noqa: F403
from tests.support.processes import DEADLINE

shutdown.EXIT_DEADLINE = DEADLINE
