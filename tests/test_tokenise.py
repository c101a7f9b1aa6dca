"""The tokeniser and the table of forms, compiled and as plain Python."""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Callable
from functools import cache
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsearch.kernel import characters

from .conftest import compiled_kernel, pure_kernel

Kernel = Callable[[str], ModuleType]

# Characters that take part in the rules, and some that do not.
ALPHABET = "aZzé9 7.,'’&+#-_/\n\u00ad\u0301йїЇ’ʼ新聞ーかไทย한\u200d😀𝐀𠀀٣\u0640ß"
texts = st.text(st.sampled_from(ALPHABET) | st.characters(), max_size=60)


@cache
def both_kinds() -> list[ModuleType]:
    return [compiled_kernel("tokenise"), pure_kernel("tokenise")]


def words(kernel: Kernel, text: str) -> list[str]:
    data = text.encode()
    spans = kernel("tokenise").spans(data)
    return [data[spans[at] : spans[at + 1]].decode() for at in range(0, len(spans), 2)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("One, two; three.", ["One", "two", "three"]),
        ("don't O’Brien з'їзд зʼїзд", ["don't", "O’Brien", "з'їзд", "зʼїзд"]),
        ("'quoted' dogs' l'11 1990's", ["quoted", "dogs", "l", "11", "1990's"]),
        ("the U.S. and U.S.A.", ["the", "U.S", "and", "U.S.A"]),
        ("J.K.Lowland e.g. end.Next", ["J.K", "Lowland", "e.g", "end", "Next"]),
        ("Д.О.Мар", ["Д.О", "Мар"]),
        ("1,000.5 3. 4, 5.x 12.02.2026", ["1,000.5", "3", "4", "5", "x", "12.02.2026"]),
        ("AT&T S&P a & b c&", ["AT&T", "S&P", "a", "b", "c"]),
        ("C++ C# AB# 3# +1 C+", ["C++", "C#", "AB", "3", "1", "C"]),
        ("COVID-19 and/or snake_case", ["COVID", "19", "and", "or", "snake", "case"]),
        ("so\u00adft \u00adb cafe\u0301 \u0301x", ["so\u00adft", "b", "cafe\u0301", "x"]),
        ("新聞社 紙 x新y", ["新聞", "聞社", "紙", "x", "新", "y"]),
        ("か\u3099き", ["か\u3099き"]),
        ("ไก่ชน", ["ไก่", "ก่ช", "ชน"]),
        ("мир😀дім", ["мир", "дім"]),
        ("CO₂ zero\u200bwidth", ["CO₂", "zero", "width"]),
        ("𝐀𝐁 𠀀𠀁", ["𝐀𝐁", "𠀀𠀁"]),
    ],
)
def test_what_a_word_is(kernel: Kernel, text: str, expected: list[str]) -> None:
    assert words(kernel, text) == expected


def test_long_words_are_cut_at_a_character(kernel: Kernel) -> None:
    assert words(kernel, "a" * 300 + " b") == ["a" * 255, "b"]
    assert words(kernel, "a" * 255) == ["a" * 255]
    assert words(kernel, "я" * 200) == ["я" * 127]


@pytest.mark.parametrize(
    "data",
    [
        b"a\xffb",
        b"a\xc3",
        b"a\xe2\x82",
        b"a\xf0\x9f\x98",
        b"a\xc0\x80b",
        b"\x80a",
        b"a\xed\xa0\x80b",
    ],
)
def test_bytes_that_are_no_utf8_separate(kernel: Kernel, data: bytes) -> None:
    tokenise = kernel("tokenise")
    forms = tokenise.Forms()
    forms.append(data)
    found = [forms.form(number) for number in forms.tokens]
    assert found == ([b"a", b"b"] if data.endswith(b"b") else [b"a"])


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=40) | texts.map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_compiled_and_plain_agree(data: bytes) -> None:
    compiled, pure = both_kinds()
    assert compiled.spans(data) == pure.spans(data)
    left, right = compiled.Forms(), pure.Forms()
    assert left.append(data) == right.append(data)
    assert left.tokens.tolist() == right.tokens.tolist()
    assert [left.form(at) for at in range(left.form_count)] == [
        right.form(at) for at in range(right.form_count)
    ]


