"""The two seeds as the web would mark them up: five templates of our own round the prose read from ../shared.

    seed = read_seed("vocal-creator-page", shared)      # or "blog-review"
    markups("vocal-creator-page", shared)               # {"creator": html, "wordpress": html, ...}
    render(dataclasses.replace(seed, title="..."))      # the same templates round other facts

The pages carry what such platforms put round a text: navigation, tags, share row, author box, insights, comments,
newsletter, related links, footer. `seed.text` is what cleaning must give back. Dates are only ever relative, as in
the seed, so a test chooses the time of capture. A fact that the seed lacks (None) stands nowhere on the page.
"""
# Markup is easier to read in long lines.
# ruff: noqa: E501

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

KINDS = ("vocal-creator-page", "blog-review")
_SITE = {"vocal-creator-page": "Critique", "blog-review": "Reel Notes"}


@dataclass(frozen=True)
class Seed:
    """The pieces of a seed.

    Attributes:
        site: name of the site.
        title, subtitle, author, published, read_time, tag, bio: as printed, or None.
        blocks: the text, in order, as (`h2` or `p`, words).
        rights: the © line, or None.
    """

    site: str
    title: str | None
    subtitle: str | None
    author: str | None
    published: str | None
    read_time: str | None
    tag: str | None
    bio: str | None
    blocks: tuple[tuple[str, str], ...]
    rights: str | None

    @property
    def text(self) -> str:
        """The text that cleaning must give back."""
        return "\n".join(words for _, words in self.blocks)


def read_seed(kind: str, shared: Path) -> Seed:
    """Read the pieces of `kind` (a stem of ../shared/seeds/*.txt)."""
    raw = (shared / "seeds" / f"{kind}.txt").read_text(encoding="utf-8")
    lines = [line.strip() for line in raw.splitlines() if line.strip()]
    if kind == "blog-review":
        body = tuple(("p", line) for line in lines if line != "Leave a comment")
        return Seed(_SITE[kind], None, None, None, None, None, None, None, body, None)
    byline = next(line for line in lines if line.startswith("By "))
    found = re.fullmatch(r"By (.+?)Published (.+?) (\d+ min read)", byline)
    assert found, byline
    start, about = lines.index(byline) + 1, lines.index("About the Creator")
    prose, tag = lines[start : about - 1], lines[about - 1]
    blocks = tuple(("p" if re.search(r"[.!?)]$", line) and len(line) > 90 else "h2", line) for line in prose)
    return Seed(
        site=_SITE[kind],
        title=lines[1],
        subtitle=lines[2],
        author=found[1],
        published=found[2],
        read_time=found[3],
        tag=tag,
        bio=lines[about + 2],
        blocks=blocks,
        rights=lines[-1],
    )


def markups(kind: str, shared: Path) -> dict[str, str]:
    """Every template filled with the seed `kind`: name of the template -> a whole HTML page."""
    return render(read_seed(kind, shared))


def render(seed: Seed) -> dict[str, str]:
    """Every template filled with `seed`."""
    return {name: template(seed) for name, template in TEMPLATES.items()}


def _when(value: str | None, html: str) -> str:
    """`html` with {} filled by the escaped value, or nothing where there is no value."""
    return html.replace("{}", escape(value)) if value else ""


def _head(seed: Seed, extra: str = "") -> str:
    title = f"{seed.title} | {seed.site}" if seed.title else seed.site
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>
<meta property="og:site_name" content="{escape(seed.site)}"><meta property="og:type" content="article">
{_when(seed.title, '<meta property="og:title" content="{}">')}
{_when(seed.author, '<meta name="author" content="{}">')}
<meta name="viewport" content="width=device-width"><meta name="generator" content="templates of our own">{extra}
<style>.a{{color:red}}</style></head>"""


def _paragraphs(seed: Seed, p: str = "<p>{}</p>", h2: str = "<h2>{}</h2>") -> str:
    return "\n".join((h2 if tag == "h2" else p).replace("{}", escape(words)) for tag, words in seed.blocks)


def _creator(seed: Seed) -> str:
    insights = """<div class="css-1n3wuy4-Insights"><div class="css-k1"><h3 class="css-19p1">Reader insights</h3>
<p class="css-8f2">Be the first to share your insights about this piece.</p><button class="css-zz">How does it work?</button>
<button class="css-zz" data-testid="add-insights">Add your insights</button></div></div>"""
    comments = """<div class="css-comm1"><h3 class="css-19p1">Comments</h3>
