"""Follow `<meta http-equiv=refresh>` as a redirect, off the event loop."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from urllib.parse import urljoin

from lxml.html import HtmlElement
from scrapy import Request
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from scrapy.http import Response
from w3lib.html import get_base_url

from archive.html.parse_html import decode, parse_html
from archive.urls import is_web_address, normalize_url
from crawler.spiders.responses import content_type, is_page

META_REFRESH = "meta refresh"  # Scrapy's name in `redirect_reasons`

_HEAD = 64 * 1024  # bytes of a page in which the element is looked for

_HINT = re.compile(rb"<meta\b[^<>]*\brefresh\b", re.IGNORECASE)

# The steps of HTML's "shared declarative refresh": seconds, a separator, perhaps `url=`, perhaps quotes.
_CONTENT = re.compile(
    r"\s*(?P<seconds>\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})[\d.]*+(?:\s*[;,]\s*|\s+)(?>(?:url\s*=\s*)?)"
    r"(?:\"(?P<double>[^\"]*)|'(?P<single>[^']*)|(?P<bare>\S.*))",
    re.IGNORECASE | re.DOTALL,
)

# Browsers that run scripts, and readers, never come upon what stands in these.
_UNSEEN = ("noscript", "template", "script", "textarea", "iframe", "svg")


class FollowMetaRefresh(MetaRefreshMiddleware):
    """Scrapy's MetaRefreshMiddleware, with these differences.

    - METAREFRESH_MAXDELAY is inclusive: a refresh after more seconds shows a page that is meant to be read.
    - The page is parsed in a thread, its head only. Scrapy decodes the whole page on the event loop.
    - A page that refreshes itself, or a page of the chain that led here, is taken as it is. Scrapy follows
      until REDIRECT_MAX_TIMES and drops the page.
    - Error pages are taken as they are, so that a page that is gone is known to be.
    - All forms that HTML allows are read. w3lib's `get_meta_refresh` reads `0;url=/next`, but neither
      `0, url=/next` nor `0; /next`. (To report upstream: scrapy/w3lib, html.py, `_meta_refresh_content_re`.)

    The request that follows passes robots.txt and the outlet's hosts like any other.
    """

    async def process_response(  # type: ignore[override]  # Scrapy awaits it
        self, request: Request, response: Response
    ) -> Request | Response:
        """A request for the page that the response refreshes to; the response if there is none."""
        if not self._may_refresh(request, response):
            return response
        refresh = await asyncio.to_thread(
            read_refresh, response.body[:_HEAD], response.url, content_type(response)
        )
        if refresh is None or refresh[0] > self._maxdelay:
            return response
        target = normalize_url(refresh[1])
        chain = (request.url, response.url, *request.meta.get("redirect_urls", ()))
        if target in map(normalize_url, chain):
            return response
        return self._redirect(
            self._redirect_request_using_get(request, response, target), request, META_REFRESH
        )

    def _may_refresh(self, request: Request, response: Response) -> bool:
        meta = request.meta
        is_policy = meta.get("dont_obey_robotstxt") or meta.get("is_policy")
        return (
            response.status < 300
            and request.method == "GET"
            and not (meta.get("dont_redirect") or is_policy)
            and _HINT.search(response.body, 0, _HEAD) is not None
            and is_page(response)
        )


def read_refresh(body: bytes, url: str, content_type: str | None = None) -> tuple[float, str] | None:
    """The seconds and the absolute URL of a page's first refresh that names a URL; None if it has none.

    Args:
        body: the page, or its beginning.
        url: its URL.
        content_type: the Content-Type header, for its charset.
    """
    text = decode(body, content_type)
    for content in _refreshes(parse_html(text)):
        if match := _CONTENT.match(content):
            address = (match["double"] or match["single"] or match["bare"] or "").strip()
            try:
                target = urljoin(get_base_url(text, url), address)
            except ValueError:  # a bad bracket in the host
                continue
            if address and is_web_address(target):
                return float(match["seconds"]), target
    return None


def _refreshes(tree: HtmlElement) -> Iterator[str]:
    for element in tree.iter("meta"):
        names = (element.get("http-equiv") or "").strip().lower()
        if names == "refresh" and next(element.iterancestors(*_UNSEEN), None) is None:
            yield element.get("content") or ""
