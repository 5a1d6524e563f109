"""Pelican with the two themes that it ships: notmyidea, the default, and simple."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.publishers.posts import Post
from tests.publishers.publisher import not_installed, run
from tests.publishers.related import with_related
from tests.publishers.static_site import StaticSite, reserve, url_of

_ADDRESSES = {"notmyidea": "127.0.0.32", "simple": "127.0.0.33"}
_STATUS = {"draft": "draft", "private": "hidden", "future": "draft"}


class Pelican:
    """One of the two themes."""

    prints = frozenset({"authors", "category", "time"})
    hides = frozenset({"draft", "private", "future"})

    def __init__(self, theme: str) -> None:
        self.theme = theme
        self.name = f"pelican-{theme}"

    def missing(self) -> str | None:
        """Pelican of PyPI is needed: Debian's comes without its default theme."""
        return not_installed(["pelican"], "`make test-publishers` installs it")

    def version(self) -> str:
        """Such as `4.11.0`."""
        return f"Pelican {run('pelican', '--version').strip()}, theme {self.theme}"

    def start(self, folder: Path, posts: Sequence[Post]) -> StaticSite:
        """Build with what `pelican-quickstart` proposes, feeds included. Pelican itself makes no sitemap."""
        server, log = reserve(_ADDRESSES[self.theme], folder / "output")
        settings = {
            "SITENAME": "The Pelican Herald",
            "SITEURL": url_of(server),
            "PATH": "content",
            "THEME": self.theme,
            "TIMEZONE": "UTC",
            "DEFAULT_LANG": "en",
            "FEED_ALL_ATOM": "feeds/all.atom.xml",
            "DEFAULT_PAGINATION": 10,
            "SLUGIFY_SOURCE": "basename",
        }
        (folder / "settings.py").write_text(
            "".join(f"{key} = {value!r}\n" for key, value in settings.items())
        )
        (folder / "content").mkdir()
        for post in posts:
            head = {
                "Title": post.title,
                "Date": post.date.isoformat(),
                "Category": post.category,
                "Authors": "; ".join(post.authors),
                "Slug": post.slug,
                "Status": _STATUS.get(post.state, "published"),
            }
            text = with_related(post, lambda slug: f"{{filename}}/{slug}.md")
            lines = "".join(f"{key}: {value}\n" for key, value in head.items())
            (folder / f"content/{post.slug}.md").write_text(f"{lines}\n{text}", encoding="utf-8")
        run("pelican", "-s", "settings.py", "-o", "output", folder=folder)
        return StaticSite(server, log)
