"""Words around the names in a byline, in the languages we meet: before, between and behind them."""

from __future__ import annotations

import re

from newsearch.ingest.people import DESK_WORDS
from newsearch.kernel.name_signs import NameSigns

__all__ = [
    "AFTER_NAMES",
    "AGENCY_CODE",
    "BEFORE_DAY",
    "CASELESS",
    "CREDIT",
    "DATELINE",
    "DESK",
    "GLUED_LABEL",
    "GLUED_ROLE",
    "KOREAN",
    "LABELS",
    "LOGIN",
    "OF_AUTHOR",
    "PARTS",
    "PART_BORDER",
    "PLACE",
    "READING_TIME",
    "ROLE_FIRST",
    "byline_label",
    "ends_with_role",
]

_BYLINE_LABEL = re.compile(
    r"(?:^|(?<=[|•·–—,\d\-]\s)|(?<=\d)\s|(?<=uhr\s))[^\w\s]?\s?"
    r"(?:by|von|par|por|di|da|av|af|door|oleh|przez|vom)(?=\s|\s?:|$)\s*:?\s*"
    r"|(?<!\w)(?P<verb>(?:written|posted|published|submitted|reported|words|text|story|article|"
    r"created|uploaded|contributed|started|analysis|opinion|review|essay|column|interview|comment|"
    r"commentary|guest post|(?:photos?|pictures) and text|text and (?:photos?|pictures)) by|"
    r"(?:geschrieben|verfasst|veröffentlicht|erstellt|eingestellt|gepostet|eingetragen|text|texte|"
    r"artikel|(?:gast)?beitrag|interview|(?:gast)?kommentar|bericht|analyse|reportage|essay|"
    r"kolumne|rezension|porträt|glosse|leitartikel|fotos? (?:und|&) text|"
    r"text (?:und|&) (?:fotos?|bilder)) von|(?:écrit|rédigé|publié|posté|soumis|texte) par|"
    r"(?:escrito|publicado|enviado|texto|redactado) por|(?:scritto|pubblicato|inserito|postato) da|"
    r"a cura di|(?:geschreven|geplaatst|gepubliceerd|tekst) door|"
    r"(?:skrevet|publisert|skriven|publicerad|postad|text|tekst) a[vf]|ditulis oleh|"
    r"dodan[eyo] przez|napisan[eyo] przez)(?=\s|\s?:|$)\s*:?\s*"
    r"|(?:^[\[(]?|(?<=[|•·–—,\-]\s))(?:authors?|autor(?:[/*_:]?in(?:nen)?)?|autor(?:es|as?|ka|zy)|"
    r"auteurs?|autrice|autore|redakteur(?:in)?|verfasser(?:in)?|text(?:e|o)?|"
    r"text (?:&|und|and) (?:fotos?|bilder|photos?)|fotos? (?:&|und) text|tekst|teksti|bericht|"
    r"interview|reporter|skribent|författare|forfatter|kirjoittaja|toimittaja|szerző|írta|yazar|yazan|"
    r"penulis|tác giả|автор(?:ы|и|ка)?|текст|συντάκτης|بقلم|الكاتب|كتب|מאת|作者|撰文|記者|记者|"
    r"著者|執筆|글)\s*(?:[:：/／]|$)\s*"
    r"|^(?:about the authors?|über (?:den autor|die autor(?:in|en))|zur person|"
    r"à propos de l[’']auteure?|sobre (?:el autor|la autora|o autor|a autora)|sull[’']autore|"
    r"over de auteur|om författaren|om forfatteren|o autor(?:ze|ce)|об авторе|про автора)"
    r"\s*[:–—-]?\s*"
    r"|(?-i:(?:^By|(?<!\w)[Vv]on|^Par|^Por|^Door|^Av|^Af)(?=[A-ZÀ-Ž][\w.]+ [A-ZÀ-Ž]))",
    re.IGNORECASE,
)
"""Words before the names of authors in a byline, at its beginning or behind another part of it."""
_LABEL_SIGNS = NameSigns(
    ("by", "von", "vom", "par", "por", "di", "da", "av", "af", "door", "oleh", "przez"),
    ("autor", "auteur", "autrice", "author", "redakteur", "verfasser", "text", "tekst", "bericht",
     "interview", "reporter", "skribent", "författ", "forfatt", "kirjoittaja", "toimittaja",
     "szerző", "írta", "yazar", "yazan", "penulis", "zur person", "автор", "текст", "συντάκτ"),
    lines=True,
)  # fmt: skip
"""What one of them needs, but for those glued to a name."""
_GLUED_LABELS = ("by", "par", "por", "door", "av", "af")  # and "von", anywhere

