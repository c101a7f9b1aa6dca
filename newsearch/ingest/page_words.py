"""Words that news pages wrap around an article, in the languages we meet: one table each.

The words are furniture only where they fill a whole line or a whole element; the same word inside
a sentence is text.  `site_text` and the page readers share these tables.
"""

from __future__ import annotations

import re
from functools import lru_cache

from newsearch.kernel.name_signs import NameSigns
from newsearch.kernel.word_keys import word_key

__all__ = [
    "AUTHOR_LABEL",
    "CREDIT_LINE",
    "MENU_LINES",
    "PROMOTION_LINE",
    "RUBRIC_WORDS",
    "SECTION_LABEL",
    "STOP_LINES",
    "SUBHEAD_LINES",
    "TAG_LABEL",
    "TODAY_LABEL",
    "UPDATED_LABEL",
    "VIEW_WORDS",
    "is_notice_line",
    "person_like",
    "published_label",
    "words_key",
]

_SHORT = 200  # characters of a text whose key is worth keeping


def words_key(text: str) -> str:
    """Return `text` as lower-case words between single spaces, to compare lines.

    Example: ``words_key("«Harbour» reopens.")`` is ``"harbour reopens"``.
    """
    return _short_key(text) if len(text) <= _SHORT else word_key(text)


_short_key = lru_cache(maxsize=4096)(word_key)  # a page's titles and lines are met several times


def _lines(words: str) -> frozenset[str]:
    return frozenset(words_key(line) for line in words.split("|"))


SUBHEAD_LINES = _lines(
    """details|more details|recall|reminder|let us remind you|let's recall|as a reminder|addition|
    additionally|add|supplement|for reference|reference|for context|context|background|what's next|
    what is next|what preceded|previously|earlier|in addition|plus|besides|to recall|
    деталі|нагадаємо|нагадуємо|додамо|доповнення|додатково|довідка|довідково|контекст|передісторія|
    що передувало|що далі|раніше|крім того|для довідки|важливо|
    детали|напомним|дополнение|справка|контекст|предыстория|что дальше|ранее|
    hintergrund|zur erinnerung|détails|rappel|contexte|detalles|contexto|dettagli|contesto|
    szczegóły|przypomnijmy"""
)
"""Stereotyped headings between paragraphs that say nothing by themselves."""

STOP_LINES = _lines(
    """related news|related articles|related stories|related topics|related|read also|read more|
    see also|more on this topic|more on the topic|similar news|popular|popular news|most read|
    most popular|latest news|last news|top news|more news|news by theme|recommended|
    you may also like|recommended for you|comments|read more|further reading|
    editor's picks|trending|more from|
    les også|læs også|läs också|läs även|lees ook|lue myös|weitere themen|topmeldungen|mehr lesen|
    weiterlesen|auch interessant|czytaj więcej|leave a comment|add a comment|
    читайте також|читайте ще|схожі новини|новини по темі|новини за темою|популярне|популярні новини|
    найпопулярніше|останні новини|головні новини|актуальне|коментарі|інші новини|більше новин|
    читайте также|похожие новости|последние новости|популярное|комментарии|новости по теме|
    lesen sie auch|mehr zum thema|das könnte sie auch interessieren|meistgelesen|kommentare|
    à lire aussi|lire aussi|commentaires|les plus lus|lea también|lo más leído|comentarios|
    leggi anche|commenti|leia também|mais lidas|czytaj także|czytaj również|komentarze|
    اقرأ أيضا|اقرأ أيضًا|الأكثر قراءة"""
)
"""A line of its own after which a page lists other stories."""

MENU_LINES = _lines(
    """home|main|main page|menu|search|log in|login|sign in|sign up|subscribe|share|share this|
    facebook|twitter|telegram|whatsapp|viber|copy link|print|advertisement|ad|ads|advertising|
    sponsored|exclusive|back|close|skip to content|skip to main content|news feed|all news|tags|
    listen|save|bookmark|ua|en|ru|uk|eng|укр|рус|x|email|e-mail|
    головна|меню|пошук|увійти|поділитися|поділитись|реклама|ексклюзив|всі новини|стрічка новин|
    теги|друк|скопіювати посилання|главная|меню|поиск|поделиться|все новости|
    startseite|teilen|anzeige|werbung|accueil|partager|publicité|inicio|compartir|publicidad|
    condividi|pubblicità|udostępnij|reklama|partilhar|publicidade"""
)
"""Lines of menus, share bars and advertisement marks."""

