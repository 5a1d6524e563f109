"""What a page is about, from its words: a film, a series, an album, a game, a book, a play or a podcast."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from archive.clean.kind.section import section_labels, tags
from archive.clean.page.page import Page, title_tag_text
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
    "film": "film films movie movies cinema kino cine cinéma filmkritik moviereviews filmreviews 映画 "
    "邦画 洋画",
    "tv": "tv television series serien séries serie shows recaps fernsehen televisión",
    "music": "music album albums musik musique música musica songs records",
    "game": "game games gaming videogames spiele jeux juegos giochi jogos",
    "book": "book books literature bücher livres libros libri boeken literatur",
    "stage": "theatre theater stage broadway musicals théâtre teatro bühne buehne dance opera",
    "podcast": "podcast podcasts",
}

_SECTIONS = {name: medium for medium, names in _SECTION_NAMES.items() for name in names.split()}

# Words and pairs of words, parted by commas: those said of works of one medium and of little else, and those
# that are said of other things too.
_TELLING: dict[Medium, str] = {
    "film": "filmkritik, film, films, movie, movies, filmmaker, filmmakers, biopic, moviegoers, "
    "cinematography, cinematographer, cinematic, película, películas, filme, filmes, pellicola, "
    "kinofilm, long métrage, court métrage, cinéaste, largometraje, lungometraggio, spielfilm, speelfilm",
    "tv": "serienkritik, tv review, episode, episodes, showrunner, showrunners, sitcom, miniseries, tv "
    "show, tv shows, tv series, tv drama, season finale, season premiere, season one, season two, "
    "season three, season four, season 1, season 2, season 3, season 4, season 5, staffel, folge, "
    "folgen, épisode, épisodes, episodio, episodios, temporada, stagione, aflevering",
    "music": "plattenkritik, albumkritik, konzertkritik, concert review, album, albums, song, songs, "
    "songwriter, songwriting, songwriters, lyric, lyrics, chorus, melody, melodies, melodic, guitar, "
    "guitars, synth, synths, chanson, chansons, canción, canciones, brano, brani, canzone, canzoni, "
    "chitarra, chitarre, disco, dischi, discos, titre éponyme, plaat, schlagzeug, gitarren",
    "game": "game review, video game, video games, videogame, videogames, gameplay, gamer, gamers, "
    "playstation, xbox, nintendo, ps5, ps4, multiplayer, dlc, rpg, rpgs, boss fight, boss fights, "
    "videospiel, videospiele, jeu vidéo, jeux vidéo, videojuego, videojuegos, videogioco, "
    "videogiochi, roguelike, metroidvania, steam deck, turn based, playthrough, early access",
    "book": "book review, buchkritik, novel, novels, novella, novellas, memoir, memoirs, novelist, "
    "novelists, paperback, hardcover, hardback, isbn, debut novel, romanzo, buch, livre, livres, "
    "libro, libros, libri, boek",
    "stage": "theaterkritik, opernkritik, stadttheater, schauspielhaus, uraufführung, inszenierung, "
    "inszeniert, oper, libretto, theatre review, theater review, opera review, broadway, west end, "
    "playwright, playwrights, musical, musicals, theatre, on stage, curtain, theaterstück, théâtre, "
    "teatro, standing ovation, matinée, opera company, baritone, soprano, mezzo, choreographer, "
    "choreographers, choreographed, dancer, dancers, ballet, dramaturg",
    "podcast": "podcast, podcasts, podcaster, podcasters",
}

_SHARED: dict[Medium, str] = {
    "film": "cinema, cinemas, theaters, box office, screenplay, director, on screen, kino, sequel, "
    "prequel, spinoff, spin off",
    "tv": "tv, television, series, show, shows, season, streaming, serie",
    "music": "track, tracks, ep, lp, single, singles, vocal, vocals, band, bands, singer, singers, record, "
    "producer, verse, musik, musique",
    "game": "game, games, player, players, console, consoles, controller, steam, level, levels, spiel, "
    "jeu, juego, gioco",
    "book": "book, books, chapter, chapters, prose, reader, readers, author, authors, publisher, pages, "
    "narrator",
    "stage": "stage, production, audience, theater, cast, performer, performers, opera, interval, dance, "
    "choreography, tenor",
    "podcast": "listener, listeners, host, hosts, episode, episodes",
}

# Words that tell media apart where it is known that one work is judged, and are said of anything elsewhere.
_FAINT: dict[Medium, str] = {
    "film": "scene, scenes, screen, actor, actors, actress, camera, filmed, editing, dvd, reel, script, "
    "plays, cinéma, réalisateur, réalisatrice, scénario, regie, regisseur, regisseurin, regisseuse, "
    "leinwand, cine, guion, regia, regista, elenco",
    "tv": "recap, premiere, finale, hour, hours, viewers, streamer, network, watching, cliffhanger, s01, s02",
    "music": "riff, riffs, drums, bass, tempo, hook, hooks, sings, sung, sound, genre, label, listen",
    "game": "play, played, playing, patch, tutorial, boss, demo, pc, developer, studio, campaign, combat, "
    "quest, quests, puzzle, puzzles, bugs, servers, switch, weapon, weapons, skill, skills, map, maps",
    "book": "novelist, read, reading, published, sentence, sentences, shelf, written, writer, writing, "
    "fiction, story, lezen, gelesen, lu, leído, epilogue",
    "stage": "stalls, revival, press night, act, acts, set, ensemble, staging, director, audiences",
    "podcast": "listening, listen, listened, audio, hosted, presenter, sound",
}

# Written without spaces between words; counted wherever they stand.
_UNSPACED: dict[Medium, str] = {
    "film": "映画 監督 上映 劇場公開",
    "tv": "ドラマ シーズン 放送",
    "music": "アルバム 楽曲",
    "game": "ゲーム プレイヤー",
    "book": "小説 著者 読書",
    "stage": "舞台 演劇 ミュージカル",
}

_STRONG = {word: medium for medium, words in _TELLING.items() for word in words.split(", ")}

_WEAK = [(word, medium) for medium, words in _SHARED.items() for word in words.split(", ")]

_NUANCES = [(word, medium) for medium, words in _FAINT.items() for word in words.split(", ")]

_SIGNS = [(sign, medium) for medium, signs in _UNSPACED.items() for sign in signs.split()]

_WORD = re.compile(r"\w+")

_READ = 8000  # characters of the text

_LEAST, _LEAD = 4, 1.25  # points, and points over those of the next medium

_LEAST_STRONG = 2

_LEAST_JUDGED, _LEAD_JUDGED = 3, 1.3

_PER_CHARACTER = 1 / 900  # points; a long text about something else has a few such words too

_SPOKEN_NAMES: dict[Medium, str] = {
    "film": "film movie documentary picture biopic",
    "tv": "series sitcom miniseries episode season",
    "music": "album record ep",
    "game": "game demo",
    "book": "novel book memoir novella",
    "stage": "play musical opera production ballet",
    "podcast": "podcast",
}

_SPOKEN = {noun: medium for medium, nouns in _SPOKEN_NAMES.items() for noun in nouns.split()}

_SPOKEN_OF = re.compile(rf"\b(?:the|this|her|his|their|our) (?:\w+ )?({'|'.join(_SPOKEN)})\b(?!-)")

_LEAST_SPOKEN = 3


def medium_named(words: str) -> Medium | None:
    """The medium that a label such as "TV", "Film reviews" or "Bücher" names; None for none or several."""
    named = {_SECTIONS[word] for word in re.findall(r"\w+", words.lower()) if word in _SECTIONS}
    return named.pop() if len(named) == 1 else None


def medium_of(page: Page, text: str, title: str | None) -> Medium | None:
    """By the headline, the address, the outlet, labels, the words of the text; None where none leads."""
    return (
        _of_phrase(title or "")
        or _of_address(page)
        or page.medium
        or _of_labels(section_labels(page))
        or _of_labels(tags(page))
        or _of_text(text)
    )


def medium_judged(page: Page, text: str) -> Medium | None:
    """The medium of the one work that a page is known to judge: fewer and fainter words do then."""
    if named := _of_phrase(title_tag_text(page)):
        return named
    text = text[:_READ]
    words = _counted(text)
    points: Counter[Medium] = Counter()
    for word in words.keys() & _STRONG.keys():
        points[_STRONG[word]] += 3 * words[word]
    for word, medium in _WEAK:
        points[medium] += 2 * words[word]
    for word, medium in _NUANCES:
        points[medium] += words[word]
    for sign, medium in _SIGNS:
        points[medium] += 3 * text.count(sign)
    (first, most), (_, second) = points.most_common(2)
    return first if most >= _LEAST_JUDGED and most >= _LEAD_JUDGED * second else None


def medium_likely(text: str) -> Medium | None:
    """The medium of a text in which a work's name leads: less is asked for than where none is known."""
    text = text[:_READ]
    words = _counted(text)
    points: Counter[Medium] = Counter()
    for word in words.keys() & _STRONG.keys():
        points[_STRONG[word]] += 2 * words[word]
    strong = Counter(points)
    for word, medium in _WEAK:
        points[medium] += words[word]
    (first, most), (_, second) = points.most_common(2)
    enough = max(_LEAST, len(text) * _PER_CHARACTER)
    return first if strong[first] and most >= enough and most >= 2 * second else None


