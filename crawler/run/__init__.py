"""Run crawls: many outlets in one process, dry runs, single pages."""

import crawler.run.early_imports  # noqa: F401
