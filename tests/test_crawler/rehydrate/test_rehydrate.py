"""`matinee rehydrate` on loopback: pages as they were, edited, deleted, forbidden and unreachable."""

from __future__ import annotations

import csv
import json
import signal
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from archive.clean.article import clean
from archive.db.store import Store
from archive.ingest.storing.store_capture import store_capture
from archive.model import Capture
from crawler.cli.main import cli
from crawler.rehydrate.files import Dataset
from crawler.rehydrate.rehydrate import ARCHIVE, RehydrationReport, write_with_texts
from tests.support.matinee import Desk
from tests.support.processes import DEADLINE, wait_until
from tests.support.web import PROSE, Host

Hosts = Callable[..., Host]
NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
FAST = ("-s", "DOWNLOAD_DELAY=0.05", "-s", "RETRY_TIMES=0")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.close()


def page(web: Host, path: str, words: str) -> str:
    """Set a page whose text no other page has; returns its URL."""
    prose = "".join(f"<p>{words} {number}: {PROSE.replace('the', words)}</p>" for number in range(4))
    return web.put(
        path, f"<html lang=en><title>{words}</title><article><h1>{words}</h1>{prose}</article></html>"
    )


def archived(folder: Path, web: Host) -> Path:
    """An archive of all pages of a host, as they are now."""
    path = folder / "source.db"
    with Store.open(path, create=True) as store, store.transaction():
        store_pages(store, web)
    return path


def store_pages(store: Store, web: Host) -> None:
    for name, answer in web.pages.items():
        made = Capture(web.url + name, NOON, answer.body, 200, "text/html", outlet="reel")
        store_capture(store, store.add_capture(made).id, made, clean(made))


def dataset(folder: Path, web: Host, ending: str = ".jsonl", *more: str) -> Path:
    """A dataset of all pages of a host without their texts."""
    out = folder / f"set{ending}"
    name = str(out) if ending else f"{out}/"
    words = [name, "--text", "none", "--db", str(archived(folder, web)), *more]
    done = CliRunner().invoke(cli, ["export", *words])
    assert done.exit_code == 0, done.output
    return out


def lines(path: Path) -> dict[str, dict[str, Any]]:
    """The records of a JSON Lines file by the path of their URL."""
    records = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {"/" + record["url"].split("/", 3)[3]: record for record in records}


def hash_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def test_what_became_of_each_page_is_counted_and_named(host: Hosts, desk: Desk) -> None:
    web = host("127.0.0.2")
    for name in ("same", "edited", "deleted", "forbidden", "noarchive", "moved"):
        page(web, f"/{name}", name)
    source = dataset(desk.folder, web)
    page(web, "/edited", "rewritten")
    del web.pages["/deleted"]
    web.put("/robots.txt", "User-agent: *\nDisallow: /forbidden", kind="text/plain")
    noarchive = web.pages["/noarchive"].body.replace(
        b"<title>", b"<meta name=robots content=noarchive><title>"
    )
    web.put("/noarchive", noarchive)
    web.put("/here", web.pages["/moved"].body)
    web.put("/moved", b"", status=301, headers={"Location": "/here"})
    before = source.read_bytes()

    done = desk.run("rehydrate", str(source), *FAST)
    assert done.code == 0, done.err
    assert "6 articles in" in done.out and "2 same, 2 refused, 1 changed, 1 gone" in done.out
    assert f"  changed: {web.url}/edited (its text has another hash)" in done.out
    assert f"  gone: {web.url}/deleted (HTTP 404)" in done.out
    assert f"  refused: {web.url}/forbidden (robots.txt forbids it)" in done.out
    assert f"  refused: {web.url}/noarchive (its page asks not to keep its text (noarchive))" in done.out
    assert source.read_bytes() == before and "/forbidden" not in web.asked()

    rows = lines(desk.folder / "set-with-texts.jsonl")
    for path, record in rows.items():
        if record["rehydrated"] == "same":
            assert hash_of(record["text"]) == record["text_sha256"], path
        else:
            assert record["text"] is None, path
    assert [rows[path]["rehydrated"] for path in ("/edited", "/deleted", "/forbidden")] == [
        *("changed", "gone", "refused")
    ]
    assert not (desk.folder / "set-with-texts.jsonl.rehydrating").exists(), "nothing is left to do in it"


