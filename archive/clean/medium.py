"""What kind of work a page is about, from its words: film, tv, music, game, book, stage, podcast."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import unquote, urlsplit

from archive.clean.page import Page
from archive.model import Medium

# schema.org types of works. Lower case.
TYPES: dict[str, Medium] = {
    "movie": "film", "movieseries": "film", "screeningevent": "film",
    "tvseries": "tv", "tvseason": "tv", "tvepisode": "tv", "episode": "tv", "creativeworkseason": "tv",
    "musicalbum": "music", "musicrecording": "music", "musicrelease": "music", "musiccomposition": "music",
    "musicevent": "music", "videogame": "game", "videogameseries": "game", "game": "game",
    "book": "book", "bookseries": "book", "audiobook": "book", "comicissue": "book", "comicstory": "book",
    "comicseries": "book", "theaterevent": "stage", "play": "stage", "danceevent": "stage", "comedyevent": "stage",
    "podcastseries": "podcast", "podcastseason": "podcast", "podcastepisode": "podcast",
}  # fmt: skip

_SECTIONS: dict[str, Medium] = {
    word: medium
    for medium, words in (
        ("film", "film films movie movies cinema kino cine cinéma filmkritik moviereviews filmreviews"),
        ("tv", "tv television series serien séries serie shows recaps fernsehen televisión"),
        ("music", "music album albums musik musique música musica songs records"),
        ("game", "game games gaming videogames spiele jeux juegos giochi jogos"),
        ("book", "book books literature bücher livres libros libri boeken literatur"),
        ("stage", "theatre theater stage broadway musicals théâtre teatro bühne dance opera"),
        ("podcast", "podcast podcasts"),
    )
    for word in words.split()
}  # fmt: skip

# What is said of a work of that medium and of little else; a word in a second group counts once, in a first twice.
_WORDS: dict[Medium, tuple[str, str]] = {
    "film": (
        r"films?|movies?|cinematograph\w+|filmmakers?|biopic|película|filme|pellicola|kinofilm|moviegoers?",
        r"cinemas?|theaters|box office|screenplay|director|on screen|kino|sequel|prequel|spin-?off",
    ),
    "tv": (
        r"episodes?|showrunners?|sitcoms?|tv (?:show|series|drama)s?|miniseries|season (?:\d+|one|two|"
        r"three|four|five|finale|premiere)|televisi\w+|"
        r"staffel|folgen?|épisodes?|episodios?|temporada|stagione|aflevering(?:en)?",
        r"tv|series|shows?|season|streaming|serie",
    ),
    "music": (
        r"albums?|songs?|songwrit\w+|lyrics?|chorus|melod\w+|guitars?|synths?|chansons?|canciones",
        r"tracks?|ep|lp|singles?|vocals?|bands?|singers?|record|producer|verse|musik|musique",
    ),
    "game": (
        r"video ?games?|gameplay|gamers?|playstation|xbox|nintendo|ps5|ps4|multiplayer|single-player|dlc|"
        r"rpgs?|boss fights?|"
        r"videospiel\w*|jeux? vidéo|videojuegos?|videogioc\w+|roguelike|metroidvania",
        r"games?|players?|consoles?|controller|steam|levels?|spiel|jeu|juego|gioco",
    ),
    "book": (
        r"novels?|novellas?|memoirs?|novelists?|paperback|hardcover|page-turner|debut novel|romanzo|buch|"
        r"livre|libro|boek",
        r"books?|chapters?|prose|readers?|authors?|publisher|pages|narrator",
    ),
    "stage": (
        r"broadway|west end|playwrights?|musicals?|theatre|on stage|curtain|choreographed by|theaterstück|"
        r"théâtre|obra de teatro|"
        r"standing ovation|matinée",
        r"stage|production|audience|theater|cast|performers?|opera|ballet",
    ),
    "podcast": (r"podcasts?|podcasters?", r"listeners?|hosts?|episodes?"),
}  # fmt: skip
_STRONG = {medium: re.compile(rf"\b(?:{strong})\b", re.I) for medium, (strong, _) in _WORDS.items()}
_WEAK = {medium: re.compile(rf"\b(?:{weak})\b", re.I) for medium, (_, weak) in _WORDS.items()}
_READ = 8000  # characters of the text that are looked at
_LEAST, _LEAD = 4, 1.25  # points, and points over those of the next medium
_LEAST_STRONG = 2
_PER_CHARACTER = 1 / 900  # points; a long text about something else has a few such words too


def medium_of(page: Page, text: str, title: str | None) -> Medium | None:
    """The medium that a page is about: by its headline, its address, its outlet, its words; None where none leads."""
    return _of_title(title or "") or _of_address(page) or page.medium or _of_text(text)


def _of_title(title: str) -> Medium | None:
    found = [medium for medium, pattern in _STRONG.items() if pattern.search(title)]
    return found[0] if len(found) == 1 else None


def _of_address(page: Page) -> Medium | None:
    """By the sections in the address and the bread crumbs."""
    try:
        path = unquote(urlsplit(page.url).path).lower()
    except ValueError:
        return None
    words = [word for part in path.split("/")[:-1] for word in part.split("-") if len(part) < 30]
    found = {_SECTIONS[word] for word in words if word in _SECTIONS}
    return found.pop() if len(found) == 1 else None


def _of_text(text: str) -> Medium | None:
    text = text[:_READ]
    points: Counter[Medium] = Counter()
    strong: Counter[Medium] = Counter()
    for medium, pattern in _STRONG.items():
        strong[medium] = len(pattern.findall(text))
        points[medium] = 2 * strong[medium] + len(_WEAK[medium].findall(text))
    (first, most), (_, second) = points.most_common(2)
    least = max(_LEAST, len(text) * _PER_CHARACTER)
    return first if strong[first] >= _LEAST_STRONG and most >= least and most >= _LEAD * second else None