RUBRIC_WORDS = frozenset(
    """politics|news|world|economy|business|society|sport|sports|culture|health|education|science|
    technology|technologies|tech|crime|war|life|lifestyle|finance|markets|opinion|opinions|weather|
    travel|estate|environment|energy|agro|auto|games|music|film|media|regions|local|national|
    international|breaking|latest|top|stories|analysis|interview|special|daily|style|
    політика|новини|світ|світу|економіка|бізнес|суспільство|спорт|культура|здоров'я|освіта|наука|
    технології|війна|події|життя|фінанси|думка|погода|подорожі|регіони|кримінал|
    политика|новости|мир|мира|экономика|бизнес|общество|здоровье|образование|война|происшествия|
    politik|wirtschaft|gesellschaft|kultur|wissen|politique|économie|société|política|economía|
    sociedad|deportes|politica|polityka|gospodarka|kultura""".replace("\n", "")
    .replace("    ", "")
    .split("|")
)
"""Words of rubrics: a capitalised pair that holds one is no person's name."""

VIEW_WORDS = (
    "views?|page views|reads|hits|перегляд(?:и|ів|у)?|просмотр(?:а|ов|ы)?|прочитань|"
    "aufrufe|ansichten|vues?|lectures|vistas?|visitas|visualizzazioni|visualizações|"
    "wyświetle(?:ń|nia)|odsłon|görüntülenme|مشاهدة|مشاهدات"
)
"""Words for the count of views, as a regular expression."""

AUTHOR_LABEL = re.compile(
    r"(?:(?:written |reported |text |story |words )?by|"
    r"(?:text|foto und text|text und foto|(?:ein )?(?:beitrag|artikel)|geschrieben|verfasst|"
    r"erstellt|eingestellt|kommentar|interview) von|(?:the )?authors?|автор(?:и|ка|ы)?|текст|"
    r"підготува(?:в|ла)|von|par|por|autor(?:es|in|ka)?|auteurs?|autore|di|بقلم|كتب)(?=[\s:：]|$)\s*[:：]?\s*",
    re.IGNORECASE,
)
TAG_LABEL = re.compile(
    r"(?:tags?|keywords?|topics?|теги|ключові слова|теми|метки|темы|schlagw[oö]rter|stichw[oö]rter|"
    r"themen|mots[- ]clés|etiquetas|temas|tagi|الوسوم)\s*[:：]\s*",
    re.IGNORECASE,
)
SECTION_LABEL = re.compile(
    r"(?:section|category|categories|rubrics?|рубрик[аи]|категорі[яї]|розділ|категори[яи]|раздел|"
    r"rubrik|ressort|rubrique|sección|categoría|sezione|kategoria)\s*[:：]\s*",
    re.IGNORECASE,
)
UPDATED_LABEL = re.compile(
    r"(?:(?:last )?(?:updated|modified|edited|changed)|"
    r"zuletzt (?:aktualisiert|geändert|bearbeitet)|letzte (?:änderung|aktualisierung)|"
    r"aktualisiert|geändert|оновлено|змінено|обновлено|mis à jour|actualizado|aggiornato|"
    r"zaktualizowano|atualizado|bijgewerkt|uppdaterad|oppdatert|opdateret|päivitetty|"
    r"aktualizováno|güncelleme|更新日?|最終更新|수정)",
    re.IGNORECASE,
)
_PUBLISHED_LABEL = re.compile(
    r"(?<!\w)(?:(?:first )?published|posted|date of publication|publication date|veröffentlicht|"
    r"erschienen|eingestellt|erstellt|hochgeladen|geschrieben|"
    r"publiée?|mis en ligne|paru|publicad[oa]|pubblicat[oa]|"
    r"opublikowano|dodano|gepubliceerd|geplaatst|publicerad|publisert|udgivet|julkaistu|publikováno|"
    r"zveřejněno|yayınlanma|yayın tarihi|опубликовано|опубліковано|дата публикации|дата публікації|"
    r"نشر في|تاريخ النشر|発表日|公開日|投稿日|掲載日|"
    r"发布时间|發佈時間|发布日期|发表于|입력|등록|게시|stand|datum|date|data)"
    r"(?!\w)[\s:：,]*(?:(?:on|am|vom|zum|le|el|il|em|dnia|op|den)\s)?",
    re.IGNORECASE,
)
"""Words before the day of publication."""
_PUBLISHED_SIGNS = NameSigns(
    ("stand", "datum", "date", "data"),
    ("publish", "posted", "of publication", "publication date", "veröffentlicht", "erschienen",
     "eingestellt", "erstellt", "hochgeladen", "geschrieben", "publié", "mis en ligne", "paru",
     "publicad", "pubblicat", "opublikowano", "dodano", "gepubliceerd", "geplaatst", "publicerad",
     "publisert", "udgivet", "julkaistu", "publikováno", "zveřejněno", "yayin", "опубликовано",
     "опубліковано", "дата публ"),
    lines=True,
)  # fmt: skip
"""What one of them needs."""
TODAY_LABEL = re.compile(
    r"(?:today(?: is|:)|heute(?: ist|:)|nous sommes le|oggi è|hoy es|hoje é|dzisiaj jest|dziś jest|"
    r"сегодня(?: |:)|сьогодні(?: |:)|printed|print date|ausdruck|gedruckt|ausgedruckt|imprimé|"
    r"abgerufen|retrieved|accessed|visited|aufgerufen)(?!\w)",
    re.IGNORECASE,
)
"""Words before the day on which the page is read or printed."""

