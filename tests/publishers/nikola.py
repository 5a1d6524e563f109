"""Nikola with its default theme."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from tests.publishers.posts import Post
from tests.publishers.publisher import not_installed, run
from tests.publishers.related import with_related
from tests.publishers.static_site import StaticSite, reserve, url_of

_STATUS = {"draft": "draft", "private": "private"}


class Nikola:
    """See the module's docstring."""

    name = "nikola"
    prints = frozenset({"authors", "category", "time"})
    hides = frozenset({"draft", "private", "future"})

    def missing(self) -> str | None:
        """Nikola of PyPI."""
        return not_installed(["nikola"], "`make test-publishers` installs it")

    def version(self) -> str:
        """Such as `Nikola v8.3.3`."""
        return run("nikola", "version").strip()

    def start(self, folder: Path, posts: Sequence[Post]) -> StaticSite:
        """Build what `nikola init` proposes; only the site's name and address are ours."""
        site = folder / "site"
        server, log = reserve("127.0.0.34", site / "output")
        run("nikola", "init", "-q", site)
        config = (site / "conf.py").read_text(encoding="utf-8")
        for key, value in {"SITE_URL": f"{url_of(server)}/", "BLOG_TITLE": "The Nikola Courier"}.items():
            config = re.sub(rf"(?m)^{key} = .*$", f"{key} = {value!r}", config)
        (site / "conf.py").write_text(config, encoding="utf-8")
        for post in posts:
            head = {
                "title": post.title,
                "slug": post.slug,
                "date": post.date.isoformat(sep=" "),
                "tags": post.category,
                "author": ", ".join(post.authors),
                "status": _STATUS.get(post.state, ""),
            }
            lines = "".join(f".. {key}: {value}\n" for key, value in head.items() if value)
            text = with_related(post, lambda slug: f"/posts/{slug}/")
            (site / f"posts/{post.slug}.md").write_text(f"{lines}\n{text}", encoding="utf-8")
        run("nikola", "build", folder=site)
        return StaticSite(server, log)
