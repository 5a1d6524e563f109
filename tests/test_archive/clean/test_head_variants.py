"""Pages that differ from those which the readers were made for: their titles, their dates, and what is no article."""
# ruff: noqa: E501 - markup is easier to read in long lines

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from archive.clean.article import clean
from archive.model import Article, Capture

PROSE = {
    "en": "The play begins with a slammed door and a kettle, and for twenty minutes that is all the plot it needs. The cast listens to one another, which is rarer than it should be, and the second act gives each of them a reason to leave.",
    "de": "Das Stück beginnt mit einer zugeschlagenen Tür und einem Kessel, und zwanzig Minuten lang braucht es keine andere Handlung. Das Ensemble hört einander zu, was seltener ist, als es sein sollte, und der zweite Akt gibt jedem einen Grund zu gehen.",
    "es": "La obra empieza con un portazo y una tetera, y durante veinte minutos no necesita otra trama. El reparto se escucha, algo menos frecuente de lo que debería, y el segundo acto da a cada uno una razón para marcharse de la casa.",
    "pt": "A peça começa com uma porta que bate e uma chaleira, e durante vinte minutos não precisa de outro enredo. O elenco escuta-se, o que é mais raro do que devia, e o segundo ato dá a cada um deles uma razão para sair daquela casa.",
    "fr": "La pièce commence par une porte qui claque et une bouilloire, et pendant vingt minutes il ne lui faut pas d'autre intrigue. Les comédiens s'écoutent, ce qui est plus rare qu'il ne faudrait, et le second acte donne à chacun une raison de partir.",
    "th": "ละครเริ่มต้นด้วยเสียงประตูกระแทกและกาน้ำร้อน และตลอดยี่สิบนาทีนั้นก็ไม่ต้องการโครงเรื่องอื่นใดอีก นักแสดงฟังกันและกัน ซึ่งเป็นสิ่งที่หาได้ยากกว่าที่ควร และองก์ที่สองให้เหตุผลแก่ทุกคนที่จะจากไป "
    * 2,
    "fa": "نمایش با کوبیده شدن در و یک کتری آغاز می‌شود و بیست دقیقه به داستان دیگری نیاز ندارد. بازیگران به یکدیگر گوش می‌دهند و این کمیاب‌تر از آن است که باید باشد، و پرده دوم به هر کدام دلیلی برای رفتن می‌دهد. "
    * 2,
}


def read(
    body: str, *, head: str = "", html: str = "", path: str = "/kettle-and-door", body_class: str = ""
) -> Article:
    text = f"<!DOCTYPE html><html {html}><head>{head}</head><body class='{body_class}'>{body}</body></html>"
    at = datetime(2026, 3, 15, 12, tzinfo=UTC)
    return clean(
        Capture(f"https://playbill.example{path}", at, text.encode(), content_type="text/html; charset=utf-8")
    )


def story(top: str = "", *, language: str = "en", end: str = "", title: str = "A kettle and a door") -> str:
    return f"<main><article><h1>{title}</h1>{top}{f'<p>{PROSE[language]}</p>' * 4}{end}</article></main>"


