"""The vocabulary of site furniture: what sites say to their visitors, as shapes of whole lines.

Every pattern is in lower case and matched against a whole line in lower case; a space is any white space. They name prompts
and labels (share, sign up, sign in, comment, buy), never a word that an author's sentence may hold. English first,
then labels of other languages; what these say at more length is in `tongues.py`.
"""

# A pattern is easier to read in one piece, and a list of words without quotes.
# ruff: noqa: E501, SIM905

from __future__ import annotations

from archive.clean.boilerplate import phrases_intl as tongues

PIECE = r"(?:article|story|post|page|piece|entry|review|blog|video|recipe|episode|book|guide)"

SOCIAL = (
    r"(?:facebook|twitter|x|x \(twitter\)|linkedin|pinterest|reddit|whatsapp|instagram|tik ?tok|flipboard|tumblr|"
    r"bluesky|threads|mastodon|you ?tube|telegram|letterboxd|goodreads|google news|social media)"
)

NETWORK = rf"(?:{SOCIAL}|e-?mail|messenger|rss|print|copy(?: link)?|link)"

NETWORKS = rf"{NETWORK}(?:(?:[\s,|/·•&]|and|or)+{NETWORK})*"

_OURS = (
    r"(?:our|my|us|me|newsletters?|updates?|e-?mails?|inbox|alerts?|feed|channel|podcast|blog|mailing list|"
    r"notifications?|digest)"
)

_TO_SPEAK = r"(?:comment|reply|post|leave|vote|view|access|continue|read|save|follow|join|rate|like)"