PROMOTION_LINE = re.compile(
    r"[\[(>»→•*\s]{0,3}(?:read (?:also|more)(?=\W*:|$)|"
    r"(?:see also|also read|related|watch(?: also| live)?|more)\s*:|"
    r"read (?:also|more)(?=[^.]*$)|subscribe (?:to|now)|sign up (?:for|to)|"
    r"follow (?:us|our)|join (?:us on|our)|get (?:our|the) (?:daily |free )?newsletter|"
    r"share (?:this|on)|click here|we are also on|"
    r"читайте (?:також|ще|нас|также)|дивіться також|підписуйтес[ья]|підписатися|стежте за|"
    r"приєднуйтес[ья]|поділи(?:ться|тися|тись)|подписывайтесь|подпишитесь|смотрите также|"
    r"lesen sie (?:auch|mehr)|mehr (?:zum thema|dazu)|abonnieren sie|folgen sie uns|"
    r"(?:à )?lire (?:aussi|également)|abonnez-vous|lea (?:también|además)|suscríbete|"
    r"leggi anche|leia (?:também|mais)|czytaj (?:także|też|również)|zobacz (?:także|też|również)|"
    r"اقرأ أيضا|إقرأ أيضا)(?=\W|$)",
    re.IGNORECASE,
)
"""The opening of a line that points elsewhere; such a line is dropped when it is short."""

CREDIT_LINE = re.compile(
    r"(?:photo|image|picture|video|illustration|photo credit|фото|відео|зображення|видео|"
    r"иллюстрация|bild|foto|crédit photo|imagen|getty images)\s*[:：©/(]|^(?:©|\(c\)|copyright\b|"
    r"all rights reserved|усі права захищені)",
    re.IGNORECASE,
)
"""The opening of a picture credit or a copyright note."""

