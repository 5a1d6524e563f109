"""Turn responses into captures for the archive and answers for the frontier."""

from __future__ import annotations

import hashlib
from datetime import datetime

from scrapy.http import HtmlResponse, Response

from archive.model import Capture, Declared, Hint, media_type
from archive.opt_out import ROBOTS_TAG
from crawler.frontier import Answer, Lease
from crawler.outlet.outlet import Outlet
from crawler.politeness.opt_out_files import HOST_SIGNALS


def capture(response: Response, outlet: Outlet | None, hint: Hint | None, now: datetime) -> Capture:
    """The capture of a response that came at `now` (aware UTC).

    Args:
        outlet: None if no outlet owns the URL.
    """
    headers = {}
    for name, values in response.headers.items():
        key = name.decode("latin-1").lower()
        headers[key] = (b"\n" if key == ROBOTS_TAG else b", ").join(values).decode("latin-1")
    declared = outlet.declares(response.url) if outlet else Declared()
    return Capture(
        url=response.url,
        captured_at=now,
        body=response.body,
        status=response.status,
        content_type=headers.get("content-type"),
        headers=headers,
        outlet=outlet.name if outlet else None,
        medium=declared.medium,
        kind=declared.kind,
        hint=hint,
        keep_comments=outlet.keep_comments if outlet else False,
        signals=response.meta.get(HOST_SIGNALS, ()) if response.request else (),
        redirected_from=tuple(response.meta.get("redirect_urls", ())) if response.request else (),
    )


def make_answer(response: Response | None, now: datetime) -> Answer:
    """The part of a response that the frontier stores; None stands for no response."""
    if response is None:
        return Answer(now, None)
    return Answer(
        now,
        response.status,
        _header(response, "ETag"),
        _header(response, "Last-Modified"),
        None if response.status == 304 else hashlib.sha256(response.body).hexdigest(),
    )


def conditional_headers(lease: Lease) -> dict[str, str]:
    """Headers of a conditional request (RFC 9110, 13.1): the server sends the document only if it changed."""
    headers = {"If-None-Match": lease.etag, "If-Modified-Since": lease.last_modified}
    return {name: value for name, value in headers.items() if value}


def is_page(response: Response) -> bool:
    """Whether the response is HTML or plain text, which can be cleaned."""
    return isinstance(as_html(response), HtmlResponse) or media_type(content_type(response)) == "text/plain"


def as_html(response: Response) -> Response:
    """The response as an HtmlResponse if its Content-Type says that it is HTML.

    Scrapy takes all of `text/html, text/html` for one type that it does not know, and then guesses from the
    URL and the body. (To report upstream: scrapy/scrapy, responsetypes.py, `from_content_type`.)
    """
    is_html = media_type(content_type(response)) in {"text/html", "application/xhtml+xml"}
    return (
        response.replace(cls=HtmlResponse) if is_html and not isinstance(response, HtmlResponse) else response
    )


def content_type(response: Response) -> str | None:
    """The Content-Type header; None if there is none."""
    return _header(response, "Content-Type")


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
