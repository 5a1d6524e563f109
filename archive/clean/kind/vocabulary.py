"""The words by which kinds of coverage are known: in headlines, as names of sections, in the text."""

from __future__ import annotations

import re

from archive.clean.patterns import any_word_of
from archive.model import Kind

FORMAT = (
    r"(?:film|movie|tv|tv show|television|series|show|season|album|ep|single|song|track|music|game|"
    r"video ?game|book|novel|theatre|theater|stage|play|musical|broadway|podcast|4k|uhd|blu-?ray|dvd|"
    r"netflix|hbo|early|advance|first|spoiler[- ]free|pc|ps5|ps4|switch(?: 2)?|xbox(?: series x)?|concert|"
    r"live|festival|sundance|cannes|tiff|sxsw|venice|berlinale)"
)
COVERAGE = (
    r"(?:review|recap|preview|trailer|teaser|ending explained|explained|kritik|filmkritik|rezension|"
    r"critique|crítica|reseña|recensione|recensie|análisis|análise|resenha|bespreking|レビュー|評)"
)
_REVIEWED = re.compile(
    rf"(?<!in )(?<!peer )(?<!under )(?:\b|\w*){COVERAGE}(?:ed|s)?(?!\w)"
    r"(?!\s+(?:and|process|board|system|policy|team|guide)\b)",
    re.I,
)
_NO_REVIEWS = re.compile(r"\b(?:recap|preview|trailer|teaser|explained)\b", re.I)

_LISTED = (
    r"(?:best|worst|greatest|top|most|things|reasons|ways|films|movies|shows|series|albums|songs|books|"
    r"novels|games|podcasts|plays|moments|characters|facts|questions|times|must-\w+|meilleurs?|mejores|"
    r"besten|migliori|melhores|beste|essential|great|new|hidden|tips|ideas|underrated|scariest|funniest)"
)

_NUMBER = r"(?:\d{1,3}|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty)"

# So many works in one piece: "four days, eleven films".
MANY = (
    r"(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|zwei|drei|vier|fünf|sechs|sieben|acht|"
    r"neun|zehn|elf|zwölf|deux|trois|quatre|cinq|sept|huit|neuf|dix|dos|tres|cuatro|cinco|seis|siete|ocho|"
    r"due|tre|quattro|cinque|sei|sette|otto|nove|dieci|twee|vijf|zes|zeven|negen|tien) "
    r"(?:(?:new|great|short|neue|nouveaux|nuevas|nuovi|nieuwe) )?(?:films|movies|shows|albums|records|books|"
    r"novels|games|plays|podcasts|filme|serien|alben|bücher|spiele|séries|livres|jeux|películas|discos|libros|juegos|"
    r"dischi|libri|giochi|boeken|platen)"
)

