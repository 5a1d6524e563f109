"""Pages of articles, generated without end, and a cleaner that reads them at hardly any cost."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from archive.clean.boilerplate.recurring import line_key
from archive.model import Article, Author, Capture, Gate, Moment, Rating, Reading, Review, SeenLine, Work
from tests.bench.storage import Author as Prose

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
OUTLETS, CRITICS, WORKS = 40, 320, 2000
STAFF = 0.9  # the part of bylines that are of the outlet's own critics; the others are anybody's
COPIED_FROM = 1000  # a copy is one of an article among the last so many
PARTS = re.compile(rb'<script type="application/json">(.*?)</script>.*?<p>(.*)</p></html>', re.DOTALL)


class Inline(Executor):
    """Runs each call at once, in the thread that submits it."""

    def submit(self, call: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(call(*args, **named))
        return future


def generated() -> Iterator[tuple[Capture, Article]]:
    """Pages with what cleaning reads of them, endless, the same at every run."""
    for capture in captures():
        yield capture, read_page(capture)


def captures(*, copies: float = 0.0) -> Iterator[Capture]:
    """Pages, endless, the same at every run. Each is of its outlet's template.

    Args:
        copies: the part that is syndicated: another outlet's text, cut, under another headline.
    """
    prose = Prose()
    chance = prose.chance
    templates = ["".join(f"<li class=m{chance.random()}></li>" for _ in range(200)) for _ in range(OUTLETS)]
    latest: deque[tuple[str, dict[str, Any]]] = deque(maxlen=COPIED_FROM)
    number = 0
    while True:
        outlet = min(int(chance.expovariate(0.1)), OUTLETS - 1)
        if latest and chance.random() < copies:
            text, facts = chance.choice(latest)
            text = text[: -len(text) // 10].rpartition(" ")[0]
            facts = {**facts, "title": f"Elsewhere: {text[5:40].strip()}"}
        else:
            text = prose.text("en")
            facts = _facts(prose, text, outlet)
            latest.append((text, facts))
        title = facts["title"]
        body = (
            f"<html><title>{title}</title><ul>{templates[outlet]}</ul><h1>{title}</h1>"
            f'<script type="application/json">{json.dumps(facts)}</script><p>{text}</p></html>'
        )
        yield Capture(
            f"https://outlet{outlet}.example/{number}",
            NOON + timedelta(seconds=number),
            body.encode(),
            headers={"content-type": "text/html"},
            outlet=f"outlet{outlet}",
        )
        number += 1


def _facts(prose: Prose, text: str, outlet: int) -> dict[str, Any]:
    """The facts of an article, as they stand in its page."""
    chance = prose.chance
    place = chance.randrange(WORKS)
    return {
        "title": text[: chance.randint(20, 60)].strip(),
        "authors": [f"Critic {_critic(chance, outlet)}" for _ in range(chance.choice((1, 1, 1, 2)))],
        "work": [f"Work {place}", 2005 + place % 20, "film"],
        "stars": chance.randint(1, 10) / 2,
    }


def _critic(chance: Random, outlet: int) -> int:
    """A critic: one of the outlet's own, or anybody."""
    if chance.random() < STAFF:
        return outlet + OUTLETS * chance.randrange(CRITICS // OUTLETS)
    return chance.randrange(CRITICS)


def read_page(capture: Capture, **_options: Any) -> Article:
    """What cleaning reads of a generated page."""
    parts = PARTS.search(capture.body)
    assert parts, capture.url
    facts, text = json.loads(parts[1]), parts[2].decode()
    stars = facts["stars"]
    rating = Rating(f"{stars}/5", stars, 5.0, 0.0, "stars", stars * 20, "linear")
    return Article(
        url=capture.url,
        text=text,
        gate=Gate("article", True),
        title=Reading(facts["title"], "h1"),
        authors=Reading(tuple(map(Author, facts["authors"])), "byline", "By"),
        published=Reading(Moment(capture.captured_at, "second"), "meta", "2026"),
        kind=Reading("review", "json-ld"),
        review=Review(Reading(Work(*facts["work"]), "json-ld"), Reading(rating, "text", rating.raw)),
        language=Reading("en", "html"),
        lines=tuple(SeenLine(line_key(line)) for line in text.split("\n")),
        markdown=text,
    )


def read_better(capture: Capture, **_options: Any) -> Article:
    """What a later version of the cleaner reads: of each fourth page without its first paragraph."""
    article = read_page(capture)
    if page_number(capture) % 4:
        return article
    text = article.text.partition("\n")[2]
    return replace(article, text=text, markdown=text, lines=article.lines[1:])


def page_number(capture: Capture) -> int:
    """The number of a page, which ends its address."""
    return int(capture.url.rpartition("/")[2])
