"""A subscriber's headers and cookies go to the outlet and are nowhere else afterwards."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.outlet.load import load_outlet
from crawler.outlet.subscriber_access import AccessError, load_access, may_send_access, read_access
from tests.support.crawls import Crawl
from tests.support.web import Host

TOKEN, SESSION = "tok-83b1c6d0e9f7a245", "5f0e/2c8b7a64d913+9e"
FILE = f"""
[paper]
headers = {{ Authorization = "Bearer {TOKEN}" }}
cookies = {{ session = "{SESSION}" }}
"""


def written(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text)
    path.chmod(mode)
    return path


def everything(crawl: Crawl) -> bytes:
    """All that a crawl left: the archive's bytes and its blobs unpacked, the records, the log."""
    files = [path for path in crawl.db.parent.glob("t.db*") if path.is_file()]
    files.append(crawl.db.parent / "out.jsonl")
    unpacked: list[bytes] = [crawl.log.encode()]
    db = Database(crawl.db)
    dump = "\n".join(db.conn.iterdump()).encode()
    db.close()
    from archive.db.store import Store

    with Store.open(crawl.db, readonly=True) as store:
        for (digest,) in store.db.execute("select distinct sha256 from captures").fetchall():
            unpacked.append(store.body(digest))
    return b"\n".join([*(file.read_bytes() for file in files), dump, *unpacked])


def test_it_reaches_the_outlet_and_nothing_else(
    host: Callable[..., Host], crawl: Callable[..., Crawl], tmp_path: Path
) -> None:
    """With all at DEBUG, a page that repeats the token, a new session in the answer and a redirect away."""
    paper, feeds, elsewhere = host(), host("127.0.0.2"), host("127.0.0.3")
    page = paper.article("/one", "One", headers={"Set-Cookie": "session=renewed-0badc0de", "X-Reader": TOKEN})
    body = paper.pages["/one"].body.replace(
        b"</body>", f'<script>{{"t": "{TOKEN}"}}</script></body>'.encode()
    )
    zipped = {"Content-Encoding": "gzip", **paper.pages["/one"].headers}
    paper.put("/one", gzip.compress(body), headers=zipped)
    away = paper.put("/away", "", status=302, headers={"Location": elsewhere.article("/x", "X")})
    feed = feeds.feed("/feed", page, away)
    file = written(tmp_path / "access.toml", FILE)
    done = crawl(
        f'home = "{paper.url}/"\nfeeds = ["{feed}"]\nhosts = ["{elsewhere.url.removeprefix("http://")}"]',
        *("-s", f"ACCESS_FILE={file}", "-s", "LOG_LEVEL=DEBUG"),
    )
    assert done.code == 0, done.log
    asked = {one.path: one.headers for one in paper.log}
    assert asked["/one"]["Authorization"] == f"Bearer {TOKEN}"
    assert asked["/one"]["Cookie"] == f"session={SESSION}"
    assert "Authorization" not in asked["/robots.txt"]
    assert [one.path for one in feeds.log] == ["/robots.txt", "/feed"]
    assert not any({"Authorization", "Cookie"} & set(one.headers) for one in feeds.log)
    kept = everything(done)
    assert b"One 3" in kept and b"x-reader" in kept  # it is a search that can find something
    for secret in (TOKEN, SESSION, "renewed-0badc0de"):
        assert secret.encode() not in kept
    assert not [
        path
        for path in tmp_path.rglob("*")
        if path.is_file() and TOKEN.encode() in path.read_bytes() and path != file
    ]


def test_a_redirect_to_a_foreign_host_takes_nothing_along(
    host: Callable[..., Host], crawl: Callable[..., Crawl], tmp_path: Path
) -> None:
    """Even one that the spider would follow: robots.txt may stand elsewhere, and so may a feed."""
    paper, kept = host(), host("127.0.0.2")
    kept.feed("/feed", paper.article("/one", "One"))
    moved = paper.put("/feed", "", status=301, headers={"Location": f"{kept.url}/feed"})
    file = written(tmp_path / "access.toml", FILE.replace("Authorization", "X-Key"))
    done = crawl(
        f'home = "{paper.url}/"\nfeeds = ["{moved}", "{kept.url}/other"]', "-s", f"ACCESS_FILE={file}"
    )
    assert {one.path: one.headers for one in paper.log}["/feed"]["X-Key"] == f"Bearer {TOKEN}"
    assert "/feed" in kept.asked(), done.log
    assert not any({"X-Key", "Cookie"} & set(one.headers) for one in kept.log)


