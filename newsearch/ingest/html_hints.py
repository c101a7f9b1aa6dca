"""What the names that page authors give their elements (class, id, role) say about the content.

Tuned on half of 628 labelled news pages and mixed pages; each name of furniture was checked there
for how often it held wanted text.
"""

from __future__ import annotations

import re
from functools import lru_cache

from newsearch.kernel.name_signs import NameSigns

__all__ = [
    "BAD_TAGS",
    "HIDDEN_HINT",
    "HIDDEN_NAME",
    "LEAD_HINT",
    "named_bad",
    "named_good",
    "read_names",
]

BAD_HINT = re.compile(
    r"related|recommend|recirc|teaser|promo(?!ted-text)|newsletter|subscrib|subscription|signup|sign-up|"
    r"shar(?:e|ing)(?:[^a-z]|bar|tool|button|icon|link|$)|sharing|social|comment(?!ary)|komment|komentar|coment[aá]r|leserbrief|reactie|yorum|guest-?book|gästebuch|gaestebuch|disquss?|sidebar|breadcrumb|"
    r"paywall-offer(?![^\s_-])|product-box(?![^\s_-])|"
    r"footer|cookie|consent|gdpr|popup|modal|overlay|figcaption|"
    r"author-?(?:bio|box|info|card|name|block|details)|taglist|tag-list|tagcloud|"
    r"outbrain|taboola|most-?(?:read|popular|viewed)|popular|trending|read-?(?:more|also|next)|"
    r"also-?(?:like|read)|more-?(?:stories|news|from|on|articles)|see-?also|next-?article|"
    r"pagination|skip-?(?:to|link)|visually-?hidden|sr-only|screen-reader|donat|dsgvo|privacy|datenschutz|factbox|fact-box|"
    r"is-hidden-element|sign-?in(?:$|[\s_-])|print-only|image-?(?:caption|credit|description)|media-?caption|"
    r"wp-caption|photo-?(?:caption|credit)|advertis|sponsor|affiliate|syndication|"
    r"contentinfo|complementary|search-?(?:box|form|results)|"
    r"linklist|link-list|newslist|news-list|article-list|articlelist",
)
"""Names of furniture: what holds them is no part of the article's text.

Each begins with at least four letters or hyphens, by which they are found fast; hyphens may be
optional.
"""
_BAD_WORDS = """
    nav menu navbar navigation toolbar tools tag tags topic topics keywords labels meta metadata ad
    ads advert promo aside rail bio pager poll vote rating caption credit copyright byline author
    authors date dateline timestamp published kicker tooltip toc legal disclaimer gallery slideshow
    carousel slider banner login video player infobox widget jobs shop rodo rgpd lgpd pdpa ccpa
"""
BAD_WORDS = frozenset(_BAD_WORDS.split())
"""The same, of names of which such a word is a part between hyphens."""
BAD_TAGS = frozenset(("aside", "footer", "figure", "form", "noscript"))
HIDDEN_NAME = re.compile(
    r"(?<![a-z-])(?:tool-?tip(?:-?(?:text|content))?|visually-?hidden|sr-only|"
    r"screen-reader(?:-text|-only)?|rich-snippet-hidden)(?![a-z-])"
)
"""Names of inline elements that show nothing before a reader asks for it."""
HIDDEN_HINT = "is-hidden-element"
STRONG_HINT = re.compile(
    r"(?:^|\s)(?:article|story|entry|post)-?_{0,2}(?:body|content|text)(?=\s|$)|articlebody"
)
"""Names of an article's text that are believed although a name of furniture stands by."""
HARMLESS_HINT = re.compile(
    r"(?<![\w-])(?:has|no|with|without|not|hide|elementor)-[\w-]+|sidebar-grid[\w-]*|[\w-]*--promoted|"
    r"article-?_{0,2}teaser|teaser-?_{0,2}(?:text|content)|[\w-]*-has-[\w-]+|"
    r"^(?:tag|category|cat|topic|label)-[\w-]+|[\w-]*lightbox[\w-]*"
)
"""Class names that speak of an element's surroundings or layout."""
_HARMLESS_SIGNS = NameSigns(
    ("has", "no", "with", "without", "not", "hide", "elementor", "tag", "category", "cat",
     "topic", "label"),
    ("sidebar-grid", "--promoted", "teaser", "lightbox"),
)  # fmt: skip
"""What one of them needs."""
LEAD_HINT = re.compile(
    r"(?:^|[\s_-])(?:lead|lede|dek|deck|intro|vorspann|anleser|chapo|bajada|ingress|perex|preamble|"
    r"excerpt|abstract|sommario|entradilla|leadtext|leadin|subhead|subline|heroi|sapo|zajawka)(?=$|[\s_-])|"
    r"standfirst|sub-?title|sub-?head(?:line|ing)|summary|introduction|article-?_{0,2}(?:lead|intro|dek)|"
    r"teaser-?text|short-?description|description$",
)
GOOD_HINT = re.compile(
    r"article-?_?(?:body|content|text|main)|story-?_?(?:body|content|text)|post-?_?(?:body|content|text)|"
    r"entry-?_?(?:content|body|text)|news-?_?(?:body|content|text|detail)|body-?_?(?:text|content|copy)|"
    r"articlebody|main-?content|richtext|rich-text|content-?_?body|detail-?_?(?:body|text|content)|artikel",
)
"""Names of an article's text."""


