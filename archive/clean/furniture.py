"""Site furniture recognised line by line: a line is furniture by its whole shape, never by a word in a sentence.

Patterns are matched against whole lines. They name what a site says to its visitor (share, sign up, sign in, comment,
buy) in the words of several languages; what an author says to a reader ("Let's talk about it in the comments.") is
text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_NETWORK = (
    r"(?:facebook|twitter|x|x \(twitter\)|linkedin|pinterest|reddit|whatsapp|e-?mail|instagram|tik ?tok|flipboard|tumblr|"
    r"bluesky|threads|mastodon|you ?tube|telegram|messenger|google news|google\+|rss|print|copy(?: link)?|link)"
)
_NETWORKS = rf"{_NETWORK}(?:(?:[\s,|/·•&]|and|or)+{_NETWORK})*"
_PIECE = r"(?:article|story|post|page|piece|entry|review|blog|video|recipe|episode|book|guide)"

_SHAPES: dict[str, str] = {
    "share": rf"""
        share (?:this|it|on|via|with|to|now|{_PIECE}|the|\ )*(?:{_NETWORKS}|{_PIECE}|love|friends)?
      | share\ (?:this|on)\b.{{0,40}} | (?:tweet|pin|print|save|e-?mail)(?:\ (?:it|this|for\ later|(?:this\ )?{_PIECE}))?
      | spread\ the\ (?:word|love) | copy\ (?:link|url)(?:\ to\ clipboard)? | link\ copied.{{0,20}} | click\ to\ (?:share|tweet|e-?mail|print)\b.{{0,60}}
      | (?:diesen\ )?(?:artikel|beitrag)\ teilen | teilen | partager(?:\ (?:cet|l').{{0,30}})? | compart(?:ir|e|ilhar|ilhe)(?:\ (?:en|este|esta|no|isso).{{0,30}})?
      | condividi(?:\ (?:su|questo|l').{{0,30}})? | deel\ dit\b.{{0,30}} | delen""",
    "follow": rf"""
        (?:follow|find|like|join)\ (?:us|me)\ (?:on|@|at)\b.{{0,80}} | follow(?:\ us|\ me)?(?:\ on)?(?:\ {_NETWORKS})?
      | find\ us\ on\ social\ media | stay\ (?:connected|in\ touch|tuned) | connect\ with\ (?:us|me)(?:\ on\ .{{0,60}})?
      | folgen?\ sie\ uns\b.{{0,60}} | folge?\ uns\b.{{0,60}} | suivez[- ]nous\b.{{0,60}} | s[íi]guenos\b.{{0,60}} | seguici\b.{{0,60}}
      | siga-nos\b.{{0,60}} | volg\ ons\b.{{0,60}}""",
    "sign up": r"""
        (?:sign\ up|subscribe|register)(?:\ (?:now|today|here|free|for\ free|below))*
      | (?:sign[- ]up|subscribe|register)\ (?:(?:now|today|here)\ )?(?:for|to|and|via|with|by|below|on)\b(?![^.!?]*[.!?]\s+[A-Z]).{0,110}
      | (?:join|get|receive|enjoy(?:ing)?|like|love|want|looking\ for)\b[^.!?]{0,90}\b(?:newsletter|mailing\ list|inbox|e-?mail\ (?:list|updates|alerts))\b.{0,90}
      | (?:our|the|free|daily|weekly|e-?mail|\ )*newsletters?(?:\ (?:sign[- ]?up|subscription))?
      | (?:enter|type)\ your\ e-?mail\b.{0,80} | your\ e-?mail(?:\ address)? | e-?mail\ address\s?\*? | join\ [\d.,]+\S*\ .{0,60}(?:subscribers|readers|others)\b.{0,60}
      | join\ .{1,40}\ for\ free\ to\ get\ updates\b.{0,40} | no\ spam[.,!].{0,60} | (?:you\ can\ )?unsubscribe\ (?:at\ )?any\ ?time.{0,40}
      | by\ (?:subscribing|signing\ up|clicking|submitting|registering|providing|entering|continuing|creating)\b.{0,200}\b(?:agree|accept|acknowledge|consent|terms|privacy)\b.{0,250}
      | thanks\ for\ (?:reading|subscribing)\b.{0,60}\bsubscribe\b.{0,120} | thank\ you\ for\ (?:subscribing|signing\ up).{0,60} | .{0,70}\bis\ a\ reader-supported\ publication\b.{0,120}
      | would\ you\ like\ to\ receive\b.{0,80} | (?:upgrade|become)\ (?:to\ paid|a\ (?:paid|free)\ (?:subscriber|member)).{0,60} | already\ (?:a\ (?:subscriber|member)|have\ an\ account)\b.{0,40}
      | (?:jetzt\ )?(?:zum\ )?newsletter(?:\ (?:abonnieren|anmelden|bestellen))? | (?:jetzt\ )?abonnieren | abonnez-vous\b.{0,90} | inscrivez-vous\b.{0,90} | s'(?:abonner|inscrire)\b.{0,60}
      | suscr[íi]bete\b.{0,90} | suscribirse | iscriviti\b.{0,90} | (?:inscreva-se|assine)\b.{0,90} | (?:schrijf|meld)\ (?:je|u)\ (?:nu\ )?(?:in|aan)\b.{0,90}""",
    "sign in": r"""
        (?:sign|log)\ ?in(?:\ (?:to|with|or|now|here)\b.{0,70})? | login | (?:create|register)\ (?:an|a\ free)\ account.{0,40} | my\ account
      | (?:you\ must|please|you\ need\ to)\ (?:be\ )?(?:logged?|signed?|sign|log)\ ?(?:in|up)\b.{0,80}
      | anmelden | einloggen | se\ connecter | connexion | iniciar\ sesi[óo]n | accedi | entrar | inloggen""",
    "comments": rf"""
        (?:no|one|\d[\d.,]*)\ (?:comments?|repl(?:y|ies)|responses?|thoughts?)(?:\ (?:on|so\ far|yet|to)\b.{{0,120}})?
      | comments?(?:\ ?(?:\(\d+\)|\d+|off))? | (?:leave|post|add|write|submit)\ (?:a|your|the\ first)\ (?:public\ )?(?:comment|reply|response)\b(?:\ (?:cancel|on|below|here)\b.{{0,40}})?[.!]?
      | (?:view|show|see|read|load|hide)\ (?:all\ |more\ |the\ )*(?:\d+\ )?(?:comments|replies) | cancel\ reply | reply
      | (?:join|start)\ the\ (?:conversation|discussion)\b.{{0,40}} | be\ the\ first\ to\ (?:comment|respond|share|reply|review|rate|leave|write|like|know)\b.{{0,80}}
      | there\ are\ (?:no|currently\ no)\ (?:comments?|responses|reviews)\b.{{0,40}} | comments?\ (?:are|is|have\ been)\ (?:now\ )?(?:closed|disabled|off|turned\ off|moderated)\b.{{0,80}}
      | your\ e-?mail\ address\ will\ not\ be\ published\b.{{0,80}} | required\ fields\ are\ marked.{{0,10}} | save\ my\ name,\ e-?mail.{{0,100}} | notify\ me\ of\ (?:new|follow).{{0,60}}
      | this\ site\ uses\ akismet.{{0,90}} | learn\ how\ your\ comment\ data\ is\ processed.? | discussion\ about\ this\ (?:post|episode|video)
      | sign\ in\ to\ (?:comment|reply)\b.{{0,30}} | reader\ insights | add\ your\ insights? | (?:please\ )?rate\ this\ {_PIECE}\b.{{0,20}} | (?:was|did)\ (?:you\ find\ )?this\ (?:{_PIECE}\ )?helpful.{{0,20}}
      | (?:\d+\ )?kommentare?(?:\ (?:schreiben|hinterlassen|verfassen|\(\d+\)))? | schreibe?\ (?:uns\ )?einen\ kommentar.{{0,40}} | (?:\d+\ )?commentaires?(?:\ \(\d+\))? | (?:laisser|ajouter|poster)\ un\ commentaire.{{0,40}}
      | (?:\d+\ )?comentarios?(?:\ \(\d+\))? | deja\ (?:un\ comentario|una\ respuesta).{{0,40}} | (?:\d+\ )?coment[áa]rios? | deix[ea]r?\ (?:um|seu)\ coment[áa]rio.{{0,40}}
      | (?:\d+\ )?commenti | lascia\ un\ (?:commento|a\ risposta).{{0,40}} | (?:\d+\ )?reacties? | (?:geef|laat)\ een\ reactie.{{0,40}}""",
    "advertising": r"""
        (?:advertisements?|ads?|sponsored(?:\ (?:content|by|post|message)\b.{0,40})?|paid\ (?:content|post|partnership))(?:\s?[-–—:]\s?(?:continue\ reading\ below|scroll\ to\ continue|article\ continues.{0,30}))?
      | (?:story|article|content|post)\ continues\ (?:below|after)\b.{0,40} | (?:scroll|keep\ scrolling)\ (?:down\ )?(?:to|for)\ (?:continue|more)\b.{0,40} | continue\ reading(?:\ below)?
      | (?:advertiser|affiliate|advertising|editorial)\ (?:disclosures?|policy|guidelines|note|disclaimer) | partner\ links | about\ our\ ads | ad\ choices | report\ (?:this\ )?ad
      | (?:werbung|anzeige|publicit[ée]|publicidad|pubblicit[àa]|publicidade|advertentie)(?:\s?[-–—:].{0,30})?""",
    "disclosure": rf"""
        (?:\W*(?:disclosure|disclaimer|note|affiliate\ disclosure)\s?:\s*)?(?:(?:we|i|our\ site|[\w'. ]{{2,30}})\ (?:may|might|could|can)|if\ you\ (?:buy|click|purchase|make)|when\ you\ (?:buy|click|purchase|shop))\b.{{0,140}}\b(?:commissions?|compensat\w+|affiliate\ (?:link|fee|program)\w*)\b.{{0,180}}
      | .{{0,30}}\bthis\ (?:{_PIECE}|site|website|content)\ (?:may\ )?(?:contains?|includes?|uses?)\ (?:some\ )?affiliate\ links\b.{{0,200}} | as\ an\ amazon\ associate\b.{{0,160}}
      | (?:all|every|our|these)?\ ?(?:products?|items?|recommendations)\b.{{0,40}}\b(?:independently|chosen|selected)\b.{{0,40}}\bby\ (?:our\ )?(?:editors|editorial\ team|us)\b.{{0,160}}
      | we\ (?:only\ recommend|independently\ (?:evaluate|review|select|research))\b.{{0,240}} """,
    "cookies": r"""
        (?:we|this\ (?:web)?site|our\ (?:web)?site)\ uses?\ (?:\w+\ )?cookies\b.{0,300} | (?:accept|reject|manage|allow)(?:\ all)?(?:\ cookies)? | cookie\ (?:settings|preferences|policy|notice)
      | (?:wir|diese\ (?:web)?seite)\ (?:ver)?(?:wenden|wendet|nutzen|nutzt)\ cookies\b.{0,200} | nous\ utilisons\ des\ cookies\b.{0,200} | (?:utilizamos|usamos)\ cookies\b.{0,200} | utilizziamo\ (?:i\ )?cookie\b.{0,200}""",
    "rights": r"""
        (?:©|\(c\)|&copy;|copyright\s?(?:©|\(c\))?)\s?(?:[^.]{0,40}\s)?(?:19|20)\d\d\b.{0,180} | ©.{1,80} | .{0,80}\ball\ rights\ reserved\b.{0,120} | (?:terms|privacy|cookie|legal|accessibility|imprint|impressum|datenschutz)(?:\ (?:of\ (?:use|service)|policy|notice|statement|(?:&|and)\ (?:conditions|privacy|privacy\ policy)))?
      | alle\ rechte\ vorbehalten.{0,60} | tous\ droits\ r[ée]serv[ée]s.{0,60} | todos\ (?:los\ derechos\ reservados|os\ direitos\ reservados).{0,60} | tutti\ i\ diritti\ riservati.{0,60} | (?:proudly\ )?powered\ by\ \S+(?:\ \S+)?
      | (?:this\ material\ may\ not\ be|no\ part\ of\ this)\b.{0,160}""",
    "way": r"""
        skip\ to\ (?:main\ )?(?:content|navigation|footer|search) | (?:back|return|go\ back|scroll)\ to\ (?:the\ )?(?:top|blog|home(?:\ ?page)?|main\ page|all\ (?:posts|articles|news)|news|articles|overview|list|previous\ page)\b
      | (?:toggle|open|close|main|show|hide)\ (?:navigation|menu|search|sidebar) | menu | search(?:\ for)?\s?[:.…]*(?:\ ?button)? | home | close
      | (?:previous|next|prev|older|newer)(?:\ (?:post|article|story|page|entry|posts|articles|stories|chapter))?\s?(?:[:»«→←›‹].{0,120})? | [«←‹]\ ?.{0,10}(?:previous|prev|older|back)\b.{0,100} | .{0,10}(?:next|newer)\b.{0,100}[»→›]
      | (?:read|see|view|show|load|learn|find\ out|discover|explore)\ (?:more|all|less|full\ (?:article|story|post|review|bio)|the\ (?:full|rest|original|whole)\ \w+)\s?[.…»→>]* | see\ (?:more|all)\ (?:posts|articles|stories|from)\b.{0,40}
      | (?:view|see|read|more)\ (?:all\ )?(?:posts|articles|stories)?\ ?(?:by|from)\ .{2,40} | click\ (?:here|to\ (?:expand|enlarge|zoom|view|see|open))\b.{0,60} | tap\ to\ .{0,40} | expand | collapse | (?:listen\ to\ (?:this\ )?article|listen)\b.{0,20} | jump\ to\ .{0,30}
      | (?:shop|buy|order|book|download|apply|enroll|donate|start|try|call|get\ started|contact\ us|request|schedule)\ ?(?:it\ )?(?:now|today|here|for\ free|free|a\ (?:free\ )?(?:demo|quote|consultation|call|trial|tour))? | get\ (?:started|a\ (?:free\ )?quote|in\ touch)(?:\ (?:now|today))? | (?:buy|check\ price|see\ it|view)\ (?:on|at|from)\ (?:amazon|\w+)
      | weiterlesen | mehr\ (?:lesen|erfahren|anzeigen) | zur[üu]ck(?:\ .{0,20})? | nach\ oben | lire\ la\ suite | en\ savoir\ plus | retour(?:\ .{0,20})? | leer\ m[áa]s | ver\ m[áa]s | volver(?:\ .{0,20})? | leggi\ (?:tutto|di\ pi[ùu]) | ler\ mais | saiba\ mais | voltar(?:\ .{0,20})? | lees\ (?:meer|verder) | terug(?:\ .{0,20})?""",
    "tags": r"""
        (?:tags?|tagged(?:\ (?:with|in|as))?|filed\ (?:under|in)|posted\ (?:in|under)|categor(?:y|ies)|topics?|labels?|keywords?|hashtags?|schlagw[oö]rter|stichw[oö]rter|mots[- ]cl[ée]s|[ée]tiquet(?:te|a)s|etichette|categor[íi]as?|trefwoorden)\s?:.{0,250}
      | tags? | (?:tagged|filed\ under)\b.{0,120} | (?:\#[\w-]+[\s,]*){2,}""",
    "credit": r"""
        (?:\(|\[)?(?:photo|image|picture|photograph|header\ image|featured?\ (?:image|photo)|feature\ (?:image|photo)|cover\ (?:image|photo)|top\ (?:image|photo)|foto|bild|photos|images|illustration|screenshot|graphic)s?(?:\ (?:credit|source|courtesy|copyright))?s?\s?(?::|\ by\ |\ via\ |\ from\ |\ courtesy\ |©).{0,120}
      | (?:photo|image)\ credits?.{0,80} | (?:credit|bildquelle|quelle|cr[ée]dits?(?:\ photo)?|cr[ée]ditos?)\s?:.{0,100}""",
    "reading time": r"""
        (?:(?:estimated\ )?(?:reading|read)\ time|time\ to\ read|lesezeit|temps\ de\ lecture|tiempo\ de\ lectura|tempo\ d[ie]\ le(?:ttura|itura)|leestijd)\s?[:•-]?\s?(?:about\ |~|<\ ?)?\d+.{0,20}
      | (?:about\ |~|<\ ?)?\d+(?:\s?[-–]\s?\d+)?[\s-]?(?:min(?:ute)?s?\.?|sec(?:ond)?s?)\s?(?:read(?:ing)?(?:\ time)?|de\ lecture|de\ lectura|di\ lettura|de\ leitura|lesezeit|leestijd|lezen|to\ read)?""",
}


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{_SHAPES[name]})" for name in names), re.I | re.X)


_FURNITURE = _any_of(_SHAPES)
# An author may well head a section "Search" or "Tags".
_FURNITURE_HEADING = _any_of(
    ("follow", "sign up", "sign in", "comments", "rights", "cookies", "reading time")
)

# Headings of the sections that end a page: what is below them is not the article.
_SECTIONS = {
    "author": r"""
        about\ (?:the\ )?(?:authors?|writers?|creators?|contributors?|reviewer)s? | meet\ the\ (?:author|writer)s? | (?:author|writer|editor)(?:'s)?\ bio
      | about\ me | über\ (?:den\ autor|die\ autorin) | (?:à\ propos|au\ sujet)\ de\ l['’]auteure? | (?:sobre|acerca\ de)\ (?:el|la|o|a)\ autora? | (?:informazioni\ )?sull['’]autore | over\ de\ auteur""",
    "comments": r"""
        (?:\d[\d.,]*\ )?comments?(?:\ \(\d+\))? | leave\ a\ (?:comment|reply)(?:\ cancel\ reply)? | (?:join|start)\ the\ (?:discussion|conversation) | post\ a\ comment | add\ a\ comment
      | reader\ insights | (?:\d+\ )?(?:responses|thoughts)\ (?:to|on)\ .{1,120} | discussion\ about\ this\ (?:post|episode|video)
      | (?:\d+\ )?kommentare? | schreibe\ einen\ kommentar | (?:\d+\ )?commentaires? | laisser\ un\ commentaire | (?:\d+\ )?comentarios? | deja\ (?:un\ comentario|una\ respuesta)
      | (?:\d+\ )?comentários? | deixe\ um\ comentário | (?:\d+\ )?commenti | lascia\ un\ commento | (?:\d+\ )?reacties""",
    "related": r"""
        (?:related|recommended|similar|popular|latest|recent|trending|more|other|top|further)\ (?:posts?|articles?|stories|news|content|reading|reads|reviews|topics|resources|blogs?|blog\ posts) | related
      | most\ (?:read|popular|viewed) | you\ (?:may|might)\ also\ (?:like|enjoy|be\ interested\ in) | you['’]ll\ also\ like | recommended(?:\ for\ you)? | read\ (?:next|this\ next|also)
      | up\ next | what\ to\ read\ next | keep\ reading | more\ like\ this | more\ from\ .{1,40} | don['’]t\ miss | editor['’]?s['’]?\ (?:picks|choice)
      | ähnliche\ (?:artikel|beiträge) | das\ könnte\ .{1,40} | mehr\ zum\ thema | auch\ interessant | articles\ (?:similaires|liés|connexes) | à\ lire\ (?:aussi|également)
      | (?:artículos|entradas|noticias|artigos|notícias|posts)\ relacionad[oa]s | también\ te\ puede\ interesar | leia\ (?:também|mais) | articoli\ correlati | leggi\ anche | potrebbe\ interessarti
      | gerelateerde\ (?:artikelen|berichten) | lees\ ook""",
    "site": r"""
        share\ (?:this|it)(?:\ (?:post|article|story|page|on|via|with)\b.{0,30})? | find\ us\ on\ social\ media | follow\ us(?:\ on\ .{1,40})? | miscellaneous\ links | quick\ links | useful\ links
      | (?:sign\ up|subscribe)\ (?:to|for)\ (?:our|the|my)\ .{0,40}(?:newsletter|updates|list|e-?mails?) | newsletter(?:\ sign[- ]?up)? | stay\ (?:connected|in\ touch|up\ to\ date) | connect\ with\ us""",
}
_SECTION = {kind: re.compile(shape, re.I | re.X) for kind, shape in _SECTIONS.items()}

_MONTHS = (
    "jan january januar janvier enero gennaio janeiro januari ene gen janv feb february februar février fevrier febrero febbraio fevereiro februari "
    "fév fev févr mar march märz maerz mars marzo março marco maart mär apr april avril abril aprile avr abr may mai mayo maggio maio mei mag "
    "jun june juni juin junio giugno junho giu jul july juli juillet julio luglio julho lug juil aug august août aout agosto augustus ago "
    "sep sept september septembre septiembre settembre setembro set oct october oktober octobre octubre ottobre outubro okt ott out "
    "nov november novembre noviembre novembro dec december dezember décembre decembre diciembre dicembre dezembro dez déc dic des"
).split()
_DATE_WORDS = frozenset(
    _MONTHS
    + "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun montag dienstag mittwoch donnerstag "
    "freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo "
    "lunedì martedì mercoledì giovedì venerdì sabato domenica maandag dinsdag woensdag donderdag vrijdag zaterdag zondag "
    "am pm a.m p.m at on of de del the um uhr le à a las os h et est edt pt pst pdt ct cst cdt mt bst gmt utc cet cest ist aest "
    "st nd rd th er ago about an one day days week weeks month months year years hour hours minute minutes yesterday today il y vor hace fa geleden jour jours mois "
    "tagen tage tag wochen monaten jahren semaine semaines ans días dias mes meses año años anos giorni mesi dagen weken".split()
)
_DATE_LEADS = (
    r"(?:(?:first|originally|last|date)\s+)?(?:published|posted|updated|modified|reviewed|edited|revised|created|written|publication date|date|"
    r"added|veröffentlicht|aktualisiert|erstellt|stand|publié|mis à jour|publicado|actualizado|atualizado|pubblicato|aggiornato|"
    r"gepubliceerd|bijgewerkt|geplaatst|last update|latest update|update)(?:\s+(?:on|at|in|am|le|el|il|em|op|date))?\s*[:\-–]?\s*"
)
_LEAD = re.compile(_DATE_LEADS, re.I)
_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:\.[^\W\d_]+)*")
_NAME_WORD = r"(?:[A-ZÀ-Þ][\w'’.\-]*|de|van|von|der|den|da|di|la|le|del|bin|al|and|&|,|und|et|y|e|en)"
_BYLINE = re.compile(
    rf"(?:(?:[Ss]tory|[Ww]ritten|[Pp]osted|[Rr]eviewed|[Pp]ublished|[Aa]uthored|[Ww]ords|[Ee]dited|[Ff]act[ -][Cc]hecked|[Rr]eported|[Tt]ext) )?"
    rf"(?:[Bb]y|BY|[Vv]on|VON|[Pp]ar|[Pp]or|[Dd]oor|[Aa]uthor:?|AUTHOR:?|[Aa]utor(?:in|a)?:|[Aa]uteur:?|[Aa]utore:?)\s*:?\s+(?:{_NAME_WORD}\s*){{1,8}}"
)
_PARTED = re.compile(r"\s*[|•·–—/]\s*|\s+-\s+|,\s+(?=\D)")
_GLUED = re.compile(
    r"[Bb]y .{2,60}?(?:[Pp]ublished|[Pp]osted|[Uu]pdated)\b.{0,40}?(?:\bago\b|\d{4}\b|\byesterday\b|\btoday\b).{0,20}"
)
_MARKS = re.compile(r"[\W_]+")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text on its way out.

    Attributes:
        text: as it would be kept.
        heading: whether the page marks it as a heading.
        linked: share of its characters that stand in links, 0-1.
    """

    text: str
    heading: bool = False
    linked: float = 0.0


def key(text: str) -> str:
    """`text` folded to its letters and digits, for comparing."""
    return _MARKS.sub("", text.lower())


def section(text: str) -> str | None:
    """The kind of closing section that a line heads: `author`, `comments`, `related`, `site`; or None."""
    if len(text) > 140:
        return None
    bare = text.strip(" \t:…!-–—*•")
    return next((kind for kind, shape in _SECTION.items() if shape.fullmatch(bare)), None)


def is_furniture(text: str, *, heading: bool = False) -> bool:
    """Whether a whole line is something that a site says to its visitors and no author wrote.

    Fewer shapes count for a heading.
    """
    bare = text.strip(" \t-–—•*|>»→←«✓★☆▼▲+")
    if not bare or len(bare.split()) > _LONGEST:
        return not any(c.isalnum() for c in text)
    return bool((_FURNITURE_HEADING if heading else _FURNITURE).fullmatch(bare))


def is_dateline(text: str) -> bool:
    """Whether a line is nothing but a date, with or without "Published" before it."""
    if len(text) > 70:
        return False
    rest = _LEAD.sub("", text)
    tokens = _TOKEN.findall(rest.lower())
    if not tokens or len(tokens) > 14:
        return False
    if not any(token.isdigit() for token in tokens) and not (rest != text and "ago" in tokens):
        return False
    words = [token for token in tokens if not token.isdigit()]
    if any(word not in _DATE_WORDS for word in words):
        return False
    dated = (
        bool(set(words) & set(_MONTHS))
        or bool(re.search(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}", rest))
        or "ago" in words
    )
    return dated or (rest != text and bool(re.search(r"\b(?:19|20)\d\d\b", rest)))


def is_meta(text: str) -> bool:
    """Whether a line is a byline, a date, a reading time, or several of them in a row."""
    if len(text) > 160:
        return False
    if is_dateline(text) or _BYLINE.fullmatch(text.strip()) or _GLUED.fullmatch(text):
        return True
    parts = [part for part in _PARTED.split(text) if part.strip()]
    return len(parts) > 1 and all(
        is_dateline(p) or _BYLINE.fullmatch(p) or is_furniture(p) or p.isdigit() for p in parts
    )
