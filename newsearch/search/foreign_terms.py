"""Leaves out of a plan the terms that are mostly words of another language.

A query word is reduced in every language of the index, and the stems of all languages share one
dictionary. So one Turkish article would make ``putin`` ask for ``put``, which English articles are
full of. A term that comes from some of the languages only can rightly stand in no more articles
than they have; where more than that again hold it, it is left out: what those few articles lose,
the others gain.

Cost: a look into the dictionary for each term of a word that has several.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from newsearch.query import plan
from newsearch.query.context import analyzer_of
from newsearch.query.expansions import FuzzyTest, StartTest

if TYPE_CHECKING:
    from newsearch.segment.snapshot import Snapshot

__all__ = ["without_foreign_terms"]

#: So many articles of other languages may be found besides, however few the language itself has.
_FEW = 100


def without_foreign_terms(node: plan.Node, snapshot: Snapshot) -> plan.Node:
    """The plan of a query without terms that are mostly words of another language.

    Args:
        node: The plan.
        snapshot: The index that is to answer it.

    Example::

        without_foreign_terms(plan.Word("text", (b"put", b"putin"), "putin"), snapshot)
        # Word("text", (b"putin",), "putin"), where few of the articles are Turkish
    """
    if len(snapshot.articles_by_language) < 2:
        return node
    return _Chooser(snapshot).chosen(node)


class _Chooser:
    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._counts = snapshot.articles_by_language
        self._main = max(self._counts, key=self._counts.__getitem__)
        self._main_is_most = 2 * self._counts[self._main] >= snapshot.document_count
        self._analyzer = analyzer_of(snapshot.languages)

    def chosen(self, node: plan.Node) -> plan.Node:
        match node:
            case plan.Word(terms=terms, text=text):
                return self._word(node) if len(terms) > 1 and text else node
            case plan.Phrase():
                return self._phrase(node)
            case plan.Expand(accepts=StartTest() | FuzzyTest()):
                return self._expand(node)
            case plan.And(children=children) | plan.Or(children=children):
                return node.changed(children=tuple(map(self.chosen, children)))
            case plan.Best(children=children):
                return node.changed(children=tuple(map(self.chosen, children)))
            case plan.Not(child=child) | plan.Boost(child=child) | plan.Constant(child=child):
                return node.changed(child=self.chosen(child))
            case plan.AndNot(positive=first, negative=second):
                return plan.AndNot(self.chosen(first), self.chosen(second))
            case plan.AndMaybe(required=first, optional=second):
                return plan.AndMaybe(self.chosen(first), self.chosen(second))
            case plan.Filter(scored=first, required=second):
                return plan.Filter(self.chosen(first), self.chosen(second))
            case _:
                return node

    def _word(self, node: plan.Word) -> plan.Node:
        forms = self._forms(node.text)
        return node.changed(terms=self._kept(forms[0], node.terms)) if len(forms) == 1 else node

    def _phrase(self, node: plan.Phrase) -> plan.Node:
        forms = self._forms(node.text)
        if len(forms) != len(node.words):
            return node
        words = [self._kept(form, terms) for form, terms in zip(forms, node.words, strict=True)]
        return node.changed(words=tuple(words))

    def _expand(self, node: plan.Expand) -> plan.Node:
        test = node.accepts
        if isinstance(test, StartTest):
            start = test.start.decode()

            def completed(language: str | None) -> Sequence[str]:
                return analyzer_of((language,)).completed(start)

            whole = self._without_foreign(completed, tuple(test.whole))
            return node.changed(accepts=test.changed(whole=frozenset(whole)))
        assert isinstance(test, FuzzyTest)
        spellings = tuple(spelling.encode() for spelling in test.spellings)
        kept = self._kept(node.text, spellings)
        return node.changed(accepts=test.changed(spellings=tuple(map(bytes.decode, kept))))

    def _forms(self, text: str) -> list[str]:
        tokens = self._analyzer.tokens(text)
        return [token.text for token in tokens if self._analyzer.variants(token.text)]

    def _kept(self, form: str, terms: tuple[bytes, ...]) -> tuple[bytes, ...]:
        if len(terms) < 2:
            return terms
        return (
            self._without_foreign(lambda code: (self._analyzer.term(form, code),), terms) or terms
        )

    def _without_foreign(
        self, made: Callable[[str | None], Sequence[str]], terms: tuple[bytes, ...]
    ) -> tuple[bytes, ...]:
        """The terms that not mostly other languages' articles hold.

        Args:
            made: The terms of the query's word in a language.
            terms: The terms to choose from.
        """
        # What the language of most articles makes is never foreign.
        main = {term.encode() for term in made(self._main)} if self._main_is_most else set()
        return tuple([term for term in terms if term in main or not self._foreign(term, made)])

    def _foreign(self, term: bytes, made: Callable[[str | None], Sequence[str]]) -> bool:
        """Whether most articles that hold a term are certainly in other languages."""
        held = self._snapshot.document_frequency("text", (term,))
        if held <= _FEW:
            return False
        text = term.decode()
        own = sum([count for code, count in self._counts.items() if text in made(code)])
        return own > 0 and held - own > max(_FEW, own)  # 0: no word of a text, a given term
