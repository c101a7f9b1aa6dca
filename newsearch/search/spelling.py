"""Spellings the index knows for words it does not."""

from __future__ import annotations

from newsearch.query.context import Context
from newsearch.query.expansions import within
from newsearch.segment.snapshot import Snapshot
from newsearch.text.folding import fold

#: Articles that are looked at to see how a term is written.
ARTICLES_LOOKED_AT = 3
MOST_SUGGESTIONS = 5


def suggest(snapshot: Snapshot, text: str) -> list[str]:
    """The text with each unknown word replaced by known ones, best first; see `Index.suggest`."""
    analyzer = Context(languages=snapshot.languages).analyzer
    tokens = analyzer.tokens(text)
    unknown = []
    for at, token in enumerate(tokens):
        terms = tuple(term.encode() for term in analyzer.variants(token.text))
        if not snapshot.document_frequency("text", terms):
            unknown.append(at)
    if not unknown:
        return []
    alternatives = {at: _alternatives(snapshot, tokens[at].text) for at in unknown}
    if not all(alternatives.values()):
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


def _alternatives(snapshot: Snapshot, word: str) -> list[str]:
    """Known words at most two edits away that begin alike, the nearest and most frequent first."""
    folded = fold(word)
    limit = 1 if len(folded) < 5 else 2
    analyzer = Context(languages=snapshot.languages).analyzer
    wanted = {folded, *analyzer.variants(word)}
    best: dict[bytes, tuple[int, int]] = {}
    for segment in snapshot.segments:
        dictionary = segment.dictionaries["text"]
        first, stop = dictionary.prefix_range(folded[:1].encode())
        for ordinal in range(first, stop):
            term = dictionary.term(ordinal)
            spelling = term.decode("utf-8", "replace")
            for distance in range(1, limit + 1):
                if any(within(one, spelling, distance) for one in wanted):
                    before = best.get(term, (distance, 0))
                    frequency = before[1] - dictionary.document_frequency(ordinal)
                    best[term] = (distance, frequency)
                    break
    ranked = sorted(best, key=lambda term: (best[term], term))[:MOST_SUGGESTIONS]
    return list(dict.fromkeys(_as_written(snapshot, term) for term in ranked))


def _as_written(snapshot: Snapshot, term: bytes) -> str:
    """A term as an article writes it: terms are stems."""
    analyzer = Context(languages=snapshot.languages).analyzer
    wanted = term.decode()
    for segment in snapshot.segments:
        ordinal = segment.dictionaries["text"].find(term)
        if ordinal < 0:
            continue
        for document in segment.postings("text", ordinal).documents[:ARTICLES_LOOKED_AT]:
            article = snapshot.article(segment, document)
            for text in (article.title, article.body):
                for token in analyzer.tokens(text):
                    if analyzer.term(token.text, article.language) == wanted:
                        return token.text.lower()
    return wanted
