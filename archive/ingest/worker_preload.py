"""Imported once by the fork server, for all workers. The workers report a cleaner that fails to import."""

from __future__ import annotations

from contextlib import suppress

with suppress(Exception):
    import archive.clean.article  # noqa: F401
