"""Site furniture recognised by the elements it stands in: what to cut from a tree before its text is read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml.html import HtmlElement

from archive.clean.blocks import HEADINGS, Block, Box
from archive.clean.furniture import section

# A box that holds this share of the page's prose is the article, whatever it is called.
ARTICLE_SHARE = 0.35
# A box found by its name alone may hold at most this share; one found by its heading, likewise.
_NAMED_SHARE = 0.25
_LINK_LIST = 0.4

# What elements of the page's frame are for; broken markup can nest the whole article in one of them.
_FRAME_TAGS = frozenset("nav button form dialog menu figure footer aside label legend svg fieldset".split())
_FRAME_ROLES = frozenset(
    "navigation banner contentinfo complementary search dialog alertdialog menu menubar tablist toolbar".split()
)

_NAME = re.compile(
    r"""(?:^|[-_\s])(?:
      (?:about|post|article|entry|single)?[-_]{0,2}(?:author|writer|contributor|creator)[-_]{0,2}
        (?:box|bio|card|info|profile|about|desc|description|block|widget|area|section|details|meta)
    | about[-_]?(?:the[-_]?)?(?:author|writer|creator)s? | (?:author|writer)s?[-_]bios? | biography
    | (?:entry|post|article)?[-_]?by-?line s? | posted-(?:on|by|in)
    | (?:read|reading)[-_]?time | time-to-read | word-?count | view-?count
    | (?:entry|post|article)[-_]{1,2}(?:meta|tags|share|footer|nav|navigation)
    | tags?[-_](?:list|links|cloud|container|wrap) | (?:cat|tags)-links
    | addtoany\w* | a2a_kit | sharedaddy | sharethis\w* | jp-relatedposts | yarpp\w* | sociable
    | (?:social|share|sharing)s?(?:[-_]{0,2}(?:bar|row|links?|buttons?|icons?|tools?|media|share|sharing|list|wrap\w*|container|box|nav|follow))?
    | \w*newsletter\w* | (?:email|e-mail)?[-_]?(?:sign-?up|subscribe|subscription|opt-?in)
        (?:[-_]{0,2}(?:form|box|widget|wrap|cta|banner|block|prompt|inline))?
    | mailchimp | mc_embed\w* | mc4wp\w* | (?:inline|article|content|end|bottom)?[-_]?cta | call-to-action
    | (?:related|recommended|recommendation|recirc\w*|trending|popular|most-?(?:read|popular|viewed)|read-?(?:more|next|also)
        |more-?(?:from|stories|posts|articles|news|reading)|you-?(?:may|might)[-\w]*|further-?reading|see-?also|up-?next)
        (?:[-_]{0,2}(?:posts?|articles?|stories|content|links?|news|items?|block|widget|section|module|list|wrap\w*|container|reading|box))?
    | outbrain\w* | taboola\w* | zergnet | ad | ads | adv | advert | advertisement\w* | ad[-_](?:slot|unit|wrap\w*|container|label|block|box)
    | sponsor(?:ed|s)? | promo(?:tion|box)? | cookie\w* | consent | gdpr\w* | onetrust\w*
    | comment(?:s|list|form|ary-link)?(?:[-_](?:area|list|section|form|box|wrap\w*|container|count|link|title|respond|thread|prompt))?
    | disqus\w* | respond | reader-?insights? | paywall-?prompt | login | sign-?in | log-?in
    | breadcrumbs? | pagination | page-?links | post-navigation | nav-links | skip-link | screen-reader-text | sr-only | visually-?hidden
    | copyright | site-?(?:info|footer|header|branding) | masthead | rating-?widget | user-?rating | vote s?
    )(?=$|[-_\s])""",
    re.X | re.I,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# The part of a hashed class name that people did not write.
_NAMED_BY = ("class", "id", "data-testid", "data-component", "data-test", "data-module", "aria-label")


def _words_of(element: HtmlElement) -> str:
    names = " ".join(value for name in _NAMED_BY if (value := element.get(name)) and len(value) < 400)
    return _CAMEL.sub("-", names)


def _is_frame(element: HtmlElement) -> bool:
    if element.tag == "figure" and element.find(".//table") is not None:
        return False
    if element.tag == "button" and _in_heading(element):
        return False
    return (
        element.tag in _FRAME_TAGS
        or element.get("role") in _FRAME_ROLES
        or bool((names := _words_of(element)) and _NAME.search(names))
    )


def _in_heading(element: HtmlElement) -> bool:
    """Whether a button is the text of a heading, as the questions of a folded FAQ are."""
    parent = element.getparent()
    return parent is not None and parent.tag in HEADINGS and len(parent) == 1


def find_furniture(blocks: Iterable[Block], boxes: list[Box]) -> set[Box]:
    """The outermost boxes that are site furniture, by their element, their name or their heading.

    A box with a large share of the page's prose is never among them.
    """
    total = max(boxes[0].prose, 1) if boxes else 1
    small = {
        box
        for box in boxes[1:]
        if box.prose < _NAMED_SHARE * total and box.element.tag not in ("body", "h1", "main")
    }
    found = {box for box in small if _is_frame(box.element)}
    for block in blocks:
        kind = section(block.text)
        headed = _headed_by(block, small) if kind else None
        # A list of links is what the heading says; an author's own section may bear the same name.
        if headed is not None and (kind != "related" or headed.linked > _LINK_LIST * headed.chars):
            found.add(headed)
    return {box for box in found if not any(outer in found for outer in list(box.around())[1:])}


def _headed_by(block: Block, small: set[Box]) -> Box | None:
    """The widest small box that begins with this block, if it holds more than the block."""
    widest = None
    box: Box | None = block.box
    while box is not None and box in small and box.first is block:
        if box.chars > len(block.text) or block.is_heading:
            widest = box
        box = box.parent
    return widest


def is_article(box: Box, total: int) -> bool:
    """Whether a box holds so much of the page's `total` prose that it must be the article or lie round it."""
    return box.prose >= ARTICLE_SHARE * max(total, 1)


# What trafilatura deletes an element for, wherever the word stands in its class or id (its own lists are longer).
_DELETED = re.compile(
    r"shar|social|viral|newsletter|syndication|cookie|tags|sidebar|banner|bread-?crumb|button|author|jp-|footer|nav|menu|"
    r"bar|related|premium|\bad\b|widget|paid-?content|byline|embed|consent|modal|permission|elated|next-|-stories|popular|"
    r"more-on|meta|rating|attachment|timestamp|user-|-icon|infos|message|slide|viewport|overlay|options|expand|"
    r"obfuscated|blurred|factbox|yin|infoline|hidden|hide|display: ?none|noprint|notloaded|teaser|caption|comment|"
    r"comol|disqus|reply|akismet|suggest|infinite-?scroll",
    re.I,
)


def disarm(boxes: list[Box]) -> None:
    """Take from boxes that hold the article the tags and names that trafilatura would delete them for."""
    total = boxes[0].prose
    for box in boxes[1:]:
        element = box.element
        if element.tag == "body" or not is_article(box, total):
            continue
        if element.tag in _FRAME_TAGS or element.tag == "header":
            element.tag = "div"
        names = " ".join(element.get(name, "") for name in ("class", "id", "style", "role"))
        if _DELETED.search(names) or element.get("aria-hidden"):
            element.attrib.clear()


def cut(furniture: Iterable[Box]) -> None:
    """Take the furniture out of its tree; text after it stays."""
    for box in furniture:
        if box.element.getparent() is not None:
            box.element.drop_tree()
