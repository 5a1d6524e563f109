"""What a page prints of its use by others."""

from __future__ import annotations

import pytest

from archive.clean.facts.rights import read_rights
from tests.test_archive.clean.fact_pages import page, plain


def test_a_page_that_says_nothing() -> None:
    assert read_rights(page("<p>Words.</p>")) == {}
    assert read_rights(plain("Words.")) == {}


def test_every_key() -> None:
    found = page(
        "<footer><p>© 2024–2026 Lantern Media Ltd. All rights reserved.</p></footer>",
        head='<meta name="robots" content="noindex, noai"><meta name="tdm-reservation" content="1">'
        '<link rel="license" href="https://licenses.example/by/4.0/">',
        headers={"x-robots-tag": "noarchive"},
    )
    assert read_rights(found) == {
        "robots": "noindex, noai, noarchive",
        "license": "https://licenses.example/by/4.0/",
        "copyright": "Lantern Media Ltd",
        "tdm_reservation": "1",
    }


def test_json_ld_before_the_footer() -> None:
    ld = {
        "@type": "Article",
        "license": {"@id": "https://licenses.example/x"},
        "copyrightHolder": {"@type": "Organization", "name": "Lantern Media"},
    }
    found = read_rights(page("<footer>© Someone Else</footer>", ld=ld))
    assert found == {"license": "https://licenses.example/x", "copyright": "Lantern Media"}


def test_the_header_reserves_too() -> None:
    assert read_rights(page(headers={"tdm-reservation": "1"})) == {"tdm_reservation": "1"}


@pytest.mark.parametrize(
    ("line", "holder"),
    [
        ("© 2026 Creatd, Inc. All Rights Reserved.", "Creatd, Inc"),
        ("Copyright © 2019-2026 by Ann Lee", "Ann Lee"),
        ("© Ann Lee 2026", "Ann Lee"),
        ("© 2026 Lantern | Terms | Privacy", "Lantern"),
        ("© 2026 St. Elmo Press", "St. Elmo Press"),
        ("© 2026. All rights reserved.", None),
        ("©", None),
    ],
)
def test_the_holder_of_a_copyright_line(line: str, holder: str | None) -> None:
    assert read_rights(page(f"<p>{line}</p>")).get("copyright") == holder
    assert read_rights(plain("Words.", line)).get("copyright") == holder
