"""The article's text where a page keeps it in its scripts, for a program to show.

Pages built by a program send their data as JSON: an assignment to a variable, calls that pass
strings, JSON inside a string of JSON.  Only the strings are read, whatever stands around them:
either one string is the whole text as HTML, or each paragraph is a string under the same key.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

__all__ = ["ScriptText", "find_script_text"]

WHOLE_TEXT = 400  # characters of prose from which one string may be an article's text
PARAGRAPH = 60  # characters of a string that may be a paragraph
MAX_SCRIPTS = 8_000_000  # characters of scripts that are looked at
PROGRAM = 1_000  # characters at the beginning of a script in which a program shows what it is
LONGEST_TAG = 1_000  # characters of the opening tag of a script
MAX_STRINGS = 5_000
MAX_DEPTH = 2  # of JSON inside strings of JSON

_STRING = re.compile(  # of 60 characters; most are shorter, and passed over fast
    r'"(?![^"\\]{0,59}+")(?=[^"\\]{60}|(?:[^"\\]|\\.){60})([^"\\]*(?:\\.[^"\\]*)*)"', re.DOTALL
)
_KEY = re.compile(r'"([\w$-]{1,40})"\s*:\s*$')
_MARKUP = re.compile(r"<(?:p|br|div|h[2-6])\b[^>]{0,300}>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
# Both begin with signs, of which there are few, and then look at the letter before.
_SENTENCE = re.compile(r"[.!?…。！？؟।](?<=[^\W\d_].)['\"”’»)]?(?=\s|<|$|[\u3040-\u9fff])")
_CODE = re.compile(r"[{};=\\]|https?://|\((?<=\w\()")


@dataclass(slots=True)
class ScriptText:
    """A text found in a script: HTML, or paragraphs one by one."""

    html: str | None
    paragraphs: list[str]
    length: int  # characters without markup


def _scripts(page: str) -> list[str]:
    """The scripts of a page that may hold data: not small, no program, no JSON-LD."""
    found: list[str] = []
    size = 0
    at = page.find("<script")
    while at >= 0 and size < MAX_SCRIPTS:
        end = page.find("</script", at)
        end = len(page) if end < 0 else end
        start = page.find(">", at, min(end, at + LONGEST_TAG)) + 1
        if (
            start
            and end - start > WHOLE_TEXT
            and page.find("function", start, min(end, start + PROGRAM)) < 0
            and "ld+json" not in page[at:start]
        ):
            found.append(page[start:end])
            size += end - start
        at = page.find("<script", end)
    return found


def _strings(script: str, depth: int, found: list[tuple[str, str]]) -> None:
    """Add the long strings in a script to `found`, with their keys."""
    for match in _STRING.finditer(script):
        if len(found) >= MAX_STRINGS:
            return
        text = match[1]
        if "\\" in text:
            try:
                text = json.loads(f'"{text}"', strict=False)
            except ValueError:
                continue
        if depth < MAX_DEPTH and ('":"' in text or '": "' in text):
            _strings(text, depth + 1, found)
            continue
        key = _KEY.search(script, max(0, match.start() - 60), match.start())
        found.append((key[1] if key else "", text))


def _prose(text: str) -> int:
    """Characters of a text without its markup, if it is made of sentences and not of code."""
    plain = _TAG.sub(" ", text) if "<" in text else text
    sentences = len(_SENTENCE.findall(plain))
    if not sentences or len(_CODE.findall(plain)) > sentences + len(plain) / 200:
        return 0
    return len(" ".join(plain.split()))


def find_script_text(page: str) -> ScriptText | None:
    """Return the longest article-like text in a page's scripts.

    Args:
        page: The page as text.

    Returns:
        The text, or None where the scripts hold none of at least `WHOLE_TEXT` characters.
    """
    strings: list[tuple[str, str]] = []
    for script in _scripts(page):
        _strings(script, 0, strings)
    best = ScriptText(None, [], 0)
    series: dict[str, dict[str, int]] = {}
    for key, text in strings:
        length = _prose(text)
        if length >= WHOLE_TEXT and length > best.length and _MARKUP.search(text):
            best = ScriptText(text, [], length)
        if length >= PARAGRAPH and key:
            series.setdefault(key, {}).setdefault(text, length)
    for texts in series.values():
        length = sum(texts.values())
        if len(texts) > 1 and length > 2 * best.length:
            best = ScriptText(None, [_plain(text) for text in texts], length)
    return best if best.length >= WHOLE_TEXT else None


def _plain(text: str) -> str:
    return " ".join(_TAG.sub(" ", text).split())
