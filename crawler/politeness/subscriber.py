"""Send a subscriber's headers and cookies, and remove them before another component sees the request."""

from __future__ import annotations

from typing import Self, TypeVar

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.headers import Headers

from crawler.outlet.outlet import Outlet
from crawler.outlet.subscriber_access import Access, may_send_access

T = TypeVar("T", str, bytes)


class _AccessBase:
    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    @property
    def access(self) -> Access | None:
        """The subscriber's access to the spider's outlet, if there is one."""
        access = getattr(self.crawler.spider, "access", None)
        return access if isinstance(access, Access) else None


class AccessMiddleware(_AccessBase):
    """Close to the downloader, so that no redirect, cache or errback sees what it adds."""

    def process_request(self, request: Request) -> None:
        """Add the headers and cookies to a request to the outlet's own hosts."""
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
        """Remove the headers and cookies from the request and from the response's headers."""
        self._remove(request)
        if (access := self.access) is None:
            return response
        headers = Headers()
        for name, values in response.headers.items():
            headers[name] = [redact(value, access) for value in values]
        return response.replace(headers=headers)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Remove the headers and cookies from the request."""
        self._remove(request)

    def _remove(self, request: Request) -> None:
        if access := self.access:
            for name in (*access.headers, "Cookie"):
                request.headers.pop(name, None)


class RedactSecretsMiddleware(_AccessBase):
    """Removes secrets that a page repeats, in its scripts for example. Sees the decompressed body."""

    def process_response(self, request: Request, response: Response) -> Response:
        """The response with each secret in its body or URL replaced by as many asterisks."""
        if (access := self.access) is None:
            return response
        body, url = redact(response.body, access), redact(response.url, access)
        return (
            response if (body, url) == (response.body, response.url) else response.replace(body=body, url=url)
        )


def redact(value: T, access: Access) -> T:
    """The text or bytes with every secret replaced by asterisks."""
    for secret in access.secrets():
        if isinstance(value, bytes):
            value = value.replace(secret.encode("latin-1"), b"*" * len(secret))
        else:
            value = value.replace(secret, "*" * len(secret))
    return value
