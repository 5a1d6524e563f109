"""Make dictionaries while captures come in, in another thread: they compress an outlet's next pages."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from archive.db.bodies.compression import DamagedBody
from archive.db.bodies.dictionaries import NewDictionary, add_dictionary, is_due, make_dictionary
from archive.db.store import Store, translated
from archive.errors import ArchiveError
from archive.ingest.workers.messages import Write

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _Count:
    """Captures of an outlet: now, and when its dictionary was made or tried last."""

    captures: int
    captures_before: int | None


class DictionaryTrainer:
    """Counts captures, and makes an outlet's dictionary when it is due. Call it from the writer's thread."""

    def __init__(self, post: Callable[[Write], None]) -> None:
        """Args: post: called in another thread with the message that stores a new dictionary."""
        self._post = post
        self._counts: dict[str, _Count] = {}
        self._training: dict[str, Future[NewDictionary | None]] = {}
        self._thread: ThreadPoolExecutor | None = None

    def count(self, store: Store, outlet: str | None) -> None:
        """Count a new capture, which is committed, and begin to make a dictionary if one is due."""
        if outlet is None:
            return
        known = self._counts.get(outlet)
        if known is None:
            known = self._counts[outlet] = _read_count(store, outlet)
        else:
            known.captures += 1
        if outlet in self._training or not is_due(known.captures, known.captures_before):
            return
        known.captures_before = known.captures  # also if none is worth its space
        self._thread = self._thread or ThreadPoolExecutor(1, "archive-dictionaries")
        training = self._training[outlet] = self._thread.submit(_make, store.path, outlet)
        training.add_done_callback(lambda _: self._post(Write(partial(self._write, outlet), Future())))

    def finish(self, store: Store) -> None:
        """Wait for the dictionaries that are being made, and store them. Call it when nothing is cleaned."""
        for outlet in list(self._training):
            with store.transaction():
                self._write(outlet, store)

    def close(self) -> None:
        """End the thread."""
        if self._thread:
            self._thread.shutdown(cancel_futures=True)

    def _write(self, outlet: str, store: Store) -> None:
        training = self._training.pop(outlet, None)
        if training is None:
            return
        try:
            new = training.result()
        except (ArchiveError, DamagedBody) as error:
            logger.warning("%s: its pages are compressed without a new dictionary: %s", outlet, error)
            return
        if new:
            add_dictionary(store.db, new)


def _read_count(store: Store, outlet: str) -> _Count:
    (captures,) = store.db.execute("select count(*) from captures where outlet = ?", (outlet,)).fetchone()
    row = store.row("select captures from _dictionaries where outlet = ? order by id desc limit 1", outlet)
    return _Count(captures, row["captures"] if row else None)


def _make(path: Path, outlet: str) -> NewDictionary | None:
    """Make a dictionary on a separate connection, so that the writer need not wait."""
    with translated(path), Store.open(path, readonly=True) as store:
        return make_dictionary(store.db, outlet)
