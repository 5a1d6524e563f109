"""When it was published, when it was changed, and how exactly either is known.

Long because each form of a date has its cases here.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.clean.dates.dates import read_dates
from archive.clean.page.page import Page
from archive.model import Hint
from tests.test_archive.clean.fact_pages import PROSE, page, plain

TITLE = "The long tide comes in"


def article(line: str = "", **facts: object) -> Page:
    return page(f"<h1>{TITLE}</h1>{line}{PROSE}", **facts)  # type: ignore[arg-type]


def published(found: Page) -> tuple[str, str, str] | None:
    reading = read_dates(found, TITLE).published
    return (reading.value.iso(), reading.value.precision, reading.source) if reading else None


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2025-05-17T08:30:00Z", "2025-05-17T08:30:00+00:00"),
        ("2025-05-17T08:30:00.123456-0400", "2025-05-17T08:30:00-04:00"),
        ("2025-05-17 08:30:00 +0200", "2025-05-17T08:30:00+02:00"),
        ("2025-05-17T08:30", "2025-05-17T08:30:00+00:00"),
        ("2025-05-17 08:30:00 UTC", "2025-05-17T08:30:00+00:00"),
        ("Sat, 17 May 2025 08:30:00 GMT", "2025-05-17T08:30:00+00:00"),
        ("20250517", "2025-05-17"),
        ("2025-05-17", "2025-05-17"),
        ("2025-5-7", "2025-05-07"),
        ("2025/05/17", "2025-05-17"),
        ("May 17, 2025", "2025-05-17"),
    ],
)
def test_machine_dates_keep_their_offset(printed: str, iso: str) -> None:
    found = read_dates(article(ld={"@type": "Article", "datePublished": printed}), TITLE).published
    assert found and (found.value.iso(), found.source, found.raw) == (iso, "json-ld", printed)


@pytest.mark.parametrize(
    ("line", "iso", "precision"),
    [
        ("May 17, 2025", "2025-05-17", "day"),
        ("Published: 17 May 2025", "2025-05-17", "day"),
        ("By Ann Lee | Saturday, May 17th 2025 | 4 min read", "2025-05-17", "day"),
        ("Sept. 4, 2025", "2025-09-04", "day"),
        ("May 2025", "2025-05-01", "month"),
        ("Posted May 17, 2025 at 8:30 PM", "2025-05-17T20:30:00+00:00", "second"),
        ("about a year ago", "2025-03-15", "year"),
        ("3 months ago", "2025-12-15", "month"),
        ("2 days ago", "2026-03-13", "day"),
        ("over 2 weeks ago", "2026-03-01", "day"),
        ("2 hours ago", "2026-03-15T10:00:00+00:00", "second"),
        ("Yesterday", "2026-03-14", "day"),
        ("2025-05-17", "2025-05-17", "day"),
        ("17.05.2025", "2025-05-17", "day"),
    ],
)
def test_visible_dates(line: str, iso: str, precision: str) -> None:
    assert published(article(f"<p>{line}</p>")) == (iso, precision, "byline")
    assert published(plain(TITLE, line, "The tide comes in. " * 20)) == (iso, precision, "byline")


@pytest.mark.parametrize(
    ("lang", "line", "iso"),
    [
        ("de", "Veröffentlicht am 17. Mai 2025", "2025-05-17"),
        ("de", "17.05.2025", "2025-05-17"),
        ("de", "03.04.2025", "2025-04-03"),
        ("de", "vor 3 Tagen", "2026-03-12"),
        ("de", "Gestern", "2026-03-14"),
        ("fr", "Publié le 17 mai 2025", "2025-05-17"),
        ("fr", "Il y a 2 jours", "2026-03-13"),
        ("es", "17 de mayo de 2025", "2025-05-17"),
        ("es", "Hace 2 días", "2026-03-13"),
        ("it", "17 maggio 2025", "2025-05-17"),
        ("it", "3 giorni fa", "2026-03-12"),
        ("pt", "há 3 dias", "2026-03-12"),
        ("nl", "17 mei 2025", "2025-05-17"),
        ("nl", "2 dagen geleden", "2026-03-13"),
        ("ja", "2025年5月17日", "2025-05-17"),
        ("ja", "2日前", "2026-03-13"),
        ("ko", "2일 전", "2026-03-13"),
        ("zh", "昨天 10:30", "2026-03-14"),
        ("sv", "för 2 dagar sedan", "2026-03-13"),
        ("it", "un'ora fa", "2026-03-15T11:00:00+00:00"),
        ("en", "Issue 2 – 17 May 2025", "2025-05-17"),
        ("fr", "Aujourd'hui", "2026-03-15"),
        ("fr-FR", "Hier", "2026-03-14"),
        ("es", "AYER", "2026-03-14"),
        ("it", "ieri", "2026-03-14"),
        ("nl", "gisteren", "2026-03-14"),
        ("xx", "May 17, 2025", "2025-05-17"),
    ],
)
def test_in_the_language_of_the_page(lang: str, line: str, iso: str) -> None:
    found = published(article(f"<p>{line}</p>", lang=lang))
    assert found and found[0] == iso


@pytest.mark.parametrize(
    "line",
    [
        "© 2026 Creatd, Inc. All Rights Reserved.",
        "Copyright 2025",
        "03/04/2025",
        "Oscars 2025",
        "May 17, 2099",
        "January 1, 1970",
        "4 min read",
        "3월 2일 전국 개봉",
        "Royal Theatre, Sat 3 May - Sun 9 May 2025",
        "<table><tr><td>Kinostart</td><td>17. Mai 2025</td></tr></table>",
        "The film of the year 1999",
    ],
)
def test_what_is_no_date(line: str) -> None:
    assert published(article(f"<p>{line}</p>")) is None
    assert published(page(f"<h1>{TITLE}</h1>{PROSE}<footer><p>{line}</p></footer>")) is None


@pytest.mark.parametrize(
    "printed", ["", "null", "0001-01-01T00:00:00", "1970-01-01", "2025-13-45", "2099-01-01", 7, [], {}]
)
def test_machine_dates_that_are_none(printed: object) -> None:
    assert published(article(ld={"@type": "Article", "datePublished": printed})) is None


class TestOrder:
    LD = {"@type": "Article", "datePublished": "2025-05-17T08:30:00Z"}  # noqa: RUF012

    def test_json_ld_before_meta_before_time_before_feed_before_url(self) -> None:
        meta = '<meta property="article:published_time" content="2025-05-16T08:00:00Z">'
        time = '<time datetime="2025-05-15T08:00:00Z">Thursday</time>'
        feed, url = Hint("feed", published="2025-05-14T08:00:00Z"), "https://a.example/2025/05/13/tide/"
        every = [
            (article(time, head=meta, ld=self.LD, hint=feed, url=url), "json-ld"),
            (article(time, head=meta, hint=feed, url=url), "meta"),
            (article(time, hint=feed, url=url), "time"),
            (article(hint=feed, url=url), "feed"),
            (article(url=url), "url"),
        ]
        assert [(found := published(each)) and found[2] for each, _ in every] == [
            source for _, source in every
        ]

    def test_the_same_day_in_print_leaves_the_machine_its_time(self) -> None:
        assert published(article("<p>May 17, 2025</p>", ld=self.LD)) == (
            "2025-05-17T08:30:00+00:00",
            "second",
            "json-ld",
        )

    def test_another_day_in_print_is_what_the_outlet_means(self) -> None:
        assert published(article("<p>March 2, 2024</p>", ld=self.LD)) == ("2024-03-02", "day", "byline")

    @pytest.mark.parametrize("line", ["Updated February 3, 2026", "February 3, 2026"])
    def test_a_printed_day_of_change_is_not(self, line: str) -> None:
        ld = {**self.LD, "dateModified": "2026-02-03T10:00:00Z"}
        head = '<meta property="article:published_time" content="2025-05-17T08:30:00Z">'
        dates = read_dates(article(f"<p>{line}</p>", ld=ld, head=head), TITLE)
        assert dates.published and dates.published.source == "json-ld"
        assert dates.updated and dates.updated.value.at == datetime(2026, 2, 3, 10, tzinfo=UTC)

    def test_json_ld_alone_does_not_make_a_printed_day_one_of_change(self) -> None:
        ld = {**self.LD, "dateModified": "2026-02-03T10:00:00Z"}
        assert published(article("<p>February 3, 2026</p>", ld=ld)) == ("2026-02-03", "day", "byline")

    def test_a_label_is_more_than_a_machine(self) -> None:
        ld = {"@type": "Article", "datePublished": "2025-08-21", "dateModified": "2025-08-20"}
        line = "<p>Published April 26, 2023</p><p>Updated August 21, 2025</p>"
        assert published(article(line, ld=ld)) == ("2023-04-26", "day", "byline")

    def test_the_address_agrees_with_the_machine(self) -> None:
        found = article("<p>March 2, 2024</p>", ld=self.LD, url="https://a.example/2025/05/17/tide/")
        assert published(found) == ("2025-05-17T08:30:00+00:00", "second", "json-ld")

    def test_a_time_zone_explains_a_day_but_not_two(self) -> None:
        ld = {"@type": "Article", "datePublished": "2025-12-19T02:41:00Z"}
        assert published(article("<p>Dec 18, 2025</p>", ld=ld)) == (
            "2025-12-19T02:41:00+00:00",
            "second",
            "json-ld",
        )
        ld = {"@type": "Article", "datePublished": "2025-12-19T22:02:00Z"}
        assert published(article("<p>Dec 18, 2025</p>", ld=ld)) == ("2025-12-18", "day", "byline")

    def test_a_publication_after_the_last_change_gives_way(self) -> None:
        head = (
            '<meta name="published-time" content="2026-03-09T08:45:32Z">'
            '<meta name="published-date" content="2021-02-16">'
            '<meta name="modified-date" content="2024-07-30">'
        )
        assert published(article(head=head)) == ("2021-02-16", "day", "meta")

    def test_the_address_settles_what_several_printed_days_do_not(self) -> None:
        found = article("<p>March 2, 2024</p>", url="https://a.example/2025/may/17/tide/")
        assert published(found) == ("2025-05-17", "day", "url")

    def test_figures_do_not_overrule_a_machine(self) -> None:
        found = published(article("<p>17/03/2024</p>", ld=self.LD))
        assert found and found[2] == "json-ld"


class TestUpdated:
    @pytest.mark.parametrize(
        "line",
        [
            "<p>Published May 17, 2025 | Updated June 1, 2025</p>",
            "<p>Updated: June 1, 2025 – Published: May 17, 2025</p>",
            "<p>May 17, 2025</p><p>Last updated on June 1, 2025</p>",
            "<p>Posted <time datetime='2025-05-17'>17 May</time>, "
            "updated <time datetime='2025-06-01'>1 June</time></p>",
        ],
    )
    def test_is_told_from_published(self, line: str) -> None:
        dates = read_dates(article(line), TITLE)
        assert dates.published and dates.published.value.iso()[:10] == "2025-05-17"
        assert dates.updated and dates.updated.value.iso()[:10] == "2025-06-01"

    def test_alone_it_dates_the_page_and_says_so(self) -> None:
        dates = read_dates(article("<p>Updated June 1, 2025</p>"), TITLE)
        assert dates.published and dates.published.source == "updated"
        assert dates.updated and dates.updated.value == dates.published.value

    def test_for_machines_only_it_dates_nothing(self) -> None:
        dates = read_dates(
            article(head='<meta property="article:modified_time" content="2025-06-01">'), TITLE
        )
        assert dates.published is None
        assert dates.updated and dates.updated.source == "meta"


def test_dates_of_comments_and_neighbours_are_not_the_articles() -> None:
    after = (
        "<div class='related'><time datetime='2025-05-01'>May 1</time></div>"
        "<div class='comments'><p class='comment-date'>Posted May 3, 2025</p></div>"
    )
    assert published(page(f"<article><h1>{TITLE}</h1>{PROSE * 3}</article>{after}")) is None


def test_the_german_word_for_here_is_no_french_yesterday() -> None:
    assert published(article("<p>Hier</p>", lang="de")) is None


def test_a_relative_date_counts_from_the_capture() -> None:
    early = article("<p>2 days ago</p>", captured_at=datetime(2020, 3, 1, 12, tzinfo=UTC))
    assert published(early) == ("2020-02-28", "day", "byline")


@pytest.mark.parametrize(
    "headline",
    [
        "Copper Wrens cancel spring dates", "Die Premiere", "Tournée annulée", "映画祭が開催", "Release",
        "Updated: the cast",
    ],
)  # fmt: skip
def test_a_headline_of_a_premiere_or_a_tour_is_no_label_of_the_time_below_it(headline: str) -> None:
    time = "<time datetime='2025-05-17T08:30:00Z'>May 17, 2025</time>"
    dates = read_dates(page(f"<main><h1>{headline}</h1>{time}{PROSE}</main>"), headline)
    assert dates.published and dates.published.value.iso() == "2025-05-17T08:30:00+00:00"
    assert dates.updated is None


@pytest.mark.parametrize(
    ("markup", "source"),
    [
        ("<time itemprop='datePublished' datetime='2025-05-17'>May</time>", "microdata"),
        (
            "<b class='h-entry'><time class='dt-published' datetime='2025-05-17'>May</time></b>",
            "microformats",
        ),
        ("<!-- Published --> <b>Published:</b> <!-- x --> May 17, 2025", "byline"),
    ],
)
def test_markup_in_the_page(markup: str, source: str) -> None:
    assert published(page(f"<h1>{TITLE}</h1>{PROSE * 3}<p>{markup}</p>")) == ("2025-05-17", "day", source)


@pytest.mark.parametrize(
    ("lang", "line", "iso"),
    [
        ("en-GB", "03/10/2023", "2023-10-03"),
        ("fr", "03/10/2023", "2023-10-03"),
        ("en-US", "03/10/2023", None),
        ("en", "12.12.2025", "2025-12-12"),
    ],
)
def test_figures_by_language_and_region(lang: str, line: str, iso: str | None) -> None:
    found = published(article(f"<p>{line}</p>", lang=lang))
    assert (found and found[0]) == iso


class TestWhatIsNotTheArticlesDay:
    def test_cards_of_other_articles_beside_the_headline(self) -> None:
        days = ("July 5, 2025", "June 9, 2025", "June 5, 2025")
        cards = "".join(f'<h4>Another tide</h4><div class="meta">{day}</div>' for day in days)
        found = {"@type": "Article", "datePublished": "2025-01-16"}
        assert published(article(cards, ld=found)) == ("2025-01-16", "day", "json-ld")
        assert published(article(cards)) is None
        own = '<p class="when">January 16, 2025</p>'
        assert published(article(own + cards)) == ("2025-01-16", "day", "byline")
        assert published(article(cards + own)) == ("2025-01-16", "day", "byline")

    def test_a_day_that_a_sentence_tells_of(self) -> None:
        line = "<p>The end of the season for most of us is April 15, 2025.</p>"
        assert published(article(line)) is None
        foot = '<p>Page last modified <time datetime="2025-01-17">Jan. 17, 2025</time></p>'
        found = read_dates(page(f"<h1>{TITLE}</h1>{line}{PROSE}{foot}"), TITLE).published
        assert found and (found.value.iso(), found.source) == ("2025-01-17", "updated")

    def test_a_word_of_time_in_the_genitive(self) -> None:
        assert published(article("<p>How today's films are made</p>")) is None
        assert published(article("<p>Today</p>")) == ("2026-03-15", "day", "byline")


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("<p>December 18, 2025</p>", "2025-12-18"),
        ('<time datetime="2025-12-18T19:05:00-08:00">Thursday</time>', "2025-12-18T19:05:00-08:00"),
        ("", "2025-12-19T03:05:00+00:00"),
        ("<p>December 19, 2025</p>", "2025-12-19T03:05:00+00:00"),
    ],
)
def test_the_outlets_day_where_it_is_printed_and_in_the_address(line: str, iso: str) -> None:
    found = article(
        line,
        head='<meta property="article:published_time" content="2025-12-19T03:05:00+00:00">',
        url="https://www.daily-lantern.example/2025/12/18/the-long-tide",
    )
    reading = read_dates(found, TITLE).published
    assert reading and reading.value.iso() == iso


@pytest.mark.parametrize(
    ("lang", "label"),
    [
        ("en", "Posted on April 13, 2023"),
        ("de", "Veröffentlicht am 13. April 2023"),
        ("fr", "Publié le 13 avril 2023"),
        ("es", "Publicado el 13 de abril de 2023"),
        ("it", "Pubblicato il 13 aprile 2023"),
        ("pt", "Publicado em 13 de abril de 2023"),
        ("nl", "Gepubliceerd op 13 april 2023"),
        ("ja", "公開 2023年4月13日"),
    ],
)
def test_a_label_far_from_the_headline_goes_before_the_name_of_an_element(lang: str, label: str) -> None:
    other = '<span class="post-date">2021-06-21</span>'
    body = f"<h1>{TITLE}</h1>{PROSE * 4}<div>{other}</div><div>{label}</div>"
    assert published(page(body, lang=lang)) == ("2023-04-13", "day", "byline")


def test_a_day_beside_the_authors_box_under_the_text() -> None:
    box = "<div><p>Written by <a href='/a'>Ann Lee</a></p><p>April 8, 2024</p></div>"
    assert published(page(f"<h1>{TITLE}</h1>{PROSE * 4}{box}")) == ("2024-04-08", "day", "byline")
