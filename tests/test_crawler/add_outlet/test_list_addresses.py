"""Addresses of lists on all makes of site, and what an outlet's file skips of them."""

from __future__ import annotations

import re

import pytest

from crawler.add_outlet.list_addresses import is_list_address, skip_patterns

SITE = "https://matinee.example"


@pytest.mark.parametrize(
    "path",
    [
        "/tag/heist/", "/tags/heist", "/tags.html", "/category/film.html", "/en/categories/film/",
        "/blog/author/ann-lee/", "/authors.html", "/page/2/", "/page2/", "/page-3.html", "/film/page/7",
        "/index2.html", "/index-1.html", "/archives.html", "/archives/2026/", "/archives/2026/11/",
        "/2026/11/",
        "/2026/11/20/", "/?cat=3", "/?paged=2", "/?author=1", "/kategorie/kino/", "/etiqueta/cine/",
        "/impressum", "/about/", "/about.html", "/search?q=boat",
    ],
)  # fmt: skip
def test_lists_and_service_pages(path: str) -> None:
    assert is_list_address(SITE + path)
    assert any(re.search(pattern, SITE + path) for pattern in skip_patterns([]))


@pytest.mark.parametrize(
    "path",
    [
        "/reviews/1917/", "/reviews/contact/", "/film/search/", "/2026/11/20/the-boat/", "/?p=12",
        "/archives/1432", "/posts/index.html", "/the-tags-we-wear/", "/reviews/about-time/", "/pages-of-him/",
    ],
)  # fmt: skip
def test_works_that_are_called_like_pages(path: str) -> None:
    assert not is_list_address(SITE + path)
    assert not any(re.search(pattern, SITE + path) for pattern in skip_patterns([]))


def test_only_the_name_that_articles_need_is_left_out() -> None:
    """One article below a name, or one page called so in a feed of all pages, costs no other name."""
    patterns = skip_patterns(
        [f"{SITE}/category/film/the-boat/", f"{SITE}/about/", f"{SITE}/shop/a-review-of-it"]
    )
    skipped = [path for path in ("/category/film/x", "/tag/x/", "/about/", "/shop/x", "/2026/11/")
               if any(re.search(pattern, SITE + path) for pattern in patterns)]  # fmt: skip
    assert skipped == ["/tag/x/", "/about/", "/2026/11/"]
