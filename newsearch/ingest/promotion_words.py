"""What a page says to its reader rather than about its story, in the languages we meet.

``_REQUEST``   asks to subscribe, to follow, to write in, to come back; below the text
``_WALL``      says that the rest is for those who pay or register
``_EMBEDDED``  stands in the place of a video, post or map that needs consent or a script

They are matched against text in small letters.  A paragraph is dropped only if it is short, and
only where such paragraphs stand: see `html_furniture`.
"""

from __future__ import annotations

import re

from newsearch.kernel.name_signs import NameSigns

__all__ = ["is_embed_notice", "is_request", "is_wall"]


_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u9fff\uac00-\ud7af]")  # no space between words
_CONTINUED = re.compile(r"\\\n\s*")  # a backslash at the end of a line


def _any(words: str) -> re.Pattern[str]:
    """A pattern for any of the lines, each a regular expression that begins at a word.

    Matched against text in small letters: regardless of case it would take twice the time.
    """
    lines = [line.strip() for line in _CONTINUED.sub("", words).strip().split("\n")]
    spaced = "|".join(line for line in lines if not _UNSPACED.search(line))
    unspaced = "|".join(line for line in lines if _UNSPACED.search(line))
    return re.compile(rf"(?<!\w)(?:{spaced})" + (f"|{unspaced}" if unspaced else ""))


_REQUEST = _any(
    r"""
    (?:sign up|subscribe|register)(?: now| today| here| free)?(?: to| for| and|$|[.!])
    our (?:\w+ ){0,3}newsletters?
    (?:follow|like|find|join)(?: \S+){1,9} on (?:facebook|twitter|x|instagram|telegram|whatsapp|\
        youtube|google|linkedin|tiktok)(?!\w)
    (?:got|have|do you have) (?:a|any|more) (?:story|stor(?:y|ies) |news|news tip|tip|tips|\
        question|comment|correction|opinion)
    get in touch(?: with| by| at)
    (?:send|email|e-mail|contact)(?: us| me|:| (?:your|the) \w+)(?: \S+){0,8} \S+@\S+
    e-?mail:? \S+@\S+
    for (?:more|the latest|all the latest|breaking)(?: \S+){0,9} (?:click|visit|check|sign up|\
        follow|subscribe|head)
    (?:click|tap) here(?: to| for|$|[.!])
    stay (?:informed|up[- ]to[- ]date|tuned|connected)(?: with| on|[.!]|$)
    this is a (?:breaking|developing)(?: \S+){0,2} story
    more to follow
    (?:abonnier|folg)en sie
    (?:unse[rn]\w*|den|zum|der|kostenlose\w*) (?:\S+[- ]){0,3}newsletter
    newsletter (?:informiert|abonnieren|anmelden|bestellen)
    hier geht['’]?s (?:zur|zum)
    hier (?:klicken|anmelden|abonnieren)
    (?:jetzt|gleich|hier) (?:\S+ ){0,2}(?:anmelden|abonnieren|testen|registrieren|bestellen|\
        downloaden|herunterladen)
    kostenlos testen
    (?:testen|abonnieren) sie
    whatsapp[- ](?:kanal|channel|canal|channels)
    abonnez-vous
    (?:suivez|retrouvez|rejoignez)[- ](?:nous|\S+(?: \S+){0,5} sur (?:facebook|twitter|x|\
        instagram|whatsapp|google))
    inscrivez-vous
    (?:recevez|notre|nos) (?:\S+ ){0,5}newsletters?
    suscr[íi]b(?:e|a|ete|ase|irse)
    s[íi]gue(?:nos|(?: \S+){1,6} en (?:facebook|twitter|x|instagram|whatsapp|google))
    (?:[úu]nete|canal de (?:whatsapp|telegram))
    (?:nuestr[oa]s?|recibe|apúntate a) (?:\S+ ){0,4}(?:bolet[íi]n|newsletter)
    (?:assine|inscreva-se|cadastre-se|siga[- ](?:nos|o|a)|receba (?:as |notícias))
    (?:participe|entre)(?: \S+){0,4} (?:grupo|canal)
    canal do (?:whatsapp|telegram)
    (?:iscriviti|seguici|abb[oò]nati|segui (?:\S+ ){1,4}su)
    (?:abonneer|meld je aan|schrijf je in|volg (?:ons|\S+ op))
    nieuwsbrief
    (?:prenumerera|följ (?:oss|\S+ på)|tilmeld|abonn[ée]r|meld deg på|følg (?:oss|os|med|\S+ på))
    (?:nyhetsbrev|nyhedsbrev|uutiskirje)
    (?:tilaa|seuraa) (?:\S+ ){0,3}(?:uutiskirje|facebookissa|twitterissä|meitä)
    (?:zapisz się|subskrybuj|obserwuj (?:nas|\S+ w)|polub nas|dołącz do)
    (?:sledujte nás|přihlaste se|přihlásit k odběru|odebírejte|prihláste sa)
    (?:iratkoz\w+|kövess|kövessen|hírlevel)
    (?:abonează-te|abonați-vă|urmăre[șs]te-ne|urmăriți-ne|urmărește(?: \S+){0,4} pe)
    (?:abone ol|takip ed(?:in|ebilirsiniz)|bültenimize)
    (?:ακολουθήστε|εγγραφείτε|γίνετε συνδρομητ)
    (?:подпис(?:ывайтесь|аться|ывайся|итесь)|присоединяйтесь|следите за)
    (?:підпис(?:уйтес[ья]|атися|уйся|уйтеся)|долучайтес[ья]|приєднуйтес[ья]|стежте за)
    (?:абонирайте|последвайте|пратите нас|запратите)
    (?:ikuti|cek)(?: \S+){0,8} (?:google news|whatsapp|telegram|instagram)
    (?:gabung|bergabung)(?: \S+){0,5} (?:whatsapp|telegram)
    (?:theo dõi|đăng ký)(?: \S+){0,5} (?:google|facebook|zalo|báo|youtube)
    (?:تابع(?:وا|ونا|نا)?|اشترك|انضم)(?: \S+){0,6} (?:فيسبوك|تويتر|واتساب|تلغرام|تليجرام|قناة|\
        النشرة)
    (?:ما را|عضو)(?: \S+){0,6} (?:دنبال|کانال)
    (?:הירשמו|עקבו אחר|הצטרפו)
    (?:फॉलो|सब्सक्राइब|अनुसरण) कर
    (?:ফলো|সাবস্ক্রাইব) কর
    (?:ติดตาม|สมัครรับ)(?: ?\S+){0,4}
    (?:フォロー|会員登録|メルマガ|ご購読|お問い合わせは)
    (?:구독|제보(?:는|하기)|카카오톡)
    (?:订阅|訂閱|关注我们|關注我們|扫码|下载(?:客户端|app))
    (?:whatsapp|telegram) (?:channel|channels|group)
    """
)
"""A request to the reader; found anywhere in a short paragraph."""

