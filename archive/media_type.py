"""The media type that a Content-Type header names. Pure and quick to import."""

from __future__ import annotations


def media_type(content_type: str | None) -> str:
    """The media type in a Content-Type header, in lower case; "" if there is none.

    Where server and proxy both set the header it is `text/html, text/html`. The last counts, as in browsers.
    """
    values = (value.partition(";")[0].strip().lower() for value in (content_type or "").split(","))
    return next((value for value in reversed([*values]) if "/" in value and value != "*/*"), "")