def _beginnings(pattern: str) -> list[str]:
    """The letters with which the alternatives of an expression begin.

    One that has others than those of ASCII is left out: `NameSigns` lets pass what holds them.

    Example: ``_beginnings("tag-?cloud|teasers?")`` is ``["tag-cloud", "tagcloud", "teaser"]``.
    """
    level = 0
    alternatives = [""]
    for character in pattern:
        level += (character in "([") - (character in ")]")
        if character == "|" and not level:
            alternatives.append("")
        else:
            alternatives[-1] += character
    found: list[str] = []
    for one in alternatives:
        for spelled in sorted({one.replace("-?", "-"), one.replace("-?", "")}):
            match = _BEGINNING.match(spelled)
            if match and match[0].isascii():
                found.append(match[0])
    return found


_BEGINNING = re.compile(r"(?:[\w-](?![?*{]))+")
_BAD_SIGNS = NameSigns(BAD_WORDS, _beginnings(BAD_HINT.pattern))


def named_bad(hint: str) -> bool:
    """Say whether an element's names, in small letters, are those of furniture.

    Example: ``named_bad("box related-articles")`` is true, ``named_bad("entry-content")`` is not.
    """
    return _BAD_SIGNS.may_be_in(hint) and _named_bad(hint)


@lru_cache(maxsize=16_384)
def _named_bad(hint: str) -> bool:
    for name in hint.split():
        if _BAD_SIGNS.may_be_in(name) and _bad_name(name):
            return STRONG_HINT.search(hint) is None or HIDDEN_HINT in hint
    return False


@lru_cache(maxsize=16_384)
def named_good(hint: str) -> bool:
    """Say whether an element's names are those of an article's text."""
    return GOOD_HINT.search(hint) is not None


_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")


@lru_cache(maxsize=16_384)
def read_names(value: str) -> str:
    """Return the names in an attribute in small letters, those in camel case taken apart.

    Example: ``read_names("newsCaption big")`` is ``"news-caption big"``.
    """
    value = value[:300]
    return value if value.islower() else _CAMEL.sub("-", value).lower()


@lru_cache(maxsize=16_384)
def _bad_name(name: str) -> bool:
    """Say so of a single name; pages share many of theirs."""
    if not _HARMLESS_SIGNS.may_be_in(name):
        return _speaks_of_furniture(name)
    rest = HARMLESS_HINT.sub(" ", name)
    return _speaks_of_furniture(rest) and (rest == name or _speaks_of_furniture(name))


def _speaks_of_furniture(name: str) -> bool:
    words = name.replace("_", "-").replace(" ", "-").split("-")
    return not BAD_WORDS.isdisjoint(words) or BAD_HINT.search(name) is not None