_SHAPES: dict[str, tuple[str, ...]] = {
    "share": (
        rf"share(?: (?:this|it|on|via|with|to|now|the|{PIECE}))*(?: (?:{NETWORKS}|love|friends))?",
        r"share (?:this|on)\b.{0,40}",
        rf"(?:tweet|pin|print|save|e-?mail)(?: (?:it|this|for later|(?:this )?{PIECE}))?",
        r"spread the (?:word|love)",
        r"copy (?:link|url)(?: to clipboard)?|link copied.{0,20}",
        r"click to (?:share|tweet|e-?mail|print)\b.{0,60}",
        r"(?:diesen )?(?:artikel|beitrag) teilen|teilen",
        r"partager(?: (?:cet|l['’]).{0,30})?",
        r"compart(?:ir|e|ilhar|ilhe)(?: (?:en|este|esta|no|isso).{0,30})?",
        r"condividi(?: (?:su|questo|l['’]).{0,30})?",
        r"deel dit\b.{0,30}|delen",
        r"(?:この)?(?:記事|ページ)?を?(?:シェア|共有|ツイート|ポスト)(?:する)?|(?:リンク|url)をコピー(?:する)?|はてなブックマーク",
    ),
    "follow": (
        rf"(?:follow|find|like|join) (?:us|me) (?:on|@|at) (?:.{{0,30}}\b)?{SOCIAL}\b.{{0,60}}",
        rf"follow(?: us| me)?(?: on)?(?: {NETWORKS})?",
        rf"[^.!?]{{0,160}}\bfollow (?:us|me) on {SOCIAL}\b[^.]{{0,80}}\.?",
        r"stay (?:connected|in touch)",
        r"connect with (?:us|me)(?: on .{0,60})?",
        r"(?:folgen? sie|folge?) uns\b.{0,60}|suivez[- ]nous\b.{0,60}|s[íi]guenos\b.{0,60}",
        r"seguici\b.{0,60}|siga-nos\b.{0,60}|volg ons\b.{0,60}",
        r"(?:\S{1,20}を)?フォロー(?:する|してください)?|(?:公式)?(?:twitter|x|line|instagram|facebook)(?:で|を)フォロー.{0,12}|友だち追加",
    ),
    "sign up": (
        r"(?:sign up|subscribe)(?: (?:now|today|here|free|for free|below))*",
        rf"(?:sign[- ]up|subscribe) (?:(?:now|today|here|below) )?(?:for|to|and|via|with|by) [^.!?]*\b{_OURS}\b.{{0,90}}",
        r"(?:join|get|receive)\b[^.!?]{0,90}\b(?:in|to) your (?:inbox|e-?mail)\b.{0,60}",
        r"(?:join|get|receive)\b[^.!?]{0,60}\b(?:our|free|the) (?:[\w-]+ ){0,3}(?:newsletter|mailing list)\b.{0,60}",
        r"(?:want|like|enjoy|love|looking for|was|did you like|enjoying|enjoyed)\b[^.!?]{0,90}\?"
        r" ?(?:sign up|subscribe|follow (?:us|me))\b.{0,120}",
        r"(?:(?:our|the|free|daily|weekly|e-?mail) )*newsletters?(?: (?:sign[- ]?up|subscription))?",
        r"(?:enter|type) your e-?mail\b.{0,80}|(?:your )?e-?mail address ?\*?",
        r"join [\d.,]+\S* .{0,60}(?:subscribers|readers|others)\b.{0,60}",
        r"join .{1,40} for free to get updates\b.{0,40}",
        r"no spam[.,!].{0,60}|(?:you can )?unsubscribe (?:at )?any ?time.{0,40}",
        r"by (?:subscribing|signing up|clicking|submitting|registering|providing|entering|continuing|creating)\b.{0,200}"
        r"\b(?:agree|accept|acknowledge|consent|terms|privacy)\b.{0,250}",
        r"thanks for (?:reading|subscribing)\b.{0,60}\bsubscribe\b.{0,120}",
        r"thank you for (?:subscribing|signing up).{0,60}",
        r".{0,70}\bis a reader-supported publication\b.{0,120}",
        r".{0,60}\b(?:funded|supported) by readers like you\b.{0,30}",
        r"would you like to receive\b.{0,80}",
        r"(?:if you \w+ (?:our|my|this)\b[^.!?]{0,60}, )?please (?:consider|think about) (?:becoming|supporting|donating|making a|subscribing)\b.{0,120}",
        r"(?:upgrade to paid|become a (?:paid|free) (?:subscriber|member)).{0,60}",
        r"already (?:a (?:subscriber|member)|have an account)\b.{0,40}",
        r"(?:jetzt )?(?:zum )?newsletter (?:abonnieren|anmelden|bestellen)|(?:jetzt )?abonnieren",
        r"(?:abonnez|inscrivez)-vous\b.{0,90}|s['’](?:abonner|inscrire)\b.{0,60}",
        r"suscr[íi]bete\b.{0,90}|suscribirse|iscriviti\b.{0,90}|inscreva-se\b.{0,90}|(?:schrijf|meld) (?:je|u) .{0,90}",
        r"(?:無料)?(?:会員|ユーザー|メルマガ|メールマガジン|ニュースレター)(?:に|の|へ)?(?:登録|購読)(?:する|はこちら)?|購読(?:する|はこちら)",
    ),
    "sign in": (
        rf"(?:sign|log) ?in(?: (?:now|here|or .{{0,40}}|with .{{0,40}}|to {_TO_SPEAK}\b.{{0,60}}))?|login",
        r"create (?:an|a free) account.{0,40}|my account",
        rf"(?:you must|please|you need to) (?:be )?(?:logged|signed|sign|log) ?in to (?:.{{0,20}} )?{_TO_SPEAK}\b.{{0,60}}",
        r"anmelden|einloggen|se connecter|connexion|iniciar sesi[óo]n|accedi|entrar|inloggen",
        r"ログイン(?:する|はこちら)?|(?:新規)?会員登録|マイページ",
    ),
    "comments": (
        r"(?:no|one|\d[\d.,]*) (?:comments?|repl(?:y|ies)|responses?|thoughts?)(?: (?:on|so far|yet|to)\b.{0,120})?",
        r"comments?(?: ?(?:\(\d+\)|\d+|off))?",
        r"(?:leave|post|add|write|submit) (?:a|your|the first) (?:public )?(?:comment|reply|response)"
        r"(?: (?:cancel|on|below|here)\b.{0,40})?[.!]?",
        r"(?:view|show|see|read|load|hide) (?:all |more |the )*(?:\d+ )?(?:comments|replies)|cancel reply|reply",
        r"(?:join|start) the (?:conversation|discussion)\b.{0,40}",
        r"be the first to (?:comment|respond|share|reply|review|rate|leave|write|like)\b.{0,80}",
        r"there are (?:no|currently no) (?:comments?|responses|reviews)\b.{0,40}",
        r"comments? (?:are|is|have been) (?:now )?(?:closed|disabled|off|turned off|moderated)\b.{0,80}",
        r"your e-?mail address will not be published\b.{0,80}|required fields are marked.{0,10}",
        r"save my name, e-?mail.{0,100}|notify me of (?:new|follow).{0,60}",
        r"this site uses akismet.{0,90}|learn how your comment data is processed.?",
        r"discussion about this (?:post|episode|video)|sign in to (?:comment|reply)\b.{0,30}",
        r"reader insights|add your insights?",
        rf"(?:please )?rate this {PIECE}\b.{{0,20}}|(?:was|did) (?:you find )?this (?:{PIECE} )?helpful.{{0,20}}",
        r"(?:\d+ )?kommentare?(?: (?:schreiben|hinterlassen|verfassen|\(\d+\)))?|schreibe? (?:uns )?einen kommentar.{0,40}",
        r"(?:\d+ )?commentaires?(?: \(\d+\))?|(?:laisser|ajouter|poster) un commentaire.{0,40}",
        r"(?:\d+ )?comentarios?(?: \(\d+\))?|deja (?:un comentario|una respuesta).{0,40}",
        r"(?:\d+ )?coment[áa]rios?|deix[ea]r? (?:um|seu) coment[áa]rio.{0,40}",
        r"(?:\d+ )?commenti|lascia un commento.{0,40}|(?:\d+ )?reacties?|(?:geef|laat) een reactie.{0,40}",
        r"コメント(?:\s?[(（]?\d+[)）件]?)?(?:を(?:残す|書く|投稿する|見る))?|(?:\d+件の)コメント|コメントはまだありません。?|返信(?:する)?",
    ),
    "advertising": (
        r"(?:advertisements?|ads?|sponsored(?: (?:content|by|post|message)\b.{0,40})?|paid (?:content|post|partnership))"
        r"(?: ?[-–—:] ?(?:continue reading below|scroll to continue|article continues.{0,30}))?",
        r"(?:advertisement|sponsored) ?: ?.{3,90}|.{3,120}\((?:sponsored|ad|anzeige|werbung)\)",
        r"(?:story|article|content|post) continues (?:below|after)\b.{0,40}",
        r"(?:scroll|keep scrolling) (?:down )?(?:to|for) (?:continue|more)\b.{0,40}|continue reading(?: below)?",
        r"(?:advertiser|affiliate|advertising|editorial) (?:disclosures?|policy|guidelines|note|disclaimer)",
        r"partner links|about our ads|ad choices|report (?:this )?ad",
        r"(?:werbung|anzeige|publicit[ée]|publicidad|pubblicit[àa]|publicidade|advertentie)(?: ?[-–—:].{0,30})?",
        r"広告|スポンサー(?:ド)?リンク|【(?:pr|広告)】",
    ),
    "disclosure": (
        r"(?:\W*(?:disclosure|disclaimer|note|affiliate disclosure) ?: ?)?"
        r"(?:(?:we|i|our site|this site|\w+)(?: and our partners)? (?:may|might) (?:earn|receive|get|make|be)|"
        r"(?:if|when) you (?:buy|click|purchase|shop)\b.{0,80}\b(?:earn|receive|get|make))\b.{0,80}"
        r"\b(?:commissions?|compensat\w+|affiliate (?:link|fee|program)\w*)\b.{0,250}",
        rf".{{0,30}}\bthis (?:{PIECE}|site|website|content) (?:may )?(?:contains?|includes?|uses?) (?:some )?affiliate links\b"
        r".{0,200}",
        r".{0,40}\bas an (?:affiliate|amazon)\b.{0,60}\bearn\b.{0,200}",
        r".{2,60}\bis supported by (?:commissions|advertising|its (?:readers|audience))\b.{0,160}",
        r"(?:(?:all|every|our|these) )?(?:products?|items?|recommendations)\b.{0,40}\bindependently\b.{0,200}",
        r"(?:products?|items?)\b.{0,30}\b(?:chosen|selected) (?:independently )?by our (?:editors|editorial team)\b.{0,160}",
        r"we (?:only recommend|independently (?:evaluate|review|select|research))\b.{0,240}",
    ),
    "cookies": (
        r"(?:we|this (?:web)?site|our (?:web)?site) uses? (?:\w+ )?cookies\b.{0,300}",
        r"(?:accept|reject|manage|allow) (?:all|cookies|all cookies)|cookie (?:settings|preferences|policy|notice)",
        r"(?:wir|diese (?:web)?seite) (?:verwenden|verwendet|nutzen|nutzt) cookies\b.{0,200}",
        r"nous utilisons des cookies\b.{0,200}|(?:utilizamos|usamos|utilizziamo i) cookies?\b.{0,200}",
    ),
    "rights": (
        r"(?:©|\(c\)|&copy;) ?.{1,180}",
        r"copyright ?(?:(?:©|\(c\)) ?.{0,180}|(?:19|20)\d\d\b.{0,160})",
        r".{0,80}\ball rights reserved\b.{0,120}",
        r"(?:terms|privacy|cookie|legal|accessibility)(?: (?:of (?:use|service)|policy|notice|statement)|"
        r" (?:&|and) (?:conditions|privacy|privacy policy))",
        r"impressum|datenschutz(?:erkl[äa]rung)?|alle rechte vorbehalten.{0,60}|tous droits r[ée]serv[ée]s.{0,60}",
        r"todos (?:los derechos|os direitos) reservados.{0,60}|tutti i diritti riservati.{0,60}",
        r"(?:proudly )?powered by \S+(?: \S+)?",
        r"(?:this material may not be|no part of this)\b.{0,160}",
        r"(?:記事(?:・写真)?の|当サイトの.{0,20})?無断(?:転載|複製|使用)(?:・(?:転載|複製|使用))*(?:を|は)?(?:禁じ|禁止|お断り)\S{0,8}",
        r"(?:個人情報保護方針|プライバシーポリシー|利用規約|会社概要|運営会社|お問い合わせ|サイトマップ)",
    ),
    "way": (
        r"skip to (?:main )?(?:content|navigation|footer|search)",
        r"(?:back|return|go back|scroll) to (?:the )?(?:top|blog|home(?: ?page)?|main page|news|articles|overview|list|"
        r"previous page|all (?:posts|articles|news))",
        r"(?:toggle|open|close|main|show|hide) (?:navigation|menu|search|sidebar)|menu|search(?: for)? ?[:.…]*|close",
        r"(?:previous|next|prev|older|newer)(?: (?:post|article|story|page|entry|chapter|posts|articles|stories))?"
        r" ?(?:[:»«→←›‹].{0,120})?",
        r"[«←‹] ?.{0,10}(?:previous|prev|older|back)\b.{0,100}|.{0,10}(?:next|newer)\b.{0,100}[»→›]",
        r"page \d+ of \d+|table of contents(?: \w+)?|in this article|on this page|inhaltsverzeichnis|sommaire",
        r"(?:read|see|view|show|load|learn|find out|discover|explore) (?:more|all|less|full (?:article|story|post|bio)|"
        r"the (?:full|rest|original|whole) \w+) ?[.…»→>]*",
        r"(?:see|view|read) (?:more|all)? ?(?:posts|articles|stories) (?:by|from)\b.{0,40}|more (?:by|from) [^.!?]{2,40}",
        r"click here\b.{0,60}|click to (?:expand|enlarge|zoom|view|see|open)\b.{0,40}|tap to .{0,40}|expand|collapse",
        r"listen to this article.{0,20}|jump to .{0,30}",
        r"(?:shop|buy|order|book|download|apply|enroll|donate|start|try|call|request|schedule) ?(?:it )?"
        r"(?:now|today|here|for free|free|a (?:free )?(?:demo|quote|consultation|call|trial|tour))",
        r"get (?:started|a (?:free )?quote|in touch)(?: (?:now|today))?|contact us(?: (?:now|today))?",
        r"(?:buy|check price|see it|view) (?:on|at|from) (?:amazon|\w+)",
        r"weiterlesen|mehr (?:lesen|erfahren|anzeigen)|nach oben|zur[üu]ck(?: zur? .{0,20})?",
        r"lire la suite|en savoir plus|leer m[áa]s|ver m[áa]s|leggi (?:tutto|di pi[ùu])|ler mais|saiba mais|lees (?:meer|verder)",
        r"(?:続き|もっと|詳しく|全文)を?(?:読む|見る)|もっと見る|一覧(?:へ|を見る)|(?:前|次)の(?:記事|ページ)(?:へ)?(?: ?[:：»«→←].{0,80})?|(?:ページの?)?(?:トップ|先頭)(?:へ|に)?(?:戻る)?|目次|検索",
    ),
    "tags": (
        r"(?:tags?|tagged(?: (?:with|in|as))?|filed (?:under|in)|posted (?:in|under)|categor(?:y|ies)|topics?|keywords?|"
        r"hashtags?|schlagw[oö]rter|stichw[oö]rter|mots[- ]cl[ée]s|[ée]tiquetas|etichette|categor[íi]as?|trefwoorden) ?:.{0,250}",
        r"tags?|(?:tagged|filed under)\b.{0,120}|(?:\#[\w-]+[\s,]*){2,}",
        r"(?:タグ|カテゴリー?|キーワード|ジャンル) ?[:：].{0,120}",
    ),
    "credit": (
        r"[(\[]?(?:header |featured? |cover |top )?(?:photo|image|photograph|foto)s?"
        r"(?: ?: ?(?!\W*\d)| (?:by|via|courtesy(?: of)?) |©).{1,100}",
        r"[(\[]?(?:photo|image|picture|photography|bild|foto)s?(?:nachweis|quelle| (?:credits?|source|courtesy|copyright))s?\b.{0,100}",
        r"(?:bildquelle|quelle|cr[ée]dits? photo|cr[ée]dito) ?:.{0,100}",
        r"[(（]?(?:写真|画像|撮影|画像提供|写真提供) ?[:：＝=／/].{1,60}",
    ),
    "reading time": (
        r"(?:(?:estimated )?(?:reading|read) time|time to read|lesezeit|temps de lecture|tiempo de lectura|"
        r"tempo d[ie] le(?:ttura|itura)|leestijd) ?[:•-]? ?(?:about |~|< ?)?\d+.{0,20}",
        r"(?:about |~|< ?)?\d+(?: ?[-–] ?\d+)?[ -]?(?:min(?:ute)?s?\.?|sec(?:ond)?s?) ?"
        r"(?:read(?:ing)?(?: time)?|de lecture|de lectura|di lettura|de leitura|lesezeit|leestijd|lezen|to read)",
        r"(?:この記事は)?約?\d+分で読め(?:ます|る記事)",
    ),
}