def crawled(web: Host, work: Path) -> Path:
    """A work folder in which the pages of a host have been crawled, as they are now."""
    work.mkdir()
    with Store.open(work / ARCHIVE, create=True) as store, store.transaction():
        store_pages(store, web)
        for name in web.pages:
            entry = {"outlet": "reel", "url": web.url + name, "host": "127.0.0.2", "kind": "page"}
            store.insert("frontier", {**entry, "state": "done", "status": 200, "found_at": NOON.isoformat()})
    return work


def filled(source: Path, web: Host, *, keep_changed: bool = False) -> tuple[Path, RehydrationReport]:
    """The dataset with the texts of the pages as they are now, and what became of its rows."""
    given = Dataset.open(source)
    work = crawled(web, source.with_name("work"))
    return given.default_output, write_with_texts(
        given, work, given.default_output, keep_changed=keep_changed
    )


def test_a_changed_text_is_given_on_request(host: Hosts, tmp_path: Path) -> None:
    web = host("127.0.0.2")
    page(web, "/edited", "edited")
    source = dataset(tmp_path, web)
    page(web, "/edited", "rewritten")
    out, report = filled(source, web, keep_changed=True)
    assert report.others == [(f"{web.url}/edited", "changed", "its text has another hash")]
    (record,) = lines(out).values()
    assert record["rehydrated"] == "changed" and "rewritten 0" in record["text"]
    assert hash_of(record["text"]) != record["text_sha256"], "the hash is still that of the dataset"


@pytest.mark.parametrize("ending", [".csv", ".parquet", ""])
def test_each_form_is_written_in_its_own_form(host: Hosts, tmp_path: Path, ending: str) -> None:
    web = host("127.0.0.2")
    for name in ("one", "two"):
        page(web, f"/{name}", name)
    source = dataset(tmp_path, web, ending)
    out, report = filled(source, web)
    assert report.counts == {"same": 2} and out.name == f"set-with-texts{ending}"
    rows = read(out)
    assert [(hash_of(row["text"]), row["rehydrated"]) for row in rows] == [
        (row["text_sha256"], "same") for row in rows
    ]
    assert list(rows[0]) == [*read(source)[0], "rehydrated"]
    if not ending:
        check_folder(out)


def test_the_parts_of_a_divided_folder_stay(host: Hosts, tmp_path: Path) -> None:
    web = host("127.0.0.2")
    for number in range(6):
        page(web, f"/page-{number}", f"words{number}")
    source = dataset(tmp_path, web, "", "--split", "random:50/50")
    out, report = filled(source, web)
    assert report.counts == {"same": 6}
    files = sorted(file.name for file in (source / "data").iterdir())
    assert len(files) == 2 and sorted(file.name for file in (out / "data").iterdir()) == files
    check_folder(out)