@settings(max_examples=100, deadline=None)
@given(st.lists(texts.map(lambda text: text.encode("utf-8", "surrogatepass")), max_size=6))
def test_texts_together_have_the_words_of_each(data: list[bytes]) -> None:
    for tokenise in both_kinds():
        single, together = tokenise.Forms(), tokenise.Forms()
        ends = []
        for text in data:
            single.append(text)
            ends.append(single.token_count)
        assert together.append_all(data).tolist() == ends
        assert together.tokens.tolist() == single.tokens.tolist()
        numbers = array("I", range(single.form_count))
        words = [single.form(number).decode() for number in numbers]
        assert together.words(numbers) == words
        with pytest.raises(IndexError):
            together.words(array("I", [single.form_count]))


@settings(max_examples=150, deadline=None)
@given(texts)
def test_forms_are_the_words_in_lower_ascii(text: str) -> None:
    tokenise = both_kinds()[1]
    data = text.encode("utf-8", "surrogatepass")
    spans = tokenise.spans(data)
    forms = tokenise.Forms()
    assert forms.append(data) == len(spans) // 2
    for at, number in enumerate(forms.tokens[: forms.token_count]):
        assert forms.form(number) == data[spans[2 * at] : spans[2 * at + 1]].lower()
        assert forms.form(number).decode()
    assert len({forms.form(at) for at in range(forms.form_count)}) == forms.form_count


def test_numbering_survives_growth(kernel: Kernel) -> None:
    tokenise = kernel("tokenise")
    forms = tokenise.Forms(capacity_hint=1)
    # Up to 12 bytes a form is its own key; longer ones are compared byte by byte. There are more
    # than the cache of those found last has places for.
    short = [f"w{at}" for at in range(4000)]
    vocabulary = [
        word for at in range(4000) for word in (f"w{at}", f"lengthen{at:04}", f"lengthened{at:04}")
    ]
    before = forms.memory()
    for _ in range(2):
        assert forms.append(" ".join(vocabulary).encode()) == 12_000
    assert forms.append(" ".join(word for word in short for _ in range(3)).encode()) == 12_000
    assert forms.form_count == 12_000
    assert forms.tokens[:24_000].tolist() == list(range(12_000)) * 2
    assert forms.tokens[24_000:].tolist() == [at // 3 * 3 for at in range(12_000)]
    assert [forms.form(at).decode() for at in range(12_000)] == vocabulary
    assert forms.memory() > before
    for number in (-1, 12_000):
        with pytest.raises(IndexError):
            forms.form(number)


def test_tokens_are_kept_dropped_and_cleared(kernel: Kernel) -> None:
    forms = kernel("tokenise").Forms()
    forms.append(b"Red RED green")
    assert forms.append(b"") == 0
    assert forms.append(b"blue") == 1
    assert forms.tokens.tolist() == [0, 0, 1, 2]
    forms.truncate(3)
    assert forms.token_count == 3
    with pytest.raises(IndexError):
        forms.truncate(4)
    forms.clear_tokens()
    assert (forms.token_count, forms.form_count) == (0, 3)


def test_evidence_adds_bits_up(kernel: Kernel) -> None:
    forms = kernel("tokenise").Forms()
    forms.append(b"a b c " * 40)
    counts = array("I", [1] * 64)
    forms.evidence(3, 100, array("Q", [0b11, 1 << 63]), counts)
    assert counts.tolist() == [35, 35, *[1] * 61, 34]
    with pytest.raises(IndexError):
        forms.evidence(100, 21, array("Q"), counts)
    with pytest.raises(ValueError, match="64"):
        forms.evidence(0, 1, array("Q"), array("I", [0]))


def test_places_beyond_the_tokens_or_the_table_are_refused(kernel: Kernel) -> None:
    lookup = kernel("lookup")
    tokens = array("I", [1, 0, 2])
    lookup.map_places(tokens, array("I", [2, 1]), array("I", [70, 71, 72]))
    assert tokens.tolist() == [1, 70, 72]
    for place in (0, 3):
        with pytest.raises(IndexError):
            lookup.map_places(tokens, array("I", [place]), array("I", [70]))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 9), max_size=80), st.lists(st.integers(0, 2**64 - 1), max_size=9))
def test_added_bits_equal_a_plain_count(row: list[int], table: list[int]) -> None:
    for kernel in (compiled_kernel("evidence"), pure_kernel("evidence")):
        counts = array("I", bytes(4 * 64))
        kernel.add_bits(array("I", row), 0, len(row), array("Q", table), counts)
        bits = [table[form] for form in row if form < len(table)]
        assert counts.tolist() == [sum(value >> bit & 1 for value in bits) for bit in range(64)]


