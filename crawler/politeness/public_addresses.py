"""Nothing but public addresses is fetched, whatever a feed, a redirect or a name server says."""

from __future__ import annotations

import logging
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
    """The request leads to an address that is not of the public internet."""


class PublicAddressesMiddleware:
    """Refuses this machine, its network and its cloud's metadata service (169.254.169.254).

    An outlet whose `home` is on such an address is fetched there, and on addresses of the same kind. A
    request of a spider without an outlet may go where it was sent, and may not be redirected to there.

    Names are resolved by Scrapy's own resolver, whose cache gives the connection the same address; where
    another resolves (a download handler with one of its own), an answer that came from elsewhere is dropped.
    Behind a proxy the addresses are the proxy's concern.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._said: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """How Scrapy builds it."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises PrivateAddress, or HostWaits for a name: where it leads is not for ever."""
        await self._check(request, await _resolve(urlparse_cached(request).hostname))

    async def process_response(self, request: Request, response: Response) -> Response:
        """Raises as `process_request` does where the answer came from such an address, after all."""
        if response.ip_address and not request.meta.get("proxy"):
            await self._check(request, response.ip_address)
        return response

    async def _check(self, request: Request, address: Address | None) -> None:
        kind = kind_of(address) if address else None
        if kind is None or kind == await self._kind_at_home(request):
            return
        host = urlparse_cached(request).hostname or ""
        is_name = _literal(host) is None
        shown = f"{host} ({address})" if is_name else host
        outlet = getattr(self.crawler.spider, "outlet", None)
        remedy = f"; only an outlet whose `home` is on one is fetched there ({outlet.path})" if outlet else ""
        problem = f"{shown} is no public address ({kind}){remedy}"
        if not is_name:
            raise PrivateAddress(problem)
        if host not in self._said:  # a hotel's network may have it so, and the pages are not dead of that
            self._said.add(host)
            logger.warning("%s", problem, extra={"spider": self.crawler.spider})
        raise HostWaits(problem)

    async def _kind_at_home(self, request: Request) -> str | None:
        outlet = getattr(self.crawler.spider, "outlet", None)
        came_from = request.meta.get("redirect_urls") or [request.url]
        home = outlet.home if isinstance(outlet, Outlet) else came_from[0]
        address = await _resolve(urlparse_cached(Request(home)).hostname)
        return kind_of(address) if address else None


def kind_of(address: Address) -> str | None:
    """What an address is that is not public: `loopback`, `link-local`, `private` or `reserved`; else None."""
    if isinstance(address, IPv6Address):  # the IPv4 address that some hold is where they lead
        address = address.ipv4_mapped or address.sixtofour or address
    if address.is_loopback or address.is_unspecified:
        return "loopback"
    if address.is_link_local:
        return "link-local"
    if address.is_global and not address.is_multicast:
        return None
    return "private" if address.is_private else "reserved"


async def _resolve(host: str | None) -> Address | None:
    """Where a request to this host goes; None where the downloader will say that it goes nowhere."""
    from twisted.internet import reactor  # noqa: PLC0415 - importing it installs one

    if literal := _literal(host or ""):
        return literal
    resolver: Any = reactor
    try:
        return ip_address(await maybe_deferred_to_future(resolver.resolve(host)))
    except Exception:  # whatever a resolver raises
        return None


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None
