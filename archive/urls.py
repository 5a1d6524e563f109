"""The hosts and domains of URLs, and URLs without tracking parameters. Pure and quick to import."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

if TYPE_CHECKING:
    from tldextract import TLDExtract


# Query parameters that record how a reader reached the page, never select it, and are unknown to courlan.
_TRACKING_NAMES = frozenset((
    "gclsrc", "ttclid", "igsh", "li_fat_id", "srsltid", "_hsenc", "_hsmi", "hsctatracking", "wt_mc",
    "wt.mc_id", "s_cid", "ncid", "ocid", "icid", "ceid", "cmpid", "cmp_id", "cmp", "campaign_id", "ito",
    "smid", "smtyp", "spm", "scm", "share", "shared", "sharetype", "shareid", "share_id", "sr_share",
    "replytocom", "trk", "trkcampaign", "trackingid", "guccounter", "rss", "emci", "emdi", "at_medium",
    "at_campaign", "at_format", "fb_source", "fb_comment_id", "fb_action_ids", "fb_action_types",
    "referer", "referrer", "source_ref",
))  # fmt: skip

_TRACKING_PREFIXES = ("matomo_", "piwik_", "__hs", "guce_", "cm_mmc", "ns_", "sfmc_", "at_link_")

# Words that courlan treats as tracking but that select the page on some sites.
_SELECTING_WORDS = frozenset((
    "campaign", "cid", "clid", "eid", "keyword", "kwd", "medium", "session", "source", "uid"
))  # fmt: skip

_DEFAULT_PORTS = {"http": 80, "https": 443}

_HOST_NAME = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\]")


@cache
def _extractor() -> TLDExtract:
    """The public suffix list shipped with tldextract, so it fetches and writes nothing."""
    from tldextract import TLDExtract  # noqa: PLC0415 (strip_tracking does not need it)

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def registered_domain(host: str) -> str:
    """The part of a host that one owner has registered ("news.example.co.uk" -> "example.co.uk").

    An IP address, a public suffix and "localhost" are returned unchanged. If the suffix is not in the public
    suffix list, the last two labels count.
    """
    host = host.lower().rstrip(".")
    parts = _extractor().extract_str(host)
    if parts.domain and parts.suffix:
        return f"{parts.domain}.{parts.suffix}"
    is_address = bool(parts.ipv4 or parts.ipv6) or ":" in host
    return host if is_address or parts.suffix else ".".join(host.split(".")[-2:])


def is_web_address(url: str) -> bool:
    """Whether this is an absolute http or https URL."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def host_of(address: str) -> str | None:
    """The host of an http(s) URL in lower-case ASCII, with its port unless that is the default; else None."""
    try:
        parts = urlsplit(address)
        port, name = parts.port, (parts.hostname or "").rstrip(".")
        name = name if name.isascii() else name.encode("idna").decode("ascii")
    except ValueError:  # a bad port or bracket, or a label that IDNA refuses
        return None
    name = f"[{name}]" if ":" in name else name
    if parts.scheme not in _DEFAULT_PORTS or not _HOST_NAME.fullmatch(name):
        return None
    return name if port in {None, _DEFAULT_PORTS[parts.scheme]} else f"{name}:{port}"


def strip_tracking(url: str) -> str:
    """Remove what does not select the page: tracking parameters, fragment, default port; lower the host.

    The other parameters keep their order. Anything but an http(s) URL is returned unchanged.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not parts.hostname:
        return url
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    if port and port != _DEFAULT_PORTS[scheme]:
        host = f"{host}:{port}"
    parameters = [pair for pair in parts.query.split("&") if pair and not _is_tracking(pair)]
    return urlunsplit((scheme, host, parts.path or "/", "&".join(parameters), ""))


def _is_tracking(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name = name.lower()
    if name in _TRACKING_NAMES or name.startswith(_TRACKING_PREFIXES):
        return True
    if name in ("ref", "ref_id") and value.isdigit():  # a page number
        return False
    return _is_tracking_to_courlan(name)


def _is_tracking_to_courlan(name: str) -> bool:
    """Whether courlan's pattern matches the whole name or a part of it, not just "ga" in "gallery"."""
    from courlan.clean import TRACKERS_RE  # noqa: PLC0415 - it imports urllib3; few addresses have a query

    match = TRACKERS_RE.search(name)
    if match is None or match[0].strip("_") in _SELECTING_WORDS:
        return False
    return match[0].endswith("_") or name[match.end() : match.end() + 1] in ("", "_", "-")
