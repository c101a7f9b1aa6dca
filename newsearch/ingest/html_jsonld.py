"""The article in a page's JSON-LD: schema.org in the forms in which sites really write it.

Objects come alone, in lists, under ``@graph`` and inside each other; with one type or several; in
JSON that browsers never parsed and nobody checked.  What is broken is repaired where the repair
is plain: comments, control characters in strings, commas before brackets, escaped quotes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import orjson

from newsearch.ingest.markup import plain_text

__all__ = ["Linked", "read_linked"]

MAX_SCRIPT = 4_000_000  # characters of one JSON-LD script
MAX_SCRIPTS = 60
MAX_OBJECTS = 5_000

_ARTICLE = re.compile(
    r"(?:article|posting|report|review|newsitem|liveblog)$|^(?:creativework|story|recipe)$",
    re.IGNORECASE,
)
_NEWS = re.compile(r"news|report|liveblog", re.IGNORECASE)
_PAGE = re.compile(r"webpage$|^itempage$|^medicalwebpage$", re.IGNORECASE)
_WRAPPER = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)")
_WRAPPER_END = re.compile(r"(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$")
_LAST_COMMA = re.compile(r",(\s*[}\]])")
_DOUBLE_COMMA = re.compile(r",\s*,")
_BETWEEN = re.compile(r"([}\"\]])\s*\n\s*(\"[\w@]+\"\s*:)")
_BAD_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")
_INNER_KEYS = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "hasPart", "item",
               "liveBlogUpdate", "about", "subjectOf")  # fmt: skip


class Linked:
    """The JSON-LD objects of a page: the article, the page about it, and all others.

    Example: ``read_linked(scripts).text("headline")``.
    """

    def __init__(
        self, objects: list[dict[str, Any]], broken: int, addresses: Sequence[str] = ()
    ) -> None:
        self.objects = objects
        self.broken = broken  # scripts that even a repair did not make readable
        types = [_types(one) for one in objects]
        self._types = {name for names in types for name in names}
        self.articles = [
            one for one, names in zip(objects, types, strict=True) if any(map(_is_article, names))
        ]
        self.pages = [
            one for one, names in zip(objects, types, strict=True) if any(map(_is_page, names))
        ]
        paths = {_path(address) for address in addresses} - {""}
        self.article: dict[str, Any] = self._main(paths)

    def _main(self, paths: set[str]) -> dict[str, Any]:
        """The article with the most of what an article has; the first of equals.

        One of several whose address is the page's own is taken before all others.
        """
        wanted = ("headline", "datePublished", "author", "articleBody", "publisher")
        best: dict[str, Any] = {}
        best_score = 0
        for one in self.articles:
            score = sum(name in one for name in wanted)
            if score and len(self.articles) > 1 and not paths.isdisjoint(_paths_of(one)):
                score += len(wanted)
            if score > best_score:
                best, best_score = one, score
        return best

    def text(self, name: str, *, page: bool = True) -> str | None:
        """A text of the article, else of the page object."""
        for one in [self.article, *(self.pages if page else [])]:
            value = one.get(name)
            if isinstance(value, list):
                value = next((item for item in value if isinstance(item, str)), None)
            if isinstance(value, dict):
                value = value.get("@value") or value.get("name")
            if isinstance(value, str) and value.strip():
                return value.strip()
        return None

    def types(self) -> set[str]:
        """The types of all objects."""
        return self._types

    @property
    def is_thread(self) -> bool:
        """Whether the page is a forum's: the text of its article is the first post only."""
        return not self.types().isdisjoint(("DiscussionForumPosting", "QAPage"))

    def is_news(self, name: str) -> bool:
        """Say whether the article is of a type of news, and has a property."""
        return name in self.article and self.describes_news()

    def describes_news(self) -> bool:
        """Say whether the article is of a type of news."""
        return any(map(_NEWS.search, _types(self.article)))

    def body(self) -> str | None:
        """The article's text as paragraphs, markup removed."""
        value = self.article.get("articleBody") or self.article.get("text")
        if isinstance(value, list):
            value = "\n\n".join(item for item in value if isinstance(item, str))
        if not isinstance(value, str) or not value.strip():
            return None
        return plain_text(value)

    def people(self) -> tuple[list[str], list[str]]:
        """The names of the authors: persons (or of no type), and organisations."""
        persons: list[str] = []
        others: list[str] = []
        for one in [self.article, *self.pages]:
            value = one.get("author") or one.get("creator")
            for author in value if isinstance(value, list) else [value]:
                name = self.name(author)
                if name:
                    is_organisation = isinstance(author, dict) and any(
                        "organi" in kind.lower() for kind in _types(author)
                    )
                    (others if is_organisation else persons).append(name)
            if persons or others:
                break
        return persons, others

    def name(self, value: Any) -> str | None:
        """The name in a string, an object, or an object that another one defines by its @id."""
        if isinstance(value, list):
            return next((name for item in value if (name := self.name(item))), None)
        if isinstance(value, dict):
            name = value.get("name")
            if name is None and "@id" in value:
                for one in self.objects:
                    if one.get("@id") == value["@id"] and "name" in one:
                        name = one["name"]
                        break
            if isinstance(name, list):
                name = ", ".join(item for item in name if isinstance(item, str))
            value = name
        if isinstance(value, str) and value.strip() and not value.startswith(("http:", "https:")):
            return value.strip()
        return None

    def keywords(self) -> list[str]:
        """The article's keywords, from a string with commas, a list, or objects with names."""
        value = self.article.get("keywords")
        if value is None:
            value = next((page["keywords"] for page in self.pages if "keywords" in page), None)
        if isinstance(value, str):
            return [word.strip() for word in re.split(r"[,;،、]", value) if word.strip()]
        if isinstance(value, dict):
            value = [value]
        if not isinstance(value, list):
            return []
        words: list[str] = []
        for item in value:
            name = self.name(item)
            if name and len(value) == 1 and "," in name:
                words.extend(word.strip() for word in name.split(",") if word.strip())
            elif name:
                words.append(name)
        return words


