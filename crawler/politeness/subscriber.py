"""A subscriber's headers and cookies: put on a request as it goes out, taken off before anybody sees it."""

from __future__ import annotations

from typing import Self, TypeVar

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.headers import Headers

from crawler.outlet.outlet import Outlet
from crawler.outlet.subscriber_access import Access, may_send_access

T = TypeVar("T", str, bytes)


class _Subscriber:
    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """How Scrapy builds it."""
        return cls(crawler)

    @property
    def access(self) -> Access | None:
        """Of the spider's outlet."""
        found = getattr(self.crawler.spider, "access", None)
        return found if isinstance(found, Access) else None


class AccessMiddleware(_Subscriber):
    """Next to the wire: what it adds is gone when a redirect, a cache or an errback gets the request."""

    def process_request(self, request: Request) -> None:
        """Add them to a request to the outlet's own hosts."""
        access, outlet = self.access, getattr(self.crawler.spider, "outlet", None)
        if access is None or not isinstance(outlet, Outlet) or not may_send_access(outlet, request.url):
            return
        for name, value in access.headers.items():
            request.headers[name] = value.encode("latin-1")
        if access.cookies:
            jar = request.headers.get("Cookie")
            own = "; ".join(f"{name}={value}" for name, value in access.cookies.items()).encode()
            request.headers["Cookie"] = b"; ".join(filter(None, (jar, own)))

    def process_response(self, request: Request, response: Response) -> Response:
        """Take them off the request, and out of the answer's headers."""
        self._take_off(request)
        if (access := self.access) is None:
            return response
        headers = Headers()
        for name, values in response.headers.items():
            headers[name] = [hidden(value, access) for value in values]
        return response.replace(headers=headers)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Take them off the request."""
        self._take_off(request)

    def _take_off(self, request: Request) -> None:
        if access := self.access:
            for name in (*access.headers, "Cookie"):
                request.headers.pop(name, None)


class HiddenMiddleware(_Subscriber):
    """Outside decompression: a page that repeats a secret (in its scripts, say) comes without it."""

    def process_response(self, request: Request, response: Response) -> Response:
        """The answer with each secret in its body or address starred out, at the same length."""
        if (access := self.access) is None:
            return response
        body, url = hidden(response.body, access), hidden(response.url, access)
        return (
            response if (body, url) == (response.body, response.url) else response.replace(body=body, url=url)
        )


def hidden(value: T, access: Access) -> T:
    """Text or bytes with every secret of the access starred out."""
    for secret in access.secrets():
        if isinstance(value, bytes):
            value = value.replace(secret.encode("latin-1"), b"*" * len(secret))
        else:
            value = value.replace(secret, "*" * len(secret))
    return value