SHAPES = {
    kind: (*_SHAPES.get(kind, ()), *tongues.SHAPES.get(kind, ())) for kind in {**_SHAPES, **tongues.SHAPES}
}

# What counts even where the page marks the line as a heading: an author may well head a section "Search" or "Share".
HEADED = ("follow", "sign up", "sign in", "comments", "advertising", "cookies", "rights", "reading time")

# A line that points to another page, where it stands in a link.
POINTER = (
    r"(?:related(?: (?:article|story|post|reading|content))?s?|read(?: (?:more|also|next|this))?|see also|"
    r"also (?:read|see|check out)|more|you (?:might|may) also (?:like|enjoy)|watch|don['’]t miss|"
    r"recommended(?: reading)?|further reading|up next|lesen sie auch|mehr dazu|auch interessant|[àa] lire (?:aussi|[ée]galement)|"
    r"lire aussi|lee tambi[ée]n|leggi anche|leia tamb[ée]m|lees ook|関連(?:記事)?|あわせて読みたい) ?[:：>»|–-] ?.{3,150}"
)

# Headings of the sections that end a page.
_SECTIONS: dict[str, tuple[str, ...]] = {
    "author": (
        r"about (?:the )?(?:authors?|writers?|creators?|contributors?|reviewers?)|meet the (?:author|writer)s?",
        r"(?:author|writer|editor)(?:['’]s)? bio|about me|über (?:den autor|die autorin)",
        r"(?:à propos|au sujet) de l['’]auteure?|(?:sobre|acerca de) (?:el|la|o|a) autora?",
        r"(?:informazioni )?sull['’]autore|over de auteur",
        r"(?:この記事を書いた人|著者(?:について|プロフィール|紹介)|ライター(?:紹介|プロフィール)|執筆者(?:紹介|プロフィール)?)",
    ),
    "comments": (
        r"(?:\d[\d.,]* )?comments?(?: \(\d+\))?|leave a (?:comment|reply)(?: cancel reply)?|(?:post|add) a comment",
        r"(?:join|start) the (?:discussion|conversation)|reader insights",
        r"(?:\d+ )?(?:responses|thoughts) (?:to|on) .{1,120}|discussion about this (?:post|episode|video)",
        r"(?:\d+ )?kommentare?|schreibe einen kommentar|(?:\d+ )?commentaires?|laisser un commentaire",
        r"(?:\d+ )?comentarios?|deja (?:un comentario|una respuesta)|(?:\d+ )?comentários?|deixe um comentário",
        r"(?:\d+ )?commenti|lascia un commento|(?:\d+ )?reacties",
        r"コメント(?: ?[(（]?\d+件?[)）]?)?(?:を(?:残す|書く|投稿する))?|みんなのコメント",
    ),
    "related": (
        r"(?:related|recommended|similar|popular|latest|recent|trending|more|other|top|further) "
        r"(?:posts?|articles?|stories|news|content|reading|reads|reviews|topics|resources|blogs?|blog posts)|related",
        r"most (?:read|popular|viewed)|you (?:may|might) also (?:like|enjoy|be interested in)|you['’]ll also like",
        r"recommended(?: for you)?|read (?:next|this next|also)|up next|what to read next|keep reading|more like this",
        r"more from .{1,40}|don['’]t miss|editor['’]?s['’]? (?:picks|choice)",
        r"ähnliche (?:artikel|beiträge)|das könnte .{1,40}|mehr zum thema|auch interessant",
        r"articles (?:similaires|liés|connexes)|à lire (?:aussi|également)",
        r"(?:artículos|entradas|noticias|artigos|notícias|posts) relacionad[oa]s|también te puede interesar",
        r"leia (?:também|mais)|articoli correlati|leggi anche|potrebbe interessarti",
        r"gerelateerde (?:artikelen|berichten)|lees ook",
        r"(?:関連|おすすめの?|人気の?|新着|最新の?|あわせて読みたい)(?:記事|ニュース|リンク)?(?:一覧|ランキング)?|(?:アクセス)?ランキング",
    ),
    "site": (
        r"share (?:this|it)(?: (?:post|article|story|page|on|via|with)\b.{0,30})?",
        r"find us on social media|follow us(?: on .{1,40})?|connect with us|stay (?:connected|in touch|up to date)",
        r"(?:miscellaneous|quick|useful) links",
        r"(?:sign up|subscribe) (?:to|for) (?:our|the|my) .{0,40}(?:newsletter|updates|list|e-?mails?)|newsletter(?: sign[- ]?up)?",
    ),
}

