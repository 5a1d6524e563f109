"""Names of hosts that lead to loopback in a crawl with `-s` and SETTING."""

from __future__ import annotations

from collections.abc import Sequence

from scrapy.resolver import CachingThreadedResolver
from twisted.internet import defer

ADDRESS = "127.0.0.1"

SETTING = "TWISTED_DNS_RESOLVER=tests.support.loopback_names.Resolver"


class Resolver(CachingThreadedResolver):
    """Resolves every name in `.test`, which no DNS has (RFC 6761), in ASCII as DNS has names."""

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> defer.Deferred[str]:
        if name.isascii() and name.endswith(".test"):
            return defer.succeed(ADDRESS)
        return super().getHostByName(name, timeout)
