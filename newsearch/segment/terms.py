"""Term numbers while a segment is built: from surface forms, by language."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from newsearch.kernel.tokenise import MISSING, Forms
from newsearch.kernel.vocabulary import Vocabulary, forms_to_judge
from newsearch.text.analysis import terms
from newsearch.text.languages import evidence, language_of_bit, language_rule, plain_words
from newsearch.text.stems import ascii_stems, stemmed_endings

#: Words of an article that are looked at to tell its language.
LANGUAGE_WORDS = 400
#: A row of so many tokens is reserved (addresses, not memory): more than the budget's share for
#: words holds.
TERMS_BYTES_PER_TOKEN = 4
_UNKNOWN = array("I", [MISSING])


class Terms:
    """Term numbers, and for each language the term of each surface form.

    Args:
        budget: Bytes that forms and terms may take before `full` says so.

    Attributes:
        forms: The forms.
        vocabulary: The terms.
    """

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self.forms = Forms(token_capacity=budget // TERMS_BYTES_PER_TOKEN)
        self.vocabulary = Vocabulary()
        self._tables: dict[str | None, array[int]] = {}
        self._evidence = array("Q")

    def memory(self) -> int:
        """An estimate of the bytes taken, the words held not counted."""
        tables = sum(4 * len(table) for table in self._tables.values())
        return self.forms.memory() + self.vocabulary.memory() + tables + 8 * len(self._evidence)

    def full(self) -> bool:
        """Whether it has outgrown its budget; a new one should then take its place."""
        return self.memory() > self.budget

    def languages(self, first: int, ends: Sequence[int]) -> list[str | None]:
        """The languages of texts, each None where its words do not tell.

        Args:
            first: The token at which the first text begins.
            ends: At which each ends.
        """
        self._judge()
        tokens = self.forms.tokens
        leading = language_rule().leading_all(
            tokens, first, array("Q", ends), LANGUAGE_WORDS, self._evidence
        )
        return [language_of_bit(bit) for bit in leading]

    def _judge(self) -> None:
        """Brings the table of what each form speaks for up to date."""
        first = len(self._evidence)
        more = self._words_judged() if not first else array("Q")
        more.frombytes(bytes(8 * (self.forms.form_count - first - len(more))))
        new = forms_to_judge(self.forms, first)
        for form, word in zip(new, self.forms.words(new), strict=True):
            more[form - first] = evidence(word)
        self._evidence.extend(more)

    def _words_judged(self) -> array[int]:
        """Makes forms of the words that speak for a language; returns what each form speaks for.

        So it is known of all other forms of the letters a to z that they speak for none.
        """
        words = plain_words()
        forms = self.forms
        first = forms.token_count
        forms.append(" ".join(words).encode())
        found = array("Q", bytes(8 * forms.form_count))
        for form, languages in zip(forms.tokens[first:], words.values(), strict=True):
            found[form] = languages
        forms.truncate(first)
        return found

    def map(self, first: int, last: int, language: str | None) -> None:
        """Replaces the forms of the words from ``first`` to ``last`` by their terms."""
        table = self._tables.get(language)
        if table is None:
            table = self._tables[language] = array("I")
        forms = self.forms
        lacking = forms.form_count - len(table)
        if lacking > 0:
            table.extend(_UNKNOWN * lacking)
        forms.map_terms(first, last, table, lambda new: self._learn(new, language, table))

    def _learn(self, new: array[int], language: str | None, table: array[int]) -> None:
        """Enters the terms of forms into a language's table."""
        forms, vocabulary = self.forms, self.vocabulary
        endings = stemmed_endings(language)
        words, of_words, others = vocabulary.enter_forms(forms, new, table, endings)
        if words:
            vocabulary.enter(ascii_stems(words, language), of_words, table)
        if others:
            found = terms(forms.words(others), language)
            vocabulary.enter([term.encode() for term in found], others, table)
