"""Site furniture recognised by the elements it stands in: what to cut from a tree before its text is read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from lxml.html import HtmlElement

from archive.clean.boilerplate.lines import section
from archive.clean.dom.blocks import HEADINGS, Block, Box, boxes_inside

# A box that holds this share of the page's prose is the article or lies round it, whatever it is called.
_ARTICLE_SHARE = 0.35

# A box found by its name alone may hold at most this share; one that says in its heading what it is, more.
_NAMED_SHARE = 0.25

_HEADED_SHARE = 0.45

# A list of links has more of its text in links than this, or so many blocks that are links (titles of cards).
_LINK_LIST = 0.4

_CARDS = 2

# A form and the words round it are a prompt while they are no longer than this.
_PROMPT_CHARS = 300

_NEVER = frozenset({"body", "main", "h1"})

# What elements of the page's frame are for; broken markup can nest the whole article in one of them.
_FRAME_TAGS = frozenset(
    {"nav", "button", "form", "dialog", "menu", "figure", "footer", "aside", "label", "legend", "svg"}
    | {"fieldset"}
)

_FRAME_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu"}
    | {"menubar", "tablist", "toolbar"}
)

# Names that people give such elements, as words of a class, an id or a test id.
_NAMES = (
    # who wrote it, and when
    r"(?:about|post|article|entry|single)?[-_]{0,2}(?:author|writer|contributor|creator)[-_]{0,2}"
    r"(?:box|bio|card|info|profile|about|desc|description|block|widget|area|section|details|meta)",
    r"about[-_]?(?:the[-_]?)?(?:author|writer|creator)s?|(?:author|writer)s?[-_]bios?|biography",
    r"(?:entry|post|article)?[-_]?by-?lines?|posted-(?:on|by|in)|copyright",
    r"read(?:ing)?[-_]?time|time-to-read|word-?count|view-?count",
    r"(?:entry|post|article)[-_]{1,2}(?:meta|tags|share|footer|nav|navigation)",
    r"tags?[-_](?:list|links|cloud|container|wrap)|(?:cat|tags)-links",
    # share, follow, sign up
    r"addtoany\w*|a2a_kit|sharedaddy|sharethis\w*|sociable",
    r"(?:social|share|sharing)s?(?:[-_]{0,2}(?:bar|row|links?|buttons?|icons?|tools?|media|share|sharing|list|wrap\w*|"
    r"container|box|nav|follow))?",
    r"\w*newsletter\w*|mailchimp|mc_embed\w*|mc4wp\w*|call-to-action|(?:inline|article|content|end|bottom)?[-_]?cta",
    r"(?:e-?mail)?[-_]?(?:sign-?up|subscribe|subscription|opt-?in)"
    r"(?:[-_]{0,2}(?:form|box|widget|wrap|cta|banner|block|prompt|inline))?",
    r"paywall-?prompt|login|sign-?in|log-?in",
    # other pages
    r"(?:related|recommended|recommendation|recirc\w*|trending|popular|most-?(?:read|popular|viewed)|further-?reading|"
    r"read-?(?:more|next|also)|more-?(?:from|stories|posts|articles|news|reading)|you-?(?:may|might)[-\w]*|see-?also|"
    r"up-?next)(?:[-_]{0,2}(?:posts?|articles?|stories|content|links?|news|items?|block|widget|section|module|list|"
    r"wrap\w*|container|reading|box))?",
    r"jp-relatedposts|yarpp\w*|outbrain\w*|taboola\w*|zergnet",
    r"breadcrumbs?|pagination|page-?links|post-navigation|nav-links|site-?(?:info|footer|header|branding)|masthead",
    r"skip-link|screen-reader-text|sr-only|visually-?hidden",
    # advertising and notices
    r"ads?|adv|advert|advertisement\w*|ad[-_](?:slot|unit|wrap\w*|container|label|block|box)|sponsor(?:ed|s)?",
    r"promo(?:tion|box)?|cookie\w*|consent|gdpr\w*|onetrust\w*",
    # readers
    r"comments?(?:list|form)?(?:[-_](?:area|list|section|form|box|wrap\w*|container|count|link|title|respond|thread|"
    r"prompt))?",
    r"disqus\w*|respond|reader-?insights?|rating-?widget|user-?rating|votes?",
)

_NAME = re.compile(rf"(?:^|[-_\s])(?:{'|'.join(_NAMES)})(?=$|[-_\s])")  # in lower case

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")

_NAMED_BY = ("class", "data-testid", "data-component", "data-test", "data-module", "aria-label")

# A longer id is the slug of a heading: the author's words.
_ID_WORDS = 3


def _name(element: HtmlElement) -> str | None:
    """The class, short id or test id that names the element as furniture."""
    names = [value for name in _NAMED_BY if (value := element.get(name)) and len(value) < 400]
    own_id = element.get("id")
    if own_id and own_id.count("-") + own_id.count("_") < _ID_WORDS:
        names.append(own_id)
    return _name_in(" ".join(names)) if names else None


@lru_cache(maxsize=4096)
def _name_in(names: str) -> str | None:
    """The name of furniture among the names of an element; a site has few, on many elements."""
    parted = _CAMEL.sub("-", names)
    found = _NAME.search(parted.lower())
    return parted[slice(*found.span())].strip("-_ \n") if found else None


def _is_frame(element: HtmlElement) -> bool:
    if element.tag in HEADINGS or (element.tag == "figure" and element.find(".//table") is not None):
        return False
    if element.tag == "button" and _in_heading(element):
        return False
    return element.tag in _FRAME_TAGS or element.get("role") in _FRAME_ROLES or _name(element) is not None


def _in_heading(element: HtmlElement) -> bool:
    """Whether a button is the text of a heading, as the questions of a folded FAQ are."""
    parent = element.getparent()
    return parent is not None and parent.tag in HEADINGS and len(parent) == 1


def find_furniture(blocks: list[Block], boxes: list[Box]) -> set[Box]:
    """The outermost boxes that are site furniture, by their element, their name or their heading.

    A box with a large share of the page's prose is never among them.
    """
    prose = max(boxes[0].prose, 1)
    headable = {
        box for box in boxes[1:] if box.prose < _HEADED_SHARE * prose and box.element.tag not in _NEVER
    }
    small = {box for box in headable if box.prose < _NAMED_SHARE * prose}
    found = {box for box in small if _is_frame(box.element)}
    found |= {_prompt_around(box, small) for box in small if box.element.tag == "form" and _asks(box.element)}
    for block in blocks:
        kind = section(block.text)
        headed = _headed_by(block, headable) if kind else None
        # A list of links is what the heading says; an author's own section may bear the same name.
        if headed is not None and (kind != "related" or _leads_away(headed, blocks)):
            found.add(headed)
    within = boxes_inside(boxes, found)
    return {box for box in found if box.parent not in within}


def why_furniture(box: Box) -> str:
    """What gave a box of `find_furniture` away, for people."""
    element, first = box.element, box.first
    if _is_frame(element):
        if element.tag in _FRAME_TAGS:
            return f"<{element.tag}>"
        return f"role {role}" if (role := element.get("role")) in _FRAME_ROLES else f"named {_name(element)}"
    if first is not None and section(first.text):
        return f"headed {first.text}"
    return "round a form that asks for an address, a password or a comment"


def _asks(form: HtmlElement) -> bool:
    """Whether a form asks for an address, a password or a comment."""
    return bool(form.xpath(".//input[@type='email' or @type='password'] | .//textarea"))


def _prompt_around(form: Box, small: set[Box]) -> Box:
    """The widest box round a form that holds no more than the words of a prompt."""
    box = form
    while box.parent in small and box.parent.chars <= _PROMPT_CHARS:
        box = box.parent
    return box


def _leads_away(box: Box, blocks: list[Block]) -> bool:
    """Whether a section is mostly links, or cards: several headlines that are links."""
    if box.linked > _LINK_LIST * box.chars:
        return True
    links = [block for block in blocks if block.linked > len(block.text) / 2]
    return sum(box in block.box.ancestors_or_self() for block in links) >= _CARDS


def _headed_by(block: Block, headable: set[Box]) -> Box | None:
    """The widest of these boxes that begins with this block, if it holds more than the block."""
    widest = None
    box: Box | None = block.box
    while box is not None and box in headable and box.first is block:
        if box.chars > len(block.text) or block.is_heading:
            widest = box
        box = box.parent
    return widest


# What trafilatura deletes an element for, wherever the word stands in its class or id.
_DELETED = re.compile(
    r"shar|social|viral|newsletter|syndication|cookie|tags|sidebar|banner|bread-?crumb|button|author|jp-|footer|"
    r"nav|menu|bar|related|premium|\bad\b|widget|paid-?content|byline|embed|consent|modal|permission|elated|next-|"
    r"-stories|popular|more-on|meta|rating|attachment|timestamp|user-|-icon|infos|message|slide|viewport|"
    r"overlay|options|expand|obfuscated|blurred|factbox|yin|infoline|hidden|hide|display: ?none|noprint|"
    r"notloaded|teaser|caption|comment|comol|disqus|reply|akismet|suggest|infinite-?scroll",
    re.I,
)


def disarm(boxes: list[Box]) -> None:
    """Take from boxes that hold the article the tags and names that trafilatura would delete them for."""
    most = _ARTICLE_SHARE * max(boxes[0].prose, 1)
    for box in boxes[1:]:
        element = box.element
        if element.tag == "body" or box.prose < most:
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