def medium_spoken(text: str, title: str) -> Medium | None:
    """The medium of what a text calls "the film", "this novel", "their new record", time and again."""
    said = f"{title}\n{title}\n{text[:_READ]}".lower()  # a headline's words weigh more
    spoken = Counter(_SPOKEN[found[1]] for found in _SPOKEN_OF.finditer(said))
    (first, most), (_, second) = [*spoken.most_common(2), ("film", 0), ("film", 0)][:2]
    return first if most >= _LEAST_SPOKEN and most >= 2 * second else None


def _of_phrase(phrase: str) -> Medium | None:
    found = {_STRONG[word] for word in _counted(phrase) if word in _STRONG}
    return found.pop() if len(found) == 1 else None


def _of_labels(labels: Iterable[str]) -> Medium | None:
    """What the labels name, where they name one medium only."""
    found = {_SECTIONS.get(label.lower()) or _of_phrase(label) for label in labels} - {None}
    return found.pop() if len(found) == 1 else None


def _counted(text: str) -> Counter[str]:
    """The words and the pairs of words of a text, lower case."""
    words = _WORD.findall(text.lower())
    return Counter(words) + Counter(map(" ".join, pairwise(words)))


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
    words = _counted(text)
    strong: Counter[Medium] = Counter()
    points: Counter[Medium] = Counter()
    for word in words.keys() & _STRONG.keys():
        strong[_STRONG[word]] += words[word]
        points[_STRONG[word]] += 2 * words[word]
    for word, medium in _WEAK:
        points[medium] += words[word]
    (first, most), (_, second) = points.most_common(2)
    least = max(_LEAST, len(text) * _PER_CHARACTER)
    return first if strong[first] >= _LEAST_STRONG and most >= least and most >= _LEAD * second else None
