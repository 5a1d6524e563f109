"""The pages of `matinee serve`, as a browser gets them."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import etree

from tests.test_archive.web.conftest import ARABIC, INERT, LONG, PROSE, Get, getter, page, submit
from tests.test_archive.works.pages import Piece, put

PAGES = (
    "/",
    "/search",
    "/search?q=tide",
    "/works",
    "/people",
    "/outlets",
    "/crawls",
    "/compare",
)


def number(db: Path, sql: str, *params: object) -> int:
    with closing(sqlite3.connect(db)) as connection:
        return int(connection.execute(sql, params).fetchone()[0])


def article(db: Path, path: str) -> str:
    return f"/article/{number(db, 'select id from coverage where url = ?', f'https://{path}')}"


def work(db: Path, title: str) -> str:
    return f"/work/{number(db, 'select id from works where title = ?', title)}"


def person(db: Path, name: str) -> str:
    return f"/person/{number(db, 'select id from people where name = ?', name)}"


def every_page(db: Path) -> list[str]:
    with closing(sqlite3.connect(db)) as connection:
        addresses = [
            f"/{kind}/{row[0]}"
            for kind, table in (("article", "articles"), ("work", "works"), ("person", "people"))
            for row in connection.execute(f"select id from {table}")
        ]
    return [*PAGES, "/outlet/reel", *addresses]


def test_every_page_is_sound_and_needs_nothing_from_elsewhere(db: Path, get: Get) -> None:
    for address in every_page(db):
        answer = get(address)
        assert answer.status == 200, address
        assert "script-src" not in answer.headers["content-security-policy"]
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        tree = answer.tree
        assert not tree.xpath("//script | //iframe | //*[@style] | //style | //@onclick"), address
        assert not tree.xpath("//img[not(@alt and starts-with(@src, '/chart.svg?'))]"), address
        assert [link.get("href") for link in tree.xpath("//link[@rel='stylesheet']")] == [
            "/matinee-static/theme.css",
            "/matinee-static/matinee.css",
        ]
        assert len(tree.xpath("//h1")) == len(tree.xpath("//main")) == 1, address
        names = tree.xpath("//@id")
        assert len(names) == len(set(names)), address
        for label in tree.xpath("//label"):
            assert tree.xpath(f"//*[@id='{label.get('for')}']"), address
        assert len(answer.text.encode()) < 100_000, address


def test_links_within_the_pages_lead_somewhere(db: Path, get: Get) -> None:
    seen: set[str] = set()
    for address in every_page(db):
        for link in get(address).tree.xpath("//main//a/@href"):
            if link.startswith("/") and link not in seen:
                seen.add(link)
                assert get(link).status == 200, f"{link} on {address}"
    assert len(seen) > 40


def test_hostile_long_and_arabic_names_are_inert_and_in_place(db: Path, get: Get) -> None:
    odd = get(article(db, "reel.example/odd"))
    assert odd.texts("//h1") == [INERT]
    assert INERT in odd.texts("//div[@class='text']")[0]
    assert get(work(db, INERT.title())).texts("//h1") == [INERT.title()]
    assert get(f"/search?q={quote(INERT)}").status == 200
    assert get(article(db, "reel.example/long")).texts("//h1") == [LONG.strip()]
    arabic = get(article(db, "stage.example/arabic"))
    (title,) = arabic.tree.xpath("//h1")
    assert (title.text_content(), title.get("dir")) == (ARABIC, "auto")
    (hit,) = get(f"/search?q={quote(ARABIC)}").tree.xpath("//li[@class='hit']")
    assert hit.get("dir") == "auto" and not hit.xpath("./h3//@dir")  # its direction is that of its title
    untitled = get(article(db, "reel.example/interviews/none"))
    assert untitled.texts("//h1") == ["(untitled)"]


def test_the_front_page_shows_what_is_new_and_leads_on(get: Get) -> None:
    front = get("/")
    assert front.texts("//h1") == ["10 articles about 5 works"]
    assert front.texts("//li[@class='hit']/h3")[:2] == ["Low Tide review"] * 2
    assert "review 9" in [text.replace("  ", " ") for text in front.texts("//ul[@class='counts']/li")]
    assert front.tree.xpath("//form[@action='/search']//input[@name='q']")


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("/works?name=TIDE", ["Low Tide"]),
        ("/works?name=night-f%C3%A9rry", ["Night Ferry"]),
        ("/works?name=%25", []),
        ("/works?name=nothing", []),
        ("/people?name=qu%C3%ADll", ["Ada Quill"]),
        ("/people?name=b", ["Bo Brand"]),
        ("/outlets?name=Noi", ["noise"]),
    ],
)
def test_lists_find_a_part_of_a_name(get: Get, address: str, names: list[str]) -> None:
    answer = get(address)
    assert answer.texts("//tbody/tr/td[1]/a") == names
    assert names or "in its name" in answer.text


def test_an_article_shows_its_facts_with_evidence(db: Path, get: Get) -> None:
    answer = get(article(db, "reel.example/tide"))
    facts = dict(zip(answer.texts("//dt"), answer.texts("//dd"), strict=True))
    assert facts["By"].startswith("Ada Quill") and "Read from byline. Printed as By Ada Quill" in facts["By"]
    assert facts["About"].startswith("Low Tide")
    assert facts["Rating"].startswith("4/5 80")
    assert answer.tree.xpath(f"//dd/a[@href='{work(db, 'Low Tide')}']")
    assert answer.tree.xpath(f"//dd/a[@href='{person(db, 'Ada Quill')}']")
    assert answer.tree.xpath("//a[@href='https://reel.example/tide']/@rel") == ["noreferrer external"]
    assert PROSE in answer.texts("//div[@class='text']")[0]


def test_spoilers_are_folded_and_in_no_snippet(db: Path, get: Get) -> None:
    answer = get(article(db, "reel.example/secret"))
    (folded,) = answer.tree.xpath("//details[@class='spoilers']")
    assert folded.get("open") is None and PROSE in folded.text_content()
    found = get("/search?q=twist+lighthouse")
    assert found.texts("//li[@class='hit']/p[contains(@class, 'snippet')]") == [
        "It warns of spoilers: open it to read."
    ]


def test_a_work_page_has_every_piece_scores_and_who_is_missing(db: Path, get: Get) -> None:
    answer = get(work(db, "Low Tide"))
    rows = answer.texts("//table[@class='pieces']/tbody/tr")
    assert len(rows) == 3 and [row.split()[-1] for row in rows] == ["100", "40", "80"]
    assert answer.texts("//p[@class='spread']")[0].startswith(
        "73 on average of 3 scores; the middle one is 80"
    )
    assert "critics are divided" in answer.text
    scores, coverage = answer.tree.xpath("//figure/img")
    assert scores.get("alt") == "Scores of Low Tide. 40 to 49: 1, 80 to 89: 1, 90 to 100: 1"
    assert coverage.get("alt").startswith("Pieces by date: Low Tide by ")
    for chart in (scores, coverage):
        image = get(chart.get("src"))
        assert image.status == 200 and image.headers["content-type"].startswith("image/svg+xml")
        assert len(etree.fromstring(image.text.encode()).findall(".//{*}rect[@height]")) > 3
    assert get(work(db, "Night Ferry")).texts("//section[h2/@id='missing']/p") == ["stage"]


def test_a_long_table_of_pieces_has_pages(tmp_path: Path) -> None:
    db = put(tmp_path / "archive.db", [Piece(f"piece-{number}", "Low Tide") for number in range(103)])
    get = getter(db)
    first = get(work(db, "Low Tide"))
    assert "103 pieces" in first.text and len(first.texts("//table[@class='pieces']/tbody/tr")) == 100
    assert first.texts("//table[@class='pieces']/caption") == ["Pieces 1 to 100 of 103, latest first"]
    (link,) = first.tree.xpath("//a[text()='Earlier pieces']/@href")
    last = get(link)
    assert len(last.texts("//table[@class='pieces']/tbody/tr")) == 3 and "Earlier" not in last.text
    links = "//table[@class='pieces']//a[contains(@href, '/article/')]/@href"
    assert len({*first.tree.xpath(links), *last.tree.xpath(links)}) == 103
    for typed in ("0", "3", "x", "9" * 30):
        wrong = get(f"{work(db, 'Low Tide')}?page={typed}")
        assert wrong.status == 404 and "there are 2 pages" in wrong.text


def test_a_person_an_outlet_and_a_comparison(db: Path, get: Get) -> None:
    answer = get(person(db, "Bo Brand"))
    assert len(answer.texts("//table[@class='pieces']/tbody/tr")) == 2
    outlet = get("/outlet/reel")
    assert outlet.texts("//p[@class='spread']") == [
        "53 on average of 3 scores of reel.",
        "67 on average of 3 scores of all others.",
    ]
    works = get(
        f"/compare?work={number(db, 'select id from works where title = ?', 'Low Tide')}&with=Night+Ferry"
    )
    assert works.texts("//h1") == ["Low Tide and Night Ferry"]
    assert works.texts("//tbody/tr") == ["noise 40 60", "reel 80 20"]
    people = get("/compare?person=Ada+Quill&person=Bo+Brand")
    assert people.texts("//tbody/tr") == ["Low Tide 80 40", "Night Ferry 20 60"]
    assert "nearest is" in get("/compare?work=Low+Tide&with=Nigt+Ferry").text
    asked = get("/compare?work=Low+Tide")
    assert asked.texts("//p[@class='notice']") == ["Give the other, too."]
    assert asked.tree.xpath("//form[.//@name='work']//input/@value") == ["Low Tide", ""]
    assert len(get("/compare").tree.xpath("//form//button")) == 2


def test_history_and_copies_are_shown(tmp_path: Path) -> None:
    text = " ".join(f"word{number}" for number in range(120))
    first = ("Low Tide review", "By Ada Quill", "!work Low Tide", "!rating 3/5", text)
    edited = (*first[:3], "!rating 4/5", f"{text} Corrected.")
    made = [
        page("https://reel.example/tide", *first),
        page("https://noise.example/copy", "Low Tide again", "By Ada Quill", text, days=1),
        page("https://reel.example/tide", *edited, days=2),
    ]
    db = submit(tmp_path / "archive.db", made)
    answer = getter(db)(article(db, "reel.example/tide"))
    events = answer.texts("//ol[@class='events']/li")
    assert len(events) == 2 and "changed" in events[1] and "4/5" in events[1]
    assert not answer.tree.xpath("//*[@id='diff']"), "revisions are compared when somebody asks"
    (link,) = answer.tree.xpath("//ol[@class='events']//a/@href")
    compared = getter(db)(link)
    (diff,) = compared.tree.xpath("//*[@id='diff']")
    assert "rating 3/5 -> 4/5" in diff.text_content()
    assert compared.texts("//*[@id='diff']//ins")[-1].endswith("Corrected.")
    for number in ("1", "3", "x", "9" * 30):
        wrong = getter(db)(article(db, "reel.example/tide") + f"?diff={number}")
        assert wrong.status == 404 and f"revision {number}" in wrong.text
    (copy,) = answer.texts("//section[h2/@id='copies']//li")
    assert copy.startswith("Low Tide again noise") and copy.endswith("% alike")


def test_search_narrows_pages_and_explains(get: Get) -> None:
    found = get("/search?q=tide+score%3A%3E%3D80")
    assert len(found.texts("//li[@class='hit']")) == 2
    outlet = found.tree.xpath("//section[h2/@id='facet-outlet']//a/@href")
    assert outlet and len(get(outlet[0]).texts("//li[@class='hit']")) == 1
    wrong = get("/search?q=score%3Ahigh+tide")
    assert wrong.status == 400 and "score:high" in wrong.texts("//p[@class='notice']")[0]
    assert get("/search?q=nothingofthekind").texts("//li[@class='hit']") == []
    assert get("/search?q=work:farry").texts("//p[@class='notice']") == [
        "There is no work farry; the nearest is Night Ferry."
    ]
    assert get("/search?cursor=x").status == 400
    assert get(f"/search?{'q=a&' * 200}").status == 400
    (notice,) = get("/search?q=zzz+date:%22last+week%22").texts("//p[@class='notice']")
    assert notice.endswith('"last 7 days" ends today.')


@pytest.mark.parametrize("form", ["atom", "json"])
def test_feeds_of_a_search_a_work_and_a_person(db: Path, get: Get, form: str) -> None:
    for address, count in (
        (f"/search.{form}?q=tide", 3),
        (f"{work(db, 'Low Tide')}.{form}", 3),
        (f"{person(db, 'Bo Brand')}.{form}", 2),
    ):
        answer = get(address)
        assert answer.status == 200
        if form == "json":
            assert len(json.loads(answer.text)["items"]) == count
        else:
            assert len(etree.fromstring(answer.text.encode()).findall("{*}entry")) == count
    assert get(f"/search.{form}?q=score:high").status == 400
    assert get(f"/work/999.{form}").status == 404


@pytest.mark.parametrize(
    "address", ["/article/999", "/work/999", "/person/" + "9" * 30, "/outlet/none", "/article/0"]
)
def test_what_is_not_there_is_said(get: Get, address: str) -> None:
    answer = get(address)
    assert answer.status == 404 and "not in the archive" in answer.text


def test_an_empty_archive_says_what_to_do(tmp_path: Path) -> None:
    get = getter(submit(tmp_path / "archive.db", []))
    for address in PAGES:
        assert get(address).status == 200, address
    assert "matinee crawl" in get("/").text


def test_datasette_s_own_pages_stay_with_queries_that_run(db: Path, get: Get) -> None:
    assert get("/archive/coverage").status == 200
    assert json.loads(get("/archive/coverage.json?_shape=array").text)
    listed = json.loads(get("/archive.json").text)["queries"]
    assert len(listed) == 12
    for query in listed:
        params = {"title": "Tide", "outlet": "reel", "year": "2026", "kind": "review"}
        asked = "&".join(f"{name}={params[name]}" for name in re.findall(r":(\w+)", query["sql"]))
        rows = json.loads(get(f"/archive/{query['name']}.json?_shape=array&{asked}").text)
        assert isinstance(rows, list), query
        assert rows or query["name"] in {"changed_texts", "gone_pages", "crawl_outcomes"}, query
    assert get("/archive?sql=delete+from+articles").status == 400
