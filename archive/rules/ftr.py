"""Site rules in the format of ftr-site-config, as Full-Text RSS and wallabag use it. Text in, rules out.

A line is `directive: value` or `directive(argument): value`. What says how to read a fetched page is applied:
title, body, author, date, strip, strip_id_or_class, find_string with replace_string, prune. All that fetches
further pages, logs in or concerns images is counted and left alone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

from archive.config import Wrong
from archive.rules.model import HostRules, SiteRule
from archive.rules.selectors import xpath

_LINE = re.compile(r"([a-z_]+)\s*(?:\((.*)\))?\s*:\s*(.*)")

_PATHS = {"title": "title", "body": "text", "author": "author", "date": "date", "strip": "strip"}

_APPLIED = {*_PATHS, "strip_id_or_class", "find_string", "replace_string", "prune"}

_TESTS = {"test_url", "test_contains"}

_OTHERS = {
    *(
        "tidy",
        "parser",
        "single_page_link",
        "next_page_link",
        "strip_image_src",
        "http_header",
        "native_ad_clue",
    ),
    *("autodetect_on_failure", "if_page_contains", "convert_double_br_tags", "requires_login", "login_uri"),
    *(
        "insert_detected_image",
        "skip_json_ld",
        "strip_attr",
        "wrap_in",
        "src_lazy_load_attr",
        "strip_comments",
    ),
}


def is_ftr(text: str) -> bool:
    """Whether a text file holds such rules, and is no note or saved page."""
    return any(directive in _APPLIED | _TESTS | _OTHERS for directive, _, _ in _lines(text))


def read_ftr(text: str, host: str, path: Path) -> HostRules:
    """The rules of one file. Nothing in it is an error: what cannot be used is told of."""
    paths: defaultdict[str, list[str]] = defaultdict(list)
    finds: list[str] = []
    replacements: list[str] = []
    ignored: Counter[str] = Counter()
    broken: list[tuple[str, str]] = []
    prune = True
    for directive, argument, value in _lines(text):
        if directive in _TESTS:
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
                paths[_PATHS.get(directive, "strip")].append(_path(directive, value))
            except Wrong as wrong:
                broken.append((directive, wrong.mistakes[0].problem))
    if len(finds) != len(replacements):  # which belongs to which, nobody knows
        ignored["replace_string"] += len(replacements)
        ignored["find_string"] += len(finds)
        finds.clear()
    rule = SiteRule(
        **{key: tuple(found) for key, found in paths.items()},
        prune=prune,
        replace=tuple((find, put) for find, put in zip(finds, replacements, strict=False) if find),
    )
    return HostRules(host, path, rule, "ftr", ignored=dict(ignored), broken=tuple(broken))


def _lines(text: str) -> list[tuple[str, str | None, str]]:
    """Each line's directive, argument and value."""
    found = (_LINE.fullmatch(line.strip()) for line in text.splitlines())
    return [(match[1], match[2], match[3].strip()) for match in found if match]


def _path(directive: str, value: str) -> str:
    if directive != "strip_id_or_class":
        return xpath(value)
    name = re.sub(r"[\"']", "", value).strip()
    attributes = (f"contains(concat(' ', normalize-space(@{a}), ' '), ' {name} ')" for a in ("class", "id"))
    return xpath(f"//*[{' or '.join(attributes)}]")
