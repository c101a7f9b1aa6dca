"""Which of the titles that a page states is the article's.

The right one is among the statements of 99 % of news pages; the choice is the work: sites write
one title for readers, another for search engines, a third for social networks.  Statements of the
same words are one candidate.  A candidate's value is the sum of the weights of what states it and
of what else speaks for or against it; the weights are those of a conditional logit model
(McFadden, Conditional logit analysis of qualitative choice behavior, 1974).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newsearch.ingest.html_statements import Metadata, set_field
from newsearch.ingest.page_words import words_key
from newsearch.ingest.records import Raw

if TYPE_CHECKING:
    from newsearch.ingest.html_blocks import Block, Page

__all__ = ["read_title"]

WEIGHTS = {
    # What states the title.
    "json-ld headline": 1.7, "meta og:title": 1.6, "meta twitter:title": -0.5,
    "title element": 0.3, "json-ld name": -0.2, "microdata headline": 0.1, "heading": 0.1,
    "heading without kicker": 0.4, "later heading without kicker": 0.2, "first h2": 0.4,
    "h2": -0.3,
    # Where it stands in the page: as a block that is an h1, or an h2.
    "visible": 1.0, "visible h2": 0.6,
    # Whether the words of the address are its words.
    "address agrees": 0.5, "address differs": -0.5,
    # How it is to the others: a title is more often shortened by a statement than lengthened.
    "part of another": 0.6, "holds another": -0.3, "short": -0.7,
    # The site's own name: none of 42 was a title.  The model, which saw few, says -0.4.
    "in host": -2.0, "source": -2.0,
}  # fmt: skip
"""Weights fitted on 283 labelled pages (63 of news) with a penalty of 3 on their squares.