<div class="css-5w"><p>There are no comments for this story</p><p>Be the first to respond and start the conversation.</p>
<button type="button" class="css-zz">Sign in to comment</button></div></div>"""
    bio = f"""<div class="css-q7w" data-testid="author-card"><h3 class="css-19p1">About the Creator</h3>
<a class="css-1x" href="/authors/x"><img alt="" src="/a.jpg"><h4>{escape(seed.author or "")}</h4></a>
<p class="css-bio9">{escape(seed.bio or "")}</p><button class="css-zz">Subscribe</button></div>"""
    return f"""{_head(seed)}<body><div id="__next"><div class="css-1abc">
<header class="css-nav1"><a href="/"><img src="/logo.svg" alt="{escape(seed.site)} logo"></a>
<nav><ul><li><a href="/explore">Explore</a></li><li><a href="/login">Sign in</a></li><li><a href="/join">Join</a></li></ul></nav></header>
<main class="css-main7"><article class="css-art5" data-testid="story">
{_when(seed.title, '<h1 class="css-hd2" data-testid="story-title">{}</h1>')}
{_when(seed.subtitle, '<h2 class="css-sub3" data-testid="story-subtitle">{}</h2>')}
<div class="css-by4" data-testid="story-byline">{_when(seed.author, '<span>By <a href="/authors/x">{}</a></span>')}
{_when(seed.published, '<span class="css-w">Published <time>{}</time></span>')}
{_when(seed.read_time, '<span class="css-w">{}</span>')}</div>
<figure class="css-fig"><img src="/hero.jpg" alt=""></figure>
<div class="css-body8" data-testid="story-body">{_paragraphs(seed, '<p class="css-p">{}</p>', '<h2 class="css-h">{}</h2>')}</div>
{_when(seed.tag, '<div class="css-tg"><a href="/t/x" class="css-tag">{}</a></div>')}
<div class="css-share"><button aria-label="Share on X"></button><button aria-label="Copy link">Share</button></div>
</article>{bio if seed.bio else ""}{insights}{comments}</main>
<footer class="css-ft"><div><h4>Find us on social media</h4><a href="//x.example/v" aria-label="X"></a></div>
<div><h4>Miscellaneous links</h4><ul><li><a href="/explore">Explore</a></li><li><a href="/c">Contact</a></li>
<li><a href="/p">Privacy Policy</a></li><li><a href="/t">Terms of Use</a></li><li><a href="/s">Support</a></li></ul></div>
{_when(seed.rights, "<p>{}</p>")}</footer></div></div></body></html>"""


def _wordpress(seed: Seed) -> str:
    meta = f"""<div class="entry-meta">{_when(seed.published, '<span class="posted-on">Posted {}</span>')}
{_when(seed.author, '<span class="byline"> by <span class="author vcard"><a class="url fn n" href="/author/x/">{}</a></span></span>')}
{_when(seed.read_time, '<span class="rt-reading-time">{}</span>')}</div>"""
    bio = f"""<div class="author-box"><h3>About the Author</h3><p class="author-name">{escape(seed.author or "")}</p>
<p class="author-description">{escape(seed.bio or "")}</p></div>"""
    return f"""{_head(seed)}<body class="post-template-default single single-post postid-77 has-sidebar">
