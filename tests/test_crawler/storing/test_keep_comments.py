"""An outlet's `keep_comments`, from its file to the archive, over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.outlet.load import OutletError, load_outlet
from tests.support.crawls import Crawl
from tests.support.web import PROSE, Host

COMMENTS = (
    "<div id=comments><ol class=commentlist><li class=comment id=comment-1><b class=fn>Ann</b>"
    "<div class=comment-content><p>Zanzibar forever.</p></div></li></ol></div>"
)


def test_a_crawl_stores_comments_once_the_file_asks_for_them(
    host: Callable[..., Host], crawl: Callable[..., Crawl]
) -> None:
    web = host()
    prose = "".join(f"<p>{number}. {PROSE}</p>" for number in range(4))
    body = f"<html lang=en><title>Tide</title><article><h1>Tide</h1>{prose}</article>{COMMENTS}</html>"
    web.feed("/rss", web.put("/tide", body))
    toml = f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]\n'

    off = crawl(toml)
    assert off.code == 0, off.log
    assert off.rows("select comment_count from articles") == [{"comment_count": None}]
    assert off.rows("select * from comments") == []

    on = crawl(toml + "keep_comments = true\n", "-a", "refetch=1")
    assert on.rows("select comment_count from articles") == [{"comment_count": 1}]
    assert on.rows("select author, text from comments") == [{"author": "Ann", "text": "Zanzibar forever."}]
    (article,) = on.rows("select text from coverage")
    assert "Zanzibar" not in article["text"]
    assert [row["keep_comments"] for row in on.rows("select keep_comments from captures order by id")] == [
        0,
        1,
    ]


def test_another_value_is_refused_with_file_and_key(tmp_path: Path) -> None:
    file = tmp_path / "paper.toml"
    head = 'title = "Paper"\nhome = "https://paper.test/"\nfeeds = ["https://paper.test/rss"]\n'
    file.write_text(head)
    assert load_outlet(file).keep_comments is False
    file.write_text(head + "keep_comments = true\n")
    assert load_outlet(file).keep_comments is True
    file.write_text(head + 'keep_comments = "yes"\n')
    with pytest.raises(OutletError, match=r"paper\.toml.*keep_comments"):
        load_outlet(file)
