"""WordPress as Debian packages it, on a MariaDB and a PHP server of its own, with three stock themes."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.publishers.posts import POSTS, RELATED, Post
from tests.publishers.publisher import Answer, free_port, not_installed, program, run
from tests.support.processes import DEADLINE, wait_until

THEMES = ("twentytwentyone", "twentytwentytwo", "twentytwentythree")
_INSTALLED = Path("/usr/share/wordpress")
_HERE = Path(__file__).parent
_PACKAGES = "wordpress php-cli php-mysql php-xml mariadb-server " + " ".join(
    f"wordpress-theme-{name}" for name in THEMES
)
_COMMENTS = {
    "the-brass-orchard-review": [
        ("Piet", "I saw it twice and the tuba made me cry both times. A fair review, if a little stern."),
        ("Olga N.", "Two stars at most! My own band marches better than theirs does, and in the rain."),
    ],
    "tin-kingdom-renewed": [("Clockwise", "At last. I had given up hope when the shop filled with water.")],
}
_CONFIG = """<?php
define('DB_NAME', 'wordpress'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:%(socket)s'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('WP_HOME', '%(url)s'); define('WP_SITEURL', '%(url)s');
define('DISABLE_WP_CRON', true); define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""


class WordPressSite:
    """An installed WordPress that is being served; its editor's actions are methods."""

    def __init__(self, folder: Path, address: str) -> None:
        self._folder = folder
        self._host = f"{address}:{free_port(address)}"
        self.url = f"http://{self._host}"
        self._processes: list[subprocess.Popen[bytes]] = []
        self._php = ["-d", "error_reporting=0", "-d", "memory_limit=256M", "-d", "opcache.enable_cli=1"]

    def install(self) -> None:
        """Copy WordPress, start its database and its server, and run its installation.

        Raises:
            AssertionError: one of them fails.
        """
        root = self._folder / "wordpress"
        shutil.copytree(_INSTALLED, root)  # follows Debian's links, as nothing outside the folder may change
        database = self._start_database()
        (root / "wp-config.php").write_text(_CONFIG % {"socket": database, "url": self.url})
        shutil.copy(_HERE / "wordpress_router.php", root / "router.php")
        self._do("install", title="The Evening Gazette")
        command = ["-S", self._host, "-t", str(root), str(root / "router.php")]
        with (self._folder / "php.log").open("wb") as log:
            self._start(log, "php", *self._php, *command, PHP_CLI_SERVER_WORKERS="2")
        wait_until(lambda: _listens(self._host), self._processes[-1])

    def write(self, posts: Sequence[Post]) -> None:
        """Publish posts, each with the state that it is to have."""
        self._do("write", posts=[self._as_given(post) for post in posts])

    def theme(self, name: str) -> str:
        """Change the theme; returns its name and version."""
        return str(self._do("theme", theme=name)["theme"])

    def change(self, slug: str, **change: str) -> None:
        """Change fields of a post, by WordPress's names: post_content, post_name, post_password, ..."""
        self._do("change", slug=slug, change=change)

    def trash(self, slug: str) -> None:
        """Move a post to the trash, as the button of that name does."""
        self._do("trash", slug=slug)

    def answers(self) -> list[Answer]:
        """What was answered so far, in order, from the log that wordpress_router.php writes."""
        log = self._folder / "access.log"
        lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        return [Answer(path, int(status)) for status, _, path in (line.partition(" ") for line in lines)]

    def close(self) -> None:
        """Stop the servers of PHP and MariaDB."""
        for process in reversed(self._processes):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait(DEADLINE)

    def _start_database(self) -> Path:
        """Start a MariaDB that only listens on a socket; returns the socket's path."""
        data, path = self._folder / "mariadb", self._folder / "db.sock"
        data.mkdir()
        user = ["--user=root"] if os.geteuid() == 0 else []
        run("mariadb-install-db", "--no-defaults", f"--datadir={data}", "--skip-test-db", *user)
        with (self._folder / "mariadb.log").open("wb") as log:
            options = [
                "--skip-networking",
                "--skip-grant-tables",
                "--innodb-flush-log-at-trx-commit=0",
                *user,
            ]
            self._start(log, "mariadbd", "--no-defaults", f"--datadir={data}", f"--socket={path}", *options)
        wait_until(path.exists, self._processes[-1])
        run("mariadb", "--no-defaults", f"--socket={path}", "-e", "create database wordpress")
        return path

    def _start(self, log: Any, name: str, *words: str, **environment: str) -> None:
        """Start a server in a process group of its own."""
        self._processes.append(
            subprocess.Popen(
                [program(name), *words],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True,
                env={**os.environ, **environment},
            )
        )  # fmt: skip

    def _do(self, action: str, **given: Any) -> dict[str, Any]:
        """Have wordpress_admin.php do something; returns what it prints."""
        command = [*self._php, str(_HERE / "wordpress_admin.php"), str(self._folder / "wordpress"), action]
        printed = run("php", *command, given=json.dumps({"do": action, "host": self._host, **given}))
        result: dict[str, Any] = json.loads(printed[printed.rindex("{") :])
        return result

    def _as_given(self, post: Post) -> dict[str, Any]:
        """A post as wordpress_admin.php reads it. WordPress knows one author of a post: the first."""
        return {
            "slug": post.slug,
            "title": post.title,
            "author": post.authors[0],
            "date": f"{post.date:%Y-%m-%d %H:%M:%S}",
            "category": post.category,
            "state": post.state,
            "html": post.html + self._related(post),
            "comments": _COMMENTS.get(post.slug, []),
        }

    def _related(self, post: Post) -> str:
        if not post.related:
            return ""
        links = [
            f'<li><a href="{self.url}/{other.date:%Y/%m}/{other.slug}/">{other.title}</a></li>'
            for other in POSTS
            if other.slug in post.related
        ]
        return f"<h2>{RELATED}</h2><ul>{''.join(links)}</ul>"


class WordPress:
    """A publisher as all others, whose theme is changed later."""

    name = "wordpress"
    prints = frozenset({"first author", "category", "time"})
    hides = frozenset({"draft", "private", "protected", "future"})

    def missing(self) -> str | None:
        """Debian's packages."""
        remedy = f"apt-get install {_PACKAGES}"
        themes = [name for name in THEMES if not (_INSTALLED / "wp-content/themes" / name).exists()]
        if themes:
            return f"WordPress with {' and '.join(themes)} not installed: {remedy}"
        if shutil.which("php") and "SimpleXML" not in run("php", "-m"):
            return f"PHP's SimpleXML, without which WordPress has no sitemap, not installed: {remedy}"
        return not_installed(["php", "mariadbd", "mariadb-install-db", "mariadb"], remedy)

    def version(self) -> str:
        """Such as `WordPress 6.1.9`."""
        text = (_INSTALLED / "wp-includes/version.php").read_text(encoding="utf-8")
        (version,) = re.findall(r"\$wp_version = '([^']+)'", text)
        return f"WordPress {version}, {run('php', '--version').splitlines()[0]}"

    def start(self, folder: Path, posts: Sequence[Post], address: str = "127.0.0.36") -> WordPressSite:
        """Install WordPress with pretty permalinks, and write the posts."""
        site = WordPressSite(folder, address)
        try:
            site.install()
            site.write(posts)
        except BaseException:
            site.close()
            raise
        return site


def _listens(host: str) -> bool:
    address, _, port = host.partition(":")
    with socket.socket() as trial:
        return trial.connect_ex((address, int(port))) == 0
