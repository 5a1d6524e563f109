"""Read site rules in the format of ftr-site-config, which Full-Text RSS and wallabag use. Pure.

A line is `directive: value` or `directive(argument): value`. We apply the directives that say how to read a
fetched page: title, body, author, date, strip, strip_id_or_class, find_string with replace_string, prune.
Directives that fetch further pages, log in or concern images are counted and have no effect.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from archive.config import InvalidConfig
from archive.rules.model import HostRules, SiteRule
from archive.rules.selectors import xpath

_LINE = re.compile(r"([a-z_]+)\s*(?:\((.*)\))?\s*:\s*(.*)")

_PATH_DIRECTIVES = {"title": "title", "body": "text", "author": "author", "date": "date", "strip": "strip"}

_APPLIED = {*_PATH_DIRECTIVES, "strip_id_or_class", "find_string", "replace_string", "prune"}

_TEST_DIRECTIVES = {"test_url", "test_contains"}

_IGNORED = {
    "tidy",
    "parser",
    "single_page_link",
    "next_page_link",
    "strip_image_src",
    "http_header",
    "native_ad_clue",
    "autodetect_on_failure",
    "if_page_contains",
    "convert_double_br_tags",
    "requires_login",
    "login_uri",
    "insert_detected_image",
    "skip_json_ld",
    "strip_attr",
    "wrap_in",
    "src_lazy_load_attr",
    "strip_comments",
}


def is_ftr(text: str) -> bool:
    """Whether a text file contains such rules, rather than a note or a saved page."""
    return any(directive in _APPLIED | _TEST_DIRECTIVES | _IGNORED for directive, _, _ in _directives(text))


def read_ftr(text: str, host: str, path: Path) -> HostRules:
    """Read the rules of one file.

    Nothing in the file is an error. Lines without effect are counted in `ignored`, bad paths are in `broken`.
    """
    paths: defaultdict[str, list[str]] = defaultdict(list)
    finds: list[str] = []
    replacements: list[str] = []
    ignored: Counter[str] = Counter()
    broken: list[tuple[str, str]] = []
    prune = True
    for directive, argument, value in _directives(text):
        if directive in _TEST_DIRECTIVES:
            continue
        if directive not in _APPLIED or not value:
            ignored[directive] += 1
        elif directive == "prune":
            prune = value.lower() in ("yes", "true")
        elif directive == "find_string":
            finds.append(value)
        elif directive == "replace_string":
            finds += [] if argument is None else [argument]
            replacements.append(value)
        else:
            try:
                paths[_PATH_DIRECTIVES.get(directive, "strip")].append(_xpath(directive, value))
            except InvalidConfig as error:
                broken.append((directive, error.mistakes[0].problem))
    if len(finds) != len(replacements):  # then we cannot tell which belongs to which
        ignored["replace_string"] += len(replacements)
        ignored["find_string"] += len(finds)
        finds.clear()
    chosen: dict[str, Any] = {key: tuple(values) for key, values in paths.items()}
    rule = SiteRule(
        **chosen,
        prune=prune,
        replace=tuple((old, new) for old, new in zip(finds, replacements, strict=False) if old),
    )
    return HostRules(host, path, rule, "ftr", ignored=dict(ignored), broken=tuple(broken))


def _directives(text: str) -> list[tuple[str, str | None, str]]:
    """(directive, argument, value) of each line that has the format."""
    matches = (_LINE.fullmatch(line.strip()) for line in text.splitlines())
    return [(match[1], match[2], match[3].strip()) for match in matches if match]


def _xpath(directive: str, value: str) -> str:
    if directive != "strip_id_or_class":
        return xpath(value)
    name = re.sub(r"[\"']", "", value).strip()
    attributes = (f"contains(concat(' ', normalize-space(@{a}), ' '), ' {name} ')" for a in ("class", "id"))
    return xpath(f"//*[{' or '.join(attributes)}]")