<div id="page" class="site"><header id="masthead" class="site-header"><p class="site-title"><a href="/">{escape(seed.site)}</a></p>
<nav id="site-navigation" class="main-navigation"><ul class="menu"><li><a href="/">Home</a></li><li><a href="/reviews/">Reviews</a></li>
<li><a href="/about/">About</a></li></ul></nav></header>
<div id="content" class="site-content"><main id="main" class="site-main"><article id="post-77" class="post-77 post type-post hentry">
<header class="entry-header">{_when(seed.title, '<h1 class="entry-title">{}</h1>')}{meta}</header>
<div class="entry-content">{_paragraphs(seed, h2='<h2 class="wp-block-heading">{}</h2>')}
<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Share this:</h3><ul><li><a href="?share=x">X</a></li>
<li><a href="?share=facebook">Facebook</a></li></ul></div>
<div class="jp-relatedposts"><h3>Related</h3><p><a href="/2025/01/one/">Five fights that changed the genre</a></p></div></div>
<footer class="entry-footer">{_when(seed.tag, '<span class="tags-links">Tagged <a href="/tag/x/" rel="tag">{}</a></span>')}</footer>
</article>{bio if seed.bio else ""}
<nav class="navigation post-navigation"><a href="/a/" rel="prev">Previous: Ten trailers to see</a> <a href="/b/" rel="next">Next: The week in film</a></nav>
<div id="comments" class="comments-area"><div id="respond" class="comment-respond"><h3 id="reply-title">Leave a comment</h3>
<form><p class="comment-notes">Your email address will not be published. Required fields are marked *</p>
<p><label>Comment</label><textarea></textarea></p><p><input type="submit" value="Post Comment"></p></form></div></div></main>
<aside id="secondary" class="widget-area"><section class="widget widget_recent_entries"><h2>Recent Posts</h2><ul>
<li><a href="/x1/">Every duel of the year, ranked</a></li><li><a href="/x2/">What the box office tells us</a></li></ul></section>
<section class="widget"><h2>Subscribe to Blog via Email</h2><p>Enter your email address to subscribe to this blog.</p></section></aside></div>
<footer id="colophon" class="site-footer">{_when(seed.rights, "<p>{}</p>")}<p>Proudly powered by WordPress</p></footer></div></body></html>"""


def _ghost(seed: Seed) -> str:
    body = _paragraphs(seed).split("\n")
    box = """<div class="subscription-widget-wrap"><div class="subscription-widget"><p class="cta-caption">Thanks for reading!
Subscribe for free to receive new posts and support my work.</p><form><input type="email" placeholder="Type your email...">
<button>Subscribe</button></form></div></div>"""
    middle = len(body) // 2
    share = (
        '<p class="button-wrapper"><a class="button primary" href="?action=share"><span>Share</span></a></p>'
    )
    words = "\n".join([*body[:middle], box, *body[middle:], share])
    bio = f"""<div class="gh-author-card"><h4 class="gh-author-name">{escape(seed.author or "")}</h4>
<div class="gh-author-bio">{escape(seed.bio or "")}</div></div>"""
    return f"""{_head(seed)}<body class="post-template"><div class="gh-viewport"><header id="gh-head" class="gh-head">
<a class="gh-head-logo" href="/">{escape(seed.site)}</a><nav><ul class="nav"><li><a href="/">Home</a></li><li><a href="/archive">Archive</a></li></ul></nav>
<a class="gh-head-link" href="#/portal/signin">Sign in</a></header><main class="gh-main"><article class="gh-article post">
<header class="gh-article-header">{_when(seed.title, '<h1 class="gh-article-title">{}</h1>')}
{_when(seed.subtitle, '<h3 class="subtitle">{}</h3>')}<div class="gh-article-meta">
{_when(seed.author, '<h4 class="gh-article-author-name"><a href="/author/x/">{}</a></h4>')}
<div class="gh-article-meta-content">{_when(seed.published, '<time class="gh-article-meta-date">{}</time>')}
{_when(seed.read_time, '<span class="gh-article-meta-length">— {}</span>')}</div></div></header>
<section class="gh-content gh-canvas available-content"><div class="body markup" dir="auto">{words}</div></section></article>
{bio if seed.bio else ""}
<section class="comments-section"><h4>Discussion about this post</h4><div>Comments</div><div>Restacks</div><p>Ready for more?</p></section>
<section class="footer-cta"><h2 class="footer-cta-title">Sign up for more like this.</h2><a href="#/portal">Enter your email</a></section>
<aside class="read-more-wrap"><h3>Read more</h3><article class="post-card"><a href="/n1/"><h2>The sequel nobody asked for</h2>
<p>A studio runs out of ideas, and then out of money.</p></a><footer><time>Mar 2</time><span>3 min read</span></footer></article></aside>
</main><footer class="gh-foot"><ul class="nav"><li><a href="/privacy">Privacy</a></li><li><a href="/terms">Terms</a></li></ul>
{_when(seed.rights, "<div>{}</div>")}<div><a href="https://ghost.example/">Powered by Ghost</a></div></footer></div></body></html>"""


def _publisher(seed: Seed) -> str:
    node: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "isAccessibleForFree": True,
    }
    node["publisher"] = {"@type": "Organization", "name": seed.site}
    if seed.title:
        node["headline"] = seed.title
    if seed.author:
        node["author"] = [{"@type": "Organization", "name": seed.author}]
    ld = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    body = _paragraphs(seed, '<p class="paragraph larva">{}</p>', '<h2 id="h-x">{}</h2>').split("\n")
    ad = '<div class="c-ad" data-slot="mid"><p>Advertisement</p></div>'
    related = """<section class="related-stories"><h3>Related Stories</h3><ul><li><a href="/s1">Box office: a quiet weekend</a></li>
