"""The exit codes of `matinee crawl` and `scrapy crawl`."""

from __future__ import annotations

DONE = 0

FAILED = 1  # failed or partly failed

USAGE = 2

NOTHING_DUE = 3

LOCKED = 4  # another crawl is running on the archive or the outlet