DATES: dict[str, tuple[str, dict[str, Any], str | None]] = {
    "Spanish, month first with a dot": (story("<p>octubre 3. 2025</p>", language="es"), {}, "2025-10-03"),
    "an English month in a Spanish date": (story("<p>21 de October de 2019</p>", language="es"), {"html": "lang=es"}, "2019-10-21"),
    "Portuguese under an English template": (story("<p>7 de fevereiro de 2024</p>", language="pt"), {"html": "lang=en-US"}, "2024-02-07"),
    "French without a language": (story("<div class=meta>Le 5 août 2025 par Zoé Brun</div>", language="fr"), {}, "2025-08-05"),
    "a German day and month under an English template": (story("<p>04.11.2025</p>", language="de"), {"html": "lang=en"}, "2025-11-04"),
    "a Thai date of the Buddhist era": (story("<p>12 มีนาคม 2568</p>", language="th"), {"html": "lang=th"}, "2025-03-12"),
    "a Persian date with Persian digits": (story("<p>۱۳ مارس ۲۰۲۵</p>", language="fa"), {"html": "lang=fa dir=rtl"}, "2025-03-13"),
    "abbr with a machine's date": (story("<abbr class='published' title='2026-01-09T07:05:00-05:00'>Jan 9, 2026</abbr>"), {}, "2026-01-09T07:05:00-05:00"),
    "a block theme's date below the text": (
        story(end="<div class='wp-block-post-date'><time datetime='2026-02-03T22:40:00+09:00'>3 February 2026</time></div>"), {"path": "/2026/02/kettle-and-door/"}, "2026-02-03T22:40:00+09:00"),
    "a script's date": (story(), {"head": "<meta property='article:published_time' content='Tue Jan 06 2026 10:00:00 GMT+0100 (Central European Standard Time)'>"}, "2026-01-06T10:00:00+01:00"),
    "seconds since 1970": (story(), {"head": "<meta property='article:published_time' content='1767690000'>"}, "2026-01-06T09:00:00+00:00"),
    "a time with a zone's name": (story("<p class='date'>February 4, 2026 9:30 PM JST</p>"), {}, "2026-02-04T21:30:00+09:00"),
    "the day of a performance": (story("<p>By Ana Horn</p>", end="<div class='event'><time datetime='2025-12-24'>24 December</time> Opening night</div>"), {}, None),
    "a teaser's time": (story(end="<ul class='teasers'><li><a href='/x'><h3>A lamp</h3><time datetime='2026-03-01'>1 March</time></a></li><li><a href='/y'><h3>A shoe</h3><time datetime='2026-03-02'>2 March</time></a></li></ul>"), {}, None),
}  # fmt: skip


@pytest.mark.parametrize("name", DATES)
def test_when_published(name: str) -> None:
    body, options, expected = DATES[name]
    published = read(body, **options).published
    assert (published and published.value.iso()) == expected


TITLES = {
    "a site's name that links home": ("<header><h1><a href='https://playbill.example/'>Footlights Review</a></h1></header><article><h2>A kettle and a door</h2>" f"<p>{PROSE['en']}</p></article>", "<title>Footlights Review - A kettle and a door</title>"),
    "a label above the headline": (story(title="<span class='kicker'>Stage review</span> A kettle and a door"), "<meta property='og:title' content='A kettle and a door'><title>A kettle and a door | Footlights</title>"),
    "a name behind a dash that no metadata has": (f"<article><p>{PROSE['en']}</p><p>{PROSE['en']}</p></article><footer><a href='/'>notes from row F</a></footer>", "<title>A kettle and a door - notes from row F</title>"),
    "a section between headline and name": (f"<h1><a href='/'>Footlights</a></h1><h3 class='post-title'>A kettle and a door</h3><p>{PROSE['en']}</p>", "<title>Footlights » Stage » A kettle and a door</title>"),
}  # fmt: skip


@pytest.mark.parametrize("name", TITLES)
def test_what_it_is_called(name: str) -> None:
    body, head = TITLES[name]
    title = read(body, head=head).title
    assert title and title.value == "A kettle and a door"


_TEASER = (
    "<h2><a href='/posts/{0}'>A play about {0}</a></h2><p>"
    + PROSE["en"]
    + " <a href='/posts/{0}'>Read more</a></p>"
)

