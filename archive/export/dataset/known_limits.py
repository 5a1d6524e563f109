"""The card's section on what is wrong with the facts: how often they are read right, and other limits."""

from __future__ import annotations

from archive.export.columns import Columns
from archive.export.dataset.markdown_table import table

# What `python -m tests.bench.known_limits` printed on 2026-11-30; kind, medium and work from the lines
# `published` of `python -m tests.training.train_subject --check`.
_MEASURED_ON = "267 published pages of 92 outlets (174 reviews, in 17 languages), labelled by hand"
# Pages of public repositories, in November 2026: the first counts, before anything was mended by them.
# Invented pages by people who did not know the cleaner had flattered: authors 88%, ratings 86%.
_BLIND = (
    "on 153 published articles of 95 small sites that nobody had seen, kinds were right on 91%, titles and"
    " dates on 93%, authors on 79%, ratings on 65% and works on 70% (17% were given another one), and the"
    " author's last words were kept on 88%"
)
# The column that a figure is of, what it is the share of, and the share.
_SHARES = (
    ("title", "the title is a printed form of the headline", 0.981),
    ("authors", "the authors are those printed, of pages that name any", 0.971),
    ("published", "the date is the printed day", 0.992),
    ("kind", "the kind is right", 0.924),
    ("work", "the medium is right", 0.981),
    ("work", "the work of a review is the one reviewed", 0.864),
    ("work", "a review is given another work", 0.052),
    ("rating", "the figure of the rating is the critic's", 0.982),
    ("rating", "a page is given a rating that the critic did not give", 0.005),
    ("text", "the text has the author's first words", 0.996),
    ("text", "the text has the author's last words", 0.992),
    ("text", "a line that does not belong to the article is in the text", 0.007),
    ("url", "an article is taken for one", 0.992),
    ("url", "a page that is no article is taken for one", 0.000),
)
_LIMITS = """\
- All facts are read from pages by programs. The columns that end in `_from` say where each was read; what was
  told from the text is less certain than what the page states in its metadata.
- A date is only known as exactly as its `_precision` column says. The rest of it is filled in.
- `rating_score` compares scales by conversions that are named in `rating_conversion`. For another conversion
  start from `rating_raw`.
- What an outlet shows to subscribers alone is missing or cut (`status`).
- The outlets were chosen by the owner of the archive. They are no sample of all coverage.
"""


def known_limits(columns: Columns) -> list[str]:
    """The lines of the section, with the figures of these columns. They are the same for all datasets."""
    fields = {field for field, _ in columns.fields}
    rows = ((fact, f"{share:.1%}") for field, fact, share in _SHARES if field in fields)
    return [
        _LIMITS,
        f"How often Matinee reads facts right was measured on {_MEASURED_ON}. Kind, medium and work were read"
        " by models that were not trained on the sites. What reads the other facts was made with these pages"
        f" at hand, so those figures flatter: {_BLIND}.\n",
        *table(("what is read", "share of pages"), rows),
    ]
