"""Remarks on the words and values of a query that no article holds, or hardly one.

They are made when the diagnostics of a search are first looked at, as looking for other spellings
takes longer than most searches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from newsearch.query import plan
from newsearch.query.context import analyzer_of
from newsearch.query.diagnostics import Diagnostic
from newsearch.schema import COLUMN_FIELDS

if TYPE_CHECKING:
    from newsearch.segment.snapshot import Snapshot

__all__ = ["unknown_words"]

#: Words of one query that are remarked on.
MOST_REMARKS = 5
#: A word in no more articles than this, or than one in so many, may be a mistake that was printed,
RARE = 5
RARE_SHARE = 5_000
#: if it has so many letters,
RARE_LENGTH = 4
#: and one that is a typing error away is in so many times as many.
MORE_FREQUENT = 50

_NAMES = {"tags": "tag", "authors": "author"}


def unknown_words(snapshot: Snapshot, node: plan.Node, query: str) -> list[Diagnostic]:
    """Remarks on the words and values of a query that the index does not know, or hardly.

    Args:
        snapshot: The index.
        node: The query's plan, filters beside it included.
        query: The query as written, to say where the words stand in it.

    Example::

        unknown_words(snapshot, plan, "goverment")[0].message
        # "no article holds 'goverment'; did you mean 'government'?"
    """
    remarks: dict[tuple[str, str], Diagnostic | None] = {}
    told = 0
    for field, text in _asked(snapshot, node):
        if told == MOST_REMARKS:
            break
        if (field, text) not in remarks:
            made = _word_remark(snapshot, text, query)
            if field in COLUMN_FIELDS:
                made = _value_remark(snapshot, field, text, query)
            remarks[field, text] = made
            told += made is not None
    return [remark for remark in remarks.values() if remark is not None]


def _asked(snapshot: Snapshot, node: plan.Node) -> Iterator[tuple[str, str]]:
    """The words and values that a match needs or gains from: (field, text)."""
    match node:
        case plan.Word(text=text) if text:
            yield "text", text
        case plan.Phrase(text=text):
            tokens = analyzer_of(snapshot.languages).tokens(text)
            yield from (("text", token.text) for token in tokens)
        case plan.Keyword(field=field, text=text) if field in COLUMN_FIELDS:
            yield field, text
        case (
            plan.And(children=children) | plan.Or(children=children) | plan.Best(children=children)
        ):
            yield from _all_asked(snapshot, children)
        case plan.Boost(child=child) | plan.Constant(child=child):
            yield from _asked(snapshot, child)
        case plan.AndNot(positive=child):
            yield from _asked(snapshot, child)
        case plan.AndMaybe(required=first, optional=second):
            yield from _all_asked(snapshot, (first, second))
        case plan.Filter(scored=first, required=second):
            yield from _all_asked(snapshot, (first, second))


def _all_asked(snapshot: Snapshot, nodes: Iterable[plan.Node]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        yield from _asked(snapshot, node)


def _word_remark(snapshot: Snapshot, word: str, query: str) -> Diagnostic | None:
    terms = tuple(term.encode() for term in analyzer_of(snapshot.languages).variants(word))
    held = snapshot.document_frequency("text", terms)
    if (
        held > max(RARE, snapshot.document_count // RARE_SHARE)
        or not terms
        or (held and len(word) < RARE_LENGTH)
    ):
        return None
    from newsearch.search.spelling import known_spellings

    known = known_spellings(snapshot, word)
    if held:
        known = [one for one in known if one.distance == 1]
        known = [one for one in known if one.articles >= MORE_FREQUENT * held]
        if not known:
            return None
        articles = "1 article holds" if held == 1 else f"{held} articles hold"
        message = f"only {articles} {word!r}; did you mean {known[0].text!r}?"
        return _remark("rare_word", message, word, query)
    advice = ""
    if known:
        advice = f"; did you mean {_alternatives([one.text for one in known[:3]])}?"
    return _remark("unknown_word", f"no article holds {word!r}{advice}", word, query)


def _value_remark(snapshot: Snapshot, field: str, value: str, query: str) -> Diagnostic | None:
    from newsearch.text.folding import fold_value

    key = fold_value(value)
    if not key or snapshot.document_frequency(field, (key.encode(),)):
        return None
    from newsearch.search.spelling import known_values

    known = known_values(snapshot, field, key)
    advice = f"; did you mean {_alternatives(known)}?" if known else ""
    message = f"no article has the {_NAMES.get(field, field)} {value!r}{advice}"
    return _remark("unknown_value", message, value, query)


def _alternatives(texts: list[str]) -> str:
    return " or ".join(map(repr, texts))


def _remark(code: str, message: str, text: str, query: str) -> Diagnostic:
    start = query.casefold().find(text.casefold())
    if start < 0:
        return Diagnostic(code, message)
    return Diagnostic(code, message, start, start + len(text))