AFTER_NAMES = re.compile(
    r"\s[|•·–—/-]\s|\s*[|•·›»(]\s*|,?\s*\d|/[A-Z]|,?\s+(?:"
    r"(?:and|und|et|y|e|&)\s(?i:agencies|agenturen|agences|agencias|staff)|"
    r"(?:am|on|vom|im|um|in|at|le|el|il|den|mit|with|avec|con|med|für|for|pour|from|aus|the)\s|"
    r"(?i:posted|published|updated|veröffentlicht|zuletzt|last|publié|publicado|aktualisiert|stand|"
    r"(?:eine?|keine?|leave|no|schreibe?|\d+)\s(?:a\s|einen\s)?(?:kommentare?|comments?|reply)|"
    r"kommentare?|comments?|fotos?|photos?|illustrations?|follow|folgen|for|le(?=\s\d)|on(?=\s\d)|"
    r"am(?=\s\d)|the(?=\sassociated))(?:\s|:|$))"
)
"""What ends the names: another part of the byline, a place, an employer, a photographer."""
AGENCY_CODE = re.compile(
    r"(?:[a-zäöü]{2,5}/){0,3}(?:dpa|afp|apa|ap|sid|epd|kna|rtr|reuters|sda|ots|ddp|dapd|ansa|efe|"
    r"lusa)(?:/[a-zäöü]{2,5}){0,3}",
    re.IGNORECASE,
)
"""An agency with the codes of those who worked on its text: ``det/dpa``."""
DATELINE = re.compile(r"[^.!?()]{0,60}\(([\w/-]{2,20})\)")
DESK = re.compile(
    rf"(?:(?:die|la|the|online|sport|lokal|web|[\w.-]{{2,30}})[\s-])?{DESK_WORDS}",
    re.IGNORECASE,
)
BEFORE_DAY = re.compile(r"[\s,]+(?:le|on|am|vom|el|il|den|the|dnia|em|op)$", re.IGNORECASE)
PART_BORDER = re.compile(r"\s[|•·–—/»-]\s")
LOGIN = re.compile(r"[^\W\d_][\w.-]{2,24}")
CASELESS = re.compile(
    r"[\u0590-\u06ff\u0900-\u0dff\u0e00-\u0e7f]{2,15}"
    r"(?:[\s.][\u0590-\u06ff\u0900-\u0dff\u0e00-\u0e7f]{1,15}){1,3}"
    r"|[\u3040-\u30ff\u4e00-\u9fff·]{2,6}(?:\s[\u4e00-\u9fff]{1,4})?|[\uac00-\ud7af]{2,4}"
)
"""A name in a script without capital letters, behind a word for an author."""
KOREAN = re.compile(r"(?:^|[\s,])([\uac00-\ud7af]{2,4})\s?기자(?!\w)")
_ROLE = re.compile(
    r"(?:reporter|correspondent|editor|writer|columnist|journalist|contributor|moderator|member|"
    r"team|staff|redakteur(?:in)?|korrespondent(?:in)?|volontär(?:in)?)$",
    re.IGNORECASE,
)
"""Last words of what a person is."""
LONGEST_ROLE = 20  # characters of the longest of them, at least
ROLE_FIRST = re.compile(
    r"[\w-]*(?:leiter|direktor|präsident|professor|chef|sprecher|referent|redakteur|autor|mitglied|"
    r"vorsitzende|inhaber|expert)(?:in|[rn])?(?:\s|$)|(?:head|director|president|professor|founder|"
    r"editor|author|member|chair|host|senior|staff|director[ea]?|professore?)(?:\s|$)",
    re.IGNORECASE,
)
"""First words of what a person is."""
GLUED_ROLE = re.compile(r"(?<=[a-zß-ÿ])(?=[A-Z][a-z]+(?:\s\w+){0,2}$)")
GLUED_LABEL = re.compile(
    r"(?<=[a-zß-ÿ])(?=(?:Published|Posted|Updated|Veröffentlicht|Aktualisiert|Publi|Pubblic)\w*)"
)
READING_TIME = re.compile(r"[\s,|•·–-]*\d+\s*(?:min(?:ute)?[ns]?)\b.*$", re.IGNORECASE)
PARTS = re.compile(
    r"\s*[|•·/\n]\s*|\s+[–—-]\s+|,\s+|\d+[:.h]\d\d(?:\s?[ap]\.?m\.?|\s?uhr)?", re.IGNORECASE
)
"""What parts a line of facts, and a time of day in it."""
LABELS = re.compile(
    r"(?<!\w)(?:artikel |article |last )?(?:published|posted|updated?|modified|veröffentlicht|"
    r"erstellt|aktualisiert|publié|publicado|pubblicato|stand|am|um|on|at|uhr|le|el|il)(?!\w)\s*:?",
    re.IGNORECASE,
)
PLACE = re.compile(
    r"(?:new|los|las|san|santa|st|bad|den|hong|buenos|tel|el|la|são|sao|rio|kuala|addis|cape|fort|"
    r"nord|süd|north|south|west|east|foto|photo|bild)\b",
    re.IGNORECASE,
)
"""First words of places of two words, and of credits."""
CREDIT = re.compile(
    r"getty|images|shutterstock|istock|pixabay|unsplash|adobe|imago|alamy|picture|wiki|flickr|"
    r"newsletter|abo\b|angebot|magazin|werbung|anzeige|impressum|datenschutz|privacy|cookie|podcast|"
    r"gmbh|\bkg\b|\bag\b|\binc\b|\bltd\b|e\.\s?v\.",
    re.IGNORECASE,
)
"""Words of sources of pictures, and of menus."""
OF_AUTHOR = re.compile(
    r"author|auth?or|auteur|byline|writer|contribut|redakt(?:eur|or)|journalist|reporter|avatar|"
    r"verfasser|creator|schreiber|colum?nist"
)
"""Names of elements that show authors."""


def byline_label(text: str) -> re.Match[str] | None:
    """The first words in a line that stand before the names of authors, with the space behind them.

    The group ``verb`` is set where they tell what the authors did.

    Example: ``byline_label("9 March | Written by Ada Quill")`` matches ``"Written by "``.
    """
    small = text.lower()
    if _LABEL_SIGNS.may_be_in(small) or "von" in small or small.startswith(_GLUED_LABELS):
        return _BYLINE_LABEL.search(text)
    return None


def ends_with_role(text: str) -> bool:
    """Say whether a line ends with what a person is.

    Example: ``ends_with_role("Ada Quill, political editor")`` is true.
    """
    return _ROLE.search(text, max(0, len(text) - LONGEST_ROLE)) is not None
