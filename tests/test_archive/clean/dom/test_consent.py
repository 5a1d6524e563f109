"""Consent centres with names that tell nothing, and articles about cookies."""
# ruff: noqa: E501 - markup is easier to read in long lines

from __future__ import annotations

import pytest

from archive.clean.article import clean
from archive.model import Capture
from tests.support.paths import SHARED
from tests.test_archive.clean.fact_pages import CAPTURED_AT

ARTICLE = (
    "<p>The film opens on a pier, and for ten minutes nobody speaks. It is a bold choice that pays off later on.</p>"
    "<p>Hanne Lund stages the quarrel as a walk through a fish market, and the camera stays with the shoulders.</p>"
)
CENTRES = {
    "en": ("These cookies are needed for the site to work, and no button on this page can switch them off.", "Privacy"),
    "de": ("Diese Cookies brauchen wir, damit die Seite läuft, und kein Knopf auf dieser Seite stellt sie ab.", "Wahl"),
    "fr": ("Ces cookies servent au bon fonctionnement du site, et aucun bouton de la page ne les arrête.", "Vie privée"),
    "ru": ("Эти файлы cookie нужны для работы сайта, и ни одна кнопка на странице их не отключает.", "Настройки"),
    "ja": ("このクッキーはサイトの動作に必要です。このページのどのボタンでも止められません。", "設定"),
}  # fmt: skip


def text_of(body: str) -> str:
    page = f"<html><head><title>Quiet Harbour review</title></head><body>{body}</body></html>"
    return clean(Capture("https://l.example/quiet-harbour-review", CAPTURED_AT, page.encode())).text


@pytest.mark.parametrize("lang", CENTRES)
@pytest.mark.parametrize("order", ["after", "before"])
def test_a_centre_longer_than_the_article_is_none_of_it(lang: str, order: str) -> None:
    line, heading = CENTRES[lang]
    centre = f"<div class='pc'><div class='t'><h2>{heading}</h2>{f'<p>{line}</p>' * 9}</div></div>"
    article = f"<div class='l'><h1>Quiet Harbour review</h1><div class='m'>By Mara Voss</div><div>{ARTICLE}</div></div>"
    text = text_of(article + centre if order == "after" else centre + article)
    assert "fish market" in text
    assert line not in text


@pytest.mark.parametrize(
    "head",
    [
        "<header><h1>How the web forgot who you are</h1><p>By Mara Voss</p></header>",
        "<div><h1>The end of cookies</h1><p>By Mara Voss</p>" + ARTICLE + "</div>",
    ],
)
def test_an_article_about_cookies_is_read(head: str) -> None:
    body = "".join(
        f"<p>{CENTRES['en'][0]} So the {n}th reader of this paper wrote to us.</p>" for n in range(9)
    )
    sidebar = f"<div class='s'>{ARTICLE * 2}</div>"
    assert "the 4th reader" in text_of(f"<main>{head}<div class='b'>{body}</div></main>{sidebar}")


_STANDFIRST = (
    "<p>" + "A quiet film about what we give away, and about who keeps it when we are gone. " * 3 + "</p>"
)


@pytest.mark.parametrize(
    "line",
    [
        "Он согласился на роль, и согласие это стоило ему, как говорят в городе, очень и очень многого.",
        "Všichni souhlasí, že jde o jeho nejlepší roli, a souhlasí s tím i ti, kdo ho jinak nemají rádi.",
        "The film shows how personal data became a currency, and how privacy turned into a luxury for a few.",
        "The Wookiee and the rookie share a cockpit, and for a while nobody in the hall wants them to land.",
    ],
)
@pytest.mark.parametrize("tag", ["article", "div"])
def test_a_review_below_a_long_standfirst_is_read(line: str, tag: str) -> None:
    body = "".join(f"<p>{line} {n}.</p>" for n in range(6))
    text = text_of(f"<main><header><h1>Quiet Harbour</h1>{_STANDFIRST}</header><{tag}>{body}</{tag}></main>")
    assert line in text


@pytest.mark.skipif(not (SHARED / "faults").is_dir(), reason="../shared/faults is not here")
def test_the_fault() -> None:
    folder = SHARED / "faults" / "02-privacy-center-longer"
    page = (folder / "page.html").read_bytes()
    text = clean(Capture("https://lantern-weekly.example/film/x", CAPTURED_AT, page)).text
    assert "smell the ice melting" in text
    assert "opt out of the sale" not in text
