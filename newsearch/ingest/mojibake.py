"""Text whose UTF-8 was once read as Windows-1252, Latin-1 or Windows-1251, put right again.

A character of UTF-8 is then two to four others: ``é`` is ``Ã©``, ``’`` is ``â€™``, ``й`` is ``Ð¹``
or ``Р№``.  A text is touched only where it holds a sequence that nobody writes on purpose; then all
sequences that are whole characters of UTF-8 are put right, and nothing else (the idea is that of
R. Speer's ftfy, 2019).
"""

from __future__ import annotations

import re
from functools import cache

__all__ = ["may_be_mojibake", "repaired"]

LAYERS = 3  # how often a text may have been read wrongly, one time upon the other
# Each such text holds one of these; few others do.
_LATIN = (
    "Ã Â â€ Ð Ñ Å¡ Å‚ Å¼ Åº Å¾ ÅŸ Å™ Ä± Ä™ Ä… Ä‡ Ä\u0081 Î± Î¿ Ï„ ×™ ×• Ø§ Ù„ á» áº ã€ ï¼ ðŸ "
    "â\u0080"
)
_SIGNS = tuple(_LATIN.split())
_FIRST = re.compile("[ÃÂâÐÑÅÄÎÏ×ØÙáãïð\x80-\x84\x86-\x9f]")
_CONTROL = re.compile("[\x80-\x84\x86-\x9f]")
_QUOTES = "…”’‘“»›–—"
_SMALL = "a-zß-ÿ"
_CONTROL = re.compile("[\x80-\x84\x86-\x9f]")


def may_be_mojibake(text: str) -> bool:
    """Whether it is worth to look closer; `text` may lack its ASCII characters."""
    if "вЂ" in text or "Рѕ" in text or "Рё" in text:
        return True
    if _FIRST.search(text) is None:
        return False
    return any(sign in text for sign in _SIGNS) or _CONTROL.search(text) is not None


def repaired(text: str) -> str:
    """`text` with its characters put right where it is certain that they were read wrongly.

    Example: ``repaired("donâ€™t at the cafÃ©")`` is ``"don’t at the café"``.
    """
    for _ in range(LAYERS):
        for encoding in ("cp1252", "cp1251"):
            certain, sequence, table = _patterns(encoding)
            if not any(map(_is_proof, certain.finditer(text))):
                continue
            better = sequence.sub(lambda match: _decoded(match[0], table), text)  # noqa: B023
            if encoding == "cp1252":  # the last byte of a closing quotation mark has no character
                better = re.sub(r"â€(?=[\s.,;:!?)]|$)", "”", better)
            break
        else:
            return text
        if better == text:
            return text
        text = better
    return text


def _is_proof(match: re.Match[str]) -> bool:
    """Whether a sequence proves it: in a run, quotation marks behind capitals are too few."""
    run = match["run"]
    return run is None or sum(c in _QUOTES for c in run) * 4 < len(run)


def _decoded(characters: str, table: dict[str, int]) -> str:
    try:
        return bytes(table[c] for c in characters).decode()
    except ValueError:
        return characters


@cache
def _patterns(encoding: str) -> tuple[re.Pattern[str], re.Pattern[str], dict[str, int]]:
    """What proves that a text was read in `encoding`, any sequence, and characters to bytes."""
    table = {bytes([n]).decode(encoding, "replace"): n for n in range(128, 256)}
    table.pop("\ufffd", None)
    for n in range(128, 160):  # controls, where the encoding has no character or is Latin-1
        table.setdefault(chr(n), n)

    def those(*numbers: range, without: str = "") -> str:
        wanted = {c for c, n in table.items() if any(n in one for one in numbers)}
        return "[" + re.escape("".join(sorted(wanted - set(without)))) + "]"

    follows = those(range(0x80, 0xC0))
    pair = f"{those(range(0xC2, 0xE0))}{follows}"
    triple = f"{those(range(0xE0, 0xF0))}{follows}{{2}}"
    quadruple = f"{those(range(0xF0, 0xF1))}{those(range(0x90, 0xA0))}{follows}{{2}}"  # emoji
    sequence = re.compile(f"{quadruple}|{triple}|{pair}")
    controls = those(range(0xC2, 0xF5)) + "[\x80-\x9f]"
    many = rf"(?:{pair}){{4,}}|(?:{triple}){{2,}}|{quadruple}"
    if encoding == "cp1251":  # Cyrillic letters, too: only Russian and punctuation are looked for
        sign = those(range(0x80, 0xC0), without="І ії«»–—”“…іґ")
        certain = rf"(?P<run>(?:[РС]{follows}\s?){{3,}}[РС]{sign})|вЂ[™љњќћќџў“”\x98]"
        return re.compile(certain), sequence, table
    # What may stand behind a capital at the end of a word is no proof.
    inside = those(range(0x80, 0xC0), without=f"{_QUOTES}\u00a0™€†‡•,.")
    certain = (
        rf"â€{follows}|â‚¬|â„¢|Ã{inside}|Ã[…”’‘“–—»€\u00a0](?=[{_SMALL}])|Ã\u00a0\s"
        rf"|Å[¡¥º½¼¾¸¶‚Ÿ™]|Ä[±‡™]|Â(?:[£©®°½¼¾§´](?=[\d\W]|[CF]\b|$)|\u00a0)"
        rf"|á[º»](?:{inside}|[™€†‡•])|{controls}|(?P<run>(?:[ÐÑ]{follows}\s?){{3,}}|{many})"
    )
    return re.compile(certain), sequence, table
