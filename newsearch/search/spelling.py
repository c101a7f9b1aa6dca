"""Spellings the index knows for words and values it does not, or hardly.

Candidates are the terms within one or two typing errors of the word or its stems
(`newsearch.kernel.nearby`), the nearest and most frequent first. Terms are stems, so the best
candidates are then compared as articles write them.

Cost: some milliseconds a word.
"""

from __future__ import annotations

from typing import NamedTuple

from newsearch.kernel.nearby import LONGEST, near
from newsearch.query.context import Context
from newsearch.query.expansions import within
from newsearch.segment.snapshot import Snapshot
from newsearch.text.folding import fold, fold_value

__all__ = ["Spelling", "known_spellings", "known_values", "suggest"]

#: Articles that are looked at to see how a term is written.
ARTICLES_LOOKED_AT = 3
#: Terms that are compared as they are written.
TERMS_LOOKED_AT = 12
MOST_SUGGESTIONS = 5
#: Shorter words may have one typing error only.
LONG_WORD = 5


class Spelling(NamedTuple):
    """A word as articles write it.

    Attributes:
        text: In lower case.
        distance: Typing errors between it and the word asked about.
        articles: How many hold its term.
    """

    text: str
    distance: int
    articles: int


def suggest(snapshot: Snapshot, text: str) -> list[str]:
    """The text with each unknown word replaced by known ones, best first; see `Index.suggest`."""
    analyzer = Context(languages=snapshot.languages).analyzer
    tokens = analyzer.tokens(text)
    alternatives: dict[int, list[str]] = {}
    for at, token in enumerate(tokens):
        terms = tuple(term.encode() for term in analyzer.variants(token.text))
        if terms and not snapshot.document_frequency("text", terms):
            alternatives[at] = [one.text for one in known_spellings(snapshot, token.text)]
    if not alternatives or not all(alternatives.values()):
        return []
    suggestions = []
    for rank in range(max(map(len, alternatives.values()))):
        parts = []
        end = 0
        for at, token in enumerate(tokens):
            parts.append(text[end : token.start])
            choices = alternatives.get(at)
            parts.append(choices[min(rank, len(choices) - 1)] if choices else token.text)
            end = token.end
        suggestions.append("".join(parts) + text[end:])
    return list(dict.fromkeys(suggestions))


def known_spellings(snapshot: Snapshot, word: str) -> list[Spelling]:
    """Words of the index like a word, the nearest and most frequent first.

    Args:
        snapshot: The index.
        word: The word, as typed.

    Example::

        known_spellings(snapshot, "goverment")[0].text  # 'government'
    """
    folded = fold(word)
    if not folded or len(folded) > LONGEST or any(map(str.isdigit, folded)):
        return []
    analyzer = Context(languages=snapshot.languages).analyzer
    wanted = {folded, *analyzer.variants(word)}
    limit = 1 if len(folded) < LONG_WORD else 2
    frequencies = _near_terms(snapshot, wanted, limit)
    for own in analyzer.variants(word):
        frequencies.pop(own.encode(), None)

    def rank(term: bytes) -> tuple[int, int, bytes]:
        text = term.decode("utf-8", "replace")
        distance = min(_distance(text, one, limit) for one in wanted)
        return distance, -frequencies[term], term

    near_first = sorted(frequencies, key=rank)[:TERMS_LOOKED_AT]
    frequent_first = sorted(frequencies, key=lambda term: (-frequencies[term], term))
    looked_at = dict.fromkeys([*near_first, *frequent_first[:TERMS_LOOKED_AT]])
    best: dict[str, Spelling] = {}
    for term in looked_at:
        text = _as_written(snapshot, term, folded)
        distance = _distance(fold(text), folded, limit + 1)
        if distance <= limit and fold(text) != folded:
            best.setdefault(text, Spelling(text, distance, frequencies[term]))
    return sorted(best.values(), key=lambda one: (one.distance, -one.articles, one.text))[
        :MOST_SUGGESTIONS
    ]


def _near_terms(snapshot: Snapshot, wanted: set[str], limit: int) -> dict[bytes, int]:
    """The terms near any of the spellings, and how many articles hold each.

    With more than one error the first letter must be right: most typing errors come later
    (Pollock & Zamora, CACM 1984).
    """
    found: dict[bytes, int] = {}
    for segment in snapshot.segments:
        dictionary = segment.dictionaries["text"]
        ordinals: set[int] = set()
        for spelling in wanted:
            ordinals.update(near(dictionary.strings, 0, len(dictionary), spelling, 1))
            if limit > 1:
                first, stop = dictionary.prefix_range(spelling[:1].encode())
                ordinals.update(near(dictionary.strings, first, stop, spelling, limit))
        for ordinal in ordinals:
            term = dictionary.term(ordinal)
            found[term] = found.get(term, 0) + dictionary.document_frequency(ordinal)
    return found


def _distance(first: str, second: str, most: int) -> int:
    """The typing errors between two words; ``most + 1`` where there are more."""
    for distance in range(most + 1):
        if within(first, second, distance):
            return distance
    return most + 1


def _as_written(snapshot: Snapshot, term: bytes, folded: str) -> str:
    """The word like ``folded`` that articles write for a term, in lower case: terms are stems."""
    analyzer = Context(languages=snapshot.languages).analyzer
    wanted = term.decode("utf-8", "replace")
    forms: set[str] = set()
    for segment in snapshot.segments:
        dictionary = segment.dictionaries["text"]
        ordinal = dictionary.find(term)
        if ordinal < 0:
            continue
        for document in segment.postings("text", ordinal).documents[:ARTICLES_LOOKED_AT]:
            article = snapshot.article(segment, document)
            for text in (article.title, article.body, *article.tags):
                written = {token.text.lower() for token in analyzer.tokens(text)}
                forms.update(
                    form for form in written if analyzer.term(form, article.language) == wanted
                )
    if not forms:
        return wanted
    return min(sorted(forms), key=lambda form: _distance(fold(form), folded, 3))


def known_values(snapshot: Snapshot, field: str, key: str) -> list[str]:
    """Values of a keyword field like one that no article has: misspelt, or longer; best first.

    Args:
        snapshot: The index.
        field: One of the keyword fields but ``id``.
        key: The value, folded.

    Example::

        known_values(snapshot, "source", "reuter")  # ['Reuters']
    """
    found: dict[bytes, int] = {}
    encoded = key.encode()
    for segment in snapshot.segments:
        dictionary = segment.dictionaries[field]
        ordinals = set(near(dictionary.strings, 0, len(dictionary), key[:LONGEST], 2))
        if len(encoded) > 2:
            ordinals.update(dictionary.strings.containing(encoded, 0, len(dictionary)))
        for ordinal in ordinals:
            term = dictionary.term(ordinal)
            found[term] = found.get(term, 0) + dictionary.document_frequency(ordinal)

    def rank(term: bytes) -> tuple[int, int, bytes]:
        return _distance(term.decode("utf-8", "replace"), key, 2), -found[term], term

    ranked = sorted(found, key=rank)[:3]
    return [_value_as_written(snapshot, field, term.decode("utf-8", "replace")) for term in ranked]


def _value_as_written(snapshot: Snapshot, field: str, key: str) -> str:
    for segment in snapshot.segments:
        for value in segment.columns[field].values:
            if fold_value(value) == key:
                return value
    return key
