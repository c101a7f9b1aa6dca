"""A matcher of phrases for Whoosh's searcher."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from whoosh.matching import IntersectionMatcher
from whoosh.query.spans import SpanNear2
from whoosh.util import make_binary_tree


class PhraseMatcher(SpanNear2.SpanNear2Matcher):  # type: ignore[misc]
    """Words in order, each at most ``slop`` positions after the one before it.

    Args:
        words: A matcher per distinct word, all active.
        order: Which of them stands at each place of the phrase.
        slop: The largest distance from a word to the next.

    The score is the sum over the distinct words.
    """

    def __init__(self, words: Sequence[Any], order: Sequence[int], slop: int) -> None:
        self.words = list(words)
        self.order = list(order)
        self.ms = [self.words[number] for number in order]
        self.slop = slop
        self.ordered = True
        self.mindist = 1
        both = make_binary_tree(IntersectionMatcher, list(self.words))
        super(SpanNear2.SpanNear2Matcher, self).__init__(both)

    def copy(self) -> PhraseMatcher:
        return PhraseMatcher([word.copy() for word in self.words], self.order, self.slop)

    def supports_block_quality(self) -> bool:
        return False