def test_terms_take_the_place_of_forms(kernel: Kernel) -> None:
    tokenise = kernel("tokenise")
    forms = tokenise.Forms()
    forms.append(b"a b c b d")
    table = array("I", [70, tokenise.MISSING, 72, tokenise.MISSING])
    asked = []

    def learn(new: array[int]) -> None:
        asked.append(new.tolist())
        table[1], table[3] = 71, 73

    forms.map_terms(1, 5, table, learn)
    assert asked == [[1, 3]]
    assert forms.tokens.tolist() == [0, 71, 72, 71, 73]
    forms.map_terms(0, 1, table, learn)
    assert asked == [[1, 3]]
    assert forms.tokens[0] == 70
    for first, last in ((-1, 1), (2, 1), (0, 6)):
        with pytest.raises(IndexError):
            forms.map_terms(first, last, table, learn)


# What a word is, told character by character, without regard to speed.


def reference_characters(data: bytes) -> list[tuple[int, int, int]]:
    """Class, start and end of each character; a byte that is not UTF-8 separates."""
    found = []
    at = 0
    while at < len(data):
        width, kind = 1, characters.SEPARATOR
        for tried in range(1, 5):
            try:
                character = data[at : at + tried].decode()
            except UnicodeDecodeError:
                continue
            if len(character) == 1:
                width, kind = tried, characters.class_of(character)
                break
        found.append((kind, at, at + width))
        at += width
    return found


def reference_spans(data: bytes) -> list[int]:
    """Start and end of each word, by the rules of `newsearch.kernel.word_rules`."""
    units = reference_characters(data)
    end_of_text = (characters.SEPARATOR, len(data), len(data))
    units += [end_of_text] * 3
    found: list[int] = []
    at, tail = 0, -1
    while units[at] is not end_of_text:
        kind, start, _ = units[at]
        end = start
        if kind == characters.IDEOGRAPH:
            after = unit_end(units, at)
            if units[after][0] == characters.IDEOGRAPH:
                end = units[unit_end(units, after)][1]
                tail = after
            elif tail != at:
                end = units[after][1]
            at = after
        elif kind in WORDY:
            at, end = reference_word(data, units, at)
        else:
            at += 1
        if end - start > 255:
            end = start + 255
            while data[end] & 0xC0 == 0x80:
                end -= 1
        if end > start:
            found += [start, end]
    return found


WORDY = (characters.LETTER, characters.DIGIT)
EXTENDS = (characters.MARK, characters.IGNORABLE)


def unit_end(units: list[tuple[int, int, int]], at: int) -> int:
    at += 1
    while units[at][0] in EXTENDS:
        at += 1
    return at


def reference_word(data: bytes, units: list[tuple[int, int, int]], at: int) -> tuple[int, int]:
    """The unit after the word that begins at unit `at`, and the word's end in bytes."""
    previous, part, dotted = 0, 0, False
    while True:
        kind, start, end = units[at]
        text = data[start:end]
        following = units[at + 1][0]
        if kind in WORDY:
            previous = kind
        elif kind in EXTENDS or (kind == characters.APOSTROPHE and following == characters.LETTER):
            pass
        elif text in (b".", b",") and previous == characters.DIGIT:
            if following != characters.DIGIT:
                return at, start
        elif text == b"." and part == 1 and following == characters.LETTER:
            if 1 <= units[at + 2][0] <= 5:
                return at, start
            if previous == characters.LETTER:
                part, dotted = -1, True
        elif text == b"&" and following in WORDY:
            pass
        elif text == b"+" and previous == characters.LETTER and data[end : end + 1] == b"+":
            return at + 2, end + 1
        elif text == b"#" and previous == characters.LETTER and part == 1 and not dotted:
            return at + 1, end
        else:
            return at, start
        part += 1
        at += 1


