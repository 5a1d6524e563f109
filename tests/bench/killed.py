"""`make bench-killed`: a crawl that is killed five times at random moments, ours and Scrapy's with JOBDIR.

A press of 2,000 articles on loopback is crawled; the process is killed (`kill -9`) five times and then left
alone. Printed for each: how many of the articles it has in the end, how many pages were asked for twice, and
for ours how many requests were in flight at the kills. Then the same for ours with SIGTERM.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlite_utils import Database

from tests.support.paths import ROOT
from tests.support.web import Host

KILLS = 5
IN_FLIGHT = 4  # our CONCURRENT_REQUESTS
PEER = """
import scrapy
class Peer(scrapy.Spider):
    name = "peer"
    custom_settings = {{"ROBOTSTXT_OBEY": True, "CONCURRENT_REQUESTS": 4, "LOG_LEVEL": "ERROR",
        "REMOTE_CONTROL_ENABLED": False, "TELNETCONSOLE_ENABLED": False,
        "FEEDS": {{"items.jl": {{"format": "jsonlines"}}}}}}
    async def start(self):
        yield scrapy.Request({feed!r}, self.parse_feed)
    def parse_feed(self, response):
        for link in response.xpath("//item/link/text()").getall():
            yield scrapy.Request(link, self.parse)
    def parse(self, response):
        yield {{"url": response.url, "title": response.css("h1::text").get()}}
"""


@dataclass(frozen=True)
class Ended:
    """What a crawl came to.

    Attributes:
        articles: distinct ones that it has.
        twice: pages that were asked for again.
        code: of its last run.
        slowest: seconds that a run took to end after its signal.
    """

    articles: int
    twice: int
    code: int
    slowest: float
    seconds: float


def press(pages: int) -> Host:
    web = Host("127.0.0.1")
    web.feed("/rss", *(web.article(f"/{number}", f"Page {number}") for number in range(pages)))
    return web


def stopped(
    command: list[str], folder: Path, web: Host, pages: int, sign: signal.Signals
) -> tuple[int, float]:
    """Run the command, stop it five times, and let it run to its end; its exit code, and the slowest stop."""
    chance, slowest = random.Random(pages), 0.0
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(folder)])}
    with (folder / "log").open("w") as log:

        def start() -> subprocess.Popen[bytes]:
            return subprocess.Popen(
                command, cwd=folder, env=env, stdout=log, stderr=log, start_new_session=True
            )

        for _ in range(KILLS):
            process, enough = start(), len(web.log) + chance.randint(3, max(4, pages // (KILLS + 1)))
            while len(web.log) < enough and process.poll() is None:
                time.sleep(0.002)
            began = time.monotonic()
            if sign is signal.SIGKILL and process.poll() is None:
                os.killpg(process.pid, sign)
            else:
                process.send_signal(sign)  # to one that has ended, nothing happens
            process.wait()
            slowest = max(slowest, time.monotonic() - began)
        return start().wait(), slowest


def asked_twice(web: Host) -> int:
    asked = Counter(path for path in web.asked() if path != "/rss")
    return asked.total() - len(asked)


def ours(pages: int, sign: signal.Signals) -> Ended:
    web, began = press(pages), time.monotonic()
    with TemporaryDirectory() as name:
        folder = Path(name)
        outlet = f'title = "Paper"\nhome = "{web.url}/"\nfeeds = ["{web.url}/rss"]\ndelay = 0\n'
        (folder / "paper.toml").write_text(outlet)
        (folder / "scrapy.cfg").write_text("[settings]\ndefault = crawler.settings\n")
        command = [sys.executable, "-m", "scrapy", "crawl", "paper", "-s", "OUTLETS_DIR=."]
        code, slowest = stopped([*command, "-s", "LOG_LEVEL=ERROR"], folder, web, pages, sign)
        db = Database(folder / "archive.db")
        (row,) = db.query("select count(*) n, count(distinct url) urls from articles")
        db.close()
        assert row["n"] == row["urls"], "an article stands in the archive twice"
    return Ended(row["urls"], asked_twice(web), code, slowest, time.monotonic() - began)


def peers(pages: int) -> Ended:
    web, began = press(pages), time.monotonic()
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "peer.py").write_text(PEER.format(feed=web.url + "/rss"))
        command = [sys.executable, "-m", "scrapy", "runspider", "peer.py", "-s", "JOBDIR=job"]
        code, slowest = stopped(command, folder, web, pages, signal.SIGKILL)
        lines = (folder / "items.jl").read_text().splitlines() if (folder / "items.jl").exists() else []
        kept = {line.partition('"url": "')[2].partition('"')[0] for line in lines if line.endswith("}")}
    return Ended(len(kept), asked_twice(web), code, slowest, time.monotonic() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=2000)
    pages = parser.parse_args().pages
    killed, termed, peer = ours(pages, signal.SIGKILL), ours(pages, signal.SIGTERM), peers(pages)
    print(f"{pages} articles, stopped {KILLS} times at random moments, then left alone")
    for name, ended in (
        ("ours, kill -9", killed),
        ("ours, SIGTERM", termed),
        ("Scrapy with JOBDIR, kill -9", peer),
    ):
        print(
            f"{name:28} {ended.articles:5} articles, {ended.twice:4} pages asked for again,"
            f" exit code {ended.code}, longest stop {ended.slowest:.1f} s, {ended.seconds:.0f} s in all"
        )
    print(f"in flight at {KILLS} kills: at most {KILLS * IN_FLIGHT}; ours asked for {killed.twice} again")
    print(f"articles kept, ours to the peer's: {killed.articles / max(1, peer.articles):.2f}")
    os._exit(0)  # the press serves on


if __name__ == "__main__":
    main()
