"""Which encoding bytes are in that are not UTF-8 and of which nothing is said.

Encodings of one byte a character: each language that is written in one gives the letters beyond
ASCII in the order of their frequency; their ranks make a distribution (Zipf), and the language and
encoding under which the bytes are likeliest win.  Encodings of several bytes: they must decode,
and enough of the characters must be among the commonest of the language.  That is what Li and
Momoi's "A composite approach to language/encoding detection" (2001) calls the character
distribution method.  A paragraph is enough; it takes half a millisecond.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from functools import cache
from math import log

__all__ = ["guess"]

LEAST_COMMON = 0.25  # share of the wide characters that are common, in an encoding of several bytes
MOST_BROKEN = 0.005  # share of the characters that may be damaged
UNKNOWN = log(1e-4)  # of a character that the language does not have
CAPITAL = log(0.1)  # of a letter that it is a capital
SIGN = log(0.003)  # of a quotation mark, a dash and other signs that all languages have
RARER = log(0.1)  # of Latin letters that they are in another encoding than the Western one

_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_ESCAPES = re.compile(rb"\x1b(?:\$[@B]|\([BJ])")  # of ISO-2022-JP
_NEUTRAL = frozenset("\u00a0\u00ab\u00bb\u2018\u2019\u201a\u201c\u201d\u201e\u2013\u2014"
                     "\u2026\u00b7\u2022\u00a7\u00b0\u20ac\u2116\u00a3\u00ae\u2122\u00a9"
                     "\u00ad")  # fmt: skip
_WESTERN = (
    "éèàêçâîôûùëïœæü", "äüöß", "óíáéñúüèà¿¡ªº", "ãçáéóíêõâúôàü", "àèéùòìîó", "åäöé", "øåæéö",
    "éèëïöüóá", "íáðþóæöúýé", "õäöüšž", "’“”‘—–é",
)  # fmt: skip
_CENTRAL = (
    "łąęóśżćźń", "íáéěřžčýůšúňťďó", "áíčéýžúľšťôäňóďĺŕ", "áéöóőíüúű", "čšžćđ", "ăîâşţ", "äüöß",
)  # fmt: skip
_CYRILLIC = (
    "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", "оаинвітересклдумзпбяьгйчхцжюїєшщфґ",
    "аоиетнрсвлкдпмзуябгъчйжхцщшюьф", "аоиенртсјвкудлпмгзбчшцжњљћхђфџ",
    "анаеоірыстлкуўдпмзябвьчгйжхцшюёэф",
)  # fmt: skip
# Encoding, and the letters of its languages.  Of equals the first wins.
_SINGLE = (
    ("cp1252", _WESTERN),
    ("cp1251", _CYRILLIC), ("koi8-u", _CYRILLIC), ("iso8859-5", _CYRILLIC), ("cp866", _CYRILLIC),
    ("mac-cyrillic", _CYRILLIC),
    ("cp1250", _CENTRAL), ("iso8859-2", _CENTRAL),
    ("cp1253", ("αοιτεσνηυρπκμλςωάίέόήγδύθχφβώξζψϊ",)),
    ("iso8859-7", ("αοιτεσνηυρπκμλςωάίέόήγδύθχφβώξζψϊ",)),
    ("cp1254", ("ıüşöçğİâî",)),
    ("cp1257", ("āīēšūņļžķģč", "ėšįųžūčąę", "õäöüšž")),
    ("cp1255", ("יוהלאתרבמשםנעדקפחגכסצטזןךףץ",)),
    ("cp1256", ("اليمنورتبةعدسفهكقحجشطصخأىذءئإآؤظغزضثگپچ،",)),
    ("cp874", ("านรอกเงมยลวดทสต่ี้ะปบคหั์ิแจพชขใไโผุถูธซณศษื",)),
)  # fmt: skip
_LATIN = ("cp1252", "cp1250", "iso8859-2", "cp1254", "cp1257")
_HIRAGANA = "".join(map(chr, range(0x3041, 0x3094)))
_KATAKANA = "".join(map(chr, range(0x30A1, 0x30FB))) + "ー、。"
# Encoding, the characters that are common in it.
_WIDE = (
    ("cp932", _HIRAGANA + _KATAKANA), ("euc_jp", _HIRAGANA + _KATAKANA),
    ("gb18030",
     "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种"
     "事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与长把机十民第公"
     "此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回"
     "特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何"
     "电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白"
     "，。、"),
    ("big5",
     "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種"
     "事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心本前開但因只從想實日軍者意無力它與長把機十民第公"
     "此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回"
     "特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何"
     "電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白"
     "，。、"),
    ("cp949",
     "이다는의에을를가은로고하지기사리도어인스자정시대해한아서나과일수그보부장전라제들으있원주상만구와여유조동비신우연공성마"
     "국선오것경세미소게했용면계위재관방모무안되중실현물문회개"),
)  # fmt: skip


def guess(data: bytes) -> str:
    """The name of the encoding that `data`, the beginning of a text, is most probably in.

    Example: ``guess("水上図書館が港に戻る".encode("euc_jp"))`` is ``"euc_jp"``.
    """
    if len(_ESCAPES.findall(data)) > 1 and data.isascii():
        return "iso2022_jp"
    counts = Counter(data)
    high = {byte - 128: count for byte, count in counts.items() if byte >= 128}
    if not high:
        return "cp1252"
    return _wide(data) or _single(data, high)


def _wide(data: bytes) -> str | None:
    """The encoding of several bytes a character in which the text makes most sense."""
    best, found = LEAST_COMMON, None
    for encoding, _ in _WIDE:
        # The sample may end within a character.
        text = codecs.getincrementaldecoder(encoding)("replace").decode(data)
        counts = Counter(text)
        wide = sum(count for character, count in counts.items() if character > "\x7f")
        if counts["\ufffd"] > MOST_BROKEN * wide:
            continue
        share = sum(counts[character] for character in _common(encoding)) / max(1, wide)
        if share > best:
            best, found = share, encoding
    return found


@cache
def _common(encoding: str) -> frozenset[str]:
    return frozenset(dict(_WIDE)[encoding])


def _single(data: bytes, high: dict[int, int]) -> str:
    """The encoding of one byte a character under which the bytes are likeliest.

    In Latin text a byte beyond ASCII stands alone; words of other scripts are runs of them.
    """
    runs = _HIGH_RUN.findall(data)
    latin = sum(len(run) for run in runs if len(run) > 2) * 2 < sum(map(len, runs))
    best, found = -float("inf"), "cp1252"
    for encoding, _ in _SINGLE:
        if (encoding in _LATIN) != latin:
            continue
        for chances in _chances(encoding):
            score = sum(count * chances[byte] for byte, count in high.items())
            score += RARER if latin and encoding != "cp1252" else 0.0
            if score > best + 1e-9:
                best, found = score, encoding
    return found


@cache
def _chances(encoding: str) -> list[list[float]]:
    """For each language of an encoding the logarithms of the chances of the bytes from 128 on."""
    characters = [bytes((byte,)).decode(encoding, "replace") for byte in range(128, 256)]
    every: list[list[float]] = []
    for letters in dict(_SINGLE)[encoding]:
        total = sum(1 / rank for rank in range(1, len(letters) + 1))
        chances = {letter: -log(rank * total) for rank, letter in enumerate(letters, start=1)}
        every.append([_chance(character, chances) for character in characters])
    return every


def _chance(character: str, chances: dict[str, float]) -> float:
    if character in _NEUTRAL:
        return chances.get(character, SIGN)
    if character in chances:
        return chances[character]
    small = character.lower()
    return chances[small] + CAPITAL if small in chances else UNKNOWN