SECTIONS = {kind: (*patterns, *tongues.SECTIONS.get(kind, ())) for kind, patterns in _SECTIONS.items()}

MONTHS = frozenset(
    "jan january januar janvier enero gennaio janeiro januari ene gen janv feb february februar februari février fevrier "
    "febrero febbraio fevereiro fév fev févr mar march märz maerz mars marzo março marco maart mär apr april avril abril "
    "aprile avr abr may mai mayo maggio maio mei mag jun june juni juin junio giugno junho giu jul july juli juillet julio "
    "luglio julho lug juil aug august août aout agosto augustus ago sep sept september septembre septiembre settembre "
    "setembro set oct october oktober octobre octubre ottobre outubro okt ott out nov november novembre noviembre novembro "
    "dec december dezember décembre decembre diciembre dicembre dezembro dez déc dic des".split()
)

DATE_WORDS = MONTHS | frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun montag dienstag "
    "mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles "
    "jueves viernes sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica maandag dinsdag woensdag "
    "donderdag vrijdag zaterdag zondag am pm a.m p.m at on of de del the um uhr le à a las os h et est edt pt pst pdt ct "
    "cst cdt mt bst gmt utc cet cest ist aest st nd rd th er ago about an one day days week weeks month months year years "
    "hour hours minute minutes yesterday today il y vor hace fa geleden jour jours mois tagen tage tag wochen monaten "
    "jahren semaine semaines ans días dias mes meses año años anos giorni mesi dagen weken 年 月 日 時 分 前 時間 日前 時間前 分前 昨日 今日 月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日 火 水 木 金 土 uur uren heure heures hora horas ora ore stunden stunde atrás há".split()
)

DATE_LEAD = (
    r"(?:(?:first|originally|last|date) )?(?:published|posted|updated|modified|reviewed|edited|revised|created|written|"
    r"publication date|date|added|last update|latest update|update|veröffentlicht|aktualisiert|erstellt|stand|publié|"
    r"mis à jour|publicado|actualizado|atualizado|pubblicato|aggiornato|gepubliceerd|bijgewerkt|geplaatst|公開日?|更新日?|掲載日?|配信日?|投稿日?|最終更新日?)"
    r"(?: (?:on|at|in|am|le|el|il|em|op|date))? ?[:：\-–]? ?"
)