_NOTICE_LINE = re.compile(
    r"(?:(?:we|this (?:web)?site|this page|our (?:web)?site)\b[^.]{0,60}\b(?:uses?|store)\b"
    r"[^.]{0,40}\bcookies?\b|we (?:value|respect|care about) your privacy|your privacy matters|"
    r"(?:wir|diese (?:web)?(?:seite|site)) (?:verwende[nt]|nutz(?:en|t)|setz(?:en|t))\b[^.]{0,40}"
    r"\bcookies\b|wir (?:schätzen|respektieren) ihre privatsphäre|"
    r"(?:nous utilisons|ce site utilise) (?:des |les )?cookies|nous respectons votre vie privée|"
    r"(?:utilizamos|usamos|este sitio (?:web )?(?:utiliza|usa)) (?:las |os )?cookies|"
    r"(?:respetamos|valoramos) (?:su|tu) privacidad|respeitamos a sua privacidade|"
    r"(?:utilizziamo|usiamo|questo sito (?:utilizza|usa)) (?:i )?cookie|"
    r"szanujemy (?:twoją|państwa|waszą) prywatność|"
    r"(?:używamy|korzystamy z|ta strona używa) (?:plików )?cookies?|"
    r"(?:wij gebruiken|deze (?:web)?site gebruikt) cookies|"
    r"(?:ми|(?:цей )?сайт|мы|этот сайт) використову\w+ (?:файли )?(?:cookie|кук)|"
    r"(?:мы|(?:этот )?сайт) использу\w+ (?:файлы )?(?:cookie|кук)|"
    r"(?:bu (?:web )?site|sitemiz)[^.]{0,30} çerez|"
    r"(?:نستخدم|يستخدم هذا الموقع|يستخدم موقعنا) ملفات تعريف الارتباط|"
    r"you are (?:the )?(?:visitor|guest|reader)\b|sie sind (?:der )?besucher\b|"
    r"(?:visitor|besucher|visiteur|visitante)s? (?:no\b|number|nr\b|n°|counter|zähler|since|seit|"
    r"depuis|desde)|hits since|(?:this (?:page|site) is )?best viewed (?:in|with|at)|"
    r"кількість відвідувачів|количество посетителей)",
    re.IGNORECASE,
)
"""The opening of a notice about cookies or privacy, or of a visitor counter."""
_NOTICE_SIGNS = NameSigns(
    (),
    ("cookie", "privacy", "privatsphäre", "vie privée", "privacidad", "prywatność", "использу",
     "використову", "çerez", "you are", "sie sind", "visit", "besucher", "hits since",
     "best viewed", "відвідувачів", "посетителей"),
    lines=True,
)  # fmt: skip
"""What one of them needs."""

_PARTICLES = frozenset(
    {
        "de",
        "da",
        "do",
        "dos",
        "das",
        "del",
        "della",
        "di",
        "du",
        "des",
        "der",
        "den",
        "van",
        "von",
        "vom",
        "zu",
        "zur",
        "ter",
        "ten",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "abu",
        "af",
        "av",
        "y",
        "e",
        "i",
        "und",
        "of",
    }
)
_NAME_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’ʼ`.\-‐‑])*")


def published_label(text: str, start: int = 0) -> re.Match[str] | None:
    """The first words in a line, from `start`, that stand before the day of publication.

    Example: ``published_label("Ada Quill, published on 9 March")`` matches ``"published on "``.
    """
    return (
        _PUBLISHED_LABEL.search(text, start) if _PUBLISHED_SIGNS.may_be_in(text.lower()) else None
    )


def is_notice_line(text: str) -> bool:
    """Say whether a line is a notice about cookies or privacy, or a visitor counter.

    Example: ``is_notice_line("We use cookies to improve this site.")`` is true.
    """
    return _NOTICE_SIGNS.may_be_in(text.lower()) and _NOTICE_LINE.match(text) is not None


def person_like(text: str) -> bool:
    """Say whether `text` has the form of one person's name: two to five capitalised words.

    Example: ``person_like("Ivan van der Meer")`` is true, ``person_like("World News")`` is not.
    """
    words = text.split()
    if not 2 <= len(words) <= 5 or len(text) > 60:
        return False
    capitalised = 0
    for word in words:
        if not _NAME_WORD.fullmatch(word):
            return False
        if word.casefold().strip(".") in RUBRIC_WORDS:
            return False
        if word[0].isupper():
            capitalised += 1
        elif word not in _PARTICLES and not word.startswith(("al-", "el-", "d'", "d’")):
            return False
    return capitalised >= 2 and words[-1][0].isupper()
