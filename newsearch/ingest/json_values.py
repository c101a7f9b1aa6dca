"""What a value of JSON says as the field of an article: a text, a name, several names, an address.

Each reader takes any value and gives None where it says nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .markup import has_markup, plain_text
from .people import name_of

__all__ = ["READERS", "names_of", "one_name", "one_text"]

DEEPEST = 32  # objects and lists inside each other in which text is looked for
# Names of the text in an object that is a part of a body, and kinds of parts that are no text.
_TEXT_NAMES = ("rendered", "content", "text", "html", "value", "body", "paragraph", "data")
_NO_TEXT = frozenset(
    ("title", "headline", "byline", "date", "kicker", "image", "video", "author_info", "gallery",
     "tweet", "instagram_post", "author", "caption", "advert", "embed")
)  # fmt: skip


def _texts(value: Any, depth: int = DEEPEST) -> list[str]:
    if isinstance(value, str):
        return [plain_text(value) if has_markup(value) else value]
    if depth == 0:
        return []
    if isinstance(value, dict):
        if str(value.get("type")).lower() in _NO_TEXT:
            return []
        for name in _TEXT_NAMES:
            if isinstance(value.get(name), str | list) and value[name]:
                return _texts(value[name], depth - 1)
        value = list(value.values())
    if isinstance(value, list):
        return [text for one in value for text in _texts(one, depth - 1)]
    return []


def one_text(value: Any) -> str | None:
    """Running text: a string, paragraphs in a list, or an object of such."""
    return "\n\n".join(_texts(value)) or None


def one_name(value: Any) -> str | None:
    if isinstance(value, list):
        return one_name(value[0]) if value else None
    return name_of(value) or (str(value) if isinstance(value, int | float) else None)


def names_of(value: Any) -> list[str] | None:
    values = value if isinstance(value, list) else [value]
    return [name for one in values if (name := one if type(one) is str else name_of(one))] or None


def _subjects(value: Any) -> list[str] | None:
    """Tags.  Where one has a name and a value, as in the New York Times API, the value is it.

    The Guardian lists its writers among them.
    """
    values = value if isinstance(value, list) else [value]
    return names_of(
        [
            next((one[key] for key in ("webTitle", "value") if isinstance(one.get(key), str)), one)
            if isinstance(one, dict)
            else one
            for one in values
            if not (isinstance(one, dict) and one.get("type") == "contributor")
        ]
    )


def _identity(value: Any) -> str | int | None:
    if isinstance(value, dict):
        value = value.get("$oid", value.get("#text", value.get("value")))
    return value if isinstance(value, str | int) else None


def _address(value: Any) -> str | None:
    if isinstance(value, list):
        return next((found for one in value if (found := _address(one))), None)
    if isinstance(value, dict):
        for key in ("href", "url", "@id", "value"):
            if isinstance(value.get(key), str):
                return str(value[key])
        return None
    return value if isinstance(value, str) else None


def _as_it_is(value: Any) -> Any:
    return value


READERS: dict[str, Callable[[Any], Any]] = {
    "id": _identity,
    "title": lambda value: name_of(value) or one_text(value),
    "body": one_text,
    "summary": one_text,
    "tags": _subjects,
    "date": _as_it_is,
    "authors": names_of,
    "source": one_name,
    "section": one_name,
    "sections": names_of,
    "place": one_name,
    "language": one_name,
    "url": _address,
}
