"""Send a message to a person by Apprise: mail, chat, a push service.

The target of the messages contains passwords: it is not stored, and the libraries that send may not log.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from archive.errors import MatineeError

_LOGGERS_WITH_SECRETS = ("apprise", "urllib3", "requests", "requests_oauthlib", "oauthlib")

_TIMEOUT = 5.0  # seconds for each notification service

logger = logging.getLogger(__name__)


def send_message(
    title: str,
    body: str,
    target: str,
    *,
    setting: str = "NOTIFY",
    remedy: str = "the next crawl tries again",
) -> None:
    """Send a message.

    Args:
        target: URLs of Apprise, or a file with one URL a line.
        setting: where the target was given, for errors.
        remedy: what to do if the message could not be sent.

    Raises:
        MatineeError: it could not be sent. The error never contains the target.
    """
    try:
        from apprise import Apprise, AppriseAsset, AppriseConfig  # noqa: PLC0415 - in the extra `notify`
    except ImportError:
        raise MatineeError(f"{setting}: apprise is not installed", "pip install 'matinee[notify]'") from None
    with _silenced():
        sender = Apprise(asset=AppriseAsset(service_timeout=_TIMEOUT))
        if "://" in target:
            valid = all(sender.add(url) for url in target.split())
        else:
            valid = sender.add(AppriseConfig(target))
        if not valid or not len(sender):
            raise MatineeError(
                f"{setting}: not a URL that Apprise understands",
                "give Apprise URLs, or a file with one URL a line",
            )
        sent = sender.notify(title=title, body=body)
    if not sent:
        raise MatineeError(f"{setting}: the message could not be sent", remedy)
    logger.info("%s: %s", setting, title)


@contextmanager
def _silenced() -> Iterator[None]:
    """Silence the libraries that send: they would log URLs with passwords in them."""
    silenced = [logging.getLogger(name) for name in _LOGGERS_WITH_SECRETS]
    levels = [silent.level for silent in silenced]
    for silent in silenced:
        silent.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for silent, level in zip(silenced, levels, strict=True):
            silent.setLevel(level)
