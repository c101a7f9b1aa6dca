"""Tells the language of a text from its words, one bit set per distinct word.

A word speaks for a language when it is one of its stop words, when it has a letter that only that
language writes, or when its script leaves one choice. `evidence` works that out once per distinct
word; whoever has the tokens adds the bits up (`Forms.evidence`), and `decide` reads the counters.
Common words identify a language nearly as well as letter n-grams once there are some 20 words
(Grefenstette, JADT 1995) at a small part of the cost; below that, `decide` prefers no answer.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from newsearch.text.folding import fold

if TYPE_CHECKING:
    from newsearch.kernel.evidence import LanguageRule

__all__ = [
    "LANGUAGE_BITS", "decide", "detect", "evidence", "function_words", "language_of_bit",
    "language_rule", "plain_words", "stop_word",
]  # fmt: skip

_STOP_WORDS: Final = {
    "en": "the of and to in is was that for on with as by at from his her he she it be are this "
    "has have had not but they their which who will would were been said after its an a "
    "do no or if than can could may we you what when how all one also other some first "
    "last year years there most over up out more new into about against where me so",
    "de": "der die das und ist nicht mit von den dem des ein eine einer einem einen auf für im "
    "zu sich auch als nach wie bei war wird sind werden aus hat dass über vor zum zur "
    "noch durch",
    "fr": "le la les des du et est dans pour que qui une un au aux sur par pas plus avec son sa "
    "ses ce cette sont été mais ont ils elle il nous vous leur selon après",
    "es": "el la los las de del y en que un una por con para su sus se es al lo como más pero "
    "fue este esta ha han no sin sobre entre también desde hasta según",
    "it": "il lo la gli le di del della dei delle e che è un una per con non in si da dal dalla "
    "al alla nel nella sono ha hanno anche più come ma questo stato dopo",
    "pt": "o os as um uma do da dos das em no na nos nas de que e para com por não se foi ao à "
    "mais como mas sua seu são pelo pela ele ela também segundo depois",
    "nl": "de het een en van in is op te dat die voor met zijn niet aan er om ook als bij door "
    "maar naar uit wordt heeft werd over hij ze nog na worden hebben deze",
    "sv": "och att det som en på är av för med den till inte om ett han har de från men var hon "
    "efter vid kan när ska under också eller mot sig",
    "da": "og at det som en på er af for med den til ikke et han har de fra men var der efter "
    "ved kan når skal under også eller mod sig blev blevet hun sagde",
    "no": "og at det som en på er av for med den til ikke et han har de fra men var etter ved "
    "kan når skal under også eller mot seg ble blitt hun sier ei",
    "fi": "ja on ei se että oli hän ovat joka mukaan myös mutta kun sen ole kuin sitä tai olla "
    "hänen jotka vuoden jälkeen sekä voi vain nyt olisi",
    "pl": "i w na z do nie się że to jest o od przez po dla jak ale za jego co był była było "
    "oraz ich tym także przed są który która które tej tego został",
    "cs": "a v na se je že o s z do ve i to jako pro za by ale jsou po od podle které který "
    "jeho už také byl byla bylo při však nebo jsem před ze",
    "ru": "и в не на что с он как по это из от за его к но то она у был они для все также было "
    "были при до после который которые уже об будет или сообщил",
    "uk": "і в у на що не з та за до як це із від він його але про для був також є або які який "
    "яка було була були під після щоб вони її через над уже буде йдеться",
    "bg": "и на в за да се от с по не че са е като до това ще но при или беше той съм бе който "
    "които след още има със във към",
    "tr": "ve bir bu da de için ile olarak olan çok daha gibi ne kadar sonra en var ama ise "
    "değil o olduğu oldu göre tarafından üzerine dedi ancak",
    "ar": "في من على إلى أن عن مع هذا هذه التي الذي بعد كان كانت قد لا ما بين أو كما قال وقال "
    "خلال لم ذلك و حيث غير عند",
    "fa": "در به از که این را با است برای آن یک خود تا بر هم شده کرد می شد ها های و او نیز باید "
    "ای اند پس گفت",
    "hu": "a az és hogy nem is egy van volt meg ez de mint csak már még azt el ki ha lesz után "
    "majd szerint vagy pedig aki akik ami ezt",
    "ro": "și de la în a cu pe nu că un o din care pentru este mai au fost sau ce se al ale lui "
    "sunt după prin dar ca fi către",
    "id": "yang dan di dari untuk dengan pada ini itu tidak dalam ke adalah akan oleh juga "
    "karena tersebut ada telah bisa mereka sebagai kata saat para",
    "sw": "ya na wa kwa ni katika la za cha kuwa hii huo kama hiyo yake hayo baada lakini pia "
    "watu wake kutoka amesema alisema huyo vya",
    "vi": "của và là có trong cho được không những các người một với đã này để khi từ về đến "
    "cũng như tại ông theo",
    "ca": "el la els les de del i en que un una per amb al als és no es va han ha són més com "
    "però aquest aquesta també seva seu dels",
    "el": "και το του της η ο την να τα των με για από που στο στη είναι θα τον",
    "he": "של את על לא זה עם הוא היא כי גם אל או כל",
    "hi": "के में की है को से का और ने पर कि",
    "zh": "",
    "ja": "",
    "ko": "",
    "th": "",
}

# Languages that are told by their words too, so that they are not taken for one above; in a query
# these words are like any others.
_OTHER_WORDS: Final = {
    "ha": "da na a ta ya ba su ne ce cewa wannan kuma domin wani amma shi daga ga cikin ake sun "
    "sai yi har kan mai haka kasar wanda zai za yadda inda saboda an tare wata bayan suka ke yana",
    "yo": "ni ti si fun awon to naa won ko lo pe ninu ati je o wa bi n lati se yii wi sugbon "
    "nitori gege leyin ba re ki fi ose odun",
    "ig": "na ndi nke bu ga ya o di ha si n ma aka a nwere kwuru ka onye ihe mana maka dika otu "
    "ebe niile mgbe ike nwa obodo banyere afo ahu ugbu",
    "ln": "na ya ba ezali ete mpe oyo po bazali azali mpo kati yango nde lokola te bato moko "
    "likolo epai ezalaki mingi wana nyonso soki to nsima ekolo mokonzi",
    "so": "oo ka ku ay la ah in waxaa iyo ayaa si uu ee u waxay soo inuu sheegay kale ayuu loo "
    "markii wuxuu laga dadka sida lagu wax isaga ama ayay",
    "om": "akka kan fi ni keessa hin irra waan isaa kana jedhan isaanii jira ture garuu yeroo "
    "keessatti namoota akkasumas irratti jiru kun ammoo isa jechuun kanaan haa yoo",
    "rn": "mu ko na ya ku kandi avuga iyo muri uyu ati ivyo abantu mugabo ari yari vyo ubu uko "
    "hari kugira bari cane kuri ico nk ni y n ca vy ivya naho",
    "rw": "mu ko na ya ku kandi avuga iyo muri uyu ati ibyo abantu ariko ari yari byo ubu uko "
    "hari kugira bari cyane kuri icyo ni cya by ibya cyangwa ubwo",
    "sn": "kuti uye ne mu vanhu asi pa kana iyi ndi vari iri ichi nekuti yakati pamwe zvino kuna "
    "avo izvi ku va nyika apo vakati uyo sei vo ye zve chete kubva",
    "xh": "ukuba kwaye kodwa le yakhe ngoku lo kule kunye wathi uthi na xa abantu apha yokuba "
    "kakhulu okanye kwi eli olu phantsi loo kwaye uye ngokuba ukuze wakhe",
    "zu": "ukuthi futhi kodwa lo ngoba uma noma kanye yakhe lokhu abantu bese ngesikhathi khona "
    "kusho kulo leli lolu wakhe na lapho yokuthi njengoba",
    "lg": "nga mu ku ne era nti eri okuva bano naye abantu kino yagambye nnyo bwe oba okutuuka "
    "wabula ono ate okusinziira ng olw ky eky ez ya ye gye kya",
    "am": "ነው እና ላይ ውስጥ ግን ነበር ጋር ይህ ወደ ሲሆን እንደ ነገር ናቸው እስከ በኋላ",
    "ti": "እዩ ናይ ኣብ ከም ድማ ካብ ግን ነቲ እቲ ብምባል ናብ ከኣ ምስ እቶም ነበረ ዝነበረ",
}
_ALL_WORDS: Final = {**_STOP_WORDS, **_OTHER_WORDS}

LANGUAGE_BITS: Final[dict[str, int]] = {code: bit for bit, code in enumerate(_ALL_WORDS)}
"""BCP-47 code to the number of its bit, 0 to 63."""

_LANGUAGES: Final = tuple(LANGUAGE_BITS)


def _bits(*codes: str) -> int:
    return sum(1 << LANGUAGE_BITS[code] for code in codes)


# Letters that speak for one language, or for few, among those told apart here.
_LETTERS: Final = {
    **dict.fromkeys("іїєґ", _bits("uk")),
    **dict.fromkeys("ыэё", _bits("ru")),
    "ъ": _bits("bg", "ru"),
    **dict.fromkeys("ßẞ", _bits("de")),
    **dict.fromkeys("äü", _bits("de") | _bits("fi", "sv", "tr", "hu")),
    "ñ": _bits("es"),
    **dict.fromkeys("ãõ", _bits("pt")),
    **dict.fromkeys("êœù", _bits("fr")),
    "ç": _bits("fr", "pt", "tr", "ca"),
    **dict.fromkeys("łąęśźżń", _bits("pl")),
    **dict.fromkeys("řěůčš", _bits("cs")),
    **dict.fromkeys("ğış", _bits("tr")),
    **dict.fromkeys("őű", _bits("hu")),
    **dict.fromkeys("ășțţ", _bits("ro")),
    "å": _bits("sv", "da", "no"),
    **dict.fromkeys("øæ", _bits("da", "no")),
    **dict.fromkeys("đươạảấầậắằặềệốồộớờợủứừự", _bits("vi")),
    **dict.fromkeys("ẹọ", _bits("vi", "yo", "ig")),
    **dict.fromkeys("ịụ", _bits("vi", "ig")),
    "ṣ": _bits("yo"),
    "ṅ": _bits("ig"),
    **dict.fromkeys("ɓɗƙƴ", _bits("ha")),
    "አ": _bits("am"),
    "ኣ": _bits("ti"),
    **dict.fromkeys("پچژگی", _bits("fa")),
    **dict.fromkeys("ةىيكأإؤ", _bits("ar")),
}
# Letters of languages that are not told apart here: such a word says nothing.
_FOREIGN: Final = frozenset("ўјљњћђџәғқңөұүһѓќٹڈےںھ")

_SCRIPTS: Final = (
    (0x0370, 0x03FF, _bits("el")),
    (0x1F00, 0x1FFF, _bits("el")),
    (0x0590, 0x05FF, _bits("he")),
    (0x0900, 0x097F, _bits("hi")),
    (0x0E00, 0x0E7F, _bits("th")),
    (0x1100, 0x11FF, _bits("ko")),
    (0x3040, 0x30FF, _bits("ja")),
    (0x3130, 0x318F, _bits("ko")),
    (0x3400, 0x9FFF, _bits("zh")),
    (0xAC00, 0xD7AF, _bits("ko")),
)


def _words() -> dict[str, int]:
    words: dict[str, int] = {}
    for code, listed in _ALL_WORDS.items():
        for word in set(map(fold, listed.split())):
            words[word] = words.get(word, 0) | 1 << LANGUAGE_BITS[code]
    return words


_by_word: dict[str, int] = {}
_OF_QUERIES: Final = (1 << len(_STOP_WORDS)) - 1

# Stop words above that say in a query what it is about.
_TELLING: Final = frozenset(["first", "last", "new", "said", "year", "years"])


def function_words(words: Sequence[str]) -> frozenset[str]:
    """Return those of a text's words that hold it together: articles, pronouns and the like.

    None where the words do not show their language.

    Example:
        >>> sorted(function_words("What is the price of oil".split()))
        ['What', 'is', 'of', 'the']
        >>> function_words(["the", "price"])
        frozenset()
    """
    counts = [0] * 64
    for word in words:
        found = evidence(word)
        while found:
            counts[(found & -found).bit_length() - 1] += 1
            found &= found - 1
    language = decide(counts, len(words))
    if language is None:
        return frozenset()
    return frozenset(
        word
        for word in words
        if stop_word(word) >> LANGUAGE_BITS[language] & 1 and fold(word) not in _TELLING
    )


def stop_word(word: str) -> int:
    """Return the set of languages of which a word is a stop word in a query, as `evidence` does.

    Example:
        >>> stop_word("Durch") == 1 << LANGUAGE_BITS["de"], stop_word("Kyiv")
        (True, 0)
    """
    if not _by_word:
        _by_word.update(_words())
    plain = word.isascii() and word.isalpha()
    return _by_word.get(word.lower() if plain else fold(word), 0) & _OF_QUERIES


def plain_words() -> dict[str, int]:
    """Return the words of the letters a to z alone that have `evidence`, with it.

    Example:
        >>> plain_words()["durch"] == 1 << LANGUAGE_BITS["de"]
        True
    """
    if not _by_word:
        _by_word.update(_words())
    return {word: found for word, found in _by_word.items() if word.isascii() and word.isalpha()}


def evidence(form: str) -> int:
    """Return the set of languages a word speaks for: bit LANGUAGE_BITS[code] is set.

    Give the word as written: a folded one has lost the letters that tell most.

    Example:
        >>> evidence("the") == 1 << LANGUAGE_BITS["en"], evidence("Kyiv")
        (True, 0)
    """
    if not _by_word:
        _by_word.update(_words())
    if form.isalpha() and form.isascii():
        return _by_word.get(form.lower(), 0)  # as it would be folded
    found = _by_word.get(fold(form), 0)
    if form.isascii():
        return found
    lower = form.lower()
    if not _FOREIGN.isdisjoint(lower):
        return 0
    for character in lower:
        code = ord(character)
        if code < 0x80:
            continue
        found |= _LETTERS.get(character, 0)
        if code >= 0x0370:
            for first, last, bits in _SCRIPTS:
                if first <= code <= last:
                    found |= bits
    return found


# Share of the words that must speak for the language, and how far it must lead the next one.
# Running text has .3 to .5 in its own language, up to .2 in a near one.
_SHARE: Final = 0.12
_LEAD: Final = 1.15
_FEWEST: Final = 2
_FEWEST_OF_OTHERS: Final = 4  # their short words occur as names and parts of words elsewhere
# One word of a script few languages share is enough for a short text; of Latin script, not.
_FEW_WORDS: Final = 6
_OWN_SCRIPT: Final = frozenset(["ru", "uk", "ar", "fa", "el", "he", "hi", "zh", "ja", "ko", "th"])


def decide(counts: Sequence[int], tokens: int) -> str | None:
    """Return the language that the counters of `tokens` words show, None when unsure.

    `counts` has one counter per bit, 64 in all.

    Example:
        >>> counts = [0] * 64
        >>> counts[LANGUAGE_BITS["en"]] = 9
        >>> decide(counts, 20), decide([0] * 64, 20)
        ('en', None)
    """
    return language_of_bit(language_rule().leading(array("I", counts), tokens))


def language_of_bit(bit: int) -> str | None:
    """Return the language of a bit as kernels give it; None where they could not decide.

    Example:
        >>> language_of_bit(LANGUAGE_BITS["en"]), language_of_bit(255)
        ('en', None)
    """
    return _LANGUAGES[bit] if bit < len(_LANGUAGES) else None


@cache
def language_rule() -> LanguageRule:
    """Return the rule of `decide`, to decide of many texts."""
    from newsearch.kernel.evidence import LanguageRule

    least = array("I", [_FEWEST]) * 64
    for code in _OTHER_WORDS:
        least[LANGUAGE_BITS[code]] = _FEWEST_OF_OTHERS
    alone = _bits(*_OWN_SCRIPT.difference(_OTHER_WORDS))
    kana, han = LANGUAGE_BITS["ja"], LANGUAGE_BITS["zh"]
    return LanguageRule(_SHARE, _LEAD, least, alone, _FEW_WORDS, kana, han)


class _Detector:
    """What `detect` remembers between texts: the words met, and what each speaks for."""

    def __init__(self) -> None:
        from newsearch.kernel.tokenise import Forms

        self.forms = Forms()
        self.table = array("Q")

    def detect(self, data: bytes) -> str | None:
        """Return the language of UTF-8 text, None when unsure."""
        forms, table = self.forms, self.table
        count = forms.append(data)
        for number in range(len(table), forms.form_count):
            table.append(evidence(forms.form(number).decode("utf-8", "replace")))
        counts = array("I", bytes(4 * 64))
        forms.evidence(0, count, table, counts)
        forms.clear_tokens()
        return decide(counts, count)


_REMEMBERED_WORDS: Final = 1 << 16
_local = threading.local()  # a detector a thread


def detect(text: str) -> str | None:
    """Return the language of a text (judged by its first 2,000 characters), None when unsure.

    Example:
        >>> detect("The minister said that the talks would go on after the summer.")
        'en'
    """
    detector: _Detector | None = getattr(_local, "detector", None)
    if detector is None or len(detector.table) > _REMEMBERED_WORDS:
        detector = _local.detector = _Detector()
    return detector.detect(text[:2000].encode("utf-8", "surrogatepass"))
