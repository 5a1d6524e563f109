"""What the rows of catalogue files say of works. Pure.

Columns are known by the names that IMDb, Wikidata's query service, MusicBrainz and Open Library give them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from archive.works.catalogue.write import CatalogueWork

_NOTHING = frozenset(("", "\\N"))

# The names of columns, in lower case without spaces and underscores, by what they hold.
_TITLES = ("title", "primarytitle", "itemlabel", "label", "worklabel", "name", "worktitle")
_ALIASES = ("originaltitle", "aliases", "alias", "altlabel", "itemaltlabel", "altlabels")
_YEARS = (
    *("year", "startyear", "date", "publicationdate", "releasedate", "released", "firstreleasedate"),
    *("firstreleasedateyear", "firstpublishdate", "firstpublishyear", "publishdate", "inception", "pubdate"),
)
# Those of a year that may hold a whole date, of the work and not of an edition.
_RELEASES = ("released", "releasedate", "firstreleasedate", "publicationdate", "firstpublishdate", "date")
_MEDIA = ("medium", "titletype", "type", "instanceof", "instanceoflabel", "typelabel", "primarytype")
_PEOPLE = (
    *("people", "director", "directors", "directorlabel", "creator", "creatorlabel", "author", "authors"),
    *("authorlabel", "artist", "artistcredit", "performerlabel"),
)
_IDS = {
    "imdb": ("imdb", "imdbid", "tconst"),
    "wikidata": ("wikidata", "wikidataid", "item", "qid", "work"),
    "tmdb": ("tmdb", "tmdbid", "tmdbmovieid"),
    "musicbrainz": ("musicbrainz", "musicbrainzid", "gid", "mbid", "releasegroupmbid"),
    "isbn": ("isbn", "isbn13", "isbn10"),
    "openlibrary": ("openlibrary", "openlibraryid", "key"),
}
_SHAPES = {
    "imdb": re.compile(r"tt\d{6,}"),
    "wikidata": re.compile(r"Q\d+"),
    "musicbrainz": re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    "isbn": re.compile(r"(?:97[89])?\d{9}[\dX]"),
    "openlibrary": re.compile(r"OL\d+[WM]"),
    "tmdb": re.compile(r"\d+"),
}
_WORDS = {
    "film": ("movie", "short", "tvmovie", "video", "film", "feature film", "short film", "animated film"),
    "tv": ("tvseries", "tvminiseries", "tvspecial", "tvshort", "television series", "miniseries", "tv"),
    "game": ("videogame", "video game", "game"),
    "music": ("album", "single", "ep", "music", "studio album", "song"),
    "book": ("book", "novel", "literary work", "written work"),
    "stage": ("play", "stage", "opera", "musical", "theatre"),
    "podcast": ("podcast", "podcastseries", "podcast series"),
}
_MEDIUM = {word: medium for medium, words in _WORDS.items() for word in words}

# Of these IMDb has millions, and no outlet reviews them under their own title.
_SKIPPED = frozenset(("tvepisode", "tvpilot", "podcastepisode", "musicvideo"))

_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_DAY = re.compile(r"((?:1[5-9]|20)\d\d-\d\d-(\d\d))(T00:00:00Z?)?")


class RowError(ValueError):
    """A row, or a head of columns, says too little; the text says what."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a file holds what, by place.

    Attributes:
        id: a column of ids whose registry their shape tells; None for none.
    """

    width: int
    title: int
    year: int | None = None
    medium: int | None = None
    id: int | None = None
    aliases: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    ids: Mapping[str, int] = field(default_factory=dict)
    released: int | None = None


def read_columns(head: Sequence[str]) -> Columns:
    """The columns that a head names.

    Raises:
        RowError: there is no title, or no id.
    """
    names = [re.sub(r"[\s_?-]", "", name.strip("\ufeff").lower()) for name in head]

    def place(known: Sequence[str]) -> int | None:
        return next((names.index(name) for name in known if name in names), None)

    title = place(_TITLES)
    ids = {registry: at for registry, known in _IDS.items() if (at := place(known)) is not None}
    other = place(("id",))
    if title is None:
        raise RowError(f"no column for the title among {', '.join(head)[:200]!r}; name one `title`")
    if not ids and other is None:
        raise RowError(
            f"no column of ids among {', '.join(head)[:200]!r}; name one `imdb`, `wikidata` or `id`"
        )
    return Columns(
        len(names),
        title,
        place(_YEARS),
        place(_MEDIA),
        other,
        tuple(names.index(name) for name in _ALIASES if name in names),
        tuple(names.index(name) for name in _PEOPLE if name in names),
        ids,
        place(_RELEASES),
    )


def read_row(columns: Columns, row: Sequence[str]) -> CatalogueWork | None:
    """The work of a row; None for one that no outlet reviews, as an episode.

    Raises:
        RowError: it has another number of cells than the head, no title or no id, or a year that is none.
    """
    if len(row) != columns.width:
        raise RowError(f"has {len(row)} cells, and the head {columns.width}")

    def cell(at: int | None) -> str:
        return "" if at is None or row[at].strip() in _NOTHING else row[at].strip()

    kind = cell(columns.medium).lower()
    if kind in _SKIPPED:
        return None
    if not (title := cell(columns.title)):
        raise RowError("has no title")
    ids = {registry: value for registry, at in columns.ids.items() if (value := _id(registry, cell(at)))}
    ids |= _shaped_id(cell(columns.id))
    if not ids:
        raise RowError("has no id")
    released = _day(cell(columns.released))
    return CatalogueWork(
        title,
        _year(cell(columns.year) or (released or "")),
        _MEDIUM.get(kind),
        ids,
        _listed(*(cell(at) for at in columns.aliases)),
        _listed(*(cell(at) for at in columns.people)),
        released,
    )


def read_open_library(row: Sequence[str]) -> CatalogueWork | None:
    """The work of a row of an Open Library dump: type, key, revision, time, JSON; None for another type.

    Raises:
        RowError: it is no such row, or it has no title.
    """
    if len(row) != 5 or not row[0].startswith("/type/"):
        raise RowError("is no row of an Open Library dump: type, key, revision, time, JSON")
    if row[0] not in ("/type/work", "/type/edition"):
        return None
    try:
        record: dict[str, Any] = json.loads(row[4])
    except ValueError as error:
        raise RowError(f"holds no JSON: {error}") from None
    title = str(record.get("title") or "").strip()
    if not title:
        raise RowError("has no title")
    ids = {"openlibrary": row[1].rpartition("/")[2]}
    for name in ("isbn_13", "isbn_10"):
        if "isbn" not in ids and (numbers := record.get(name)):
            ids["isbn"] = re.sub(r"[\s-]", "", str(numbers[0])).upper()
    dated = str(record.get("first_publish_date") or record.get("publish_date") or "")
    year = _YEAR.search(dated)
    return CatalogueWork(title, int(year[1]) if year else None, "book", ids)


def read_musicbrainz(row: Sequence[str]) -> CatalogueWork:
    """The album of a row of MusicBrainz' dumped table `release_group`, which has no head.

    Raises:
        RowError: it is no such row.
    """
    if len(row) < 4 or not _SHAPES["musicbrainz"].fullmatch(row[1]):
        raise RowError("is no row of MusicBrainz' table release_group: id, gid, name, ...")
    if not row[2].strip():
        raise RowError("has no title")
    return CatalogueWork(row[2].strip(), None, "music", {"musicbrainz": row[1]})


def _id(registry: str, text: str) -> str | None:
    """The id in a cell, which may be an address: "http://www.wikidata.org/entity/Q1"."""
    last = text.rstrip("/").rpartition("/")[2]
    if registry == "isbn":
        last = re.sub(r"[\s-]", "", last).upper()
    return last if _SHAPES[registry].fullmatch(last) else None


def _shaped_id(text: str) -> dict[str, str]:
    for registry in ("imdb", "wikidata", "musicbrainz", "openlibrary", "isbn"):
        if value := _id(registry, text):
            return {registry: value}
    return {}


def _year(text: str) -> int | None:
    """The year of a cell.

    Raises:
        RowError: it has none.
    """
    if not text:
        return None
    if year := _YEAR.search(text):
        return int(year[1])
    raise RowError(f"has {text[:40]!r} for a year")


def _day(text: str) -> str | None:
    """The day of a whole date; None for a year or a month.

    Wikidata's query service gives a month or a year as the midnight of its first day.
    """
    match = _DAY.fullmatch(text)
    if not match or (match[3] and match[2] == "01"):
        return None
    try:
        date.fromisoformat(match[1])
    except ValueError:
        return None
    return match[1]


def _listed(*cells: str) -> tuple[str, ...]:
    """The values of cells that may hold several."""
    parts = (part.strip() for cell in cells for part in re.split(r"\s*[|;]\s*|,(?=\S)", cell))
    return tuple(dict.fromkeys(part for part in parts if part))