# The first that matches a headline counts: a "review roundup" is no review, a "trailer review" is one.
TITLES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("obituary", any_word_of(r"""
        obituar(?:y|ies)|in memoriam|^remembering|^r\.?i\.?p\.?
        (?:has died|dies|dead|died)(?:,? (?:at|aged)|,? \d\d)|dies,
        nachruf|zum tod (?:von|des|der)
        gestorben|(?:ist|est) (?:tot|morte?)|fallece|muere|murió|è mort[oa]|addio a|overleden
        morre|morreu|^morte? d(?:e la|el|e|u|i|ella|['’]\w+)|nécrologie|necrologia|necrología|obituario
    """)),
    ("roundup", any_word_of(r"""
        round-?\s?up|review embargo|in brief|capsule reviews?
        critics (?:say|are saying)|what (?:the )?critics|^(?:film |album |book |music |game |tv )?reviews:
        (?:this|the) week(?:end)?['’]?s? (?:in|on)|what to (?:watch|stream|read|play|hear|see)
        pressestimmen|revue de presse
        (?:films|movies|albums|records|books|games|shows|plays|reviews|releases|reads) of the (?:week|month)
        what i(?:['’]ve)? (?:been )?(?:watched|watching|read|reading|heard|listened|played|playing|saw)\b.*
    """)),
    ("recap", any_word_of(r"""
        recap(?:s|ped)?|episode (?:guide|summary)|^(?:last night|previously) on
        résumé (?:de l['’])?épisode|samenvatting
    """)),
    ("list", any_word_of(r"ranked|ranking|from (?:worst to best|best to worst)")),
    ("review", any_word_of(r"""
        (?<!in )(?<!peer )(?<!code )(?<!under )reviews?(?! (?:of the year|board|process|bomb\w*|score))
        reviewed
        critic['’]s notebook|is .{2,40} (?:worth (?:watching|reading|playing|it)|any good)
        (?:film|buch|serien|album|konzert|theater|spiel)?kritik|rezension(?:en)?|^test\s*:|im test
        ^critique|critique\s*[:–-]|(?:la|notre) critique|critique d[eu]
        crítica|reseña|análisis|análise|recensione|recensie|resenha|boekbespreking
        ^test d[eu’'] ?[^:]{2,60} ?(?::|\bsur\b)|\w*レビュー|\w*(?:映画|書)評
    """)),
    ("interview", any_word_of(r"""
        interview(?:s|ed|en)?|q\s?(?:&|and|\+)\s?a|in conversation|an? chat with|questions (?:for|with)
        (?:talks?|speaks?|opens up|chats?|discuss(?:es)?|reflects?)(?: \w+)? (?:about|on|to|with)
        tells (?:us|all)
        ^[A-Z][^,:]{3,40} on (?:making|playing|writing|directing|becoming|why|how|the|his|her|their|working)
        (?-i:^[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’.-]+){1,3}):(?= ?[‘“"'«„][^’”"»“]+\s[^’”"»“]*(?:[’”"'»“]\W*)?$)
        entretien|entrevista|intervista|(?:im )?gespräch
    """)),
    ("trailer", any_word_of(r"""
        trailers?|teasers?|first look|sneak peek|first footage|bande[- ]annonce|tráiler
    """)),
    ("preview", any_word_of(r"""
        previews?|what to expect|everything (?:we|you need to|to) know|expectations?|hands-?on|upcoming
        what (?:we|i)(?: (?:am|are)|['’]m|['’]re)? (?:want|hop|expect)\w*
        most anticipated|will it be|first impressions?
        vorschau|o que esperar|qué (?:esperar|esperamos)|was (?:uns|sie) erwartet|à quoi s['’]attendre
        wat (?:te|we kunnen) verwachten|avant-première|anteprima|vooruitblik|prévia|vista previa
    """)),
    ("list", any_word_of(rf"""
        ^(?:the |our |les |los |las |die |i |le )?{_NUMBER} (?:\w+ ){{0,4}}?{_LISTED}
        (?:best|worst|greatest) (?:\w+ ){{0,4}}?\w+s (?:of|from|on|in|to|ever|right now|so far|for)
        top \d+|best of
        every .{{3,60}}, (?:in order|explained)|in order
    """)),
    ("news", any_word_of(r"""
        announce[sd]?|confirm(?:s|ed)|reveals?|reportedly|breaking|box office|release date|lawsuit|sues
        cast (?:in|as)|joins (?:the )?(?:cast|\w+)|to (?:star|direct)|exits|signs|lands|acquires?
        sets? (?:release|premiere|\w+ date)|renewed|cancel(?:l?ed|s)|delayed|postponed|greenlit
        nominat\w+|wins?|won(?!['’])|in (?:talks|development|the works)
        kündigt an|annonce|anuncia|annuncia|kondigt aan
    """)),
    ("feature", any_word_of(r"""
        oral history|the making of|inside the|behind the scenes|look(?:s|ing)? back|retrospective|essay
        in defen[cs]e of|ending explained|explained|profile|opinion|analysis|long read|deep dive
        the story (?:of|behind)|why|how|^on \w+ing
        the (?:trouble|problem|mystery|art|case|joys?|rise|fall|secrets?|curious case) (?:of|with|for|behind)
        (?:who|what|where) (?:is|are|was|were|owns|killed|happened|makes|made|does|do|did|can)\b.*\?
    """)),
)  # fmt: skip


def kind_of_title(title: str) -> Kind | None:
    """The kind that the words of a headline tell."""
    return next((kind for kind, pattern in TITLES if pattern.search(title)), None)


