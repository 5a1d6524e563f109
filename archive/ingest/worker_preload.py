"""What the fork server imports once for all workers. A cleaner that cannot be imported is told by them."""

from __future__ import annotations

from contextlib import suppress

with suppress(Exception):
    import archive.clean.article  # noqa: F401
