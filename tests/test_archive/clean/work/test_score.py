"""The work that most places of a page agree on, where no phrase of the headline names it."""
# ruff: noqa: E501 - markup is easier to read in long lines

from __future__ import annotations

import pytest
from archive.clean.work.score import name_agreed, of_another

from archive.clean.kind.section import covers_works
from archive.clean.work.infobox import labels_in, medium_labelled, name_titled, names_with_data
from archive.clean.work.names import Telling
from archive.clean.work.work import read_work
from tests.test_archive.clean.pages import html_page

TEXT = "There is a sort of film that breathes in. {} is one of them, and it has no stars.\nI hummed all the way home."
ROW = "<p>{}</p>\n<p>I hummed.</p>"


def agreed(
    html: str, text: str, title: str = "A Film About Breathing", url: str = "https://x.example/1"
) -> str | None:
    page = html_page(f"<html lang='en'><body><h1>{title}</h1>{html}</body></html>", url)
    found = name_agreed(page, text, title, Telling(text))
    return found.name if found else None


@pytest.mark.parametrize(
    ("html", "text", "name"),
    [
        ("<p>I saw <em>The Quarry Choir</em> on Tuesday.</p>", "I saw The Quarry Choir on Tuesday.", "The Quarry Choir"),
        ("", "I saw Station Nine (1982) on Tuesday.", "Station Nine"),
        ("", "The Lamp Room, the new drama from Edie Calloway, is here. The Lamp Room has stairs.", "The Lamp Room"),
        ("<aside><h3>Grey Water</h3><dl><dt>Director</dt><dd>Ana Horn</dd><dt>Running time</dt><dd>97 min</dd></dl></aside>", "It rains.", "Grey Water"),
        ("", "Somebody was sad on Tuesday.", None),
        ("<p><em>Grey Water</em> or <em>Blue Water</em>?</p>", "It is Grey Water or Blue Water.", None),
        ("", "Instead, a film of rain is what we got. Instead, a film about gulls.", None),
    ],
)  # fmt: skip
def test_a_name_leads_by_its_marks(html: str, text: str, name: str | None) -> None:
    assert agreed(html, text) == name


def test_who_speaks_is_no_work() -> None:
    text = (
        "Ana Horn, the film she made behind her, is late. “I walked,” Horn says. Horn sits. Ana Horn says so."
    )
    assert agreed("", text, "Ana Horn on gulls") is None


def test_the_maker_of_another_work() -> None:
    assert of_another("Salt House", "Salt House creator’s next drama gets a trailer")
    assert not of_another("Salt House", "Salt House gets a trailer")


@pytest.mark.parametrize(
    ("line", "labels", "medium"),
    [
        ("Regie: Jana Kolbe. 97 Minuten, FSK 12", ["regie", "runtime", "rated"], "film"),
        ("Genre: crime | Format: paperback | ISBN 9780000000019", ["genre", "format", "isbn"], "book"),
        ("Publisher: Harpoon | Genre: Naval strategy", ["publisher", "genre"], None),
        ("Platform: Windows. Developers: five. Network: none.", ["platform", "developers", "network"], None),
        ("Reading time 17 minutes, 10 min read", [], None),
    ],
)
def test_labels_of_data(line: str, labels: list[str], medium: str | None) -> None:
    assert labels_in(line) == labels
    assert medium_labelled(labels) == medium


def test_data_name_the_work_nearest_before_them() -> None:
    page = html_page(
        "<html><body><h1>Night Shift</h1><p>By Ana</p><p>Rain.</p><p>More rain.</p>"
        "<b>Branch Line</b><br>Cast: Ilse Kern. Directed by Tomas Brandl. 91 minutes.</body></html>"
    )
    assert names_with_data(page) == (("Branch Line", "film"),)


def test_a_row_that_says_title() -> None:
    rows = "<tr><td>Title</td><td>1,001 Days of Frost</td></tr><tr><td>Author</td><td>H. V.</td></tr><tr><td>Pages</td><td>402</td></tr>"
    assert name_titled(html_page(f"<html><body><table>{rows}</table></body></html>")) == "1,001 Days of Frost"
    assert name_titled(html_page("<html><body><p>Title</p><b>Title</b> and more</body></html>")) is None


@pytest.mark.parametrize(
    ("menu", "covers"),
    [
        ("<li>Film</li><li>TV</li>", True),
        ("<li>Movies | Reviews</li>", True),
        ("<li>Reviews</li>", False),
        ("<li>Products</li><li>Pricing</li>", False),
    ],
)
def test_menus_tell_what_a_site_covers(menu: str, covers: bool) -> None:
    assert covers_works(html_page(f"<html><body><ul>{menu}</ul></body></html>")) is covers


def test_the_address_of_an_episode_names_its_series() -> None:
    title, text = (
        "County Line lets everybody down",
        "The sheriff is dead. This episode and the next episode are about that.",
    )
    page = html_page(
        f"<html><body><h1>{title}</h1></body></html>",
        "https://x.example/tv/county-line-season-3-episode-7-the-weight",
    )
    found = read_work(page, text, title)
    assert found and (found.value.title, found.value.medium) == ("County Line", "tv")
