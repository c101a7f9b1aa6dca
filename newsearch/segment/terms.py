"""Term numbers while a segment is built: from surface forms, by language."""

from __future__ import annotations

from array import array
from itertools import islice

from newsearch.kernel.lookup import number_terms
from newsearch.kernel.tokenise import MISSING, Forms
from newsearch.text.analysis import terms
from newsearch.text.languages import decide, evidence

#: Words of an article that are looked at to tell its language.
LANGUAGE_WORDS = 400
#: Bytes that a term takes beside its form: its name, its number, their places in a dict.
TERM_BYTES = 150
#: A row of so many tokens is reserved (addresses, not memory): more than the budget's share for
#: words holds.
TERMS_BYTES_PER_TOKEN = 4
_UNKNOWN = array("I", [MISSING])


class Terms:
    """Term numbers, and for each language the term of each surface form.

    Args:
        budget: Bytes that forms and terms may take before `full` says so.
    """

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self.forms = Forms(token_capacity=budget // TERMS_BYTES_PER_TOKEN)
        self._numbers: dict[str, int] = {}  # in the order of the numbers
        self._tables: dict[str | None, array[int]] = {}
        self._evidence = array("I")

    def memory(self) -> int:
        """An estimate of the bytes taken, the words held not counted."""
        tables = sum(4 * len(table) for table in self._tables.values())
        return self.forms.memory() + TERM_BYTES * len(self._numbers) + tables

    def full(self) -> bool:
        """Whether it has outgrown its budget; a new one should then take its place."""
        return self.memory() > self.budget

    def language(self, first: int, count: int) -> str | None:
        """The language of the words at ``first``, or None when they do not tell."""
        count = min(count, LANGUAGE_WORDS)
        known = self._evidence
        new = array("I", range(len(known), self.forms.form_count))
        known.extend(map(evidence, self.forms.words(new)))
        counts = array("I", bytes(128))
        self.forms.evidence(first, count, known, counts)
        return decide(counts, count)

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

    def _learn(self, forms: array[int], language: str | None, table: array[int]) -> None:
        """Enters the terms of forms into a language's table."""
        number_terms(terms(self.forms.words(forms), language), self._numbers, forms, table)

    def names(self, first: int = 0) -> list[bytes]:
        """The terms by their numbers, from ``first`` on."""
        lacking = len(self._numbers) - first
        return [term.encode() for term in islice(reversed(self._numbers), lacking)][::-1]
