"""A page's visible text while it is read, and what its lines are besides text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from newsearch.ingest.page_words import CREDIT_LINE, MENU_LINES, PROMOTION_LINE, STOP_LINES
from newsearch.ingest.records import Raw
from newsearch.ingest.text_lines import Line, Meta, is_label, read_meta
from newsearch.ingest.text_words import (
    CAPTION_END,
    CAPTION_LINE,
    MENU_WORDS,
    READING_TIME,
    STOP_WORDS,
)

__all__ = ["Page", "is_furniture", "is_menu", "is_prose", "is_sentence", "is_stop", "width"]

PROSE_LENGTH = 120  # characters from which a line is a paragraph, whatever its end
SENTENCE_LENGTH = 60  # characters from which a line that ends as a sentence is a paragraph
PROMOTION_LENGTH = 200  # characters of the longest "read also" line
_COUNTED = re.compile(r"\s*[(\[]?\d{1,6}[)\]]?$")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»“)]*$")


@dataclass(slots=True)
class Page:
    """The lines of a page, which of them are meta lines, and the fields found so far.

    `furnished` says that the text has parts of a site around the article.
    """

    lines: list[Line]
    metas: dict[int, Meta] = field(default_factory=dict)
    raw: Raw = field(default_factory=Raw)
    evidence: dict[str, str] = field(default_factory=dict)
    furnished: bool = False

    def note(self, name: str, rule: str) -> None:
        """Keeps the rule that gave a field."""
        self.evidence[name] = rule

    def set_sections(self, sections: list[str], rule: str) -> None:
        """Gives the rubrics, the first of which is the section."""
        if sections:
            self.raw.section = sections[0]
            self.raw.sections = sections
            self.note("section", rule)


def width(text: str) -> int:
    """The length of a text in the space that it takes: Chinese characters count twice."""
    return len(text) + sum(character > "\u2e7f" for character in text)


def is_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does, not as a title."""
    return text.endswith((".", "。"))


def is_menu(line: Line) -> bool:
    """Whether a line is an entry of a menu or a button, or says how long reading takes."""
    if line.key in MENU_LINES or line.key in MENU_WORDS:
        return True
    return len(line.text) <= 60 and READING_TIME.fullmatch(line.text) is not None


def is_stop(line: Line) -> bool:
    """Whether a line begins a list of other stories or the comments."""
    key = line.key
    if key in STOP_LINES or key in STOP_WORDS:
        return True
    bare = _COUNTED.sub("", key)  # "Comments (3)"
    return bare != key and (bare in STOP_LINES or bare in STOP_WORDS)


def is_furniture(text: str) -> bool:
    """Whether a line is a picture's credit, or points to other stories."""
    if len(text) > PROMOTION_LENGTH:
        return False
    if any(one.match(text) for one in (CREDIT_LINE, PROMOTION_LINE, CAPTION_LINE)):
        return True
    return text.endswith(")") and CAPTION_END.search(text) is not None


def is_prose(line: Line) -> bool:
    """Whether a line is a paragraph of an article."""
    text = line.text
    if width(text) >= PROSE_LENGTH:
        return True
    if width(text) < SENTENCE_LENGTH or _SENTENCE_END.search(text) is None or is_label(text):
        return False
    return not (is_furniture(text) or is_menu(line) or read_meta(text) is not None)