Chosen by them, in cross-validation by site: 88 % of news titles and 87 % of others are right, where
the best single statement (a page's heading) has 70 % and 71 %.  Twitter's title weighs against one
since it is seldom alone: what it adds to og:title is doubt.
"""

MAX_LATER_HEADINGS = 6
PROSE = 120  # characters of the shortest paragraph that ends the search for a title
LONGEST_TITLE = 300  # characters
SHORT_TITLE = 12  # characters: of 71 shorter candidates 6 % were right
AGREES, DIFFERS = 0.8, 0.45  # shares of a title's words that are in the address
SLUG_WORDS = 4  # words of an address that can be asked for a title

LONGEST_STATED = 1000  # characters of a title in which the name of the site is looked for
_SUFFIX = re.compile(r"\s+[|–—•·:»«-]\s+|\s*(?:[|｜ㅣ]|::)\s*|\s+[-–—]\s*")
_GLUED_SECTION = re.compile("(?:[-_][\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{1,8})+$")
_COLON = re.compile(r"(?<=\S)\s+:(?=\s)")
_PATH_WORD = re.compile(r"[a-z]{2,}|\d+")
_SPELLED = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "ê": "e", "á": "a",
     "à": "a", "â": "a", "ó": "o", "ô": "o", "í": "i", "ú": "u", "ç": "c", "ñ": "n", "ã": "a",
     "ł": "l", "ś": "s", "ż": "z", "ź": "z", "ć": "c", "ń": "n", "ą": "a", "ę": "e"}
)  # fmt: skip
"""Letters as addresses spell them."""


@dataclass(slots=True)
class _Candidate:
    """A title, what states it, and what else speaks for or against it."""

    text: str
    rules: list[str] = field(default_factory=list)
    signs: set[str] = field(default_factory=set)

    def value(self) -> float:
        weights = (WEIGHTS.get(name, 0.0) for name in (*self.rules, *self.signs))
        return round(sum(weights), 6)  # the order of the sum says nothing


def _host_of(url: str | None) -> str:
    return url.lower().split("/")[2] if url and url.count("/") > 1 else ""


def _in_host(key: str, host: str) -> bool:
    """Say whether words are a site's name: all of them are in its host's, and most of that."""
    own = [word for word in key.translate(_SPELLED).split() if len(word) > 2]
    if not own or not all(word in host for word in own):
        return False
    name = host.removeprefix("www.").rpartition(".")[0]
    return 2 * sum(map(len, own)) >= len(name)


def _same_name(piece: str, name: str) -> bool:
    """Say whether words are the name of the site or a part of it, or hold little else."""
    return bool(name) and (piece in name or (name in piece and len(piece) <= 2 * len(name)))


def _without_source(title: str, source: str | None, host: str) -> str:
    """Cut off the name of the site before or behind a title: "Harbour reopens | The Coast".

    In a script without spaces a section that is glued on before the name goes too.
    """
    parts = list(_SUFFIX.finditer(title))
    name = words_key(source) if source else ""
    for number, match in enumerate(parts):
        end = parts[number + 1].start() if number + 1 < len(parts) else len(title)
        piece = words_key(title[match.end() : end])
        if piece and (_same_name(piece, name) or _in_host(piece, host)):
            return _GLUED_SECTION.sub("", title[: match.start()].strip())
    if parts:
        piece = words_key(title[: parts[0].start()])
        if piece == name or _in_host(piece, host):
            return title[parts[0].end() :].strip()
    return title


class _Titles:
    """The candidates of a page, by their words."""

    def __init__(self, page: Metadata, raw: Raw, url: str | None) -> None:
        self.found: dict[str, _Candidate] = {}
        self.source = raw.source
        self.name = words_key(raw.source) if raw.source else None
        self.host = _host_of(url)
        self.french = (raw.language or "").lower().startswith("fr")
        self._read_headings(page)
        self._read_statements(page)

    def add(self, text: str | None, rule: str) -> None:
        """Note that a rule states a title.

        The first to spell it decides how, unless that was put together from parts of a heading.
        """
        if not text:
            return
        text = " ".join(text.split())
        if " :" in text and not self.french:  # which alone sets a space before a colon
            text = _COLON.sub(":", text)
        key = words_key(text)
        if not key or len(text) > LONGEST_TITLE:
            return
        one = self.found.setdefault(key, _Candidate(text))
        if one.rules and one.rules[0].endswith("kicker"):
            one.text = text
        if rule not in one.rules:
            one.rules.append(rule)

    def _read_headings(self, page: Metadata) -> None:
        several = len(page.headings) > 1
        for number, heading in enumerate(page.headings):
            rule = "later heading" if number else ("first heading" if several else "heading")
            self.add(heading.text, rule)
            if words_key(heading.main) != words_key(heading.text):
                self.add(heading.main, f"{rule} without kicker")

    def _read_statements(self, page: Metadata) -> None:
        linked = page.linked
        for text, rule in (
            (linked.text("headline", page=False), "json-ld headline"),
            (page.microdata.text("headline"), "microdata headline"),
            (linked.text("alternativeHeadline", page=False), "json-ld alternativeHeadline"),
            (linked.text("name"), "json-ld name"),
            (page.meta("og:title"), "meta og:title"),
            (page.meta("twitter:title"), "meta twitter:title"),
            (page.meta(*TITLE_NAMES), "meta title"),
            (page.title, "title element"),
        ):
            if text:
                self.add(self._cut(" ".join(text.split())), rule)

    def _cut(self, text: str) -> str:
        """The part of a title that another statement has, else what the site's name leaves."""
        if len(text) > LONGEST_STATED:
            return text
        for match in _SUFFIX.finditer(text):
            for part in (text[: match.start()], text[match.end() :]):
                key = words_key(part)
                if key in self.found and key != self.name and not _in_host(key, self.host):
                    return part
        return _without_source(text, self.source, self.host)


TITLE_NAMES = ("parsely-title", "sailthru.title", "dc.title", "dcterms.title", "title")


def _add_later_headings(titles: _Titles, page: Metadata, blocks: list[Block]) -> None:
    """Where no h1 can be a title, the title may be a heading of the second level."""
    if any(len(words_key(heading.main)) >= SHORT_TITLE for heading in page.headings):
        return
    found = 0
    for block in blocks:
        if block.tag in ("h2", "h3"):
            titles.add(block.text, block.tag if found else f"first {block.tag}")
            found += 1
        elif len(block.text) >= PROSE and 2 * block.linked < len(block.text):
            return  # a heading below a paragraph is that of a part
        if found == MAX_LATER_HEADINGS:
            return


def _mark_visible(found: dict[str, _Candidate], blocks: list[Block]) -> None:
    """Note which candidates stand in the page as a heading of their own."""
    lengths = {
        length for one in found.values() for length in range(len(one.text) - 3, len(one.text) + 4)
    }
    for block in blocks:
        if block.tag in ("h1", "h2") and len(block.text) in lengths:
            one = found.get(words_key(block.text))
            if one and 2 * block.linked <= len(block.text):
                one.signs.add("visible" if block.tag == "h1" else "visible h2")


def _mark_address(found: dict[str, _Candidate], url: str | None) -> None:
    """Note which candidates have the words of the address, and which are the site's name."""
    if not url or url.count("/") < 3:
        return
    host = _host_of(url)
    path = url.lower().split("/", 3)[3].partition("?")[0]
    slug = set(_PATH_WORD.findall(max(path.split("/"), key=len)))
    for key, one in found.items():
        if _in_host(key, host):
            one.signs.add("in host")
        own = [word for word in key.translate(_SPELLED).split() if len(word) > 2]
        if own and len(slug) >= SLUG_WORDS:
            share = sum(word in slug for word in own) / len(own)
            if share > AGREES:
                one.signs.add("address agrees")
            elif share <= DIFFERS:
                one.signs.add("address differs")


def _mark_words(found: dict[str, _Candidate], source: str | None) -> None:
    """Note what the words of the candidates are beside each other and the site's name."""
    name = words_key(source) if source else None
    for key, one in found.items():
        if key == name:
            one.signs.add("source")
        if len(key) < SHORT_TITLE:
            one.signs.add("short")
        for other in found:
            if key != other and key in other:
                one.signs.add("part of another")
                found[other].signs.add("holds another")


def read_title(
    page: Metadata, blocks: Page, raw: Raw, evidence: dict[str, str], url: str | None
) -> None:
    """Set the title of `raw` to the candidate of the greatest value.

    Args:
        page: What the page states.
        blocks: The page's blocks of text.
        raw: What is known of the article: its source and language.
        evidence: Gets the rule that first stated the title.
        url: Where the page came from, when known.
    """
    titles = _Titles(page, raw, url or raw.url)
    _add_later_headings(titles, page, blocks.blocks)
    _mark_visible(titles.found, blocks.blocks)
    _mark_address(titles.found, url or raw.url)
    _mark_words(titles.found, raw.source)
    if titles.found:
        best = max(titles.found.values(), key=_Candidate.value)
        set_field(raw, evidence, "title", best.text, best.rules[0])
