"""Fetch from public addresses only, whatever a feed, a redirect or a name server says."""

from __future__ import annotations

import logging
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached

from crawler.outlet.outlet import Outlet
from crawler.politeness.robots import HostWaits

logger = logging.getLogger(__name__)

Address = IPv4Address | IPv6Address


class PrivateAddress(IgnoreRequest):
    """The request leads to an address that is not public."""


class PublicAddressesMiddleware:
    """Refuses requests to this machine, its network and its cloud's metadata service (169.254.169.254).

    An outlet whose `home` is on such an address may be fetched there, and from addresses of the same kind. A
    spider without an outlet may request such an address, but may not be redirected to one.

    Host names are resolved with Scrapy's own resolver, whose cache gives the connection the same address. If
    a download handler uses another resolver, the address of the response is checked too. Behind a proxy, only
    the proxy knows the addresses, and they are not checked.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._warned: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise PrivateAddress if the address is not public.

        For a host name, raise HostWaits instead: it may resolve to another address later.
        """
        await self._check(request, await _resolve(urlparse_cached(request).hostname))

    async def process_response(self, request: Request, response: Response) -> Response:
        """Raise as `process_request` does if the response came from an address that is not public."""
        if response.ip_address and not request.meta.get("proxy"):
            await self._check(request, response.ip_address)
        return response

    async def _check(self, request: Request, address: Address | None) -> None:
        kind = non_public_kind(address) if address else None
        if kind is None or kind == await self._kind_at_home(request):
            return
        host = urlparse_cached(request).hostname or ""
        is_name = _parse_address(host) is None
        shown = f"{host} ({address})" if is_name else host
        outlet = getattr(self.crawler.spider, "outlet", None)
        remedy = (
            f"; it is fetched only for an outlet whose `home` is on one ({outlet.path})" if outlet else ""
        )
        problem = f"{shown} is not a public address ({kind}){remedy}"
        if not is_name:
            raise PrivateAddress(problem)
        if host not in self._warned:  # a captive network may resolve names so: the pages stay in the frontier
            self._warned.add(host)
            logger.warning("%s", problem, extra={"spider": self.crawler.spider})
        raise HostWaits(problem)

    async def _kind_at_home(self, request: Request) -> str | None:
        outlet = getattr(self.crawler.spider, "outlet", None)
        urls = request.meta.get("redirect_urls") or [request.url]
        home = outlet.home if isinstance(outlet, Outlet) else urls[0]
        address = await _resolve(_host_of(home))
        return non_public_kind(address) if address else None


@lru_cache(maxsize=1024)  # as below: a crawl asks again and again for few hosts
def non_public_kind(address: Address) -> str | None:
    """`loopback`, `link-local`, `private` or `reserved` for an address that is not public; else None."""
    if isinstance(address, IPv6Address):  # some contain the IPv4 address to which they lead
        address = address.ipv4_mapped or address.sixtofour or address
    if address.is_loopback or address.is_unspecified:
        return "loopback"
    if address.is_link_local:
        return "link-local"
    if address.is_global and not address.is_multicast:
        return None
    return "private" if address.is_private else "reserved"


async def _resolve(host: str | None) -> Address | None:
    """The address of a host; None if it cannot be resolved, which the downloader will report."""
    from twisted.internet import reactor  # noqa: PLC0415 - importing it installs a reactor

    if literal := _parse_address(host or ""):
        return literal
    resolver: Any = reactor
    try:
        return ip_address(await maybe_deferred_to_future(resolver.resolve(host)))
    except Exception:  # resolvers raise errors of many types
        return None


@lru_cache(maxsize=1024)
def _host_of(url: str) -> str | None:
    """The host of a URL as a request has it."""
    return urlparse_cached(Request(url)).hostname


@lru_cache(maxsize=1024)
def _parse_address(host: str) -> Address | None:
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None