NO_ARTICLES: dict[str, tuple[str, dict[str, Any]]] = {
    "a tag with one post": (f"<header><h1>Tag: kettles</h1></header><article>{_TEASER.format('tea')}<footer><span>3 March 2026</span></footer></article>", {"path": "/tags/kettles/", "head": "<title>kettles - Footlights</title><meta name=author content='Ana Horn'>"}),
    "a second page of posts": ("".join(f"<article class='post'>{_TEASER.format(x)}</article>" for x in ("tea", "doors", "lamps", "shoes")), {"path": "/index-2.html", "head": "<title>Footlights (old posts, page 2)</title>"}),
    "a post behind a password": (story("<p>10 March 2026</p><form class='post-password-form' action='/wp-login.php?action=postpass' method=post><p>This content is password protected. To view it please enter your password below.</p><input type=password name=post_password></form>").replace(PROSE["en"], ""), {"body_class": "single single-post"}),
    "a wall of consent": (f"<h1>Before you continue to Footlights</h1><p>We and our 812 partners store cookies on your device. {'We use them to measure how our pages are read, and to show advertising that may interest you. ' * 3}</p><button>Accept all</button><button>Reject all</button>", {"head": "<title>Before you continue</title>"}),
    "a site under repair": (f"<h1>We will be back soon</h1><p>{'Footlights is down for scheduled maintenance while we move house to a larger machine. Thank you for your patience. ' * 4}</p>", {"head": "<title>Site maintenance</title>"}),
    "a login": ("<h1>Sign in to Footlights</h1><form><input name=email><input type=password name=pass></form><p>" + "Members read every review in full and choose their seats before anybody else can. Enter the address and the password that you chose. " * 3 + "</p>", {"head": "<title>Log in | Footlights</title>", "path": "/login"}),
    "not found by its title alone": (f"<h1>The curtain has come down here</h1><p>{'Whatever once played at this address has moved to another house, or has closed for good. Try the search, or begin again at the front. ' * 4}</p>", {"head": "<title>404: Not found | Footlights</title>"}),
    "gone, in German": (f"<h1>Die gewünschte Seite wurde leider nicht gefunden</h1><p>{'Vielleicht wurde sie verschoben, oder die Adresse enthält einen Fehler. Bitte benutzen Sie die Suche. ' * 4}</p>", {"head": "<title>Nicht gefunden</title>"}),
}  # fmt: skip


@pytest.mark.parametrize("name", NO_ARTICLES)
def test_what_is_no_article(name: str) -> None:
    body, options = NO_ARTICLES[name]
    assert not read(body, **options).gate.is_article


ARTICLES: dict[str, tuple[str, dict[str, Any]]] = {
    "short news where every page is 'home'": ("<section id=content><article><header><h1 class='entry-title'><a href='/kettle.html'>Kettle to close in May</a></h1></header><div class='entry-content'><footer><abbr class='published' title='2026-03-01T10:00:00Z'>1 March 2026</abbr><address>By Ana Horn</address></footer><p>The Corner Playhouse will close its production of Kettle on 9 May after two hundred performances, its manager said on Sunday. A tour follows in the autumn, with the same cast.</p></div></article></section>" + "<ul>" + "".join(f"<li><a href='/t{i}'>Topic {i}</a></li>" for i in range(25)) + "</ul>", {"path": "/kettle.html", "body_class": "home"}),
    "a review of a play called Error 404": (story(title="Error 404 review: the lost page, found on stage"), {"head": "<title>Error 404 review: the lost page, found on stage</title>"}),
    "an essay on passwords": (story(title="The password scene") + "<form><input type=password name=pw></form>", {}),
}  # fmt: skip


@pytest.mark.parametrize("name", ARTICLES)
def test_what_is_an_article(name: str) -> None:
    body, options = ARTICLES[name]
    assert read(body, **options).gate.is_article


@pytest.mark.parametrize("end", [
    "<p class='pages'><a class='current'>1</a> <a href='/kettle-and-door?page=2'>2</a> <a href='/kettle-and-door?page=3'>3</a></p>",
    "<div class='page-links'>Pages: <span>1</span> <a href='/kettle-and-door/2/'>2</a></div>",
])  # fmt: skip
def test_the_first_of_several_pages_is_truncated(end: str) -> None:
    assert read(story(end=end)).status == "truncated"


def test_neighbouring_articles_are_no_further_pages() -> None:
    assert read(story(), head="<link rel=next href='/2026/03/the-next-review'>").status == "complete"
