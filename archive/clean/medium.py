"""What a page is about, from its words: a film, a series, an album, a game, a book, a play or a podcast."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import unquote, urlsplit

from archive.clean.page import Page
from archive.model import Medium

# schema.org's types of works, lower case.
_TYPE_NAMES: dict[Medium, str] = {
    "film": "movie movieseries screeningevent",
    "tv": "tvseries tvseason tvepisode episode creativeworkseason",
    "music": "musicalbum musicrecording musicrelease musiccomposition musicevent",
    "game": "videogame videogameseries game",
    "book": "book bookseries audiobook comicissue comicstory comicseries",
    "stage": "theaterevent play danceevent comedyevent",
    "podcast": "podcastseries podcastseason podcastepisode",
}
TYPES = {name: medium for medium, names in _TYPE_NAMES.items() for name in names.split()}

# Words of addresses.
_SECTION_NAMES: dict[Medium, str] = {
    "film": "film films movie movies cinema kino cine cinéma filmkritik moviereviews filmreviews",
    "tv": "tv television series serien séries serie shows recaps fernsehen televisión",
    "music": "music album albums musik musique música musica songs records",
    "game": "game games gaming videogames spiele jeux juegos giochi jogos",
    "book": "book books literature bücher livres libros libri boeken literatur",
    "stage": "theatre theater stage broadway musicals théâtre teatro bühne dance opera",
    "podcast": "podcast podcasts",
}
_SECTIONS = {name: medium for medium, names in _SECTION_NAMES.items() for name in names.split()}

# Words said of works of one medium and of little else, and words that are said of other things too.
_TELLING: dict[Medium, str] = {
    "film": r"films?|movies?|cinematograph\w+|filmmakers?|biopic|moviegoers?|película|filme|pellicola|"
    r"kinofilm",
    "tv": r"episodes?|showrunners?|sitcoms?|tv (?:show|series|drama)s?|miniseries|televisi\w+|staffel|"
    r"folgen?|season (?:\d+|one|two|three|four|five|finale|premiere)|épisodes?|episodios?|temporada|"
    r"stagione|aflevering",
    "music": r"albums?|songs?|songwrit\w+|lyrics?|chorus|melod\w+|guitars?|synths?|chansons?|canciones",
    "game": r"video ?games?|gameplay|gamers?|playstation|xbox|nintendo|ps5|ps4|multiplayer|single-player|"
    r"dlc|rpgs?|boss fights?|videospiel\w*|jeux? vidéo|videojuegos?|videogioc\w+|roguelike|metroidvania",
    "book": r"novels?|novellas?|memoirs?|novelists?|paperback|hardcover|page-turner|debut novel|romanzo|"
    r"buch|livre|libro|boek",
    "stage": r"broadway|west end|playwrights?|musicals?|theatre|on stage|curtain|theaterstück|théâtre|"
    r"obra de teatro|standing ovation|matinée",
    "podcast": r"podcasts?|podcasters?",
}
_SHARED: dict[Medium, str] = {
    "film": r"cinemas?|theaters|box office|screenplay|director|on screen|kino|sequel|prequel|spin-?off",
    "tv": r"tv|series|shows?|season|streaming|serie",
    "music": r"tracks?|ep|lp|singles?|vocals?|bands?|singers?|record|producer|verse|musik|musique",
    "game": r"games?|players?|consoles?|controller|steam|levels?|spiel|jeu|juego|gioco",
    "book": r"books?|chapters?|prose|readers?|authors?|publisher|pages|narrator",
    "stage": r"stage|production|audience|theater|cast|performers?|opera|ballet",
    "podcast": r"listeners?|hosts?|episodes?",
}
_STRONG = {medium: re.compile(rf"\b(?:{words})\b", re.I) for medium, words in _TELLING.items()}
_WEAK = {medium: re.compile(rf"\b(?:{words})\b", re.I) for medium, words in _SHARED.items()}
_READ = 8000  # characters of the text
_LEAST, _LEAD = 4, 1.25  # points, and points over those of the next medium
_LEAST_STRONG = 2
_PER_CHARACTER = 1 / 900  # points; a long text about something else has a few such words too


def medium_named(words: str) -> Medium | None:
    """The medium that a label such as "TV", "Film reviews" or "Bücher" names; None for none or several."""
    named = {_SECTIONS[word] for word in re.findall(r"\w+", words.lower()) if word in _SECTIONS}
    return named.pop() if len(named) == 1 else None


def medium_of(page: Page, text: str, title: str | None) -> Medium | None:
    """By the headline, the address, the outlet, the words of the text; None where none of them leads."""
    return _of_title(title or "") or _of_address(page) or page.medium or _of_text(text)


def _of_title(title: str) -> Medium | None:
    found = [medium for medium, pattern in _STRONG.items() if pattern.search(title)]
    return found[0] if len(found) == 1 else None


def _of_address(page: Page) -> Medium | None:
    """By the sections above the last part of the path."""
    try:
        path = unquote(urlsplit(page.url).path).lower()
    except ValueError:
        return None
    words = [word for part in path.split("/")[:-1] for word in part.split("-")]
    found = {_SECTIONS[word] for word in words if word in _SECTIONS}
    return found.pop() if len(found) == 1 else None


def _of_text(text: str) -> Medium | None:
    text = text[:_READ]
    strong = Counter({medium: len(pattern.findall(text)) for medium, pattern in _STRONG.items()})
    points = Counter({medium: 2 * strong[medium] + len(_WEAK[medium].findall(text)) for medium in _STRONG})
    (first, most), (_, second) = points.most_common(2)
    least = max(_LEAST, len(text) * _PER_CHARACTER)
    return first if strong[first] >= _LEAST_STRONG and most >= least and most >= _LEAD * second else None
