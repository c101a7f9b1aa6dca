"""Bytes to text where nobody, or somebody unreliable, said which encoding they are in."""

from __future__ import annotations

import codecs
import re

__all__ = ["decode", "is_binary"]

_MARKS = (  # the longer mark first: UTF-32 LE begins with the mark of UTF-16 LE
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"MZ\x90", b"SQLite format 3",
    b"\xd0\xcf\x11\xe0", b"RIFF", b"OggS", b"ID3", b"\xca\xfe\xba\xbe", b"Rar!", b"7z\xbc\xaf",
    b"PAR1", b"Obj\x01", b"\x80\x04\x95",
)  # fmt: skip
_CONTROL = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b\x1e\x1a"))
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_SAMPLE = 65_536


def is_binary(head: bytes) -> bool:
    """Whether `head`, the first bytes of a file, cannot be text in any encoding."""
    if head.startswith(_MAGIC):
        return True
    if _wide(head) is not None:
        return False
    controls = len(head) - len(head.translate(None, _CONTROL))
    return controls > len(head) // 100


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of `data`.  Never fails: what no encoding explains becomes U+FFFD.

    In this order: a byte-order mark; UTF-16 without one, known by its NUL bytes; UTF-8 (which text
    in another encoding practically never satisfies by chance); the `declared` encoding; UTF-8
    with a few damaged places; Windows-1251 or KOI8-R where the bytes look like Cyrillic words;
    Windows-1252.

    Example: ``decode("Київ".encode("cp1251"))`` is ``"Київ"``.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    wide = _wide(data[:_SAMPLE])
    if wide is not None:
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if declared and not declared.lower().replace("_", "-").startswith(("utf-8", "utf8")):
        try:
            return data.decode(declared, "replace")
        except (LookupError, ValueError):  # unknown, or no text encoding
            pass
    guessed = data.decode("utf-8", "replace")
    good = sum(1 for c in guessed[:_SAMPLE] if c > "\x7f" and c != "\ufffd")
    if good > 5 * guessed[:_SAMPLE].count("\ufffd"):
        return guessed
    return data.decode(_single_byte(data[:_SAMPLE]), "replace")


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: ASCII characters put a NUL at every second byte."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if len(head) < 8 or b"\x00" not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    pairs = len(head) // 2
    if odd > pairs * 0.3 and even < pairs * 0.05:
        return "utf-16-le"
    if even > pairs * 0.3 and odd < pairs * 0.05:
        return "utf-16-be"
    return None


def _single_byte(sample: bytes) -> str:
    """Cyrillic words are runs of high bytes; in Western text a high byte stands alone."""
    runs = _HIGH_RUN.findall(sample)
    in_words = sum(len(run) for run in runs if len(run) > 2)
    if in_words * 2 < sum(map(len, runs)):
        return "cp1252"
    # The small letters, which are most of a text, are 0xE0-0xFF in Windows-1251 and
    # 0xC0-0xDF in KOI8-R.
    small_1251 = sum(byte >= 0xE0 for byte in sample)
    small_koi8 = sum(0xC0 <= byte < 0xE0 for byte in sample)
    return "koi8-u" if small_koi8 > small_1251 else "cp1251"
