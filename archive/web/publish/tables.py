"""Which rows and columns of an archive a copy for browsing has. What is not named here is not in the copy.

The statements read the ids of the articles in the copy from the table `temp.published`, and call
`shown_text(text)`, which gives the part of a text that is shown, or null. The parameter `whole` says whether
that is the whole text: a part of a text in Markdown may not be Markdown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.db.coverage import COLUMNS
from archive.export.options.rights_filter import OPTED_OUT

# In `rights`, under the key `text`. The template of an article's page knows both.
NOT_SHOWN = "not in this copy"
EXCERPT = "excerpt in this copy"

_ARTICLES = "(select id from temp.published)"
_REVISIONS = f"(select revision_id from articles where id in {_ARTICLES})"
_COPY_OF = f"iif(duplicate_of in {_ARTICLES}, duplicate_of, null)"
_MAY_BE_SHOWN = f"(select text is not null and not ({OPTED_OUT}) from coverage c where c.id = {{id}})"


def _shown(article_id: str, text: str) -> str:
    return f"iif({_MAY_BE_SHOWN.format(id=article_id)}, {text}, null)"


def _rights(shown: str, is_withheld: str) -> str:
    """What the page says, and that the copy does not have all of a text that the archive has."""
    return (
        f"case when {is_withheld} then rights"
        f" when {shown} is null then json_set(rights, '$.text', '{NOT_SHOWN}')"
        f" when {shown} <> text then json_set(rights, '$.text', '{EXCERPT}') else rights end"
    )


@dataclass(frozen=True, slots=True)
class CopiedTable:
    """Attributes:
    name: of the table.
    columns: that are copied; the others get their default.
    where: which rows.
    changed: by column, the expression that replaces its value.
    """

    name: str
    columns: tuple[str, ...]
    where: str
    changed: Mapping[str, str] = field(default_factory=dict)

    @property
    def reading(self) -> str:
        """The statement that reads the rows of the copy."""
        values = (self.changed.get(column, column) for column in self.columns)
        return f"select {', '.join(values)} from {self.name} where {self.where}"

    @property
    def writing(self) -> str:
        """The statement that writes a row of the copy."""
        places = ", ".join("?" * len(self.columns))
        return f"insert into {self.name} ({', '.join(self.columns)}) values ({places})"


_SHOWN_IN_COVERAGE = _shown("coverage.id", "shown_text(text)")
_SHOWN_IN_REVISION = _shown("article_id", "shown_text(text)")

TABLES = (
    CopiedTable(
        "works",
        ("id", "title", "year", "medium", "ids", "released"),
        f"id in (select work_id from reviews where revision_id in {_REVISIONS})",
    ),
    CopiedTable(
        "people",
        ("id", "name", "kind"),
        "id in (select n.person_id from _article_people x join author_names n on n.id = x.name_id"
        f" where x.article_id in {_ARTICLES})",
    ),
    CopiedTable(
        "authors",
        ("id", "name"),
        f"id in (select author_id from revision_authors where revision_id in {_REVISIONS})",
    ),
    CopiedTable(
        "articles",
        ("id", "url", "outlet", "revision_id", "duplicate_of", "doubtful", "doubtful_reason", "gone_at"),
        f"id in {_ARTICLES}",
        {"duplicate_of": _COPY_OF},
    ),
    CopiedTable(
        "captures",
        ("id", "url", "captured_at", "status", "content_type", "sha256", "outlet", "outcome", "article_id"),
        f"id in (select capture_id from revisions where id in {_REVISIONS})",
        {"outcome": "'new'"},
    ),
    CopiedTable(  # that the bytes of each capture are not kept
        "_bodies",
        ("sha256", "size", "zstd"),
        "sha256 in (select c.sha256 from captures c join revisions r on r.capture_id = c.id"
        f" where r.id in {_REVISIONS})",
        {"zstd": "x''"},
    ),
    CopiedTable(
        "revisions",
        (
            *("id", "article_id", "capture_id", "text_sha256"),
            *("title", "title_from", "byline", "authors_from"),
            *("published", "published_precision", "published_from", "published_raw"),
            *("updated", "updated_precision", "updated_from", "updated_raw", "kind", "kind_from"),
            *("language", "language_from", "word_count", "status", "status_reason", "folded_sha256"),
            *("text", "markdown", "rights", "withheld"),
        ),
        f"id in {_REVISIONS}",
        {
            "text": f"ifnull({_SHOWN_IN_REVISION}, '')",
            "markdown": _shown("article_id", "iif(:whole, markdown, null)"),
            "rights": _rights(_SHOWN_IN_REVISION, "withheld"),
            "withheld": f"{_SHOWN_IN_REVISION} is null",
        },
    ),
    CopiedTable(
        "revision_authors",
        ("revision_id", "position", "author_id", "collective"),
        f"revision_id in {_REVISIONS}",
    ),
    CopiedTable(
        "reviews",
        (
            *("revision_id", "work_id", "work_from", "work_raw"),
            *("work_title", "work_year", "work_medium", "work_ids", "work_released"),
            *("rating_raw", "rating_value", "rating_best", "rating_worst", "rating_scale"),
            *("rating_score", "rating_conversion", "rating_from", "spoilers"),
        ),
        f"revision_id in {_REVISIONS}",
    ),
    CopiedTable(  # `named` and `signature` have words of the texts
        "work_names",
        ("id", "work_id", "signature", "title_key", "title", "year", "medium", "ids", "people", "named"),
        f"id in (select name_id from _article_works where article_id in {_ARTICLES})",
        {"signature": "cast(id as text)", "people": "'[]'", "named": "'[]'"},
    ),
    CopiedTable(
        "_article_works",
        ("article_id", "name_id", "outlet", "published", "published_precision", "rating_score"),
        f"article_id in {_ARTICLES}",
    ),
    CopiedTable(
        "author_names",
        ("id", "person_id", "signature", "name", "name_key", "block", "outlet", "collective"),
        f"id in (select name_id from _article_people where article_id in {_ARTICLES})",
        {"signature": "cast(id as text)"},
    ),
    CopiedTable(
        "_article_people",
        ("article_id", "position", "name_id", "role", "published", "published_precision", "rating_score"),
        f"article_id in {_ARTICLES}",
    ),
    CopiedTable(
        "stories",
        ("article_id", "original_id", "place", "alike"),
        f"article_id in {_ARTICLES} and original_id in {_ARTICLES}",
    ),
    CopiedTable(
        "coverage",
        COLUMNS,
        f"id in {_ARTICLES}",
        {
            "duplicate_of": _COPY_OF,
            "text": _SHOWN_IN_COVERAGE,
            "rights": _rights(_SHOWN_IN_COVERAGE, "text is null"),
        },
    ),
)
