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
_ISO_2022 = re.compile(rb"\x1b\$[@B]")
_SAMPLE = 65_536
MOST_DAMAGED = 0.1  # share of the characters beyond ASCII that a true declaration may not explain
# What the names in declarations mean in practice: https://encoding.spec.whatwg.org, "Names".
_MEANT = {
    "ascii": "cp1252", "us-ascii": "cp1252", "iso-8859-1": "cp1252", "iso8859-1": "cp1252",
    "latin1": "cp1252", "latin-1": "cp1252", "windows-1252": "cp1252", "iso-8859-9": "cp1254",
    "gb2312": "gb18030", "gb-2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
    "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932",
    "euc-kr": "cp949", "ks-c-5601-1987": "cp949", "windows-949": "cp949", "korean": "cp949",
    "big5": "big5hkscs", "x-big5": "big5hkscs", "tis-620": "cp874", "iso-8859-11": "cp874",
    "windows-874": "cp874", "x-euc-jp": "euc_jp", "x-mac-cyrillic": "mac-cyrillic",
    "koi8-r": "koi8-r", "koi8": "koi8-r", "koi8-ru": "koi8-u", "win-1251": "cp1251",
    "windows1251": "cp1251", "iso-8859-8-i": "iso8859-8", "visual": "iso8859-8",
}  # fmt: skip


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
    in another encoding practically never satisfies by chance); the `declared` encoding, unless the
    bytes speak against it; UTF-8 with a few damaged places; what `encoding_guess` says.

    Example: ``decode("Київ".encode("cp1251"))`` is ``"Київ"``.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    wide = _wide(data[:_SAMPLE])
    if wide is not None:
        return data.decode(wide, "replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if b"\x1b" not in data or not _ISO_2022.search(data):
            return text
    if declared:
        told = _declared(data, declared)
        if told is not None:
            return told
    guessed = data.decode("utf-8", "replace")
    good = sum(1 for c in guessed[:_SAMPLE] if c > "\x7f" and c != "\ufffd")
    if good > 5 * guessed[:_SAMPLE].count("\ufffd"):
        return guessed
    from .encoding_guess import guess

    return data.decode(guess(data[:_SAMPLE]), "replace")


def _declared(data: bytes, declared: str) -> str | None:
    """The text as it is declared; None where the declaration cannot be true."""
    name = declared.strip().lower().replace("_", "-")
    name = _MEANT.get(name, name)
    if name.startswith(("utf-8", "utf8")):
        return None
    if name == "cp1252":
        # In Western text a high byte stands alone; where they make words, a program wrote its
        # default encoding.
        runs = _HIGH_RUN.findall(data[:_SAMPLE])
        if sum(len(run) for run in runs if len(run) > 2) * 2 >= sum(map(len, runs)):
            return None
    try:
        text = data.decode(name, "replace")
    except (LookupError, ValueError):  # unknown, or no text encoding
        return None
    head = text[:_SAMPLE]
    beyond = len(head) - len(head.encode("ascii", "ignore"))
    return None if head.count("\ufffd") > MOST_DAMAGED * beyond else text


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
