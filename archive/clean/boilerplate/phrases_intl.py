"""Site furniture in other languages than English, by the kinds of `shapes.SHAPES`: German, French, Spanish, Italian,
Portuguese, Dutch, Japanese, in this order where a kind has them all.

Whole lines, as there. A line that could be an author's sentence needs two marks of furniture, such as an address to
the reader and the newsletter.
"""

# A pattern is easier to read in one piece.
# ruff: noqa: E501

from __future__ import annotations

_SOCIAL = (
    r"(?:facebook|twitter|instagram|linkedin|whatsapp|telegram|you ?tube|tik ?tok|pinterest|bluesky|mastodon|threads|"
    r"redes(?: sociales| sociais)?|r[ée]seaux(?: sociaux)?|social(?: media)?)"
)

SHAPES: dict[str, tuple[str, ...]] = {
    "share": (
        r"(?:per e-?mail|auf (?:facebook|x|twitter|whatsapp|linkedin)|artikel|seite|beitrag) (?:teilen|verschicken|senden|drucken|merken)",
        r"haz clic para (?:compartir|imprimir|enviar)\b.{0,60}|clique para (?:compartilhar|imprimir|enviar)\b.{0,60}|"
        r"cliquez pour (?:partager|imprimer|envoyer)\b.{0,60}|fai clic (?:qui )?per (?:condividere|stampare|inviare)\b.{0,60}|klik om te delen\b.{0,60}",
        r"copi(?:ar|er|a) (?:(?:el |o |le |il )?(?:enlace|lien|link))|kopieer (?:de )?link|link kopieren",
        r"line(?:で|に)送る|印刷(?:する)?|保存する|文字サイズ(?:変更)?",
    ),
    "follow": (
        rf"(?:folg(?:e|en sie)|suivez|s[ií]gu?e|siga|acompanhe|segui|volg)\b.{{0,60}}\b{_SOCIAL}\b.{{0,60}}",
    ),
    "sign up": (
        r"[^.!?]{0,110}\b(?:in (?:ihr|dein|das)|ins) (?:e-?mail-?)?postfach\b.{0,40}|[^.!?]{0,110}\bjederzeit (?:kündbar|abbestellbar)\b.{0,40}",
        r"weiterlesen mit\b.{0,120}|jetzt (?:testen|weiterlesen|abo \w+)\b.{0,80}",
        r"(?:chaque \w+,? |tous les \w+,? )?recevez (?:chaque|tous|toutes|nos|notre|gratuitement|vos|l['’]essentiel|le meilleur)\b.{0,140}",
        r"(?:recib[ea]|reciba) .{0,100}\b(?:correo|e-?mail|bandeja|blog|bolet[íi]n|novedades|noticias)\b.{0,40}|introduc[ea] tu correo\b.{0,120}",
        r"(?:ap[oó]ya(?:nos)?|apoie|sostieni|soutenez|unterstütze[n]?|steun)\b.{0,60}\b(?:periodismo|jornalismo|giornalismo|journalisme|journalistiek|"
        r"journalismus|trabajo|trabalho|lavoro|travail|arbeit|werk|redac\w+|redaktion|proyecto|projeto|progetto|projet)\b.{0,90}",
        r"ricevi .{0,100}\b(?:e-?mail|posta|newsletter|notizie|aggiornamenti)\b.{0,40}",
        r"(?:subscreva|assine|receba|cadastre-se|registe-se)\b.{0,100}\b(?:newsletter|e-?mail|boletim|not[íi]cias)\b.{0,60}",
        r"assinantes? (?:podem?|t[êe]m)\b.{0,100}\b(?:liberar|acessos?|link)\b.{0,60}",
        r"(?:ontvang|krijg|elke|iedere|dagelijks|wekelijks) [^.!?]{0,100}\b(?:in je|in uw) (?:inbox|mailbox|mail)\b.{0,40}",
        r"(?:無料)?(?:メールマガジン|メルマガ|ニュースレター)(?:に|を|の|へ).{0,12}(?:登録|購読|配信).{0,40}",
        r"(?:この|本)記事は(?:会員|有料|登録).{0,60}|(?:無料)?(?:会員|ログイン|登録)\S{0,14}続きを(?:お読み|読)\S{0,16}",
    ),
    "comments": (
        r"(?:deine|ihre) e-?mail-?adresse wird nicht veröffentlicht\b.{0,120}|erforderliche felder sind\b.{0,40}",
        r"votre adresse (?:e-?mail|de messagerie) ne sera pas publiée\b.{0,120}",
        r"tu (?:direcci[óo]n de )?correo electr[óo]nico no ser[áa] publicad[ao]\b.{0,120}",
        r"il tuo indirizzo e-?mail non sar[àa] pubblicato\b.{0,120}|o seu endere[çc]o de e-?mail n[ãa]o ser[áa] publicado\b.{0,120}",
        r"(?:je|uw) e-?mailadres (?:wordt|zal) niet (?:worden )?gepubliceerd\b.{0,120}",
        r"メールアドレスが公開されることはありません.{0,50}|コメント(?:する|を投稿する)には.{0,30}",
        r"(?:um zu kommentieren,? )?(?:bitte )?melden? (?:sie sich|dich) (?:bitte )?an\b.{0,60}|zum kommentieren .{0,40}anmelden",
        r"(?:vous devez|il faut) (?:être|vous) (?:connect\w+|identifi\w+) pour .{0,60}|connectez-vous pour .{0,60}",
        r"(?:debes|tienes que|necesitas) (?:iniciar sesi[óo]n|estar (?:conectado|registrado)|acceder) para .{0,60}|inicia sesi[óo]n para .{0,60}",
        r"(?:devi|è necessario|occorre) (?:effettuare (?:l['’]accesso|il login)|essere (?:connesso|registrato)|accedere) per .{0,60}",
        r"(?:você precisa|é preciso|tem de|deve) (?:fazer login|estar (?:logado|conectado)|iniciar sess[ãa]o) para .{0,60}",
        r"(?:je|u) moet (?:ingelogd zijn|inloggen|zijn ingelogd)\b.{0,60}|log in om (?:een reactie|te reageren)\b.{0,60}",
        r"(?:os|los|i|les) (?:coment[áa]rios|comentarios|commenti|commentaires) (?:n[ãa]o|no|non|ne) (?:representa|refle|rispecchi|repr[ée]sent)\w* .{0,160}",
        r"r[ée]agir (?:à cet article)?.{0,40}\bcommentaires?",
    ),
    "advertising": (r"ブログランキング(?:に参加|参加)\S{0,40}|応援(?:の)?クリック\S{0,30}",),
    "shop": (
        r"(?:buy|order|get) (?:this|the) (?:book|album|record|game|dvd)\b.{0,90}|(?:koop|bestel) (?:dit|het) (?:boek|album|spel)\b.{0,90}",
        r"(?:achetez|commandez|acheter|commander) (?:ce|le) (?:livre|disque|jeu)\b.{0,90}|(?:compra|comprar|compre) (?:este|el|o) (?:libro|disco|juego|livro|jogo)\b.{0,90}",
        r"(?:dieses |das )?(?:buch|album|spiel) (?:kaufen|bestellen)\b.{0,60}|(?:acquista|compra) (?:questo|il) (?:libro|disco|gioco)\b.{0,90}",
    ),
    "readers": (
        r"(?:user|reader)s?['’]? (?:rating|score)s? ?:.{0,40}|(?:leser|nutzer|user)-?wertung\b.{0,40}|(?:note|avis) des (?:lecteurs|internautes)\b.{0,40}",
        r"(?:nota|valoraci[óo]n|puntuaci[óo]n|avalia[çc][ãa]o) d(?:e los|os) (?:lectores|usuarios|leitores|usu[áa]rios)\b.{0,40}",
        r"(?:media )?vot[oi] (?:medio )?(?:degli |dei )?(?:utenti|lettori)\b.{0,40}|(?:lezers|gebruikers)(?:waardering|score)\b.{0,40}",
    ),
    "cookies": (
        r"(?:wir|diese (?:web)?(?:seite|site))\b.{0,60}\b(?:verwende[nt]|nutz(?:en|t)|setz(?:en|t))\b.{0,40}\bcookies\b.{0,250}",
        r"(?:avec votre (?:accord|consentement),? )?(?:nous|nos partenaires|ce site)\b.{0,60}\butilis\w+ (?:des |les )?cookies\b.{0,250}",
        r"(?:nosotros|nuestros socios|este sitio|esta (?:p[áa]gina|web))\b.{0,60}\b(?:utiliza|usa)\w*\b.{0,30}\bcookies\b.{0,250}",
        r"(?:noi|questo sito)\b.{0,60}\b(?:utilizz|us|archivi)(?:a|iamo)\b.{0,60}\bcookies?\b.{0,250}",
        r"(?:este (?:site|s[íi]tio)|n[óo]s)\b.{0,60}\b(?:utiliza|usa)\w*\b.{0,30}\bcookies\b.{0,250}",
        r"(?:wij|we|deze (?:web)?site|[a-z]\w*(?: \w+)? en (?:derden|partners))\b.{0,30}\b(?:gebruik\w*|plaats\w*|maakt gebruik van)\b.{0,20}\bcookies\b.{0,250}",
        r"(?:当|本)(?:ウェブ)?サイトで(?:は|も).{0,20}(?:cookie|クッキー).{0,80}",
    ),
    "disclosure": (
        r"\W*(?:affiliate|partner|werbe|provisions)-?links? ?:.{0,250}|[^.!?]{0,120}\berhalten wir\b[^.!?]{0,40}\bprovision\b.{0,160}",
        r"[^.!?]{0,120}\b(?:nous (?:percevons|touchons|pouvons (?:percevoir|toucher))|recibimos|podemos (?:recibir|receber)|recebemos|riceviamo|"
        r"potremmo ricevere|ontvangen wij|krijgen wij)\b[^.!?]{0,60}\b(?:commission|comisi[óo]n|comiss[ãa]o|commissione|commissie|provisie)\b.{0,160}",
    ),
    "app": (
        r"(?:[^.!?]{0,60}\? ?)?(?:download|lad(?:e|en sie)|t[ée]l[ée]chargez|descarga|scarica|baixe)\b.{0,20}\b(?:our|onze|unsere|notre|nuestra|la nostra|nosso)\b.{0,20}\bapp\w*\b.{0,120}",
    ),
    "errors": (
        r"(?:typo|mistake|foutje|fout|fehler|tippfehler|une (?:erreur|faute)|un error|un errore|um erro) (?:spotted|gezien|ontdekt|gefunden|entdeckt)\?.{0,80}|"
        r"(?:hast du|haben sie) einen fehler (?:gefunden|entdeckt)\?.{0,80}|(?:vous avez (?:vu|repéré)|has visto|hai (?:visto|trovato)|encontrou|spotted) (?:une? )?"
        r"(?:typo|mistake|erreur|faute|error|errore|erro)\b.{0,80}|signaler une erreur.{0,40}|(?:informar|comunicar) erros?.{0,30}",
    ),
    "rights": (
        r"(?:©\s?)?riproduzione (?:riservata|vietata)\b.{0,60}|vietata la riproduzione\b.{0,80}",
        r"(?:é |est[áa] )?proibida a reprodu[çc][ãa]o\b.{0,100}|(?:queda )?prohibida (?:su|la) reproducci[óo]n\b.{0,100}",
        r"toute reproduction\b.{0,30}\b(?:interdite|autorisation)\b.{0,60}|droits de reproduction\b.{0,60}",
        r"alle rechten voorbehouden.{0,60}|niets (?:van|uit) deze (?:site|uitgave)\b.{0,120}\btoestemming\b.{0,20}",
        r".{3,60}\btestata (?:giornalistica )?registrata\b.{0,120}",
    ),
    "reading time": (r"この記事は約?\d+分で読め\S{0,6}|lesedauer ?:? ?\d+.{0,20}",),
}

