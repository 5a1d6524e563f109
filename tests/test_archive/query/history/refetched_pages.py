"""One review as its page shows it at several visits."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from archive.model import Capture

URL = "https://reel.example/reviews/night-ferry"
FIRST = datetime(2026, 3, 15, 12, tzinfo=UTC)
PARAGRAPHS = (
    "Night Ferry takes an hour to leave the harbour, and it is the best hour of film that I have seen this"
    " year. Ilse Maro plays the purser with a patience that the script never asks for.",
    "The second half is weaker. A storm comes, as storms do, and with it come three speeches about fathers,"
    " none of which the cast can save, although Tomas Veil tries hard in his one scene.",
    "What stays is the sound of the engines, which the director never lets us forget, and a last shot that is"
    " worth the whole journey. See it on the largest screen that you can find.",
    "It would have been easy to make this a comedy, and for a while it seems that somebody tried. The scenes"
    " in the kitchen have the rhythm of a farce, without the doors.",
)


def review(
    day: int,
    *,
    title: str = "Night Ferry is slow, and right to be",
    by: str = "Ada Quill",
    published: str = "2026-03-14T08:00:00+00:00",
    rating: int = 3,
    views: int | None = None,
    paragraphs: tuple[str, ...] = PARAGRAPHS,
    extra: str = "",
    **fields: Any,
) -> Capture:
    """The page at a visit `day` days after the first."""
    data = json.dumps({
        "@context": "https://schema.org",
        "@type": "Review",
        "headline": title,
        "author": [{"@type": "Person", "name": name} for name in by.split(" and ")],
        "datePublished": published,
        "itemReviewed": {"@type": "Movie", "name": "Night Ferry"},
        "reviewRating": {"@type": "Rating", "ratingValue": rating, "bestRating": 5},
    })  # fmt: skip
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    counter = f"<p>This review was read by {views:,} people.</p>" if views else ""
    html = (
        f"<html lang=en><head><title>{title} | Reel</title>"
        f'<script type="application/ld+json">{data}</script></head><body><article><h1>{title}</h1>'
        f"<p class=byline>By {by}</p>{extra}{body}{counter}</article></body></html>"
    )
    return Capture(URL, FIRST + timedelta(days=day), html.encode(), outlet="reel", **fields)


def paywalled(day: int) -> Capture:
    """The first lines, and an offer to subscribe."""
    offer = '<div class="paywall"><p>Subscribe to continue reading. Already a subscriber? Log in.</p></div>'
    page = review(day, paragraphs=PARAGRAPHS[:1])
    flag = '"@type": "Review", "isAccessibleForFree": false,'
    html = page.body.decode().replace('"@type": "Review",', flag).replace("</article>", f"{offer}</article>")
    return Capture(URL, page.captured_at, html.encode(), outlet="reel")
