"""The printed lines of a page."""

from __future__ import annotations

import pytest

from archive.clean.page.printed import printed_lines
from tests.test_archive.clean.pages import html_page


@pytest.mark.parametrize("label", ["yapım", "YAPIM", "Yapım", "YAYINEVİ"])
def test_labels_of_a_data_sheet_in_turkish_capitals(label: str) -> None:
    page = html_page(f"<h1>Salt</h1><ul><li>{label}: Orchard</li><li>Yazar: Ann Lee</li></ul>")
    lines = printed_lines(page, "Salt")
    assert lines.in_sheet(len(lines.blocks) - 1)