# A section's name, as a part of the address, a bread crumb or a label beside the headline.
_SECTION_NAMES: tuple[tuple[Kind, str], ...] = (
    ("review", "review reviews kritik kritiken filmkritik filmkritiken critique critiques critica criticas"),
    ("review", "crítica críticas reseña reseñas resenas recensione recensioni recensie recensies rezension"),
    ("review", "rezensionen resenha resenhas analisis análisis analise análise analises análises"),
    ("review", "theaterkritik opernkritik konzertkritik plattenkritik albumkritik buchkritik serienkritik"),
    ("review", "plattenkritiken filmreviews moviereviews filmrecensie concertrecensie boekrecensie"),
    ("preview", "hands-on first-look first-impressions eerste-indruk angespielt"),
    ("review", "boekbespreking レビュー 映画レビュー 書評"),
    ("recap", "recap recaps"),
    ("preview", "preview previews vorschau anteprime avances"),
    ("interview", "interview interviews entretien entretiens entrevista entrevistas intervista interviste"),
    ("interview", "q-and-a インタビュー"),
    ("trailer", "trailer trailers teasers bandes-annonces"),
    ("obituary", "obituary obituaries nachruf nachrufe in-memoriam obituário obituario nécrologie"),
    ("list", "list lists listicles rankings best-of listas"),
    ("roundup", "roundup roundups round-ups"),
    ("news", "news breaking nachrichten noticias notícias actualites actualités actu notizie nieuws"),
    ("news", "ニュース"),
    ("feature", "feature features essay essays long-reads longform opinion column columns"),
    ("other", "letters leserbriefe corrections"),
    ("feature", "reportage reportages reportaje reportajes reportagem reportagens"),
)

SECTIONS = {name: kind for kind, names in _SECTION_NAMES for name in names.split()}

# What a slug says in the midst of other words.
SLUGS: dict[str, Kind] = {
    "interview": "interview",
    "interviews": "interview",
    "recap": "recap",
    "trailer": "trailer",
    "teaser": "trailer",
    "obituary": "obituary",
    "making of": "feature",
    "fact check": "feature",
    "behind the scenes": "feature",
    "hands on": "preview",
    "preview": "preview",
    "box office": "news",
    "roundup": "roundup",
    "best recent": "roundup",
}

# What the sentences do: look ahead, judge, report, mourn.
AHEAD = any_word_of(r"""
    upcoming|expect(?:ing|ations?)?|promises to|anticipat\w+|looking forward|hopefully|my hope|can['’]t wait
    will (?:it|she|he|they|the|we|be|serve|see|follow|return|likely)|is going to|has to|could be|live up to
    (?:set|slated|scheduled|due|poised) (?:to|for)|hits? (?:theaters|cinemas|screens)|coming (?:out|in|to)
    i['’]m (?:hoping|excited)|not yet (?:been )?released|release date|next (?:month|year)
    kommend\w+|prochaine?|próxim[oa]
""")

_JUDGED = (
    r"movie|film|album|record|show|series|season|game|novel|book|play|musical|production|story|plot|script|"
    r"screenplay|cast|pacing|direction|performances?|choreography|action|score|ending|dialogue|acting"
)

_JUDGES = (
    r"is|are|was|were|feels?|works?|fails?|delivers?|suffers?|never|manages|struggles?|drags?|shines?|"
    r"lacks?|offers?|doesn['’]t|isn['’]t|plays|chose|succeeds|falters"
)

VERDICT = any_word_of(rf"""
    (?:{_JUDGED})(?:\s+\w+)?\s+(?:{_JUDGES})|in my opinion|missed opportunity|masterpiece|standout|at its best
    (?:i|we) (?:loved|liked|hated|enjoyed|adored|wanted more|found myself|was(?:n['’]t)? (?:bored|impressed))
    worth (?:your|the|watching|reading|seeing|playing|a)|highly recommend\w*|falls (?:flat|short)|ends up
    plays it safe|screen time|(?:could|should)(?:['’]ve| have) been|never (?:bad|quite|really)
    (?:disappoint|underwhelm|overlong|believabl|mediocre|bland|derivative|gripping|compelling|clich|formulaic)\w*
    (?:uneven|tedious|riveting|stunning|phenomenal|memorable|slick|recycled|tacked-on|predictabl|charming)\w*
    what i (?:loved|liked|admired|missed) most|my (?:only|one|main) (?:grumble|complaint|quibble|gripe)
    (?:i have|if we are counting).{{0,20}}(?:complaints?|quibbles?|gripes?)|steals the (?:show|film|scene)
    (?:could|might) (?:lose|have lived without|do without)|wears? thin|has never been better
    forgettable|haunting|hilarious|film ist|le film est|la película es|il film è
""")

