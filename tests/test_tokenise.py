"""The tokeniser and the table of forms, compiled and as plain Python."""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Callable
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
    compiled, pure = compiled_kernel("tokenise"), pure_kernel("tokenise")
    assert compiled.spans(data) == pure.spans(data)
    left, right = compiled.Forms(), pure.Forms()
    assert left.append(data) == right.append(data)
    assert left.tokens.tolist() == right.tokens.tolist()
    assert [left.form(at) for at in range(left.form_count)] == [
        right.form(at) for at in range(right.form_count)
    ]


@settings(max_examples=150, deadline=None)
@given(texts)
def test_forms_are_the_words_in_lower_ascii(text: str) -> None:
    tokenise = pure_kernel("tokenise")
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
    # Up to 8 bytes a form is its own key; longer ones are compared byte by byte.
    vocabulary = [f"w{at}" for at in range(1500)] + [f"longerword{at}" for at in range(1500)]
    before = forms.memory()
    for _ in range(2):
        assert forms.append(" ".join(vocabulary).encode()) == 3000
    assert forms.form_count == 3000
    assert forms.tokens.tolist() == list(range(3000)) * 2
    assert [forms.form(at).decode() for at in range(3000)] == vocabulary
    assert forms.memory() > before
    for number in (-1, 3000):
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
    counts = array("I", [1] * 32)
    forms.evidence(3, 100, array("I", [0b11, 1 << 31]), counts)
    assert counts.tolist() == [35, 35, *[1] * 29, 34]
    with pytest.raises(IndexError):
        forms.evidence(100, 21, array("I"), counts)
    with pytest.raises(ValueError, match="32"):
        forms.evidence(0, 1, array("I"), array("I", [0]))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 9), max_size=80), st.lists(st.integers(0, 2**32 - 1), max_size=9))
def test_added_bits_equal_a_plain_count(row: list[int], table: list[int]) -> None:
    for lookup in (compiled_kernel("lookup"), pure_kernel("lookup")):
        counts = array("I", bytes(128))
        lookup.add_bits(array("I", row), 0, len(row), array("I", table), counts)
        bits = [table[form] for form in row if form < len(table)]
        assert counts.tolist() == [sum(value >> bit & 1 for value in bits) for bit in range(32)]


def test_terms_take_the_place_of_forms(kernel: Kernel) -> None:
    tokenise = kernel("tokenise")
    forms = tokenise.Forms()
    forms.append(b"a b c b d")
    table = array("I", [70, tokenise.MISSING, 72])
    assert forms.missing(1, 5, table).tolist() == [1, 3]
    table[1] = 71
    assert forms.map_terms(1, 5, table) == 1
    assert forms.tokens.tolist() == [0, 71, 72, 71, tokenise.MISSING]
    for first, last in ((-1, 1), (2, 1), (0, 6)):
        with pytest.raises(IndexError):
            forms.missing(first, last, table)
        with pytest.raises(IndexError):
            forms.map_terms(first, last, table)


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