def read(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    table = pq.read_table(path / "data" if path.is_dir() else path)
    assert table.schema.field("text").type == "string"
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


def check_folder(out: Path) -> None:
    for line in (out / "SHA256SUMS").read_text().splitlines():
        sum_, name = line.split(maxsplit=1)
        assert sha256((out / name).read_bytes()).hexdigest() == sum_, name
    assert "## Texts fetched anew" in (out / "README.md").read_text()
    document = json.loads((out / "croissant.json").read_text())
    listed = {item.get("sha256") for item in document["distribution"]}
    assert {sha256(shard.read_bytes()).hexdigest() for shard in (out / "data").iterdir()} <= listed
    (articles,) = (records for records in document["recordSet"] if records["@id"] == "articles")
    assert articles["field"][-1]["name"] == "articles/rehydrated"


def test_it_goes_on_after_a_kill(host: Hosts, desk: Desk) -> None:
    web = host("127.0.0.2")
    for number in range(4):
        page(web, f"/{number}", f"page{number}")
    source = dataset(desk.folder, web)
    process = desk.start("rehydrate", str(source), "-s", "DOWNLOAD_DELAY=1")
    wait_until(web.asked, process)
    held = [web.hold(path) for path in web.pages if path not in web.asked()]
    wait_until(lambda: any(answer.asked() for answer in held), process)
    process.send_signal(signal.SIGKILL)
    process.wait(DEADLINE)
    for answer in held:
        answer.release()
    assert not (desk.folder / "set-with-texts.jsonl").exists()
    *fetched, _ = before = web.asked()
    assert fetched, "the first of them has been answered"

    done = desk.run("rehydrate", str(source), "--json", *FAST)
    assert (done.code, done.json["counts"]) == (0, {"same": 4}), done.err
    again = web.asked()[len(before) :]
    assert sorted([*fetched, *again]) == ["/0", "/1", "/2", "/3"], "what was fetched stays"


def test_a_page_that_fails_is_tried_again_by_the_same_command(host: Hosts, desk: Desk) -> None:
    web, down = host("127.0.0.2"), host("127.0.0.3")
    page(web, "/standing", "standing")
    source = dataset(desk.folder, web)
    page(down, "/down", "down")
    with source.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"url": f"{down.url}/down", "text": None, "text_sha256": hash_of("x")}) + "\n")
        file.write(json.dumps({"url": "mailto:x@reel.example", "text": None, "text_sha256": "0"}) + "\n")
        file.write(json.dumps({"url": f"{web.url}/never", "text": None, "text_sha256": None}) + "\n")
    down.refuse()
    done = desk.run("rehydrate", str(source), "--json", *FAST)
    assert done.code == 1
    assert done.json["counts"] == {"same": 1, "failed": 2, "no hash": 1}
    reasons = {other["url"].partition(":")[0]: other["reason"] for other in done.json["others"]}
    assert reasons["mailto"] == "its address is none that is fetched"
    assert "/never" not in web.asked(), "there is nothing to compare it with"
    assert (desk.folder / "set-with-texts.jsonl.rehydrating").is_dir()


def usage(*words: object) -> str:
    done = CliRunner().invoke(cli, ["rehydrate", *map(str, words)])
    assert done.exit_code != 0
    return done.output


def test_what_is_no_dataset_is_said(tmp_path: Path) -> None:
    (tmp_path / "set.jsonl").write_text('{"url": "https://reel.example/a"}\n')
    assert "has no column text_sha256: make the dataset with `matinee export --text none`" in usage(
        tmp_path / "set.jsonl"
    )
    (tmp_path / "broken.jsonl").write_text('{"url": "https://reel.example/a", "text_sha256": "0"}\nno\n')
    assert "broken.jsonl, line 2: is no JSON object" in usage(tmp_path / "broken.jsonl")
    (tmp_path / "set.parquet").write_bytes(b"PAR0")
    assert "is no Parquet file" in usage(tmp_path / "set.parquet")
    assert "there is no such file" in usage(tmp_path / "none.jsonl")
    assert "is no dataset: give a folder or a file that ends in .jsonl" in usage(tmp_path / "set.txt")
    assert "has no file data/*.parquet" in usage(tmp_path)
    (tmp_path / "good.csv").write_text("url,text_sha256\n")
    assert "end it in .csv, as the dataset does" in usage(
        tmp_path / "good.csv", "--out", tmp_path / "x.jsonl"
    )
    assert "is the dataset itself" in usage(tmp_path / "good.csv", "--out", tmp_path / "good.csv")
    assert "there is no folder" in usage(tmp_path / "good.csv", "--out", tmp_path / "none" / "x.csv")
    (tmp_path / "old" / "data").mkdir(parents=True)
    (tmp_path / "old" / "data" / "x.parquet").touch()
    (tmp_path / "diary").mkdir()
    (tmp_path / "diary" / "mine.txt").touch()
    output = usage(tmp_path / "old", "--out", tmp_path / "diary")
    assert "is a folder with other files" in output, "before anything is fetched"
