"""Rules in the format of ftr-site-config: what is applied, what is counted, what is no rule."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.clean.article import clean
from archive.model import Article, Capture
from archive.rules.ftr import is_ftr, read_ftr
from archive.rules.load import load_rules
from archive.rules.model import HostRules, SiteRule

HOST = "lantern.example"
FILE = """# The Lantern, as somebody may have written it down
title: //h3[contains(@class, 'head')]
author: //p[@class='credit']
date: //i[@class='when']/@title
body: //div[@id='nowhere']
body: //div[@id='piece']

strip: //div[@class='mark']
strip: //span[
strip_id_or_class: "when"
strip_id_or_class: credit
strip_image_src: /pixel.gif
find_string: <u>4</u>
replace_string: <u>four</u>
replace_string(patient: and): unhurried and
replace_string(patient drama): unhurried drama
next_page_link: //a[@rel='next']
http_header(user-agent): Somebody/1.0
tidy: no
prune: no
test_url: https://lantern.example/hour
test_contains: night porter
"""
Make = Callable[..., Capture]


def read(text: str = FILE) -> HostRules:
    return read_ftr(text, HOST, Path(f"{HOST}.txt"))


def test_what_says_how_to_read_a_page_is_applied(make_capture: Make) -> None:
    article = clean(make_capture(), rules=read().rule)
    assert article.title and article.title.value == "The Lantern Hour keeps its nerve"
    assert article.authors and [author.name for author in article.authors.value] == ["Ada Quill", "Bo Reyes"]
    assert article.published and article.published.value.iso() == "2024-03-03"
    assert {one.source for one in (article.title, article.authors, article.published)} == {"rule"}
    lines = article.text.splitlines()
    assert lines[0].startswith("The Lantern Hour is a slow and unhurried drama")
    assert "Words:" not in article.text and "Television" in article.text  # which no line of the file strips


def test_prune_drops_furniture_within_the_body(make_capture: Make) -> None:
    kept = clean(make_capture(), rules=read().rule)
    pruned = clean(make_capture(), rules=read(FILE.replace("prune: no", "prune: yes")).rule)
    assert "Hand-picked for you" in kept.text
    assert "Hand-picked for you" not in pruned.text and "night porter" in pruned.text
    assert read(FILE.replace("prune: no", "")).rule.prune


def test_what_has_no_effect_is_counted() -> None:
    rules = read()
    assert rules.ignored == {"strip_image_src": 1, "next_page_link": 1, "http_header": 1, "tidy": 1}
    ((directive, why),) = rules.broken
    assert directive == "strip" and "'//span[' is not an XPath" in why


def test_strings_that_do_not_pair_are_left_alone() -> None:
    rules = read("find_string: a\nfind_string: b\nreplace_string: c\nbody: //p\n")
    assert rules.rule == SiteRule(text=("//p",))
    assert rules.ignored == {"find_string": 2, "replace_string": 1}


def test_an_argument_may_hold_a_colon() -> None:
    assert read("replace_string(<p style='x: y'>): <p>").rule.replace == (("<p style='x: y'>", "<p>"),)


@pytest.mark.parametrize(
    ("text", "are"),
    [
        ("body: //p", True),
        ("# only a remark\ntidy: no\n", True),
        ("", False),
        ("A note: nothing\nAnother line.", False),
        ("<html><body>https://x.example</body></html>", False),
    ],
)
def test_other_text_files_are_no_rules(text: str, are: bool) -> None:
    assert is_ftr(text) is are


def test_a_folder_may_hold_both_formats(write: Callable[..., Path], make_capture: Make) -> None:
    write(FILE.replace("title: //h3", "title: //h9"), f"{HOST}.txt")
    write("title: //h2\n", "other.example.txt")
    write("title: //h4\n", ".other.example.txt")
    write("title: //h5\n", "global.txt")  # for every host: not ours to apply
    write("Read me: a note.\n", "read.me.txt")
    write("\ufefftitle: //h6\n", "www.mark.example.txt")
    rules = load_rules(write().parent)
    assert {host: one.form for host, one in rules.hosts.items()} == {
        "lantern.example": "toml",
        "mark.example": "ftr",
        "other.example": "ftr",
        ".other.example": "ftr",
    }
    assert rules.hosts["mark.example"].rule.title == ("//h6",)
    sub = rules.rule_for(make_capture(url="https://m.other.example/"))
    assert sub and sub.title == ("//h4",)


def test_a_file_with_nothing_to_apply_is_no_rule_for_a_page(
    write: Callable[..., Path], make_capture: Make
) -> None:
    rules = load_rules(write("tidy: no\n", f"{HOST}.txt").parent)
    assert rules.hosts[HOST].ignored == {"tidy": 1}
    assert rules.rule_for(make_capture()) is None


def test_a_path_that_fails_on_a_page_is_no_error(make_capture: Make) -> None:
    article: Article = clean(
        make_capture(), rules=SiteRule(title=("//h3[$unbound]", "//h3"), text=("1 div 0", "true()"))
    )
    assert article.title and article.title.value == "The Lantern Hour keeps its nerve"