def _path(address: str) -> str:
    """The path of an address, by which it is compared; that of a front page is empty."""
    return (
        address.partition("//")[2].partition("?")[0].partition("#")[0].rstrip("/").partition("/")[2]
    )


def _paths_of(one: dict[str, Any]) -> set[str]:
    values: list[Any] = [one.get(name) for name in ("url", "@id", "mainEntityOfPage")]
    values += [value.get("@id") for value in values if isinstance(value, dict)]
    return {_path(value) for value in values if isinstance(value, str)} - {""}


def _types(one: dict[str, Any]) -> list[str]:
    value = one.get("@type")
    values = value if isinstance(value, list) else [value]
    return [name.rsplit("/", 1)[-1] for name in values if isinstance(name, str)]


@lru_cache(maxsize=1024)
def _is_article(name: str) -> bool:
    return _ARTICLE.search(name) is not None


@lru_cache(maxsize=1024)
def _is_page(name: str) -> bool:
    return _PAGE.search(name) is not None


def _load(script: str) -> list[Any]:
    """Parse a script, repairing what is plainly broken; nothing where no repair helps."""
    try:
        return [orjson.loads(script)]
    except orjson.JSONDecodeError:
        pass
    text = _WRAPPER_END.sub("", _WRAPPER.sub("", script)).strip().rstrip(";")
    for repair in (
        lambda text: text,
        lambda text: _DOUBLE_COMMA.sub(",", _LAST_COMMA.sub(r"\1", _BAD_ESCAPE.sub(r"\\\\", text))),
        lambda text: _BETWEEN.sub(r"\1,\2", text),
        lambda text: text.replace("&quot;", '"').replace("&amp;", "&"),
    ):
        text = repair(text)
        try:
            return _objects_in(text)
        except (ValueError, RecursionError):
            continue
    return []


def _objects_in(text: str) -> list[Any]:
    """The values that stand in a script one behind the other; an error if the first is broken."""
    decoder = json.JSONDecoder(strict=False)
    value, end = decoder.raw_decode(text)
    values = [value]
    while len(values) < MAX_SCRIPTS and (start := text.find("{", end)) >= 0:
        try:
            value, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            break
        values.append(value)
    return values


def read_linked(scripts: list[str], addresses: Sequence[str] = ()) -> Linked:
    """Return the JSON-LD objects in the texts of a page's scripts.

    Args:
        scripts: The texts.
        addresses: Those of the page, by which its article is told from others.
    """
    objects: list[dict[str, Any]] = []
    broken = 0
    for script in scripts[:MAX_SCRIPTS]:
        if len(script) > MAX_SCRIPT:
            broken += 1
            continue
        values = _load(script)
        broken += not values
        waiting: list[Any] = values[::-1]
        while waiting and len(objects) < MAX_OBJECTS:
            one = waiting.pop()
            if isinstance(one, list):
                waiting.extend(reversed(one))
            elif isinstance(one, dict):
                objects.append(one)
                waiting.extend(one[key] for key in reversed(_INNER_KEYS) if key in one)
    return Linked(objects, broken, addresses)
