"""The hosts and domains of URLs, and one spelling for each URL. Pure and quick to import."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

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

# What a path and a query may contain unescaped (RFC 3986, 3.3 and 3.4). A `%` is handled apart.
_SAFE = "/:@!$&'()*+,;=-._~?%"

_PAGE_ENDING = re.compile(r"\.(?:html?|php|aspx?)$")

_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})?")

# Most URLs have only these characters, no escape and no segment of dots, and so need no work.
_PLAIN = re.compile(r"[\w/:@!$&'()*+,;=~?-]*(?:(?<!/)\.[\w/:@!$&'()*+,;=~?-]*)*", re.ASCII)

_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


@cache
def _extractor() -> TLDExtract:
    """The public suffix list shipped with tldextract, so it fetches and writes nothing."""
    from tldextract import TLDExtract  # noqa: PLC0415 (strip_tracking does not need it)

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


@lru_cache(maxsize=10_000)  # the pages of an outlet ask for a few hosts, each several times
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


@lru_cache(maxsize=1024)  # a crawl asks for the address of a page several times
def host_of(address: str) -> str | None:
    """The host of an http(s) URL in lower-case ASCII, with its port unless that is the default; else None."""
    try:
        parts = urlsplit(address)
        port, name = parts.port, _ascii_host(parts.hostname or "")
    except ValueError:  # a bad port or bracket, or a label that IDNA refuses
        return None
    name = f"[{name}]" if ":" in name else name
    if parts.scheme not in _DEFAULT_PORTS or not _HOST_NAME.fullmatch(name):
        return None
    return name if port in {None, _DEFAULT_PORTS[parts.scheme]} else f"{name}:{port}"


def _ascii_host(name: str) -> str:
    """A host name in lower-case ASCII, without the dot of the root. Raises ValueError if IDNA refuses it.

    Python's own codec is IDNA 2003, which w3lib's `safe_url_string` uses: it reads `faß.de` as `fass.de`, the
    host of somebody else. Browsers follow UTS 46 (reported upstream: w3lib should encode with `idna`).
    """
    name = name.lower().rstrip(".")
    if name.isascii():
        return name
    import idna  # noqa: PLC0415 - it has large tables, and few hosts need them

    try:
        return idna.encode(name, uts46=True).decode("ascii")
    except UnicodeError:  # a label that only the older standard allows, such as a symbol
        return name.encode("idna").decode("ascii").lower()


def normalize_url(url: str) -> str:
    """The one spelling of an http(s) URL; the same for all that a server must treat alike (RFC 3986, 6.2).

    Scheme and host are in lower case, the host in ASCII (IDNA) without the dot of the root. User, password,
    the default port, the fragment and empty parameters are removed. `.` and `..` in the path are resolved.
    Escapes are in upper case, needless ones (`%7E`) are undone, and what must be escaped is (`é`, a space).
    The order of parameters stays, and so do repeated slashes. Anything but an http(s) URL is returned
    unchanged.

    w3lib's `canonicalize_url` sorts parameters, which can select another page, and `safe_url_string` leaves
    `%7E`, `%c3` and `..`.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        scheme, host = parts.scheme.lower(), _ascii_host(parts.hostname or "")
    except ValueError:
        return url
    if scheme not in _DEFAULT_PORTS or not host:
        return url
    host = f"[{host}]" if ":" in host else host
    if port and port != _DEFAULT_PORTS[scheme]:
        host = f"{host}:{port}"
    path = _without_dots(_escaped(parts.path or "/"))
    query = "&".join(filter(None, _escaped(parts.query).split("&")))
    return urlunsplit((scheme, host, path, query, ""))


def _escaped(text: str) -> str:
    """A path or query in which exactly those characters are escaped that have to be."""
    if _PLAIN.fullmatch(text):
        return text
    return quote(_ESCAPE.sub(_normal_escape, text).encode("utf-8", "ignore"), safe=_SAFE)


def _normal_escape(match: re.Match[str]) -> str:
    if match[1] is None:
        return "%25"  # a bare per cent sign
    char = chr(int(match[1], 16))
    return char if char in _UNRESERVED else f"%{match[1].upper()}"


def _without_dots(path: str) -> str:
    """A path without `.` and `..` (RFC 3986, 5.2.4)."""
    if "/." not in path:
        return path
    remaining: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            remaining[-1:] = []
        elif segment != ".":
            remaining.append(segment)
    if segments[-1] in {".", ".."}:
        remaining.append("")
    return "/" + "/".join(remaining)


def join_url(base: str, address: str) -> str:
    """Where an address on a page leads, relative ones counted from its base; "" for a malformed one."""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return ""


def strip_tracking(url: str) -> str:
    """The normal spelling of a URL (`normalize_url`) without the parameters that only track readers.

    The other parameters keep their order. Anything but an http(s) URL is returned unchanged.
    """
    normal = normalize_url(url)
    head, mark, query = normal.partition("?")
    if not mark or not is_web_address(normal):
        return normal
    parameters = [pair for pair in query.split("&") if not _is_tracking(pair)]
    return "?".join(filter(None, (head, "&".join(parameters))))


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


def path_parts(url: str) -> list[str]:
    """The parts of a URL's path, unquoted, the last without its extension; [""] for none."""
    try:
        parts = [part for part in unquote(urlsplit(url).path).split("/") if part]
    except ValueError:
        parts = []
    return [*parts[:-1], _PAGE_ENDING.sub("", parts[-1])] if parts else [""]
