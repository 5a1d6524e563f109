"""What stands in place of an article: not found, a consent wall, maintenance, a login, a password."""
# ruff: noqa: E501 - patterns are easier to read in long lines

from __future__ import annotations

import re

from archive.clean.dom.element_text import element_text
from archive.clean.dom.tags import FRAME
from archive.clean.page.page import Page, title_tag_text

_TITLES = {
    "error": re.compile(
        r"""(?:error\W*)?(?:40[0134]|410|429|50[0234])(?:\W+(?:error|not\sfound|page\b.*|forbidden|gone|.*\bunavailable))?
          | .*\b(?:page|article|story|content|post|url|link|site|seite|artikel|página|pagina|artículo|artigo)\b.{0,40}
            \b(?:(?:not|be)\s(?:be\s)?found|no\slonger\s(?:available|here|exists?)|(?:does\s?n[o’']t|not)\sexist|(?:has\sbeen|was)\sremoved
              |(?:nicht|niet)\s(?:mehr\s)?(?:gefunden|verfügbar|gevonden)|existiert\snicht|no\s(?:encontrad[ao]|existe)
              |não\s(?:encontrad[ao]|existe)|introuvable|non\s(?:è\sstata\s)?trovat[ao]|n[’']existe\s(?:pas|plus))\W*.{0,12}
          | (?:\w+\s){0,3}(?:could\snot|couldn[’']t|cannot|can[’']t)\s(?:be\s)?f(?:i|ou)nd\b.{0,20}\b(?:page|article|story|content)\b.{0,20}
          | not\sfound | nicht\sgefunden | (?:seite|page|página|pagina)\sintrouvable | access\s(?:to\sthis\spage\shas\sbeen\s)?denied
          | just\sa\smoment | attention\srequired.* | .*\bcaptcha\b.* | are\syou\sa\s(?:robot|human)
          | verify\s(?:that\s)?you\sare\s(?:a\s)?human | service\s(?:temporarily\s)?unavailable | forbidden
          | .*ページが?(?:は)?(?:見つかり|存在し).* | .*页面不存在.* | .*페이지를\s찾을\s수\s없.*""",
        re.I | re.X,
    ),
    "maintenance": re.compile(
        r"""(?:.{0,30}\b)?(?:under|site|scheduled|planned|down\sfor)\s(?:\w+\s)?maintenance | maintenance(?:\smode)? | .{0,25}\bbe\s(?:right\s)?back\s(?:soon|shortly|later).{0,12}
          | .{0,20}wartungs(?:arbeiten|modus).{0,20} | .{0,20}(?:en|in|em)\s(?:mantenimiento|maintenance|manutenzione|manutenção|onderhoud)""",
        re.I | re.X,
    ),
    "consent": re.compile(
        r"""before\syou\scontinue.* | (?:we\s(?:value|care\sabout|respect)\s)?your\s(?:privacy|data)(?:\s(?:choices|settings|matters))?
          | (?:privacy|cookies?)\s?(?:and|&|-)?\s?(?:cookies?|consent|wall|settings|preferences|einstellungen|choices)+ | consent(?:\s\w+)?
          | .{0,30}\b(?:zustimmung|einwilligung) | (?:datenschutz|privatsphäre)-?einstellungen | gestion\sdes\scookies | weiter\smit\swerbung.*""",
        re.I | re.X,
    ),
    "login": re.compile(
        r"""(?:please\s|members?\s)?(?:log|sign)[\s-]?(?:in|on)\b(?:\s(?:to|or|now)\b.{0,40})? | (?:jetzt\s)?(?:anmelden|einloggen|anmeldung)
          | iniciar\ssesión | (?:se\s)?connexion | connectez-vous | acced[ei] | inloggen | create\s(?:an?\s|your\s)?account""",
        re.I | re.X,
    ),
}  # fmt: skip

_PARTS = re.compile(r"\s+[|·•»«–—-]+\s+|\s*\|\s*|(?<=\w):\s")
_MOST_WORDS = 250  # of a page that only says why there is nothing
_PASSWORD_WORDS = 120  # around a field for a password; with more, the page has something to read


def why_closed(page: Page, headline: str, words: int) -> tuple[str, str] | None:
    """(type of page, reason) where a page of so many words says why it shows no article; None for others.

    Besides the headline, `<title>` and the first h1s count.
    """
    if page.tree is None or words > _MOST_WORDS:
        return None
    if words <= _PASSWORD_WORDS and _asks_for_password(page):
        return "login", "asks for a password"
    for title in (headline, title_tag_text(page), *map(element_text, page.tagged("h1")[:2])):
        for part in (title, *_PARTS.split(title)):
            for page_type, pattern in _TITLES.items():
                if pattern.fullmatch(part.strip(" .!?…*#<>-–—:\u200b")):
                    return page_type, f"titled {part!r}"
    return None


def _asks_for_password(page: Page) -> bool:
    """Whether a field for a password stands in the page's own part, or is that of a protected post."""
    for field in page.tagged("input"):
        if (field.get("type") or "").lower() == "password":
            form = next(field.iterancestors("form"), None)
            names = f"{form.get('class') or ''} {form.get('action') or ''}" if form is not None else ""
            is_framed = next(field.iterancestors(*FRAME), None) is not None
            if "postpass" in names or "post-password" in names or not is_framed:
                return True
    return False
