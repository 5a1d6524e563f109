"""Pages of an entertainment site that are no articles, in several languages, and articles like them."""

from __future__ import annotations

import pytest

from archive.clean.article import clean
from archive.model import Capture
from tests.test_archive.clean.fact_pages import CAPTURED_AT, PROSE

FORM = "<form action='/enter'><input name='name'><textarea></textarea><button>OK</button></form>"
SHORT = "<p>We have three pairs of tickets for the last night of the tour. Send us an answer by noon.</p>"
VERSE = "<p>" + "<br>".join(["Take the van down to the water", "Leave the engine running low"] * 6) + "</p>"
HOURS = "".join(f"<li><a href='/{hour}'>Film {hour}</a> Fri {hour}:15</li>" for hour in range(12, 20))
SHOWS = "".join(f"<h2>Film {n}</h2><p>{PROSE[3:160]}.</p><p>Sala 1: sex {n}h45</p>" for n in range(12, 20))


def is_article(path: str, title: str, body: str) -> bool:
    html = (
        f"<html><head><title>{title} - The Quay</title></head><body><nav><a href='/'>Home</a></nav>"
        f"<main><h1>{title}</h1>{body}</main><footer>© 2024 The Quay</footer></body></html>"
    )
    url = f"https://quay.example/{path}"
    return clean(
        Capture(url, CAPTURED_AT, html.encode(), content_type="text/html; charset=utf-8")
    ).gate.is_article


@pytest.mark.parametrize(
    ("path", "title", "body"),
    [
        ("win/gravel", "Win a pair of tickets to see Gravel", SHORT + FORM),
        ("sorteo-hermanas", "Sorteo: gana dos entradas", SHORT + FORM),
        ("gewinnspiel/x", "Karten für Gravel", SHORT + FORM),
        ("present/", "試写会プレゼント", SHORT),
        ("jobs/box-office", "Box Office Assistant (part-time)", SHORT * 2),
        ("vacature/redacteur", "Vacature: eindredacteur", SHORT * 2),
        ("press/gravel", "Gravel: press kit", SHORT + "<ul><li><a href='/1.zip'>Photos</a></li></ul>"),
        ("whats-on", "What's On: 14 to 20 April", f"<ul>{HOURS}</ul>{SHORT}"),
        ("programme", "Programme du 8 au 14 avril", f"<ul>{HOURS}</ul>{SHORT}"),
        ("kino/heute", "Heute im Kino", f"<ul>{HOURS}</ul>"),
        ("salt/hours", "Salt — Hours, текст песни", VERSE),
        ("gravel/home", "Home", VERSE),
        ("win/gravel-on-vinyl", "WIN! Gravel on vinyl, and a poster", f"<p>2026-03-02</p>{SHORT * 5}"),
        ("win/gravel", "Gravel, and a poster", f"<p>2026-03-02</p>{SHORT}"),
        ("programacao/2026-03-14", "Programação de 14 a 20 de março", f"<p>By Iva Horn</p>{SHOWS}"),
        ("recensioner/", "Recensioner", f"<p>{PROSE}</p>"),
    ],
)
def test_others(path: str, title: str, body: str) -> None:
    assert not is_article(path, title, body)


@pytest.mark.parametrize(
    ("path", "title", "body"),
    [
        ("news/final", "Anna Moon wins the song competition in Oslo", PROSE * 5),
        (
            "news/job",
            "Director leaves job at the Depot theatre",
            f"<p>By Iva Horn</p><p>2026-03-02</p>{PROSE * 5}",
        ),
        ("archives/5521", "『踏切』レビュー", f"<p>2026-03-02</p>{PROSE * 2}"),
        (
            "news/tour",
            "Gravel cancel autumn dates",
            f"<p>Posted by Lou Marsh, March 3, 2026</p>{PROSE[:160]}.</p>",
        ),
        ("music/x", "Win Butler leaves the stage in silence", PROSE * 2),
        ("cannes/competition/warm-bread", "Warm Bread", PROSE * 2),
        ("2026/win-win", "Win Win review", f"<p>By Iva Horn</p><p>2026-03-02</p>{PROSE * 2}"),
        ("concours/gravel", "Gravel, en concours", f"<p>By Iva Horn</p><p>2026-03-02</p>{PROSE * 3}"),
        ("poems/on-verse", "On verse", f"<p>By Iva Horn</p><p>2026-03-02</p>{PROSE * 3}{VERSE}"),
    ],
)
def test_articles(path: str, title: str, body: str) -> None:
    assert is_article(path, title, body)
