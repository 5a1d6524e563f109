"""Addresses: what two spellings of one page have in common. Pure, no network, light to import."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

if TYPE_CHECKING:
    from tldextract import TLDExtract


# Parameters that say where a reader came from, never which page it is, and that courlan does not know.
_TRACKING_NAMES = frozenset((
    "gclsrc", "ttclid", "igsh", "li_fat_id", "srsltid", "_hsenc", "_hsmi", "hsctatracking", "wt_mc",
    "wt.mc_id", "s_cid", "ncid", "ocid", "icid", "ceid", "cmpid", "cmp_id", "cmp", "campaign_id", "ito",
    "smid", "smtyp", "spm", "scm", "share", "shared", "sharetype", "shareid", "share_id", "sr_share", "replytocom", "trk",
    "trkcampaign", "trackingid", "guccounter", "rss", "emci", "emdi", "at_medium", "at_campaign", "at_format",
    "fb_source", "fb_comment_id", "fb_action_ids", "fb_action_types", "referer", "referrer", "source_ref",
))  # fmt: skip

_TRACKING_PREFIXES = ("matomo_", "piwik_", "__hs", "guce_", "cm_mmc", "ns_", "sfmc_", "at_link_")

# What courlan takes for tracking and what chooses the page at some sites.
_CHOOSING_WORDS = frozenset((
    "campaign", "cid", "clid", "eid", "keyword", "kwd", "medium", "session", "source", "uid"
))  # fmt: skip

_DEFAULT_PORTS = {"http": 80, "https": 443}


@cache
def _extractor() -> TLDExtract:
    """The public suffix list as it is shipped: nothing is fetched, nothing is written."""
    from tldextract import TLDExtract  # noqa: PLC0415 - not needed by those who only strip parameters

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def registered_domain(host: str) -> str:
    """The part of a host that one owner has registered ("news.example.co.uk" -> "example.co.uk").

    An IP address, a public suffix and "localhost" stand for themselves; below a suffix that nobody lists,
    two labels count.
    """
    host = host.lower().rstrip(".")
    found = _extractor().extract_str(host)
    if found.domain and found.suffix:
        return f"{found.domain}.{found.suffix}"
    is_address = bool(found.ipv4 or found.ipv6) or ":" in host
    return host if is_address or found.suffix else ".".join(host.split(".")[-2:])


def is_web_address(url: str) -> bool:
    """Whether it is a full http(s) address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def strip_tracking(url: str) -> str:
    """A URL without what does not choose the page: tracking, fragment, default port, capitals in the host.

    The order of the other parameters is kept. What is no http(s) URL comes back as it is.
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
    kept = [pair for pair in parts.query.split("&") if pair and not _is_tracking(pair)]
    return urlunsplit((scheme, host, parts.path or "/", "&".join(kept), ""))


def _is_tracking(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name = name.lower()
    if name in _TRACKING_NAMES or name.startswith(_TRACKING_PREFIXES):
        return True
    if name in ("ref", "ref_id") and value.isdigit():  # the number of a page
        return False
    return _courlan_says_tracking(name)


def _courlan_says_tracking(name: str) -> bool:
    """Whether courlan's pattern knows a parameter as tracking. It finds beginnings too: "ga" in "gallery"."""
    from courlan.clean import TRACKERS_RE  # noqa: PLC0415 - it imports urllib3; few addresses have a query

    found = TRACKERS_RE.search(name)
    if found is None or found[0].strip("_") in _CHOOSING_WORDS:
        return False
    return found[0].endswith("_") or name[found.end() : found.end() + 1] in ("", "_", "-")
