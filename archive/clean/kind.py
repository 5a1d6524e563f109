"""What kind of coverage an article is: by its JSON-LD, headline, rating, address and section, and last by its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from archive.clean.page import Page
from archive.clean.structured import articles, metas, types, values
from archive.model import Kind, Rating, Reading, Work

# Read in this order: "review roundup" before "review", "trailer review" is a review, "ranked" outweighs "news".
_TITLES: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.I))
    for kind, pattern in (
        (
            "obituary",
            r"\bobituar(?:y|ies)\b|\b(?:has died|dies|dead|died)\b(?:,? (?:at|aged)\b| \d\d\b)|\bdies,|"
            r"\bdead at\b|^r\.?i\.?p\b|"
            r"\bin memoriam\b|^remembering\b|\bnachruf\b|\b(?:ist|est) (?:tot|mort[e]?)\b|\bgestorben\b|"
            r"\b(?:fallece|muere|murió)\b|"
            r"\b(?:è morto|è morta|addio a)\b|\boverleden\b|\bmorre(?:u)?\b|\bnécrologie\b|"
            r"\bnecrol[oó]gi[ac]\b",
        ),
        (
            "roundup",
            r"\breviews? round-?\s?up\b|\bround-?up\b|\bcritics (?:say|are saying)\b|"
            r"\bwhat (?:the )?critics\b|\breview embargo\b|"
            r"\b(?:this|the) week(?:end)?['’]?s? (?:in|on)\b|\bwhat to (?:watch|stream|read|play|hear|"
            r"see)\b|\bin brief\b|"
            r"^(?:film|album|book|music|game|tv)? ?reviews:|\bpressestimmen\b|\brevue de presse\b|"
            r"\bcapsule reviews?\b",
        ),
        (
            "recap",
            r"\brecap(?:s|ped)?\b|\bepisode (?:guide|summary)\b|\brésumé (?:de l['’])?épisode\b|"
            r"\brecapitulación\b|\bsamenvatting\b",
        ),
        ("list", r"\branked\b|\branking\b|\bfrom (?:worst to best|best to worst)\b"),
        (
            "review",
            r"(?<!in )\b(?<!peer )(?<!code )(?<!under )(?<!year )(?<!judicial )reviews?\b(?! (?:of the year|board|process|bomb\w*|score))|"
            r"\breviewed\b|\bcritic['’]s notebook\b|\b(?:film|buch|serien|album|konzert|theater|"
            r"spiel)?kritik\b|\brezension(?:en)?\b|"
            r"^critique\b|\bcritique\s*[:–-]|[:–-]\s*(?:la |notre )?critique\b|\bcrítica\b|\breseña\b|"
            r"\brecensione\b|\brecensie\b|"
            r"\banálisis\b|\bresenha\b|^test\s*:|\bim test\b|\bis .{2,40} (?:worth (?:watching|reading|"
            r"playing|it)|any good)\b",
        ),
        (
            "interview",
            r"\binterview(?:s|ed|en)?\b|\bq\s?(?:&|and|\+)\s?a\b|\bin conversation\b|\bentretien\b|"
            r"\bentrevista\b|\bintervista\b|"
            r"\b(?:im )?gespräch\b|\b(?:talks?|speaks?|opens up|chats?|discuss(?:es)?|"
            r"reflects?)\b(?: \w+)? (?:about|on|to|with)\b|"
            r"^[A-Z][^,:]{3,40} on (?:making|playing|writing|directing|becoming|why|how|the|his|her|their|"
            r"working)\b|"
            r"\btells (?:us|all)\b|\bquestions (?:for|with)\b|\ban? chat with\b|"
            r"(?-i:^[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’.-]+){1,3}): ?[‘“\"'«„]",
        ),
        (
            "trailer",
            r"\btrailers?\b|\bteasers?\b|\bfirst look\b|\bbande[- ]annonce\b|\bavance\b|\btráiler\b|"
            r"\bsneak peek\b|\bfirst footage\b",
        ),
        (
            "preview",
            r"\bpreviews?\b|\bwhat to expect\b|\beverything (?:we|you need to|to) know\b|\bexpectations?\b|"
            r"\bhands-?on\b|"
            r"\bvorschau\b|\bavant-première\b|\banteprima\b|\bvooruitblik\b|\bprévia\b|\bupcoming\b|"
            r"\bmost anticipated\b|"
            r"\bwhat we (?:want|hope)\b|\bwill it be\b|\bfirst impressions?\b|\bvista previa\b",
        ),
        (
            "list",
            r"^(?:the |our |les |los |las |die |i |le )?(?:\d{1,3}|ten|five|seven|fifteen|"
            r"twenty)\s+(?:\w+\s+){0,4}?(?:best|worst|greatest|"
            r"top|most|things|reasons|ways|films|movies|shows|series|albums|songs|books|novels|games|"
            r"podcasts|plays|moments|"
            r"characters|facts|questions|times|must-\w+|meilleurs?|mejores|besten|migliori|melhores|beste|"
            r"essential|great|new|hidden|"
            r"tips|ideas|underrated|scariest|funniest)\b|\btop \d+\b|\b(?:the |our )?(?:best|worst|"
            r"greatest) (?:\w+ ){0,4}(?:of|from|on|in|to|ever|"
            r"right now|so far|for)\b|\bevery .{3,60}, (?:in order|explained)\b|\bin order\b|\bbest of\b",
        ),
        (
            "news",
            r"\b(?:announce[sd]?|cast (?:in|as)|joins (?:the )?(?:cast|\w+)|to star|sets? (?:release|"
            r"premiere|\w+ date)|release date|"
            r"renewed|cancel(?:l?ed|s)|confirm(?:s|ed)|box office|nominat\w+|wins?|won(?!['’])|acquires?|"
            r"lands|signs|sues|lawsuit|reveals?|"
            r"delayed|postponed|greenlit|in (?:talks|development|the works)|to direct|exits|reportedly|"
            r"breaking)\b|"
            r"\bkündigt an\b|\bannonce\b|\banuncia\b|\bannuncia\b|\bkondigt aan\b",
        ),
        (
            "feature",
            r"\b(?:oral history|the making of|inside the|behind the scenes|look(?:s|ing)? back|"
            r"retrospective|essay|in defen[cs]e of|"
            r"ending explained|explained|deep dive|profile|opinion|analysis|long read|the story (?:of|"
            r"behind)|why|how)\b",
        ),
    )
)  # fmt: skip

# A section's name, as a word of the address, a bread crumb or a label beside the headline.
_SECTIONS: dict[str, Kind] = {
    word: kind
    for kind, words in (
        ("review", "review,reviews,kritik,kritiken,filmkritik,filmkritiken,critique,critiques,critica,críticas,criticas,reseñas,"
         "resenas,recensione,recensioni,recensie,recensies,rezension,rezensionen,resenhas,analisis,film-reviews,movie-reviews,"
         "album-reviews,book-reviews,game-reviews,tv-reviews,music-reviews,theatre-reviews,theater-reviews,filmreviews,moviereviews"),
        ("recap", "recap,recaps,tv-recaps,episode-recaps"),
        ("preview", "preview,previews,vorschau,anteprime,avances"),
        ("interview", "interview,interviews,entretien,entretiens,entrevista,entrevistas,interviste,intervista,q-and-a,qa"),
        ("trailer", "trailer,trailers,teasers,bandes-annonces"),
        ("obituary", "obituary,obituaries,nachrufe,in-memoriam"),
        ("list", "list,lists,listicles,rankings,best-of,listas"),
        ("roundup", "roundup,roundups,round-ups"),
        ("news", "news,breaking,latest-news,nachrichten,noticias,notícias,actualites,actualités,actu,notizie,nieuws,movie-news,"
         "film-news,tv-news,music-news"),
        ("feature", "feature,features,essays,essay,long-reads,longform,opinion,columns,column,reportage"),
    )
    for word in words.split(",")
}  # fmt: skip

_CUSTOMERS = frozenset(
    [
        "customer",
        "customers",
        "user",
        "users",
        "reader",
        "readers",
        "client",
        "clients",
        "product",
        "products",
        "guest",
        "peer",
    ]
)

_AHEAD = re.compile(
    r"\bupcoming\b|\bexpect(?:ing|ations?)?\b|\bpromises to\b|\bwill (?:it|she|he|they|the|we|be|serve|see|"
    r"follow|return|likely)\b|"
    r"\b(?:set|slated|scheduled|due|poised) (?:to|for)\b|\bhits? (?:theaters|cinemas|screens)\b|"
    r"\bcan['’]t wait\b|\bmy hope\b|"
    r"\bi['’]m (?:hoping|excited)\b|\bhas to\b|\bhopefully\b|\blooking forward\b|\banticipat\w+|"
    r"\bcould be\b|\blive up to\b|\bcoming (?:out|in|to)\b|"
    r"\bis going to\b|\bnot yet (?:been )?released\b|\brelease date\b|\bnext (?:month|year)\b|\bkommend\w+|"
    r"\bprochain\w*\b|\bpróxim\w+",
    re.I,
)
_VERDICT = re.compile(
    r"\b(?:movie|film|album|record|show|series|season|game|novel|book|play|musical|production|story|plot|"
    r"script|screenplay|cast|pacing|"
    r"direction|performances?|choreography|action|score|ending|dialogue|acting)\b(?:\s+\w+)?\s+(?:is|are|"
    r"was|were|feels?|works?|fails?|"
    r"delivers?|suffers?|never|manages|struggles?|drags?|shines?|lacks?|offers?|doesn['’]t|isn['’]t|plays|"
    r"chose|succeeds|falters)\b|"
    r"\bin my opinion\b|\b(?:i|we) (?:loved|liked|hated|enjoyed|adored|wanted more|found myself|"
    r"was(?:n['’]t)? (?:bored|moved|impressed|disappointed))\b|"
    r"\bmissed opportunity\b|\bworth (?:your|the|watching|reading|seeing|playing|a)\b|\bmasterpiece\b|"
    r"\b(?:disappoint|underwhelm|overlong|"
    r"believable|mediocre|bland|derivative|gripping|compelling|clich|formulaic|uneven|tedious|riveting|"
    r"stunning|phenomenal|memorable|slick|"
    r"recycled|tacked-on|predictable|charming|forgettable|haunting|hilarious)\w*|\bhighly recommend\w*|"
    r"\bfalls (?:flat|short)\b|\bends up\b|"
    r"\bplays it safe\b|\bscreen time\b|\bstandout\b|\bat its best\b|\bcould(?:['’]ve| have) been\b|"
    r"\bshould(?:['’]ve| have) been\b|"
    r"\bnever (?:bad|quite|really)\b|\bfilm ist\b|\ble film est\b|\bla película es\b",
    re.I,
)
_REPORTED = re.compile(
    r"\b(?:announced|confirmed|according to|reported(?:ly)?|said (?:in a statement|on|that)|spokes\w+|"
    r"told (?:the|reporters|variety|deadline)|"
    r"on (?:monday|tuesday|wednesday|thursday|friday)|statement)\b",
    re.I,
)
_DIED = re.compile(
    r"\b(?:died (?:on|at|of|peacefully)|has died|is survived by|passed away|was \d\d\.$)", re.I | re.M
)
_QUESTION = re.compile(
    r"^(?:Q\s*[:.]|[A-ZÀ-Þ][\w .'’-]{1,30}:\s|(?:Question|Frage|Pregunta)\s*[:.])|.{15,220}\?$"
)
_NUMBERED = re.compile(r"^#?\d{1,3}\s*[.):–-]\s+\S|^\d{1,3}\s+[A-ZÀ-Þ]")
_READ = 12000  # characters
_PER_WORDS = 150
_LABEL_CHARS = 40


def read_kind(
    page: Page,
    text: str,
    title: str | None,
    *,
    rating: Reading[Rating] | None,
    work: Reading[Work] | None,
) -> Reading[Kind] | None:
    """The kind of an article; `other` where nothing speaks for another, None where there is no text.

    The source tells where it was read: `json-ld`, `title`, `url`, `section`, `text`, or the rating's own source
    where a rating makes it a review.
    """
    if not text.strip():
        return None
    by_title = _of_title(title)
    declared = _declared(page)
    if by_title and by_title.value in ("roundup", "recap", "list", "obituary"):
        return by_title
    return (
        declared
        or _of_rating(rating, by_title)
        or (by_title if by_title and by_title.value != "feature" else None)
        or _of_address(page)
        or _of_section(page)
        or _of_text(text, work is not None)
        or by_title
        or _of_type(page)
        or Reading("other", "text")
    )


def _of_title(title: str | None) -> Reading[Kind] | None:
    for kind, pattern in _TITLES:
        found = pattern.search(title) if title else None
        if found:
            return Reading(kind, "title", found[0].strip())
    return None


def _declared(page: Page) -> Reading[Kind] | None:
    """A review declares itself; the other types of schema.org are too loosely used."""
    for node in page.nodes:
        for name in sorted(types(node) & {"Review", "CriticReview", "ReviewNewsArticle"}):
            return Reading("review", "json-ld", name)
    return None


def _of_rating(rating: Reading[Rating] | None, by_title: Reading[Kind] | None) -> Reading[Kind] | None:
    if rating is None or (by_title and by_title.value in ("interview", "preview", "trailer")):
        return None
    return Reading("review", rating.source, rating.value.raw)


def _of_address(page: Page) -> Reading[Kind] | None:
    """A section in the path, or a kind as the first or last word of the slug ("the-long-tide-review")."""
    try:
        path = unquote(urlsplit(page.url).path).lower().rstrip("/")
    except ValueError:
        return None
    *sections, slug = path.split("/") if path else [""]
    for part in reversed(sections):
        if kind := _SECTIONS.get(part):
            return Reading(kind, "url", part)
    words = [
        word for word in re.split(r"[-_.]", slug) if word not in ("html", "htm", "php") and not word.isdigit()
    ]
    for word in (words[-1:] + words[:1]) if len(words) > 1 else ():
        if kind := _SECTIONS.get(word):
            return Reading(kind, "url", word)
    return None


def _of_section(page: Page) -> Reading[Kind] | None:
    for label in _labels(page):
        words = label.lower().split() or [""]
        kind = _SECTIONS.get("-".join(words)) or (
            None if set(words) & _CUSTOMERS else _SECTIONS.get(words[-1])
        )
        if kind:
            return Reading(kind, "section", label.strip())
    return None


def _labels(page: Page) -> Iterator[str]:
    """What names the section: JSON-LD, meta, bread crumbs, the label right above the headline."""
    for node in articles(page.nodes):
        yield from (
            one for key in ("articleSection", "genre") for one in values(node, key) if isinstance(one, str)
        )
    if page.tree is None:
        return
    yield from metas(page).get("article:section", [])
    path = "//*[contains(@class, 'breadcrumb')]//a | //a[@rel='category tag'] | //*[contains(@class, 'kicker') or contains(@class, 'eyebrow')]"
    for element in page.tree.xpath(path):
        label = " ".join(element.text_content().split())
        if len(label) <= _LABEL_CHARS:
            yield label


def _of_text(text: str, has_work: bool) -> Reading[Kind] | None:
    """By what the sentences do: look ahead, judge, ask, report."""
    read = text[:_READ]
    lines = [line.strip() for line in read.splitlines() if line.strip()]
    if _DIED.search("\n".join(lines[:3])):
        return Reading("obituary", "text")
    questions = sum(1 for line in lines if _QUESTION.match(line))
    if questions >= 5 and questions * 4 >= len(lines):
        return Reading("interview", "text")
    if not has_work:
        return None
    if sum(1 for line in lines if _NUMBERED.match(line)) >= 5:
        return Reading("list", "text")
    least = max(3.0, len(read.split()) / _PER_WORDS)
    ahead, verdict, reported = (len(pattern.findall(read)) for pattern in (_AHEAD, _VERDICT, _REPORTED))
    found: tuple[tuple[int, Kind], ...] = ((verdict, "review"), (ahead, "preview"), (reported, "news"))
    most, kind = max(found, key=lambda one: one[0])
    if most < least:
        return None
    return Reading(kind, "text")


def _of_type(page: Page) -> Reading[Kind] | None:
    for node in page.nodes:
        if types(node) & {"NewsArticle", "ReportageNewsArticle"}:
            return Reading("news", "json-ld", "NewsArticle")
    return None
