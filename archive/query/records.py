"""The flat record: one article in the fields that exports guarantee."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from archive.db.coverage import EACH_REVISION
from archive.db.rows import article_facts, stamp
from archive.db.store import Store
from archive.errors import NotFoundError
from archive.model import Article, Capture
from archive.query.language.query import Query
from archive.query.matching import matching
from archive.query.selection import EVERYTHING, Selection

WORK = ("title", "year", "medium", "ids")

RATING = ("raw", "value", "best", "worst", "scale", "score", "conversion", "from")

# In order of export. A nested field is listed once; its columns are `field_key`.
FIELDS = (
    "id",
    "url",
    "captured_url",
    "outlet",
    "title",
    "authors",
    "published",
    "published_precision",
    "published_from",
    "updated",
    "kind",
    "work",
    "rating",
    "spoilers",
    "language",
    "text",
    "word_count",
    "status",
    "duplicate_of",
    "captured_at",
    "capture_sha256",
    "rights",
    "collective",  # this and the next are last, as in the table, to which they were added
    "gone_at",
)

# What stands beside the parsed facts, on request only: exports guarantee the fields above. Here and in the
# expressions below, `{revision}` is the id of the revision.
_PRINTED = """(select json_object(
    'title_from', r.title_from, 'byline', r.byline, 'authors_from', r.authors_from,
    'published_raw', r.published_raw, 'updated_raw', r.updated_raw, 'updated_precision', r.updated_precision,
    'kind_from', r.kind_from, 'work_raw', v.work_raw, 'work_from', v.work_from,
    'status_reason', r.status_reason)
    from revisions r left join reviews v on v.revision_id = r.id where r.id = {revision})"""

_COMPACT = (
    "id",
    "url",
    "title",
    "authors",
    "published",
    "published_precision",
    "outlet",
    "kind",
    "work",
    "rating",
)

_PARTS = {"work": WORK, "rating": RATING}
_scan = json.JSONDecoder().raw_decode
_JSON = ("authors", "collective", "rights", "printed")
_BOOLEANS = ("spoilers", "is_current")

# Names as a JSON array: the column joins them with semicolons, and a name may contain one.
_AUTHORS = """(select json_group_array(name) from (
    select u.name from revision_authors ra join authors u on u.id = ra.author_id
    where ra.revision_id = {revision} order by ra.position))"""

_WITH_DESKS = _AUTHORS.replace("order by", "and ra.collective order by")
_COLLECTIVE = f"case when coverage.collective is null then '[]' else {_WITH_DESKS} end"  # most have none

# Replaces the text if Markdown is requested. Includes the text, since old revisions have no Markdown.
_MARKDOWN = """(select json_array(r.markdown, r.text, r.withheld) from revisions r where r.id = {revision})"""

_CURRENT = "(select revision_id from articles where id = coverage.id)"

# Of a record for each text that an article had; behind the other fields.
REVISION = ("revision", "is_current")


def records(
    store: Store,
    selection: Selection = EVERYTHING,
    query: str | Query = "",
    *,
    markdown: bool = False,
    printed: bool = False,
) -> Iterator[dict[str, Any]]:
    """The flat records of the articles that match a selection and a query, by id, read lazily.

    Args:
        query: as in `archive.query.search.search`; blank matches all.
        markdown: give each text in Markdown; texts stored without Markdown are given as paragraphs.
        printed: add the key `printed`, a map of the facts as printed and the places where they were read.

    Raises:
        QueryError: the query has a condition that could not be read.
    """
    condition, parameters = matching(store, query, selection).condition()
    return records_where(store, condition, parameters, markdown=markdown, printed=printed)


def records_where(
    store: Store,
    condition: str,
    parameters: Sequence[object],
    *,
    markdown: bool = False,
    printed: bool = False,
    all_revisions: bool = False,
) -> Iterator[dict[str, Any]]:
    """As `records`, of the articles that meet an SQL condition on `coverage`, with its parameters.

    Args:
        all_revisions: give a record for each text that these articles had, with the facts that were read with
            it: `revision` numbers them from 1 in order of time, `is_current` tells the one that is shown now.
    """
    fields = (*FIELDS, *(REVISION if all_revisions else ()), *(("printed",) if printed else ()))
    if not all_revisions:
        return _read(store, fields, f"{condition} order by id", parameters, markdown=markdown)
    source = f"({EACH_REVISION} where a.id in (select id from coverage where {condition})) as coverage"
    order = "true order by id, revision"
    return _read(
        store, fields, order, parameters, markdown=markdown, source=source, revision="coverage.revision_id"
    )


def record(store: Store, article_id: int, *, markdown: bool = False, printed: bool = False) -> dict[str, Any]:
    """The flat record of one article; with `markdown` and `printed` as `records` gives it.

    Raises:
        NotFoundError: there is no article with this id.
    """
    fields = (*FIELDS, "printed") if printed else FIELDS
    for article_record in _read(store, fields, "id = ?", [article_id], markdown=markdown):
        return article_record
    raise NotFoundError(f"article {article_id}", "see the ids that `matinee search` shows")


def without_markdown(store: Store, article_id: int | None = None) -> int:
    """How many articles (of all, or only this one) have a current text stored without Markdown."""
    (count,) = store.db.execute(
        "select count(*) from articles a join revisions r on r.id = a.revision_id"
        " where r.markdown is null and a.id = ifnull(?, a.id)",
        (article_id,),
    ).fetchone()
    return int(count)


def compact(store: Store, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """By id, the fields of each record that a list of hits shows."""
    wanted = json.dumps(list(ids))  # one parameter, since SQLite limits their number
    rows = _read(store, _COMPACT, "id in (select value from json_each(?))", [wanted])
    return {record["id"]: record for record in rows}


def in_order(store: Store, ids: Iterable[int]) -> list[dict[str, Any]]:
    """The records of `compact` in the order of their ids; without those that are not there any more."""
    wanted = list(ids)
    records = compact(store, wanted)
    return [records[number] for number in wanted if number in records]


def flatten(nested: dict[str, Any]) -> dict[str, Any]:
    """A record as a row of CSV, in the columns of the table `coverage`.

    Nested keys are joined by `_`, names by "; "; maps are JSON, and true and false are words.
    """
    flat: dict[str, Any] = {}
    for field, value in nested.items():
        for key in _PARTS.get(field, ()):
            flat[f"{field}_{key}"] = _cell((value or {}).get(key))
        if field not in _PARTS:
            flat[field] = _cell(value)
    return flat


def columns() -> list[str]:
    """The names of a flattened record, in order."""
    return list(flatten(dict.fromkeys(FIELDS)))


def _cell(value: Any) -> Any:
    match value:
        case bool():
            return "true" if value else "false"
        case list():
            return "; ".join(value)
        case dict():
            return json.dumps(value, ensure_ascii=False)
    return value


def _read(
    store: Store,
    fields: Sequence[str],
    condition: str,
    parameters: Sequence[object],
    *,
    markdown: bool = False,
    source: str = "coverage",
    revision: str = _CURRENT,
) -> Iterator[dict[str, Any]]:
    # A column for each field, so that a record is a row with its names; behind them the keys of the parts.
    parts = [field for field in fields if field in _PARTS]
    names = [*fields, *(f"{field}_{key}" for field in parts for key in _PARTS[field])]
    special = {
        **dict.fromkeys(parts, "null"),
        "authors": _AUTHORS.format(revision=revision),
        "collective": _COLLECTIVE.format(revision=revision),
        "printed": _PRINTED.format(revision=revision),
        **({"text": _MARKDOWN.format(revision=revision)} if markdown else {}),
    }
    expressions = ", ".join(special.get(name, name) for name in names)
    json_fields = [field for field in fields if field in _JSON]
    for row in store.db.execute(f"select {expressions} from {source} where {condition}", parameters):
        record = dict(zip(fields, row, strict=False))
        start = len(fields)
        for field in parts:
            keys = _PARTS[field]
            record[field] = _part(keys, row[start : start + len(keys)])
            start += len(keys)
        for field in json_fields:
            record[field] = _from_json(record[field])
        for field in _BOOLEANS:
            if record.get(field) is not None:
                record[field] = bool(record[field])
        if markdown:
            record["text"] = _markdown(*json.loads(record["text"]))
        yield record


def _markdown(stored: str | None, text: str, withheld: int) -> str | None:
    if withheld:
        return None
    from archive.clean.text.markdown import as_paragraphs  # noqa: PLC0415 (lxml, for old archives alone)

    return as_paragraphs(text) if stored is None else stored


def _part(keys: tuple[str, ...], values: tuple[Any, ...]) -> dict[str, Any] | None:
    """A field that has keys; None if none of them has a value."""
    if values.count(None) == len(values):
        return None
    part = dict(zip(keys, values, strict=True))
    if part.get("ids"):
        part["ids"] = json.loads(part["ids"])
    return part


def _from_json(text: str) -> Any:
    """A value that is stored as JSON. Most are empty, and reading those as JSON takes ten times as long."""
    if text == "[]":
        return []
    if text == "{}":
        return {}
    if text[:1] in ("[", "{"):  # `json.loads` would look for spaces around it, which takes as long again
        value, end = _scan(text)
        if end == len(text):
            return value
    return json.loads(text)


def flat_record(capture: Capture, article: Article, *, markdown: bool = False) -> dict[str, Any]:
    """The record of an article that is not stored. `id` and `duplicate_of`, set by an archive, are None.

    With `markdown`, its text is in Markdown.
    """
    facts = article_facts(article)
    about = asdict(facts["work"]) if facts["work"] else {"medium": facts["medium"]}
    values = {
        **facts,
        "url": article.url,
        "captured_url": capture.url,
        "outlet": capture.outlet,
        "authors": list(facts["authors"] or ()),
        "collective": list(facts["collective"] or ()),
        "work": {key: about.get(key) for key in WORK} if any(about.values()) else None,
        "rating": {key: facts[f"rating_{key}"] for key in RATING} if article.review.rating else None,
        "text": article.markdown if markdown and article.markdown is not None else article.text,
        "word_count": article.word_count,
        "captured_at": stamp(capture.captured_at),
        "capture_sha256": hashlib.sha256(capture.body).hexdigest(),
    }
    return {field: values.get(field) for field in FIELDS}
