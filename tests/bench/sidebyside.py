"""`make bench-crawl`: 300 outlets on 300 hosts, due at once, crawled by us and by 300 plain Scrapy spiders.

Prints for each the peak memory of the crawling process and of it with its workers, the longest lateness of a
50 ms timer in its event loop, and whether every host's spacing was kept, as the server saw it. One process
serves all hosts, on every address of 127.0.0.0/8.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import threading
import time
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.support.paths import ROOT

TIMER = 0.05
PROSE = "The harbour town of the title never appears in daylight, and that is the first thing it gets right. "


def address(number: int) -> str:
    return f"127.1.{number // 200}.{number % 200 + 1}"


async def serve(pages: int) -> None:
    """Serve every address; a line on standard output tells the port, each further line a request."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        try:
            while asked := await reader.readuntil(b"\r\n\r\n"):
                path = asked.split(b" ", 2)[1].decode()
                print(json.dumps([host, path, time.monotonic()]), flush=True)
                kind, body = document(path, pages)
                writer.write(
                    f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
                    + body
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(answer, "0.0.0.0", 0, backlog=1000)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def document(path: str, pages: int) -> tuple[str, bytes]:
    if path == "/robots.txt":
        return "text/plain", b"User-agent: *\nDisallow: /private/\n"
    if path == "/rss":
        items = "".join(f"<item><link>/{number}</link></item>" for number in range(pages))
        return "application/rss+xml", f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()
    prose = "".join(f"<p>{path} {number}. {PROSE * 4}</p>" for number in range(12))
    head = f"<title>Page {path}</title>"
    return (
        "text/html",
        f"<html><head>{head}</head><article><h1>Page {path}</h1>{prose}</article></html>".encode(),
    )


class Timer:
    """A 50 ms timer and the longest it was late, in seconds."""

    worst = 0.0

    async def run(self) -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(TIMER)
            self.worst = max(self.worst, time.perf_counter() - began - TIMER)


def time_loop(process: Any, timer: Timer) -> None:
    """Have the timer run while a process of crawls does."""
    join = process.join

    async def timed() -> None:
        task = asyncio.ensure_future(timer.run())
        await join()
        task.cancel()

    process.join = timed


def ours(folder: Path, hosts: int) -> None:
    from crawler.run.parallel import ParallelCrawls, settings_for

    timer, ended = Timer(), []

    settings = settings_for(folder / "bench.db", [folder / "outlets"], {}, due=True)
    names = [f"o{number}" for number in range(hosts)]
    process = ParallelCrawls(settings, names, {}, ended.append)
    time_loop(process, timer)
    process.start()
    done = sum(run.code == 0 for run in ended)
    print(json.dumps({"late": timer.worst, "done": done}))


def plain(folder: Path, hosts: int) -> None:
    import scrapy
    from scrapy.crawler import AsyncCrawlerProcess

    port, delay = json.loads((folder / "web.json").read_text())
    timer = Timer()

    class Plain(scrapy.Spider):
        name = "plain"
        custom_settings = {  # noqa: RUF012
            "ROBOTSTXT_OBEY": True,
            "DOWNLOAD_DELAY": delay,
            "DOWNLOAD_DELAY_JITTER": 0,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "REMOTE_CONTROL_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "LOG_LEVEL": "WARNING",
        }

        def parse(self, response: Any) -> Any:
            response.selector.remove_namespaces()
            for link in response.xpath("//item/link/text()").getall():
                yield response.follow(link, self.page)

        def page(self, response: Any) -> Any:
            yield {"url": response.url, "title": response.css("title::text").get()}

    process = AsyncCrawlerProcess({"LOG_LEVEL": "WARNING"})
    time_loop(process, timer)
    crawlers = []
    for number in range(hosts):
        crawlers.append(process.create_crawler(Plain))
        process.crawl(crawlers[-1], start_urls=[f"http://{address(number)}:{port}/rss"])
    process.start()
    done = sum(crawler.stats.get_value("finish_reason") == "finished" for crawler in crawlers)
    print(json.dumps({"late": timer.worst, "done": done}))


def family(pid: int) -> list[int]:
    """A process and all below it."""
    below = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                below[int((entry / "stat").read_text().rpartition(")")[2].split()[1])].append(int(entry.name))
            except OSError:
                continue
    found = [pid]
    for parent in found:
        found += below[parent]
    return found


def field(pid: int, file: str, name: str) -> int:
    """MiB of a line in a file of /proc."""
    try:
        lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith(f"{name}:")), 0)


