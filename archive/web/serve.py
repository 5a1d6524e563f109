"""Datasette with our pages, on one archive, read-only."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from archive.db.store import Store
from archive.errors import MatineeError
from archive.web.datasette_metadata import SETTINGS, tables_and_queries

_HERE = Path(__file__).parent


class MissingDatasetteError(MatineeError):
    """Datasette, or what our pages need beside it, is not installed."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not installed", "install it with: pip install 'matinee[serve]'")


def check_installed() -> None:
    """Raise MissingDatasetteError if a library that the pages need is missing."""
    for name in ("datasette", "markdown_it", "pygal"):
        if find_spec(name) is None:
            raise MissingDatasetteError(name)


def make_datasette(path: Path) -> Any:
    """Datasette with our pages for an archive, which is upgraded if an older Matinee made it.

    Raises:
        ArchiveError: there is no archive at `path`.
        MissingDatasetteError: an optional library is missing.
    """
    Store.open(path, readonly=True).close()
    check_installed()
    from datasette.app import Datasette  # noqa: PLC0415
    from datasette.plugins import pm  # noqa: PLC0415

    from archive.web import plugin  # noqa: PLC0415

    # With Rich, Datasette prints a traceback for every wrong address, and without it for its own faults only.
    sys.modules["datasette.handle_exception"].__dict__["rich"] = None
    if not pm.is_registered(plugin):
        pm.register(plugin)
    return Datasette(
        [str(path)],
        metadata=_metadata(plugin.NAME, path.stem),
        settings=SETTINGS,
        template_dir=str(_HERE / "templates"),
        static_mounts=[("matinee-static", str(_HERE / "static"))],
    )


def _metadata(plugin: str, database: str) -> dict[str, Any]:
    """Datasette's configuration: what our plugin serves, labels of rows, queries that people ask often."""
    return {
        "title": "Matinee",
        "databases": {database: tables_and_queries()},
        "plugins": {plugin: {"database": database}},
    }


def serve(path: Path, host: str, port: int, on_ready: Callable[[str], None]) -> None:
    """Serve an archive until Ctrl-C.

    Args:
        port: 0 takes any that is free.
        on_ready: called with the address when the pages can be opened.

    Raises:
        ArchiveError: there is no archive at `path`.
        MatineeError: the address is in use or may not be used, or a library is missing.
    """
    import asyncio  # noqa: PLC0415
    import socket  # noqa: PLC0415

    app = make_datasette(path)
    import uvicorn  # noqa: PLC0415 (comes with Datasette)

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        reason = str(error.strerror or error).partition(" (while")[0]  # Python names the address again
        problem = f"{host}, port {port}: {reason}"
        raise MatineeError(problem, "give another --host or --port; port 0 takes any that is free") from error
    shown = f"[{host}]" if ":" in host else host

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            on_ready(f"http://{shown}:{listener.getsockname()[1]}/")

    async def run() -> None:
        await app.invoke_startup()
        gc.freeze()  # or now and then a page would wait for a look through all that the libraries have made
        await Server(uvicorn.Config(app.app(), log_level="warning", lifespan="off")).serve([listener])

    with suppress(KeyboardInterrupt):  # uvicorn has closed all connections, and sends the signal on
        asyncio.run(run())
