"""A stemmer for Ukrainian, which Snowball lacks.

Endings of nouns, adjectives and verbs are stripped again and again until none is left or three
letters remain (iterated stripping as in Lovins 1968 and Savoy's light stemmers for Slavic
languages, 2008-2010). Stripping to the end is what makes forms meet without a dictionary: where
the end of a stem looks like an ending (проблем-а, сигнал-и), it goes in every form alike.
Four regular changes of the stem are then undone:

- fleeting vowels: ринок / ринку, гривень / гривня, українець / українця;
- і for о and е in a closed syllable: вибір / вибору, папір / паперу, Київ / Києва;
- doubled consonants: питання / питань, рішення / рішень;
- к to ц before і: безпека / безпеці.

Stems are labels, not words. Cost: 2-4 µs a word.
"""

from __future__ import annotations

from typing import Final

__all__ = ["stem_ukrainian"]

_SHORTEST: Final = 3

_NOUN_ENDINGS: Final = (
    "а у и і о е я ю ї є ь й ом ем єм ям ам ою ею єю ами ями ах ях ів їв ей ия ію ії ія ій ією "
    "іям іями іях ієм ові еві єві"
)
_ADJECTIVE_ENDINGS: Final = "ий ого ому им ої их ими ього ьому ім ьої ьою іх іми"
_VERB_ENDINGS: Final = "ить ять ать ють уть ають ують емо ємо имо ете єте ите еш єш иш ов ев єв"
# Ends of many stems as well: stripped only when four letters remain.
_CAREFUL_ENDINGS: Final = "ал ил ял іл ат ит ят іт ав ив яв ув юв"

_CAREFUL: Final = frozenset(_CAREFUL_ENDINGS.split())
_ENDINGS: Final = _CAREFUL.union(
    _NOUN_ENDINGS.split(), _ADJECTIVE_ENDINGS.split(), _VERB_ENDINGS.split()
)
_LONGEST: Final = max(map(len, _ENDINGS))

_IRREGULAR: Final = {
    form: forms.split()[0]
    for forms in (
        "день дня дню днем дні днів дням днями днях",
        "рок рік року роком році роки років рокам роками роках",
        "війн воєн",
        "тижн тиждень",
        "ніч ночі ніччю ночей ночами ночах",
        "річ речі річчю речей речам речами речах",
        "дім дому домом домі доми домів",
        "бій бою боєм бої боїв боям боями боях",
        "час часу часом часі часи часів часам часами часах",
        "діт діти дітей дітям дітьми дітях",
        "люд люди людей людям людьми людях",
        "допомог допомозі",
        "шкіл школа школи школі школу школою школам школами школах",
        "сіл село села селу селом селі селам селами селах",
        "земл земля землі землю землею земель землям землями землях",
        "гроші грошей грошам грошима грошах",
        "очі око ока очей очам очима очах",
        "їх його її йому їй їм ним ними нею нього неї них",
    )
    for form in forms.split()
}
_VOWELS: Final = frozenset("аеєиіїоуюя")


def stem_ukrainian(word: str) -> str:
    """Return the stem of a folded Ukrainian word.

    Example:
        >>> {stem_ukrainian(word) for word in "санкція санкції санкцій санкціями санкцію".split()}
        {'санкц'}
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= _SHORTEST:
        return word
    stem = word
    if len(stem) >= 6 and stem.endswith(("ся", "сь")):
        stem = stem[:-2]
    if len(stem) >= 5 and stem.endswith(("ець", "ень")):
        stem = stem[:-3] + stem[-2]
    stem, last_ending = _stripped(stem)
    stem = _stem_restored(stem, last_ending)
    return _IRREGULAR.get(stem, stem)


def _stripped(word: str) -> tuple[str, str]:
    """Strip endings until none fits; return the stem and the ending stripped last."""
    ending = ""
    while True:
        for size in range(min(_LONGEST, len(word) - _SHORTEST), 0, -1):
            tail = word[-size:]
            if tail in _ENDINGS and not (tail in _CAREFUL and len(word) - size < 4):
                word, ending = word[:-size], tail
                break
        else:
            return word, ending


def _stem_restored(stem: str, ending: str) -> str:
    """Undo the regular changes of a stem (see the module)."""
    if len(stem) >= 5 and stem.endswith("енн"):
        return stem[:-3] + "н"
    if len(stem) >= 4 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
        stem = stem[:-1]
    # After -ія, -ії, -ій (позиція) the ц is the stem's own; elsewhere столиця / безпеці meet.
    if stem[-1] == "ц" and stem[-2] in _VOWELS and not (len(ending) > 1 and ending[0] == "і"):
        stem = stem[:-1] + "к"
    if len(stem) >= 5 and stem[-1] == "к" and stem[-2] in "оі":
        return stem[:-2] + "к"
    if stem.endswith("ост") and len(stem) >= 5:
        return stem[:-3] + "іст"
    if len(stem) >= 4 and stem[-1] not in _VOWELS and stem[-2] in "оеє":
        return stem[:-2] + ("ї" if stem[-2] == "є" else "і") + stem[-1]
    return stem