def measure(who: str, folder: Path, hosts: int, pages: int, delay: float) -> dict[str, Any]:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    this = [sys.executable, "-m", "tests.bench.sidebyside"]
    web = subprocess.Popen(
        [*this, "serve", "--pages", str(pages)], stdout=subprocess.PIPE, text=True, env=env
    )
    assert web.stdout
    port = int(web.stdout.readline())
    asked: dict[str, list[float]] = defaultdict(list)

    def listen() -> None:
        for line in web.stdout or ():
            host, _, at = json.loads(line)
            asked[host].append(at)

    threading.Thread(target=listen, daemon=True).start()
    (folder / "web.json").write_text(json.dumps([port, delay]))
    (folder / "outlets").mkdir(exist_ok=True)
    for number in range(hosts):
        home = f"http://{address(number)}:{port}"
        text = f'title = "Outlet {number}"\nhome = "{home}/"\nfeeds = ["{home}/rss"]\ndelay = {delay}\n'
        (folder / "outlets" / f"o{number}.toml").write_text(text)
    began = time.monotonic()
    command = [*this, who, "--hosts", str(hosts), "--folder", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env)
    own = everybody = 0
    while process.poll() is None:
        own = max(own, field(process.pid, "status", "VmHWM"))
        everybody = max(everybody, sum(field(pid, "smaps_rollup", "Pss") for pid in family(process.pid)))
        time.sleep(0.5)
    assert process.stdout
    said = json.loads(process.stdout.read())
    seconds = time.monotonic() - began
    time.sleep(0.5)
    web.terminate()
    gaps = [later - sooner for times in asked.values() for sooner, later in pairwise(times)]
    return said | {
        "seconds": seconds,
        "own": own,
        "everybody": everybody,
        "requests": sum(map(len, asked.values())),
        "closest": min(gaps),
        "too_close": sum(gap < delay - 0.05 for gap in gaps),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("who", nargs="?", choices=["serve", "ours", "plain"])
    parser.add_argument("--hosts", type=int, default=300)
    parser.add_argument("--pages", type=int, default=4)
    parser.add_argument("--delay", type=float, default=2.0)
    parser.add_argument("--folder", type=Path)
    args = parser.parse_args()
    if args.who == "serve":
        asyncio.run(serve(args.pages))
    elif args.who:
        (ours if args.who == "ours" else plain)(args.folder, args.hosts)
    else:
        compare(args.hosts, args.pages, args.delay)


def compare(hosts: int, pages: int, delay: float) -> None:
    print(f"{hosts} hosts at once, {pages} pages each, {delay} s between two requests to one host")
    found = {}
    for who, title in (("plain", f"{hosts} plain Scrapy spiders"), ("ours", "ours, cleaned and archived")):
        with TemporaryDirectory() as folder:
            found[who] = result = measure(who, Path(folder), hosts, pages, delay)
        print(
            f"{title}: {result['done']} finished, {result['requests']} requests in {result['seconds']:.0f} s;"
            f" peak {result['own']} MiB, with workers {result['everybody']} MiB (shared pages counted once);"
            f" a 50 ms timer at most {result['late'] * 1000:.0f} ms late;"
            f" closest two requests to one host {result['closest']:.2f} s, {result['too_close']} too close"
        )
    ratio = {key: found["ours"][key] / found["plain"][key] for key in ("own", "late")}
    print(f"ours against plain: {ratio['own']:.2f} of its memory, {ratio['late']:.2f} of its lateness")


if __name__ == "__main__":
    main()