<li><a href="/s2">Festival line-up announced</a></li></ul></section>"""
    words = "\n".join([*body[:2], ad, *body[2:5], related, *body[5:]])
    bio = f"""<section class="c-author-bio"><h2>About the author</h2><p><strong>{escape(seed.author or "")}</strong></p>
<p>{escape(seed.bio or "")}</p></section>"""
    return f"""{_head(seed, ld)}<body class="article-page"><a class="skip" href="#main">Skip to main content</a>
<div class="cookie-notice" role="dialog"><p>We use cookies to personalise content and ads, and to analyse our traffic.</p><button>Accept all</button></div>
<header class="l-header"><ul class="l-nav"><li><a href="/film">Film</a></li><li><a href="/tv">TV</a></li><li><a href="/awards">Awards</a></li>
<li><a href="/subscribe">Subscribe</a></li></ul></header><main id="main" class="l-main"><article class="l-article">
<ol class="breadcrumbs"><li><a href="/">Home</a></li><li><a href="/film">Film</a></li></ol>
{_when(seed.title, '<h1 class="c-title">{}</h1>')}
{_when(seed.subtitle, '<p class="c-dek">{}</p>')}
<div class="c-byline">{_when(seed.author, '<p class="c-byline__author">By <a href="/author/x">{}</a></p>')}
{_when(seed.published, '<time class="c-timestamp">Published {}</time>')}{_when(seed.read_time, "<span>{}</span>")}</div>
<ul class="o-social-share"><li><a href="#f">Share on Facebook</a></li><li><a href="#x">Share on X</a></li><li><a href="#p">Print</a></li></ul>
<div class="a-content">{words}</div>
<p class="c-tags">{_when(seed.tag, 'Read more about: <a href="/t">{}</a>')}</p></article>
{bio if seed.bio else ""}
<div class="newsletter-signup"><h3>Sign up for our newsletter</h3><p>Get the day's biggest stories in your inbox.</p>
<p>By subscribing you agree to our Terms of Use and Privacy Policy.</p></div>
<section class="most-popular"><h2>Most Popular</h2><ol><li><a href="/m1">The twenty best endings</a></li><li><a href="/m2">A director explains</a></li></ol></section>
<section id="comments"><h2>Leave a Comment</h2><p>Comments are moderated. They may be edited for clarity.</p></section></main>
<footer class="l-footer"><ul><li><a href="/about">About Us</a></li><li><a href="/advertise">Advertise</a></li><li><a href="/privacy">Privacy Policy</a></li></ul>
{_when(seed.rights, '<p class="copyright">{}</p>')}</footer></body></html>"""


def _soup(seed: Seed) -> str:
    words = "<br><br>\n".join(
        f"<b>{escape(text)}</b>" if tag == "h2" else escape(text) for tag, text in seed.blocks
    )
    byline = " ".join(
        filter(
            None,
            [
                seed.author and f"By {seed.author}",
                seed.published and f"Published {seed.published}",
                seed.read_time,
            ],
        )
    )
    bio = f"<div><b>About the Creator</b><br>{escape(seed.author or '')}<br>{escape(seed.bio or '')}</div>"
    return f"""{_head(seed)}<body><div><div><a href="/">Home</a> | <a href="/a">Archive</a> | <a href="/l">Links</a></div>
{_when(seed.title, "<h1>{}</h1>")}{_when(seed.subtitle, "<div><i>{}</i></div>")}{_when(byline, "<div>{}</div>")}
<div>{words}</div>
{_when(seed.tag, '<div><a href="/t">{}</a></div>')}{bio if seed.bio else ""}
<div><b>Comments</b><br>There are no comments for this story<br><br><a href="/login">Sign in to comment</a></div>
<div><a href="/comment">Leave a comment</a></div>
<div>Find us on social media</div><div><a href="/e">Explore</a> <a href="/c">Contact</a> <a href="/p">Privacy Policy</a></div>
{_when(seed.rights, "<div>{}</div>")}</div></body></html>"""


TEMPLATES = {
    "creator": _creator,
    "wordpress": _wordpress,
    "ghost": _ghost,
    "publisher": _publisher,
    "soup": _soup,
}
