"""Jekyll with its default theme, minima, and the plugins that hosts of Jekyll switch on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tests.publishers.posts import Post
from tests.publishers.publisher import not_installed, run
from tests.publishers.related import with_related
from tests.publishers.static_site import StaticSite, reserve, url_of

_PLUGINS = ("jekyll-feed", "jekyll-seo-tag", "jekyll-sitemap")


class Jekyll:
    """See the module's docstring."""

    name = "jekyll"
    prints = frozenset({"authors", "time"})
    hides = frozenset({"draft", "private", "future"})

    def missing(self) -> str | None:
        """Debian's packages: the theme and the plugins come beside Jekyll."""
        packages = " ".join(["jekyll", "jekyll-theme-minima", *(f"ruby-{plugin}" for plugin in _PLUGINS)])
        remedy = f"apt-get install {packages}"
        if absent := not_installed(["jekyll", "gem"], remedy):
            return absent
        gems = run("gem", "list", "--no-versions").split()
        missing = [gem for gem in ("minima", *_PLUGINS) if gem not in gems]
        return f"{' and '.join(missing)} not installed: {remedy}" if missing else None

    def version(self) -> str:
        """Such as `jekyll 4.3.1`."""
        return run("jekyll", "--version").strip()

    def start(self, folder: Path, posts: Sequence[Post]) -> StaticSite:
        """Build with minima's front page, feed, SEO tags and sitemap."""
        server, log = reserve("127.0.0.35", folder / "output")
        config = {
            "title": "The Jekyll Observer",
            "url": url_of(server),
            "theme": "minima",
            "plugins": _PLUGINS,
            "timezone": "UTC",
            "permalink": "pretty",
        }
        (folder / "_config.yml").write_text(json.dumps(config))  # JSON is YAML
        (folder / "index.md").write_text("---\nlayout: home\n---\n")
        (folder / "_posts").mkdir()
        for post in posts:
            front = {
                "layout": "post",
                "title": post.title,
                "date": post.date.isoformat(sep=" "),
                "slug": post.slug,
                "lang": post.language,
                "author": ", ".join(post.authors),
                "categories": [post.category],
                "published": post.state not in {"draft", "private"},
            }
            head = "".join(f"{key}: {json.dumps(value)}\n" for key, value in front.items())
            text = with_related(post, lambda slug: f"{{% post_url {_file_name(slug, posts)} %}}")
            (folder / f"_posts/{_file_name(post.slug, posts)}.md").write_text(
                f"---\n{head}---\n\n{text}", encoding="utf-8"
            )
        run("jekyll", "build", "-d", "output", folder=folder)
        return StaticSite(server, log)


def _file_name(slug: str, posts: Sequence[Post]) -> str:
    """A post's file is named for its day and slug."""
    (post,) = (post for post in posts if post.slug == slug)
    return f"{post.date:%Y-%m-%d}-{slug}"
