"""What pages of works and people show of their pieces together."""

from __future__ import annotations

from pathlib import Path

from tests.test_archive.web.conftest import getter
from tests.test_archive.works.pages import Piece, put


def test_a_work_page_tells_coverage_before_the_release_from_coverage_after_it(tmp_path: Path) -> None:
    pieces = [
        Piece("a", "Low Tide", 2025, released="2025-06-06", day="2025-05-30"),
        Piece("b", "Low Tide", 2025, day="2025-06-06"),
        Piece("c", "Low Tide", 2025, day="2025-07-02"),
        Piece("d", "Night Ferry", 2024, day="2025-07-02"),
    ]
    get = getter(put(tmp_path / "archive.db", pieces))
    page = get("/work/1")
    assert page.texts("//p[@class='kicker']") == ["film · 2025 · released 6 June 2025"]
    (caption,) = page.texts("//section[h2/@id='timeline']//figcaption")
    assert caption == "Pieces by month of publication. 1 piece before the release, 2 pieces since that day."
    (chart,) = page.tree.xpath("//section[h2/@id='timeline']//img")
    assert "before release: 2025-05: 1; after release: 2025-06: 1, 2025-07: 1" in chart.get("alt")
    assert get(chart.get("src")).status == 200
    assert "film, released 6 June 2025" in get("/article/1").texts("//dl[@class='factlist']")[0]
    (other,) = get("/work/2").texts("//section[h2/@id='timeline']//figcaption")
    assert "its day of release is not known" in other
