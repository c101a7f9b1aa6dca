"""Terms of forms, numbers of terms and languages of texts, against dicts and one word at a time."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable
from itertools import pairwise
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsearch.text.analysis import term
from newsearch.text.languages import LANGUAGE_BITS, evidence, language_of_bit, language_rule
from newsearch.text.stems import stem, stemmed_endings

from .conftest import pure_kernel
from .kernels import Kernels, load
from .test_shingles import term_hash

Load = Callable[[str], ModuleType]
either = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
MISSING = 0xFFFFFFFF
# Words that are folded or stemmed in every way, and letters that make others.
WORDS = [
    "rain", "rains", "raining", "ran's", "u.s", "u.s.a's", "1,000", "1,000.5", "1,00", "1990s",
    "12,345,678's", "3:0", "o'neill's", "a.b3", "AT&T", "C++", "l'avion", "l’avions", "'tis", "the",
    "café", "Straße", "３００", "путин's", "Rutte’s", "المدينة", "містами", "gobiernos", "hacernos",
    "یک", "x²", "ᎠᏎ",
]  # fmt: skip
FUNCTION_WORDS = [
    "the", "of", "der", "die", "и", "в", "что", "да", "a", "na", "ya", "日本", "の", "は",
]  # fmt: skip
ALONE = ["ru", "uk", "ar", "fa", "el", "he", "hi", "zh", "ja", "ko", "th"]
MANY = ["ha", "yo", "ig", "ln", "so", "om", "rn", "rw", "sn", "xh", "zu", "lg", "am", "ti"]
texts = st.lists(
    st.sampled_from(WORDS) | st.text("aes'.,1é0и", min_size=1, max_size=8), max_size=30
).map(" ".join)


@pytest.fixture(params=["compiled", "pure"], scope="module")
def kernels(request: pytest.FixtureRequest) -> Kernels:
    return load(request.param)


@either
@given(terms=st.lists(st.binary(max_size=3) | st.sampled_from([b"x" * 300, b"tide"]), max_size=40))
def test_terms_are_numbered_as_they_come(kernel: Load, terms: list[bytes]) -> None:
    vocabulary = kernel("vocabulary").Vocabulary()
    forms = array("I", range(len(terms)))[::-1]
    table = array("I", [MISSING]) * len(terms)
    vocabulary.enter(terms, forms, table)
    known = list(dict.fromkeys(terms))
    assert [known[number] for number in reversed(table)] == terms
    assert [vocabulary.term(number) for number in range(vocabulary.count)] == known
    order = vocabulary.ascending(array("I", range(len(known))))
    assert [known[number] for number in order] == sorted(known)
    starts, letters = vocabulary.joined(order)
    assert [bytes(letters[a:b]) for a, b in pairwise(starts)] == sorted(known)


def test_a_vocabulary_grows_and_what_was_given_of_it_stays(kernel: Load) -> None:
    vocabulary = kernel("vocabulary").Vocabulary()
    size = 9000
    terms = [b"%d" % number * (1 + number % 20) for number in range(size)]
    table = array("I", bytes(4 * size))
    vocabulary.enter(terms[:5], array("I", range(5)), table)
    memory = vocabulary.memory()
    hashes = vocabulary.hashes()
    assert len(hashes) == 5
    vocabulary.enter(terms, array("I", range(size)), table)
    assert table.tolist() == list(range(size))
    assert vocabulary.memory() > memory + sum(map(len, terms))
    assert vocabulary.hashes()[:5].tolist() == hashes.tolist() == list(map(term_hash, terms[:5]))
    again = array("I", bytes(4 * size))
    vocabulary.enter(terms[::-1], array("I", range(size)), again)
    assert again.tolist() == list(range(size))[::-1]
    assert vocabulary.count == size


def test_what_is_not_there_is_refused(kernel: Load) -> None:
    module = kernel("vocabulary")
    vocabulary, forms = module.Vocabulary(), kernel("tokenise").Forms()
    forms.append(b"rain tide")
    with pytest.raises(ValueError, match="2 terms for 1"):
        vocabulary.enter([b"a", b"b"], array("I", [0]), array("I", [0]))
    with pytest.raises(IndexError):
        vocabulary.enter([b"a"], array("I", [1]), array("I", [0]))
    for numbers, entries in (([2], 9), ([1], 1)):
        with pytest.raises(IndexError):
            vocabulary.enter_forms(forms, array("I", numbers), array("I", bytes(4 * entries)), 0)
    assert vocabulary.count == 0
    for call in (vocabulary.ascending, vocabulary.joined):
        with pytest.raises(IndexError):
            call(array("I", [0]))
    with pytest.raises(IndexError):
        vocabulary.term(0)


def test_a_form_beyond_the_table_is_told_and_the_table_left_as_it_was(kernel: Load) -> None:
    lookup = kernel("lookup")
    table = array("I", [70, MISSING])
    with pytest.raises(IndexError):
        lookup.map_terms(array("I", [1, 0, 5, 1]), 0, 4, table)
    assert table.tolist() == [70, MISSING]


def test_a_table_keeps_no_mark_when_memory_runs_out() -> None:
    class Ending(array):  # type: ignore[type-arg]
        def __getitem__(self, at: Any) -> Any:
            if at == 3:
                raise MemoryError
            return super().__getitem__(at)

    table = array("I", [70, MISSING, MISSING])
    with pytest.raises(MemoryError):
        pure_kernel("lookup").map_terms(Ending("I", [1, 0, 2, 1]), 0, 4, table)
    assert table.tolist() == [70, MISSING, MISSING]


def test_room_is_made_for_the_letters_there_are() -> None:
    forms = pure_kernel("tokenise").Forms()
    forms.append(" ".join(f"w{number}" for number in range(3000)).encode())
    vocabulary = pure_kernel("vocabulary").Vocabulary()
    room = len(vocabulary._letters_room)
    numbers = array("I", range(forms.form_count))
    vocabulary.enter_forms(forms, numbers, array("I", bytes(4 * len(numbers))), 0)
    assert vocabulary.count == 3000
    assert len(vocabulary._letters_room) == room


@pytest.mark.parametrize("language", ["en", "es", "fr", "ru", "uk", "ar", "nb", "zu", None])
@either
@given(text=texts, again=texts)
def test_words_become_the_terms_that_each_has_alone(
    kernels: Kernels, language: str | None, text: str, again: str
) -> None:
    terms = kernels.Terms(1 << 20)
    forms = terms.forms
    for part in (text, again):
        first = forms.token_count
        forms.append(part.encode())
        words = forms.words(array("I", forms.tokens[first:]))
        terms.map(first, forms.token_count, language)
        found = [terms.vocabulary.term(number).decode() for number in forms.tokens[first:]]
        assert found == [term(word, language) for word in words]


@settings(max_examples=300, deadline=None)
@given(
    beginning=st.text("aeiouybcdlnprstz", max_size=6),
    suffix=st.sampled_from(["", "ing", "ed", "ation", "li", "ness", "iv", "eed", "ogi", "y"]),
    last=st.sampled_from("abfhjkopquvwxz"),
)
def test_english_words_with_some_last_letters_are_their_own_stems(
    beginning: str, suffix: str, last: str
) -> None:
    word = beginning + suffix + last
    assert stem(word, "en") == word
    assert not stemmed_endings("en") >> ord(last) - ord("a") & 1


@either
@given(word=st.text("as'.,019é٣", min_size=1, max_size=14))
def test_marks_are_dropped(kernel: Load, word: str) -> None:
    digits = any(map(str.isdigit, word))
    expected = word
    while expected.endswith("'s") and len(expected) > 2:
        expected = expected[:-2]
    thousands = re.match(r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])", expected)
    if thousands:
        expected = thousands.group().replace(",", "") + expected[thousands.end() :]
    if not digits:
        expected = expected.replace(".", "") or expected
    assert kernel("word_marks").without_marks(word.encode(), digits).decode() == expected


# -- languages


@either
@given(texts=st.lists(st.lists(st.sampled_from([*WORDS, *FUNCTION_WORDS]))))
def test_languages_of_texts_are_those_their_words_show(
    kernels: Kernels, texts: list[list[str]]
) -> None:
    terms = kernels.Terms(1 << 20)
    forms = terms.forms
    forms.append(b"before the of")
    first = forms.token_count
    ends = list(forms.append_all([" ".join(text).encode() for text in texts]))
    told = terms.languages(first, ends)
    assert forms.token_count == (ends[-1] if ends else first)
    for start, end, language in zip([first, *ends], ends, told, strict=False):
        counts = [0] * 64
        for word in forms.words(array("I", forms.tokens[start:end])):
            for bit in LANGUAGE_BITS.values():
                counts[bit] += evidence(word) >> bit & 1
        assert language == language_shown(counts, end - start)


def language_shown(counts: list[int], words: int) -> str | None:
    """The language that counters show, by comparing sorted lists."""
    codes = {bit: code for code, bit in LANGUAGE_BITS.items()}
    kana, han = counts[LANGUAGE_BITS["ja"]], counts[LANGUAGE_BITS["zh"]]
    if kana * 8 > han > 0:
        return "ja" if kana + han > 0.12 * words else None
    second, best = sorted(counts)[-2:]
    if best == second:
        return None
    language = codes[counts.index(best)]
    least = 1 if words <= 6 and language in ALONE else 2
    if language in MANY:
        least = 4
    return language if best >= max(least, 0.12 * words, 1.15 * second) else None


@either
@given(
    counts=st.dictionaries(st.integers(0, 63), st.integers(0, 30), max_size=6),
    words=st.integers(-1, 120),
)
def test_the_rule_reads_the_counters(kernel: Load, counts: dict[int, int], words: int) -> None:
    row = array("I", [counts.get(bit, 0) for bit in range(64)])
    for bit in range(len(LANGUAGE_BITS), 64):
        row[bit] = 0
    expected = None if words <= 0 else language_shown(row.tolist(), words)
    rule = kernel("evidence").LanguageRule(
        0.12, 1.15, array("I", [2] * 64), 0, 6, LANGUAGE_BITS["ja"], LANGUAGE_BITS["zh"]
    )
    assert language_of_bit(language_rule().leading(row, words)) == expected
    if words > 6 and max(row) >= 4:
        assert language_of_bit(rule.leading(row, words)) == expected


def test_a_rule_without_all_its_counters_is_refused(kernel: Load) -> None:
    module = kernel("evidence")
    with pytest.raises(ValueError, match="64"):
        module.LanguageRule(0.1, 1.1, array("I", [2]), 0, 6, 1, 2)
    rule = module.LanguageRule(0.1, 1.1, array("I", [2] * 64), 0, 6, 1, 2)
    with pytest.raises(ValueError, match="64"):
        rule.leading(array("I", [2]), 3)
    for first, end in ((0, 4), (3, 2)):
        with pytest.raises(IndexError):
            rule.leading_all(array("I", [0] * 3), first, array("Q", [end]), 400, array("Q"))