# What sites call their other texts, as adjective and noun in either order, and the headings that need no noun.
_OTHER = (
    r"(?:neueste|aktuelle|letzte|weitere|ähnliche|beliebte|verwandte|meistgelesene|derni[èe]r(?:e?s)|autres|r[ée]cent(?:e?s)|similaires|li[ée]e?s|connexes|"
    r"[úu]ltim[oa]s|otr[oa]s|recientes|relacionad[oa]s|populares|ultim[ie]|altr[ie]|correlat[ie]|recenti|outr[oa]s|recentes|laatste|andere|meer|"
    r"gerelateerde|recente|populaire|verwante)"
)

_TEXTS = (
    r"(?:artikel|beiträge|meldungen|nachrichten|kritiken|rezensionen|tests|articles|actualit[ée]s|critiques|billets|art[íi]culos|entradas|noticias|"
    r"rese[ñn]as|cr[íi]ticas|articoli|notizie|recensioni|artigos|not[íi]cias|postagens|posts|resenhas|an[áa]lises|artikelen|berichten|nieuws|recensies)"
)

SECTIONS: dict[str, tuple[str, ...]] = {
    "related": (
        rf"(?:die |les |le |los |las |gli |i |os |as |de |het )?{_OTHER} {_TEXTS}|(?:les |los |las |gli |i |os |as )?{_TEXTS} {_OTHER}",
        r"(?:am )?meist(?:gelesen|kommentiert)e?|lesen sie (?:auch|mehr)|das könnte (?:sie|dich|ihnen) .{1,30}",
        r"les (?:plus|articles les plus) (?:lus|populaires|consult[ée]s)|lire aussi|vous aimerez (?:aussi|peut-être)|voir aussi|sur le m[êe]me (?:sujet|th[èe]me)",
        r"lo m[áa]s (?:le[íi]do|visto)|m[áa]s (?:informaci[óo]n|noticias|le[íi]do)|te puede interesar|lee tambi[ée]n|quiz[áa]s? te interese",
        r"(?:i|le) pi[ùu] lett[ie]|potrebbe(?:ro)? interessarti(?: anche)?|ti potrebbe interessare|vedi anche",
        r"mais lid[oa]s|veja (?:também|mais)|voc[êe] (?:também )?pode gostar|leia (?:também|mais)",
        r"meest (?:gelezen|bekeken)|lees meer (?:artikelen|berichten|recensies|nieuws)|misschien ook interessant|(?:bekijk|zie) ook",
        r"(?:よく|最も)読まれている(?:記事|ニュース)|(?:こちらの?|この)?(?:記事|作品)も?(?:おすすめ|読まれています)|こちらもおすすめ",
    ),
    "comments": (
        r"(?:deja|escribe|publica)(?:r)? (?:un comentario|una respuesta)|deix(?:e|ar) (?:um|seu) coment[áa]rio|(?:geef|schrijf|plaats) een reactie",
    ),
}