# Said of works where they are judged, and of other things too: it counts where one work is written about.
PRAISED = any_word_of(r"""
    best|brilliant\w*|wonderful\w*|terrific|tremendous|gorgeous\w*|beautiful\w*|lovely|funny|funnier|funniest|clever
    witty|dazzling|superb\w*|excellent|tender|moving|marvel\w*|joy|splendid|heartbreaking|dull|thin|weaker|weakest
    clumsy|flat|slow|slack|sags?|drags?|stiff|too (?:long|fond|much|many|little|neat|tidy|often)
    (?:is|['’]s)n['’]t perfect|no good
    let-?down|loses|gripes?|complaints?|(?:third|final|last|first|second) (?:act|reel|half|side|episode)
    perfect\w*|careful\w*|delicate\w*|irresistible|forgive|performances?|debut
    better (?:than|when)|seek it out|gets right|knockout|good (?:joke|one|idea|film|book|record)s?
    wunderbar\w*|großartig\w*|gelungen\w*|überzeug\w+|leider|schwächer|stark\w*|brillant\w*|langweil\w+|witzig|klug\w*
    schön\w*|réussi\w*|magnifique\w*|formidable\w*|hélas|trop|drôle\w*|vertigineu\w+|subtil\w*|émouvant\w*|convain\w+
    brillante|magnífic\w+|hermos\w+|logra|acierto|lástima|demasiado|divertid\w+|splendid\w+|riuscit\w+|purtroppo
    convince|troppo|verrukkelijk\w*|prachtig\w*|sterk|ontdekking|helaas|mooi\w*|knap|brilhante|infelizmente|demais
""")

SAID = re.compile(
    r"[”\"»“’],? (?:\w+ ){0,3}"
    r"(?:says|said|adds|added|recalls|told|tells|sagt|sagte|dit|explique|dijo|afirmó|contó|zegt|disse)\b"
)

# Who wrote it, as a kind: "Interview by", "Reviewed by", "Reviews: Cora Blythe and Hal Orr".
_ATTRIBUTIONS: tuple[tuple[Kind, str], ...] = (
    ("review", "review|reviewed|critic"),
    ("roundup", "reviews"),
    ("recap", "recap|recapped"),
    ("interview", "interview|interviewed"),
    ("obituary", "obituary"),
    ("preview", "preview|previewed"),
)

ATTRIBUTED = tuple(
    (kind, re.compile(rf"^(?:{words})(?: by\b|:)\s+[A-ZÀ-Þ]", re.I)) for kind, words in _ATTRIBUTIONS
)

REVIEWED_AT = re.compile(r"(?:^|[\n(|])\s*Reviewed (?:at|on|online|by|in|from)\b|\bReviewed by\b")

REPORTED = any_word_of(r"""
    announced|confirmed|according to|reported(?:ly)?|said (?:in a statement|on|that)|spokes\w+|statement
    told (?:the|reporters)|on (?:monday|tuesday|wednesday|thursday|friday)
""")

DIED = any_word_of(r"""
    died (?:on|at|of|in|last|this|after|suddenly|peacefully|aged)|has died|is survived by
    passed away|who died\b|(?:is|ist) (?:gestorben|verstorben)|est (?:mort|morte|décédée?)|ha muerto
    falleció|ha fallecido|è (?:morto|morta|scomparso|scomparsa)|is overleden|faleceu|morreu (?:n|a)\w*
    (?-i:[A-ZÀ-Þ][\w.’'-]+ [A-ZÀ-Þ][\w.’'-]+),? \((?:18|19)\d\d ?[–-] ?(?:19|20)\d\d\)
""")


def says_review(title: str) -> bool:
    """Whether a headline calls its page a review."""
    return _REVIEWED.search(title) is not None and not _NO_REVIEWS.search(title)
