"""ninjs, news in JSON, of the IPTC (versions 1 to 3), and the APIs that follow it.

One object, an array, an object that wraps them, or one object a line.
Source: https://iptc.org/std/ninjs/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson

from ..errors import ReadError
from .encoding import decode
from .limits import LARGEST_RECORD
from .markup import has_markup, plain_text
from .people import name_of
from .records import Raw
from .wire_fields import Fields

__all__ = ["is_ninjs", "read_ninjs"]

_Object = dict[str, Any]
DEEPEST = 4  # wrappers inside each other
# Names that other JSON hardly has; a file with several of them in its beginning is ninjs.
_OWN_NAMES = re.compile(
    r'"(versioncreated|firstcreated|pubstatus|body_x?html|body_text|description_text|located'
    r"|copyrightholder|copyrightnotice|usageterms|associations|slugline|urgency|headlines|bodies"
    r'|descriptions|ednote|infosources|bylines|profile)"\s*:'
)
LEAST_NAMES = 3
_WRAPPERS = ("item", "items", "data", "results", "articles", "_items", "docs")
_TEXTS = ("headline", "headlines", "title", "body_text", "body_html", "body_xhtml", "bodies",
          "description_text", "descriptions", "description_html")  # fmt: skip
# Whom and what the article is about, beside its subjects.
_CONCEPTS = {
    "person": "persons", "people": "persons", "organisation": "organisations",
    "organisations": "organisations", "place": "places", "places": "places", "event": "events",
    "events": "events", "object": "objects", "objects": "objects",
}  # fmt: skip
# What becomes a field; the rest goes to `extra` as it is.
_USED_NAMES = (
    "uri guid id headline headlines title titles name body_text bodies body_xhtml body_html "
    "description_text descriptions description_html description_xhtml firstcreated firstCreated "
    "versioncreated versionCreated authors bylines by provider publisher infosource infosources "
    "located dateline datelinelocation language contentlanguage service section desk keywords "
    "subject subjects url canonical_url extra associations renditions"
)
_USED = frozenset(_USED_NAMES.split()) | frozenset(_CONCEPTS)


def is_ninjs(head: str) -> bool:
    """Whether JSON that begins so is ninjs."""
    if head.lstrip("\ufeff \t\r\n")[:1] not in ("{", "["):
        return False
    return len({match[1] for match in _OWN_NAMES.finditer(head)}) >= LEAST_NAMES


def read_ninjs(stream: BinaryIO, name: str) -> Iterator[Raw | ReadError]:
    """The items of a file: of one JSON value, or of one a line."""
    first = stream.readline(LARGEST_RECORD + 1)
    try:
        found = orjson.loads(first)
    except ValueError:
        found = None
    if found is None:
        data = first + stream.read(max(0, LARGEST_RECORD + 1 - len(first)))
        if len(data) > LARGEST_RECORD:
            yield ReadError(name, f"one JSON value of more than {LARGEST_RECORD >> 20} MiB")
            return
        yield from _value(data, name, "item 1")
        return
    number = 1
    yield from _items(found, name, "line 1")
    while line := stream.readline(LARGEST_RECORD + 1):
        number += 1
        if len(line) > LARGEST_RECORD:
            yield ReadError(
                name, f"a line of more than {LARGEST_RECORD >> 20} MiB", f"line {number}"
            )
            while not line.endswith(b"\n") and (line := stream.readline(LARGEST_RECORD)):
                pass
        elif line.strip():
            yield from _value(line, name, f"line {number}")


def _value(data: bytes, name: str, where: str) -> Iterator[Raw | ReadError]:
    try:
        found = orjson.loads(data)
    except ValueError:
        try:
            found = orjson.loads(decode(data).strip("\ufeff\x00 \r\n\t").encode("utf-8", "replace"))
        except ValueError as error:
            yield ReadError(name, f"not JSON: {error}", where)
            return
    yield from _items(found, name, where)


def _items(value: Any, name: str, where: str, depth: int = 0) -> Iterator[Raw | ReadError]:
    """The items in a value: itself, its elements, or those that it wraps."""
    if isinstance(value, list):
        for number, one in enumerate(value, start=1):
            place = f"item {number}" if where == "item 1" else f"{where}, item {number}"
            yield from _items(one, name, place, depth)
        return
    if not isinstance(value, dict):
        yield ReadError(name, "expected a JSON object", where)
        return
    if not any(key in value for key in _TEXTS):
        inside = next(
            (value[key] for key in _WRAPPERS if isinstance(value.get(key), dict | list)), None
        )
        if inside is not None and depth < DEEPEST:
            yield from _items(inside, name, where, depth + 1)
            return
    yield _article(value, name, where)


def _article(item: _Object, name: str, where: str) -> Raw | ReadError:
    fields = Fields()
    for key in ("uri", "guid", "id"):
        fields.take("id", key, _text(item, key))
    for key in ("headline", "title", "name"):
        fields.take("title", key, _text(item, key) or _of_kind(item.get(f"{key}s")))
    for key in ("body_text", "bodies", "body_xhtml", "body_html"):
        fields.take("body", key, _of_kind(item.get(key)) if key == "bodies" else _text(item, key))
    for key in ("description_text", "descriptions", "description_html", "description_xhtml"):
        value = _of_kind(item.get(key)) if key == "descriptions" else _text(item, key)
        fields.take("summary", key, value)
    for key in ("firstcreated", "firstCreated", "versioncreated", "versionCreated"):
        fields.take("date", key, _text(item, key))
    changed = _text(item, "versioncreated") or _text(item, "versionCreated")
    fields.note("changed", changed if changed != fields.value("date") else None)
    fields.take_from_body()
    _origin(fields, item)
    _topics(fields, item)
    for key in ("url", "canonical_url", "webcanonical", "uri", "guid"):
        address = _text(item, key)
        if address and address.startswith(("http://", "https://")):
            fields.take("url", key, address)
    _notes(fields, item)
    return fields.raw(name, where)


def _text(item: _Object, key: str) -> str | None:
    value = item.get(key)
    if not isinstance(value, str) or not value.strip():
        return None
    return plain_text(value) or None if has_markup(value) else value


def _of_kind(value: Any) -> str | None:
    """The text of the main one of several versions (ninjs 2: ``{"role": ..., "value": ...}``)."""
    if isinstance(value, dict):
        value = [value]
    if not isinstance(value, list):
        return None
    found = [one for one in value if isinstance(one, dict) and isinstance(one.get("value"), str)]
    found.sort(key=lambda one: str(one.get("role", "main")).lower() not in ("main", "body"))
    return _text(found[0], "value") if found else None


def _origin(fields: Fields, item: _Object) -> None:
    names = [name for one in _listed(item.get("authors")) if (name := name_of(one))]
    fields.take("authors", "authors", names)
    fields.take("authors", "byline", _text(item, "byline"))
    by = [
        str(one["by"])
        for one in _listed(item.get("bylines"))
        if isinstance(one, dict) and one.get("by")
    ]
    fields.take("authors", "bylines", by)
    fields.take("authors", "by", _text(item, "by"))
    for key in ("source", "provider", "publisher", "infosource", "infosources", "copyrightholder"):
        value = item.get(key)
        found = next((name for one in _listed(value) if (name := name_of(one))), None)
        fields.take("source", key, found)
    fields.take("place", "located", name_of(item.get("located")))
    fields.take("place", "dateline", _text(item, "datelinelocation") or _text(item, "dateline"))
    for key in ("language", "contentlanguage"):
        fields.take("language", key, _text(item, key))
    services = [name for one in _listed(item.get("service")) if (name := name_of(one))]
    for key in ("section", "desk"):
        fields.take("section", key, name_of(item.get(key)))
    if services:
        fields.take("section", "service", services[0])
        fields.note("services", services if len(services) > 1 else None)


def _topics(fields: Fields, item: _Object) -> None:
    tags = [name for one in _listed(item.get("keywords")) if (name := name_of(one))]
    codes = []
    for key in ("subject", "subjects"):
        for one in _listed(item.get(key)):
            name = name_of(one)
            if len(name) > 1:
                tags.append(name)
            if isinstance(one, dict):
                code = one.get("code") or one.get("qcode") or one.get("uri")
                codes.append(str(code) if code else None)
    fields.take("tags", "keywords, subject", tags)
    fields.note("subject_codes", codes)
    for key, other in _CONCEPTS.items():
        fields.note(other, [name for one in _listed(item.get(key)) if (name := name_of(one))])


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _notes(fields: Fields, item: _Object) -> None:
    for key, value in item.items():
        if key not in _USED and value not in (None, "", [], {}) and value != fields.value("source"):
            fields.extra.setdefault(key, value)
    own = item.get("extra")
    if isinstance(own, dict):
        for key, value in own.items():
            fields.extra.setdefault(key, value)
    associated = item.get("associations")
    if isinstance(associated, dict):
        linked = [
            str(one.get("uri") or one.get("guid") or key)
            for key, one in associated.items()
            if isinstance(one, dict)
        ]
        fields.note("associations", linked)