_EMBEDDED = _any(
    r"""
    (?:an dieser stelle|hier) (?:\S+ ){0,4}(?:einen? )?(?:\S+ )\
        {0,8}extern\w+ (?:redaktionelle\w* )?inhalt
    empfohlener (?:redaktioneller|externer) inhalt
    (?:ich bin damit einverstanden|i agree|j['’]accepte), (?:dass|that|\
        que)(?: \S+){0,8} (?:extern|inhalt|content|contenu)
    (?:please )?enable javascript
    (?:contenu externe|contenido externo|contenuto esterno|conteúdo externo)
    (?:your|deinem?|ihr|ihrem|votre|tu|su) browser (?:does not|doesn't|unterstützt|ne prend|\
        no soporta|no admite)
    """
)
"""A notice in the place of embedded content."""
_EMBEDDED_SIGNS = NameSigns(
    (),
    ("extern", "content", "inhalt", "esterno", "contenu", "javascript", "browser"),
    lines=True,
)
"""What one of them needs."""

_WALL = _any(
    r"""
    subscribe to (?:read|continue|unlock|access|keep reading)
    (?:sign in|log in|register|create (?:an|a free) account) (?:or \S+ )?to (?:read|continue|\
        keep reading|access)
    (?:to )?(?:continue|keep) reading(?: this| the)?(?: \S+){0,3}(?:,| with| for| subscribe| sign|\
         log)
    this (?:article|story|content) is (?:only |exclusively )?(?:available )?(?:for|\
        to) (?:\S+ )?(?:subscribers|members)
    already a (?:subscriber|member)
    (?:jetzt|direkt) weiterlesen
    weiterlesen mit
    (?:exklusiv |nur )?für (?:\S+ )?abonnent(?:en|innen)
    sie haben bereits ein (?:abo|abonnement)
    (?:article )?réservé(?:e)? aux abonné
    il vous reste \S+(?: %)? de cet article
    la suite est réservée
    (?:déjà|deja) abonné
    (?:contenido|art[íi]culo|noticia)? ?(?:exclusiv[oa]|solo) para (?:\S+ )?(?:suscriptores|socios)
    suscríbete para (?:seguir leyendo|leer)
    (?:conteúdo )?exclusivo para assinantes
    (?:riservat[oa]|solo) (?:agli|per gli) abbonati
    (?:alleen|exclusief) voor abonnees
    (?:tylko|dostęp(?:ny|ne)? tylko) dla (?:subskrybentów|prenumeratorów)
    (?:endast )?för prenumeranter
    (?:kun )?for abonnenter
    vain tilaajille
    (?:csak|kizárólag) előfizetőink
    (?:pouze|jen) pro (?:předplatitele|předplatné)
    (?:только|доступно)(?: \S+){0,2} (?:для|по) подпис
    (?:тільки|лише|доступно)(?: \S+){0,2} (?:для|за) передплат
    (?:有料会員限定|有料会員になると|この記事は有料|残り\s?[\d,]+\s?文字)
    (?:유료\s?(?:회원|구독)|구독자 전용)
    (?:付费阅读|订阅后|會員專屬)
    """
)
"""A notice in the place of the rest of the article."""
_WALL_SIGNS = NameSigns(
    (),
    ("subscribe to", "to read", "to continue", "to keep", "to access", "continue reading",
     "keep reading", "subscribers", "members", "already a", "weiterlesen", "abonnent",
     "bereits ein", "aux abonné", "il vous reste", "la suite est", "abonné", "suscriptores",
     "socios", "suscríbete", "para assinantes", "abbonati", "abonnees", "subskrybentów",
     "prenumerator", "prenumerant", "tilaajille", "előfizetőink", "předplat", "подпис",
     "передплат"),
    lines=True,
)  # fmt: skip
"""What one of them needs."""


def is_embed_notice(text: str) -> bool:
    """Say whether a text stands in the place of embedded content."""
    small = text.lower()
    return _EMBEDDED_SIGNS.may_be_in(small) and _EMBEDDED.search(small) is not None


def is_request(text: str) -> bool:
    """Say whether a text asks something of its reader, or stands for the rest of the article."""
    small = text.lower()
    return _REQUEST.search(small) is not None or _is_wall(small)


def is_wall(text: str) -> bool:
    """Say whether a text stands in the place of what is for those who pay or register."""
    return _is_wall(text.lower())


def _is_wall(small: str) -> bool:
    return _WALL_SIGNS.may_be_in(small) and _WALL.search(small) is not None