PIECES = st.sampled_from(
    [
        *"aZé9йї新ไ\u0301\u200d\u00ad\u0640𝐀𠀀٣",
        *" .,'’&+#-_/\n\x00\u00a0“”😀",
        ". ",
        ", ",
        "'s ",
        "++",
    ]
)
LENGTHS = st.sampled_from([1, 2, 3, 7, 8, 9, 11, 12, 13, 15, 16, 17, 20, 24, 25, 254, 255, 256])
RUNS = st.builds(lambda letter, length: letter * length, st.sampled_from("aZ7яé新ñ"), LENGTHS)
LONG = st.builds(
    lambda part, times: part * times, PIECES | RUNS, st.sampled_from([500, 1030, 4095])
)
PIECEWISE = st.lists(PIECES | RUNS | st.from_regex("[a-z]{1,14}", fullmatch=True), max_size=40)
DATA = (
    PIECEWISE.map("".join).map(str.encode)
    | st.tuples(PIECEWISE, LONG, PIECEWISE).map(
        lambda parts: "".join((*parts[0], parts[1], *parts[2])).encode()
    )
    | st.binary(max_size=20)
    | st.lists(st.binary(max_size=2) | PIECES.map(str.encode), max_size=30).map(b"".join)
)


@settings(max_examples=200, deadline=None)
@given(DATA, st.integers(0, 20))
def test_words_are_those_of_the_reference(data: bytes, cut: int) -> None:
    data = data[: max(0, len(data) - cut)]
    expected = reference_spans(data)
    words = [data[at:end].lower() for at, end in zip(expected[::2], expected[1::2], strict=True)]
    order = list(dict.fromkeys(words))
    for tokenise in both_kinds()[: 2 if len(data) < 1000 else 1]:
        assert tokenise.spans(data).tolist() == expected
        forms = tokenise.Forms(capacity_hint=1, token_capacity=1)
        for _ in range(2):
            assert forms.append(data) == len(words)
        assert [forms.form(number) for number in forms.tokens] == words * 2
        assert [forms.form(number) for number in range(forms.form_count)] == order


def test_a_text_longer_than_what_is_kept() -> None:
    forms = compiled_kernel("tokenise").Forms(token_capacity=10)
    text = b"one more word, " * 80_000
    assert len(text) > 1 << 20
    for data, expected in ((text, 240_000), (b"few words", 2), (text + b"one", 240_001)):
        assert forms.append(data) == expected
    assert forms.form_count == 5
    assert forms.tokens[:5].tolist() == [0, 1, 2, 0, 1]
    assert forms.tokens[240_000:240_003].tolist() == [3, 4, 0]
    assert forms.token_count == len(forms.tokens) == 480_003


IDEOGRAPHIC = (
    *("CJK UNIFIED", "CJK COMPAT", "HIRAGANA", "KATAKANA", "BOPOMOFO", "HANGUL", "HALFWIDTH"),
    *("THAI", "LAO", "KHMER", "MYANMAR"),
)


def expected_class(character: str) -> int:
    """The rule of `newsearch.kernel.characters`, from the Unicode database."""
    code, category = ord(character), unicodedata.category(character)
    if character in "'’ʼ＇\u05f3\u05f4":
        return characters.APOSTROPHE
    if code == 0x200B:
        return characters.SEPARATOR
    if category == "Cf" or code == 0x640 or 0xFE00 <= code <= 0xFE0F:
        return characters.IGNORABLE
    if category[0] == "M":
        return characters.MARK
    if category == "Nd" or 0x2080 <= code <= 0x2089:
        return characters.DIGIT
    if category[0] == "L" or category == "Nl":
        name = unicodedata.name(character, "")
        return characters.IDEOGRAPH if name.startswith(IDEOGRAPHIC) else characters.LETTER
    return characters.SEPARATOR


def test_classes_follow_the_unicode_database() -> None:
    differing = [
        code
        for code in range(0x10000)
        if unicodedata.category(chr(code)) != "Cn"
        and characters.CLASSES[code] != expected_class(chr(code))
    ]
    # Iteration marks, Hangzhou numerals and the like: ideographs that are not named so.
    allowed = [code for code in differing if 0x3005 <= code <= 0x303C]
    if unicodedata.unidata_version == "14.0.0":
        assert [f"{code:04X}" for code in differing if code not in allowed] == []
    assert len(differing) < 250  # characters assigned after 14.0 included
    assert len(characters.CLASSES) == len(characters.SUPPLEMENTARY) == 0x10000
    assert characters.class_of("𠀀") == characters.IDEOGRAPH
    assert characters.class_of("\U000e0100") == characters.IGNORABLE
    assert characters.class_of("\U0010ffff") == characters.SEPARATOR