@pytest.mark.parametrize(
    ("text", "mode", "said"),
    [
        (FILE, 0o644, "chmod 600"),
        (FILE, 0o640, "chmod 600"),
        ("[paper\n" + FILE, 0o600, "is not TOML"),
        ('[paper]\ncookie = { a = "secret" }', 0o600, 'paper.cookie: unknown key: did you mean "cookies"?'),
        ("[paper]", 0o600, "paper: has neither headers nor cookies"),
        ('[paper]\nheaders = "secret"', 0o600, "paper.headers: is text, not a table"),
        ('[paper]\nheaders = { Cookie = "secret" }', 0o600, "paper.headers.Cookie: belongs into `cookies`"),
        ('[paper]\nheaders = { User-Agent = "secret" }', 0o600, "paper.headers.User-Agent: is a header that"),
        ('[paper]\nheaders = { X = "secret\\r\\nHost: x" }', 0o600, "paper.headers.X: contains a line break"),
        ('[paper]\ncookies = { a = "secret; b=c" }', 0o600, "paper.cookies.a: contains a blank"),
        ("[paper]\ncookies = { a = 5 }", 0o600, "paper.cookies.a: is a whole number, not text"),
    ],
)
def test_a_mistake_is_named_and_no_value_told(tmp_path: Path, text: str, mode: int, said: str) -> None:
    file = written(tmp_path / "access.toml", text, mode)
    with pytest.raises(AccessError) as error:
        read_access(file)
    assert said in str(error.value) and str(file) in str(error.value)
    assert "secret" not in str(error.value) and TOKEN not in str(error.value)


def test_a_file_that_will_not_do_ends_the_crawl_before_anything_is_fetched(
    host: Callable[..., Host], crawl: Callable[..., Crawl], tmp_path: Path
) -> None:
    paper = host()
    file = written(tmp_path / "access.toml", FILE, 0o644)
    feed = paper.feed("/feed", paper.article("/one", "One"))
    done = crawl(f'home = "{paper.url}/"\nfeeds = ["{feed}"]', "-s", f"ACCESS_FILE={file}")
    assert done.code == 1 and not paper.log
    assert len(done.lines("chmod 600")) == 1 and "Traceback" not in done.log


def test_where_it_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "paper.toml").write_text(
        'title = "P"\nhome = "https://paper.test/"\nfeeds = ["https://kept.test/feed"]\n'
        'hosts = ["blog.paper.test"]'
    )
    paper = load_outlet(tmp_path / "paper.toml")
    assert load_access(paper) is None
    monkeypatch.setenv("MATINEE_ACCESS", str(written(tmp_path / "a.toml", FILE)))
    found = load_access(paper)
    assert found and found.cookies == {"session": SESSION} and SESSION not in repr(found)
    assert load_access(paper, written(tmp_path / "b.toml", FILE.replace("[paper]", "[other]"))) is None
    with pytest.raises(AccessError, match="cannot be read"):
        load_access(paper, tmp_path / "none.toml")
    to = {url: may_send_access(paper, url) for url in (
        "https://paper.test/x", "https://www.paper.test/x", "https://blog.paper.test/x", "http://paper.test/x",
        "https://kept.test/feed", "https://evil.test/?https://paper.test/", "https://paper.test/robots.txt",
        "https://paper.test.evil.test/", "https://paper.test@evil.test/", "https://paper.test:8443/x",
    )}  # fmt: skip
    assert [url for url, given in to.items() if given] == [
        "https://paper.test/x", "https://www.paper.test/x", "https://blog.paper.test/x",
    ]  # fmt: skip
