"""The terms of words that begin alike, where their stems are shorter than the beginning.

The index holds stems: an article's ``government`` is ``govern``. So ``governm*`` has to look for
more than terms that begin so. Which stems words of that beginning can have is told by completing
it: with each ending of the language, and each tail of one, ``governm`` + ``ent`` among them.

Cost: up to 0.3 ms for a beginning, which is remembered.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from newsearch.text.folding import fold
from newsearch.text.stems import stem, stems

__all__ = ["completed_terms"]

# Endings that the stemmers cut off, folded. Their tails count too: what is typed may stop anywhere.
_ENDINGS: Final = {
    "en": "s es ies ed ing ings er ers ly ness nesses less ful fulness ment ments ement ements al "
    "ally ality alities alism alist alists ance ances ence ences ency encies ancy ancies ant ants "
    "ent ents ently able ability abilities ible ibility ibilities ate ates ated ating ation ations "
    "ational ator ators ative atively ive ively iveness ivity ity ities ize izes ized izing izer "
    "izers ization izations ise ises ised ising isation isations ion ions ional ionally ic ical "
    "ically icity icities ism isms ist ists ous ously ousness ology ologies y",
    "de": "e en er ern es em n s st te ten tet ung ungen lich liche lichen licher liches ig ige "
    "igen iger iges heit heiten keit keiten isch ische ischen ischer isches",
    "fr": "e es s er ez ent ons ait aient ant ants ante antes ee ees ement ements ment ation "
    "ations ateur ateurs atrice atrices eur eurs euse euses ique iques isme ismes iste istes able "
    "ables ite ites if ifs ive ives ance ances ence ences eux",
    "es": "o a os as e es ar er ir ando iendo ado ada ados adas ido ida idos idas aron ieron "
    "acion aciones amiento amientos imiento imientos mente idad idades able ables ible ibles ista "
    "istas ismo ismos ico ica icos icas oso osa osos osas ivo iva ivos ivas ador adora adores "
    "ancia ancias encia encias abilidad abilidades ibilidad ibilidades",
    "it": "o a i e are ere ire ando endo ato ata ati ate uto uta uti ute ito ita iti ite azione "
    "azioni amento amenti imento imenti mente ita abile abili ibile ibili ista isti iste ismo ismi "
    "abilita ibilita ico ica ici iche oso osa osi ose ivo iva ivi ive atore atori anza anze enza "
    "enze",
    "pt": "o a os as e es ar er ir ando endo ado ada ados adas ido ida idos idas acao acoes "
    "amento amentos imento imentos mente idade idades avel aveis ivel iveis ista istas ismo ismos "
    "ico ica icos icas oso osa osos osas ivo iva ivos ivas ador adora adores ancia encia encias "
    "abilidade abilidades ibilidade ibilidades",
    "ru": "а я ы и у ю е о ь й ой ей ом ем ами ями ам ям ах ях ов ев ии ия ие ию ием иям иями иях "
    "ый ая ое ые ого ому ыми ым ых ую ий ого его ему ими им их юю ость ости остью остей ть л ла ло "
    "ли ет ит ют ят ут ат им ешь ишь ете ите ся сь ение ения ению ением ений",
    "uk": "а я у ю е є о і ї и ь й ом ем єм ям ам ою ею єю ами ями ах ях ів їв ов ев ей ия ія ії "
    "ію ій ією іям іями іях ові еві єві ий ого ому им их ими ої ість ості істю ть ти в ла ло ли "
    "ить ять ать ють уть ують емо имо ете ите еш иш ся сь ення ень енням ння "
    # A stem's last vowel changes with the consonant behind it (вибо-рів is вибір).
    "б в г д ж з к л м н п р с т ф х ц ч ш",
}  # fmt: skip


@lru_cache(maxsize=16)
def _tails(language: str) -> tuple[str, ...]:
    endings = _ENDINGS.get(language, "").split()
    return tuple(sorted({ending[at:] for ending in endings for at in range(len(ending))}))


@lru_cache(maxsize=1024)
def completed_terms(beginning: str, languages: tuple[str | None, ...]) -> tuple[str, ...]:
    """The terms, not themselves beginning so, that words with a beginning can have; sorted.

    Args:
        beginning: The first letters, as typed.
        languages: The languages of the index.

    Example:
        >>> completed_terms("governm", ("en",)), completed_terms("govern", ("en",))
        (('govern',), ())
    """
    folded = fold(beginning)
    found: set[str] = set()
    for language in languages:
        found.add(stem(folded, language))
        if (
            language in _ENDINGS
            and folded.isalpha()
            and _cyrillic(folded) == (language in ("ru", "uk"))
        ):
            found.update(_stems(folded, language))
    return tuple(sorted(term for term in found if not term.startswith(folded)))


def _cyrillic(text: str) -> bool:
    return "\u0400" <= text[0] <= "\u052f"


def _stems(beginning: str, language: str) -> Iterable[str]:
    return stems([beginning + tail for tail in _tails(language)], language)
