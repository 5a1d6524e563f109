"""`make bench-crawl`, second part: pages a second of crawl, clean and store, beside a plain script's.

Eight hosts of loopback serve pages, with no delay. Ours crawls, cleans and archives them; the peer is a
Scrapy spider that calls trafilatura (with metadata) in its callback and writes JSON lines, as most scripts
do. A third run fetches without extracting, so that what the frontier and the archive cost the crawling
process can be told. One process serves the pages and shares the machine with each.

There are two rows. In "mixed" each host serves real pages of ../shared/corpus, each of another site, so that
no template and no dictionary fits two of them. In "single" each host is an outlet as it is: made-up pages in
one template of its own (`tests.bench.outlet_pages`), which ours learns on the way.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench.crawl_costs import CrawlCosts
from tests.bench.sidebyside import Timer, time_loop
from tests.support.paths import ROOT, SHARED

HOSTS = 8
PAGES = SHARED / "corpus" / "articles.warc.gz"


def address(number: int) -> str:
    return f"127.2.0.{number + 1}"


def mixed_pages(pages: int) -> list[dict[str, bytes]]:
    """The pages of each host by path: real ones, each of another site."""
    from tests.bench.corpus import responses  # here: it imports what a crawl does not

    bodies = [html.encode() for _, html in responses(PAGES)]
    step = max(1, len(bodies) // pages)
    chosen = bodies[::step][:pages]
    return [
        {f"/page/{place}.html": body for place, body in enumerate(chosen[number::HOSTS])}
        for number in range(HOSTS)
    ]


def single_pages(pages: int) -> list[dict[str, bytes]]:
    """The pages of each host by path: made-up ones of one site each."""
    from tests.bench.outlet_pages import outlet_pages  # here: it imports our cleaner

    return [outlet_pages(number, pages // HOSTS) for number in range(HOSTS)]


ROWS = {"mixed": mixed_pages, "single": single_pages}


async def serve(row: str, pages: int) -> None:
    """Serve the pages of a row; a line on standard output tells the port."""
    hosts = {address(number): bodies for number, bodies in enumerate(ROWS[row](pages))}

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        bodies = hosts[writer.get_extra_info("sockname")[0]]
        try:
            while asked := await reader.readuntil(b"\r\n\r\n"):
                kind, body = document(asked.split(b" ", 2)[1].decode(), bodies)
                status = "200 OK" if kind else "404 Not Found"
                head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
                writer.write(head.encode() + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(answer, "0.0.0.0", 0, backlog=1000)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def document(path: str, bodies: dict[str, bytes]) -> tuple[str, bytes]:
    if path == "/robots.txt":
        return "text/plain", b"User-agent: *\nDisallow:\n"
    if path == "/rss":
        items = "".join(f"<item><link>{page}</link></item>" for page in bodies)
        return "application/rss+xml", f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()
    return ("text/html; charset=utf-8", bodies[path]) if path in bodies else ("", b"")


def ours(folder: Path) -> None:
    """Crawl, clean and archive; print what it took."""
    from archive.db.store import Store
    from archive.ingest.workers.fork_server import start_server

    # Both before Scrapy is imported, as `matinee crawl` does.
    Store.open(folder / "bench.db", create=True).close()
    start_server()

    from crawler.run.parallel import OutletCrawl, ParallelCrawls, settings_for

    timer = Timer()
    ended: list[OutletCrawl] = []

    settings = settings_for(folder / "bench.db", [folder / "outlets"], {}, due=True)
    names = [f"o{number}" for number in range(HOSTS)]
    process = ParallelCrawls(settings, names, {}, ended.append)
    time_loop(process, timer)
    costs = CrawlCosts()
    process.start()
    report(timer, costs.by_purpose())


def plain(folder: Path, *, extract: bool) -> None:
    """Fetch with a spider as people write them, and extract in its callback; print what it took."""
    import scrapy
    import trafilatura
    from scrapy.crawler import AsyncCrawlerProcess

    port = json.loads((folder / "web.json").read_text())
    timer = Timer()

    class Plain(scrapy.Spider):
        name = "plain"
        start_urls = [f"http://{address(number)}:{port}/rss" for number in range(HOSTS)]  # noqa: RUF012

        def parse(self, response: Any) -> Any:
            for link in response.xpath("//item/link/text()").getall():
                yield response.follow(link, self.page)

        def page(self, response: Any) -> Any:
            if extract:
                found = trafilatura.bare_extraction(response.body, url=response.url, with_metadata=True)
                facts = ("title", "author", "date", "text") if found else ()
                yield {"url": response.url, **{name: getattr(found, name) for name in facts}}

    settings = {
        "LOG_LEVEL": "ERROR", "ROBOTSTXT_OBEY": True, "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": 0, "TELNETCONSOLE_ENABLED": False,
        "FEEDS": {str(folder / "out.jsonl"): {"format": "jsonlines"}},
    }  # fmt: skip
    process = AsyncCrawlerProcess(settings)
    time_loop(process, timer)
    process.crawl(Plain)
    start = time.process_time()
    process.start()
    report(timer, {"start": start, "engine": time.process_time() - start})


def report(timer: Timer, costs: dict[str, float]) -> None:
    """Print what a run took: seconds of CPU by purpose."""
    print(json.dumps({"late": timer.worst, "costs": costs}))


def measure(who: str, row: str, pages: int) -> dict[str, Any]:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # or each of our processes would compile all that it imports
    this = [sys.executable, "-m", "tests.bench.throughput"]
    web = subprocess.Popen(
        [*this, "serve", "--row", row, "--pages", str(pages)], stdout=subprocess.PIPE, text=True, env=env
    )
    assert web.stdout
    port = int(web.stdout.readline())
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "web.json").write_text(json.dumps(port))
        (folder / "outlets").mkdir()
        for number in range(HOSTS):
            home = f"http://{address(number)}:{port}"
            text = f'title = "Outlet {number}"\nhome = "{home}/"\nfeeds = ["{home}/rss"]\ndelay = 0\n'
            (folder / "outlets" / f"o{number}.toml").write_text(text)
        began = time.monotonic()
        done = subprocess.run(
            [*this, who, "--folder", name], stdout=subprocess.PIPE, text=True, env=env, check=True
        )
        seconds = time.monotonic() - began
        kept = count(folder)
    web.terminate()
    return {**json.loads(done.stdout.splitlines()[-1]), "seconds": seconds, "kept": kept}


def count(folder: Path) -> int:
    """How many pages came out."""
    import sqlite3

    if (folder / "bench.db").exists():
        with sqlite3.connect(folder / "bench.db") as db:
            return int(db.execute("select count(*) from captures").fetchone()[0])
    return len((folder / "out.jsonl").read_text().splitlines()) if (folder / "out.jsonl").exists() else 0


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("who", nargs="?", choices=["serve", "ours", "plain", "fetch"])
    parser.add_argument("--row", choices=list(ROWS), help="one of the two; both by default")
    parser.add_argument("--pages", type=int, default=704, help="of mixed sites; of the others twice as many")
    parser.add_argument("--folder", type=Path)
    args = parser.parse_args()
    if args.who == "serve":
        asyncio.run(serve(args.row, args.pages))
    elif args.who == "ours":
        ours(args.folder)
    elif args.who:
        plain(args.folder, extract=args.who == "plain")
    else:
        for row in [args.row] if args.row else ROWS:
            compare(row, args.pages if row == "mixed" else 2 * args.pages)


def compare(row: str, pages: int) -> None:
    if row == "mixed" and not PAGES.exists():
        print("mixed sites: ../shared/corpus is not here, and its pages are what is served")
        return
    what = "each of another site" if row == "mixed" else "of one site a host, made up"
    print(f"\n{pages} pages on {HOSTS} hosts, {what}; no delay, {os.cpu_count()} processors")
    runs = {}
    for who, title in (
        ("fetch", "Scrapy alone, nothing extracted"),
        ("plain", "Scrapy with trafilatura in its callback, JSON lines"),
        ("ours", "ours, cleaned and archived"),
    ):
        runs[who] = result = measure(who, row, pages)
        costs = {name: seconds * 1000 / pages for name, seconds in result["costs"].items()}
        split = ", ".join(f"{name} {milliseconds:.1f}" for name, milliseconds in costs.items())
        print(
            f"{title}: {pages / result['seconds']:.1f} pages a second, {result['kept']} kept,"
            f" a 50 ms timer at most {result['late'] * 1000:.0f} ms late; a page takes"
            f" {sum(costs.values()):.1f} ms of CPU ({split})"
        )
    plain, ours = runs["plain"], runs["ours"]
    ratio = plain["seconds"] / ours["seconds"]
    print(f"ours: {ratio:.2f} of the script's pages a second; {cpu_ratios(plain['costs'], ours['costs'])}")


def cpu_ratios(plain: dict[str, float], ours: dict[str, float]) -> str:
    """How many pages ours would do for each of the script's if all processors were always busy.

    The script uses one processor. A crawl of any length takes as long to start: it is told without that, too.
    """
    cores = os.cpu_count() or 1
    whole = cores * sum(plain.values()) / sum(ours.values())
    started = cores * plain["engine"] / (sum(ours.values()) - ours["start"])
    return f"by CPU, if all processors were always busy, {whole:.2f}, or {started:.2f} without the start"


if __name__ == "__main__":
    main()
