"""A real browser walks through the pages of an archive: what it sees, what it asks, what bars the way.

`make screenshots` takes the pictures of docs/ so.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from crawler.javascript.requirements import find_browser
from tests.support.examples import page_step
from tests.support.paths import ROOT, SHARED
from tests.support.processes import DEADLINE
from tests.test_archive.web.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.skipif(
    find_browser(None) is None or find_spec("axe_playwright_python") is None,
    reason="needs the extra `walk` and a Chromium",
)

# The whole walk takes minutes, with archives of real pages: `.ci/nightly` asks for it.
WHOLE = os.environ.get("MATINEE_TEST_WALK")
ARCHIVES = ("demo", "reviews", "corpus") if WHOLE == "all" else ("demo",)
Look = tuple[int, Literal["dark", "light"]]  # a width and a colour scheme
# The looks in which a walk sees each page; the links are followed in the last of them.
LOOKS: list[list[Look]] = [
    [(390, "dark")], [(1280, "light")], [(390, "light")], [(1280, "dark")]
]  # fmt: skip
if not WHOLE:
    LOOKS = [[(1280, "light"), (390, "dark")]]
SCREENSHOTS = os.environ.get("MATINEE_SCREENSHOTS")  # a folder for pictures of all pages
REAL = {"reviews": ("reviews/pages.warc.gz",), "corpus": ("corpus/articles.warc.gz", "corpus/news.warc.gz")}


def matinee(folder: Path, *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "crawler", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=20 * DEADLINE,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr  # 1: some of the real files are no pages


@dataclass(frozen=True)
class Site:
    name: str
    url: str


@pytest.fixture(scope="module", params=ARCHIVES)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`matinee serve` on an archive."""
    folder = tmp_path_factory.mktemp(request.param)
    words = ["serve", "--port", "0"]
    if request.param == "demo":
        words = ["demo", "--serve"]
    elif not SHARED.is_dir():
        pytest.skip("../shared (seeds and corpus) is not beside this checkout")
    else:
        matinee(folder, "import", *(str(SHARED / name) for name in REAL[request.param]), "--outlet", "real")
    with serving(folder, *words) as (process, url):
        yield Site(request.param, url)
        process.send_signal(signal.SIGINT)
        assert process.wait(DEADLINE) == 0


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = find_browser(None)
        yield playwright.chromium.launch(
            executable_path=str(path), args=["--no-sandbox"], timeout=1000 * DEADLINE
        )


@dataclass
class Walk:
    """A browser on a site, which sees each page in some widths and colour schemes.

    Barriers are looked for in one of these, page by page in turn: that takes most of the time.
    """

    page: Page
    site: Site
    looks: list[Look]
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    seen: int = 0

    def see(self, step: str, *, ours: bool = True) -> None:
        """Check the page that is shown, and take its pictures."""
        page = self.page
        page.wait_for_load_state("load")  # a click waits until the next page is there, without its style
        if ours:
            assert page.locator("h1").count() == 1, step
            page.evaluate(axe_script())
        searched = self.looks[self.seen % len(self.looks)]
        self.seen += 1
        for width, scheme in self.looks:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            if ours:
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (step, width)
                if (width, scheme) == searched:
                    assert barriers(page) == [], (step, width, scheme)
            if SCREENSHOTS:
                page.screenshot(path=f"{SCREENSHOTS}/{self.site.name}-{step}-{width}-{scheme}.png")

    def go(self, address: str) -> None:
        answer = self.page.goto(self.site.url + address)
        assert answer and answer.status == 200, address

    def click(self, selector: str) -> None:
        self.page.locator(selector).first.click()


def axe_script() -> str:
    """The source of axe-core."""
    from axe_playwright_python.sync_playwright import Axe

    return Axe().axe_script


def barriers(page: Page) -> list[str]:
    """What axe-core, which the page has loaded, calls serious or critical."""
    violations = page.evaluate("axe.run({resultTypes: ['violations']}).then(found => found.violations)")
    return [
        f"{one['id']}: {one['nodes'][0]['html']}"
        for one in violations
        if one["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("looks", LOOKS, ids=str)
def test_a_reader_walks_through(browser: Browser, site: Site, looks: list[Look]) -> None:
    # Axe is run by the debugging protocol, which no policy of the pages may forbid here.
    context = browser.new_context(bypass_csp=True)
    context.set_default_timeout(1000 * DEADLINE)
    page = context.new_page()
    walk = Walk(page, site, looks)
    page.on("request", lambda request: walk.asked.append(request.url))
    page.on("pageerror", lambda error: walk.errors.append(str(error)))
    walk.go("/")
    walk.see("front")
    page.get_by_label("Search titles").fill("kind:review has:work")
    page.get_by_role("button", name="Search").click()
    walk.see("search")
    assert page.locator(".hit").count() > 0
    walk.click(".hit h3 a")
    walk.see("article")
    page.locator(".evidence summary").first.click()
    assert page.locator(".evidence p").first.is_visible()
    walk.click(".factlist a[href^='/work/']")
    walk.see("work")
    assert page.locator("table.pieces tbody tr").count() > 0
    walk.go("/people")
    walk.see("people")
    walk.click("tbody a")
    walk.see("person")
    walk.go("/outlets")
    walk.click("tbody a")
    walk.see("outlet")
    walk.go("/works")
    names = page.locator("tbody a").all_inner_texts()[:2]
    numbers = [
        str(link.get_attribute("href")).rsplit("/", 1)[1] for link in page.locator("tbody a").all()[:2]
    ]
    walk.go(f"/compare?work={numbers[0]}&with={numbers[1]}")
    assert page.locator("h1").inner_text() == f"{names[0]} and {names[1]}"
    walk.see("compare")
    walk.go("/crawls")
    walk.see("crawls")
    walk.go("/archive?sql=select+title%2C+outlet+from+coverage+limit+5")
    assert page.locator("table.rows-and-columns tbody tr").count() == 5
    walk.see("sql", ours=False)
    assert walk.errors == []
    assert [url for url in walk.asked if not url.startswith(site.url)] == []
    context.close()


def test_hostile_and_long_texts_are_inert_and_in_place(browser: Browser, db: Path, tmp_path: Path) -> None:
    """Titles, names and texts made of scripts, of 10,000 characters, and of letters from right to left."""
    with closing(sqlite3.connect(db)) as archive:
        ids = {
            name: [number for (number,) in archive.execute(f"select id from {table}")]
            for name, table in (("article", "articles"), ("work", "works"), ("person", "people"))
        }
        (arabic,) = archive.execute("select id from coverage where url like '%/arabic'").fetchone()
    addresses = [f"/{name}/{number}" for name, numbers in ids.items() for number in numbers][:: page_step(3)]
    addresses += [
        "/",
        "/search",
        "/search?q=long",
        "/works",
        "/people",
        "/outlet/reel",
        "/compare?work=1&with=2",
    ]
    with serving(tmp_path, "serve", "--db", str(db), "--port", "0") as (process, url):
        page = browser.new_page()
        dialogs: list[str] = []
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        for address in addresses:
            page.goto(url + address)
            for width in (390, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (address, width)
        assert dialogs == []
        page.goto(f"{url}/article/{arabic}")
        for selector in ("h1", ".text p"):
            shown = page.locator(selector).first.evaluate("element => getComputedStyle(element).direction")
            assert shown == "rtl", selector
        process.send_signal(signal.SIGINT)
        assert process.wait(DEADLINE) == 0
