"""JSON: one object a line, an array of articles, or an object that holds a list of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, BinaryIO, cast

import orjson

from ..article import EncodedArticle
from ..errors import ReadError
from ..kernel import compiled
from ..kernel.json_lines import OTHER_FIELD, PLAIN_FIELDS, LineReader
from ..kernel.strings import is_plain_text, take_strings
from .cleaning import is_clean
from .encoding import decode
from .field_names import field_of, plan
from .json_shapes import INNER, WRAPPERS, articles_of
from .json_values import READERS, names_of, one_name, one_text
from .markup import has_markup, plain_text
from .normalise import article_of
from .portions import LineChunks, Portion
from .records import Raw

__all__ = ["parse_line", "raw_of", "read_clean_lines", "read_document", "read_lines"]

LONGEST_RECORD = 64 << 20  # bytes of one line
LARGEST_DOCUMENT = 512 << 20  # bytes of one JSON value with many articles; JSON Lines have no limit

_SITES = ("source-hostname", "sitename", "site_name", "hostname")
_BLANKS = re.compile(rb"[ \t\r\n]*")  # passed over at once where they are many
_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]m)?", re.IGNORECASE)
LONGEST_DAY = 20  # characters of a date without a time
_CUT = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+(\d{1,9}) chars\]$")
_Object = dict[str, Any]
_Names = tuple[str, ...]
_Plan = tuple[
    tuple[str | None, ...], tuple[str, ...], dict[str, _Names], _Names, bool, dict[str, str]
]


def read_lines(
    stream: BinaryIO, name: str, portion: Portion | None = None
) -> Iterator[Raw | ReadError]:
    """JSON Lines: one record a line, however many; a bad line is told and the next one read.

    Blank lines are skipped.  A line may hold an array or a wrapper object as well as one article.

    Args:
        stream: The lines.
        name: The file's, for errors.
        portion: Which are wanted: those that begin in it.
    """
    return cast("Iterator[Raw | ReadError]", _read_lines(stream, name, None, portion))


def read_clean_lines(
    stream: BinaryIO, name: str, portion: Portion | None = None
) -> Iterator[EncodedArticle | Raw | ReadError]:
    """As `read_lines`, but the article itself of most clean lines: the quick way to an index.

    These are lines of a flat object, the longest text of which is the body, and clean, and whose
    other fields are, too. Their bodies stay UTF-8, their languages as they are declared.
    """
    # Not compiled, it would be the slow way.
    return _read_lines(stream, name, line_reader() if compiled() else None, portion)


def _read_lines(
    stream: BinaryIO, name: str, reader: LineReader | None, portion: Portion | None = None
) -> Iterator[EncodedArticle | Raw | ReadError]:
    chunks = LineChunks(stream, portion, LONGEST_RECORD)
    number = 0  # of lines so far
    for data, start, stop in chunks:
        while start < stop:
            number += 1
            end = data.find(b"\n", start, stop) + 1 or stop
            if reader is not None:
                article = clean_article(data, start, end, reader)
                if article is not None:
                    start = end
                    yield article
                    continue
            line = data[start:end]
            start = end
            if len(line) > LONGEST_RECORD:
                reason = f"a line of more than {LONGEST_RECORD >> 20} MiB"
                yield ReadError(name, reason, f"line {chunks.before() + number}")
                continue
            try:
                yield parse_line(line)
                continue
            except ValueError as error:
                if not line.strip(b"\x1e \t\r\n\xef\xbb\xbf\x00,"):
                    start = cast("re.Match[bytes]", _BLANKS.match(data, end, stop)).end()
                    number += data.count(b"\n", end, start)
                    continue
                reason = str(error)
            place = f"line {chunks.before() + number}"
            try:
                yield from _records(_loads(line), name, place)
            except ValueError:
                yield ReadError(name, reason, place)


def line_reader() -> LineReader:
    """What `clean_article` takes lines apart with."""
    return LineReader(_plain_plan, orjson.loads)


def clean_article(data: bytes, start: int, end: int, reader: LineReader) -> EncodedArticle | None:
    """The article of a line that `read_clean_lines` speaks of; None for any other.

    Args:
        data: Lines of JSON, or anything else.
        start, end: Where in it the line begins and ends.
        reader: A `line_reader`.
    """
    found = reader.read(data, start, end)
    if found is None or found[_TITLE] is None:
        return None
    body, source = found[_BODY], found[_SOURCE]
    if not is_plain_text(body) and not is_clean(body):
        return None
    if body.endswith(b"chars]") or (source is not None and source.startswith("http")):
        return None  # see `_mend`
    return article_of(*found)


_TITLE, _BODY, _SOURCE = map(PLAIN_FIELDS.index, ("title", "body", "source"))


def _plain_plan(names: _Names) -> bytes | None:
    """The number of the field that each of these names gives, as a `LineReader` wants them.

    None where a field has several names or one that is not plain, a name stands twice or wraps an
    article.
    """
    alone, several, _, others, wrapped, _ = _plan(names)
    if wrapped or several or len(set(names)) < len(names):
        return None
    numbers = {field: number for number, field in enumerate(PLAIN_FIELDS)}
    found = [
        OTHER_FIELD if name in others else numbers.get(field or "")
        for name, field in zip(names, alone, strict=True)
    ]
    return None if None in found else bytes(cast("list[int]", found))


def parse_line(line: bytes | str) -> Raw:
    """The record of one line of JSON Lines: the quick way for clean input.

    Raises:
        ValueError: The line is not one JSON object that describes an article.

    Example: ``parse_line(b'{"headline": "Rain stops", "text": "It did."}').title`` is
    ``"Rain stops"``.
    """
    try:
        value = orjson.loads(line)
    except ValueError:
        value = _loads(line.strip())
    if type(value) is not dict:
        raise ValueError(f"expected a JSON object, found {_kind(value)}")
    raw = raw_of(value)
    if raw.body is None and raw.title is None:
        raise ValueError(_without_text(value))
    return raw


def read_document(stream: BinaryIO, name: str) -> Iterator[Raw | ReadError]:
    """One JSON value: an article, an array of articles, or an object with a list of them.

    Several values one after another, as some programs print them, are read too.
    """
    data = stream.read(LARGEST_DOCUMENT + 1)
    if len(data) > LARGEST_DOCUMENT:
        limit = f"{LARGEST_DOCUMENT >> 20} MiB"
        yield ReadError(name, f"one JSON value of more than {limit}; make it JSON Lines")
        return
    try:
        yield from _records(_loads(data), name, "record")
        return
    except ValueError as error:
        reason = str(error)
    yield from _several(decode(data), name, reason)


def _several(text: str, name: str, reason: str) -> Iterator[Raw | ReadError]:
    """Values one after another.  What stands behind the last whole one is told as an error."""
    decoder = json.JSONDecoder(strict=False)
    position = count = 0
    while True:
        while position < len(text) and text[position] in " \t\r\n,\x1e\x00":
            position += 1
        if position >= len(text):
            return
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            break
        count += 1
        yield from _records(value, name, f"value {count}")
    if count == 0 and text[position] == "[":
        yield from _array_prefix(text, position + 1, name, decoder, reason)
    else:
        yield ReadError(name, reason, f"offset {position}" if count else None)


def _array_prefix(
    text: str, position: int, name: str, decoder: json.JSONDecoder, reason: str
) -> Iterator[Raw | ReadError]:
    """The whole elements at the beginning of a damaged array."""
    count = 0
    while True:
        while position < len(text) and text[position] in " \t\r\n,":
            position += 1
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            yield ReadError(name, reason, f"record {count + 1}")
            return
        count += 1
        yield from _records(value, name, f"record {count}")


def _loads(data: bytes | str) -> Any:
    """JSON as it is written in the wild: other encodings, lone surrogates, NaN, raw controls."""
    try:
        return orjson.loads(data)
    except ValueError as strict:
        error = strict
    text = decode(data) if isinstance(data, bytes) else data
    try:
        return json.loads(text.strip("\ufeff\x00\x1e \t\r\n"), strict=False)
    except RecursionError:
        raise ValueError("not JSON: nested too deeply") from None
    except ValueError:
        raise ValueError(f"not JSON: {error}") from None


def _records(value: Any, name: str, where: str) -> Iterator[Raw | ReadError]:
    """The articles in a value: itself, its elements, or those of a list it holds."""
    found = articles_of(value)
    if found is None:
        if isinstance(value, dict):
            yield _record(value, name, where if where != "record" else "record 1")
        else:
            yield ReadError(name, f"expected a JSON object, found {_kind(value)}", where)
        return
    general = _general(value) if isinstance(value, dict) else {}
    for number, (element, id) in enumerate(found, start=1):
        place = f"record {number}" if where == "record" else f"{where}, record {number}"
        if not isinstance(element, dict):
            yield ReadError(name, f"expected a JSON object, found {_kind(element)}", place)
            continue
        raw = _record(element, name, place)
        if isinstance(raw, Raw):
            if raw.id is None and id is not None:
                raw.id = id
                _note(raw, "id", "name of the article's object")
            for field, content in general.items():
                if content and not getattr(raw, field):
                    setattr(raw, field, content)
                    _note(raw, field, f"{field} of the feed")
        yield raw


def _note(raw: Raw, field: str, rule: str) -> None:
    raw.evidence = {**raw.evidence, field: rule}


def _general(feed: _Object) -> _Object:
    """What a JSON Feed says of all its items that do not say it themselves."""
    if "jsonfeed.org" not in str(feed.get("version")):
        return {}
    return {
        "source": one_name(feed.get("title")),
        "language": one_name(feed.get("language")),
        "authors": names_of(feed.get("authors") or feed.get("author")),
    }


def _record(value: _Object, name: str, where: str) -> Raw | ReadError:
    raw = raw_of(value)
    if raw.title is None and raw.body is None and raw.summary is None:
        return ReadError(name, _without_text(value), where)
    return raw


def _without_text(value: _Object) -> str:
    names = ", ".join(str(key)[:40] for key in list(value)[:8]) or "none"
    if not {"title", "body"}.isdisjoint(_plan(tuple(value))[2]):
        return "title and body are empty"
    return f"no field that could be a title or a body (fields found: {names})"


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    names: dict[type, str] = {str: "a string", bool: "true or false", list: "an array"}
    return names.get(type(value), "a number")


@lru_cache(maxsize=2048)
def _plan(names: _Names) -> _Plan:
    """What to do with the values of an object with these names, in their order.

    Returns:
        For each name the field that it alone gives, or None. The fields to look at in any case,
        in order: all where some have several names. For each field its names, best first. The
        names of no field. Whether one of the names wraps an article. For each field the name
        that gives it, the best where there are several: what articles say as their evidence.
    """
    fields, others = plan(names)
    choices = dict(fields)
    alone = {named[0]: field for field, named in fields if len(named) == 1}
    several = tuple(choices) if len(alone) < len(choices) else ()
    wrapped = not set(WRAPPERS + INNER).isdisjoint(names)
    evidence = {field: named[0] for field, named in fields}
    return tuple(alone.get(name) for name in names), several, choices, others, wrapped, evidence


def raw_of(value: _Object) -> Raw:
    """The fields of one JSON object, by the table of `newsearch.ingest.field_names`.

    Example: ``raw_of({"headline": "Rain", "author": {"name": "Ada Byron"}}).authors`` is
    ``["Ada Byron"]``.
    """
    alone, several, choices, others, wrapped, evidence = _plan(tuple(value))
    if wrapped:
        for wrapper in WRAPPERS:
            if wrapper in value and isinstance(value[wrapper], dict):
                value = _unwrap(value, wrapper)
        for wrapper in INNER:
            if wrapper in value and isinstance(value[wrapper], dict):
                value = _filled(value, wrapper)
        alone, several, choices, others, _, evidence = _plan(tuple(value))
    extra: _Object = {}
    found: _Object = {"extra": extra, "evidence": evidence}  # shared: copied where it changes
    left = take_strings(value, alone, found)
    for field in several or left:
        if field not in found:
            _choose(found, field, choices[field], value)
    _mend(found)
    for name in others:
        content = value[name]
        if not content and _is_nothing(content):
            continue
        if name == "extra" and isinstance(content, dict):
            extra.update(content)
        else:
            extra[name] = content
    return Raw.of(found)


def _mend(found: _Object) -> None:
    """Puts right what crawlers and APIs are known to write otherwise."""
    body = found.get("body")
    if type(body) is str and body.endswith(" chars]") and (match := _CUT.search(body)):  # NewsAPI
        found["body"] = body[: match.start()].rstrip()
        found["extra"]["characters_more"] = int(match[1])
    clock = found["extra"].get("time")
    if type(clock) is str and _CLOCK.fullmatch(clock):  # beside the day
        day = found.get("date")
        if type(day) is str and len(day) <= LONGEST_DAY and ":" not in day:
            found["date"] = f"{day} {found['extra'].pop('time')}"
    source = found.get("source")
    if type(source) is not str or source[:4] != "http" or "url" in found:
        return
    if source.rstrip("/").count("/") > 2:  # trafilatura
        extra = found["extra"]
        found["url"] = source
        found["evidence"] = {**found["evidence"], "url": "source"}
        sites = (extra.pop(name) for name in _SITES if type(extra.get(name)) is str)
        found["source"] = next(sites, None)


def _is_nothing(content: Any) -> bool:
    """Whether a value that is false says nothing, as null, an empty string or list do."""
    return content is None or content == "" or content == []


def _choose(found: _Object, field: str, names: tuple[str, ...], value: _Object) -> None:
    """Gives a field the first of several values that can be one; the rest goes to ``extra``."""
    extra = found["extra"]
    taken = False
    for name in names:
        content = value[name]
        if not content and _is_nothing(content):
            continue
        if taken:
            if not _says_the_same(content, found[field]):
                extra[name] = content
            continue
        if type(content) is dict and isinstance(content.get("sections"), list):  # Fundus
            summary = one_text(content.get("summary"))
            if summary and field == "body":
                found.setdefault("summary", summary)
                found["evidence"] = {**found["evidence"], "summary": f"summary of {name}"}
            content = content["sections"]
        read = content if type(content) is str else READERS[field](content)
        if read is not None:
            if type(read) is str and "<" in read and has_markup(read):
                read = plain_text(read)
            found[field] = read
            taken = True
            if name != names[0]:
                found["evidence"] = {**found["evidence"], field: name}
            if type(content) is dict and field not in _WHOLE and "rendered" not in content:
                extra.setdefault(name, content)


_WHOLE = ("authors", "date", "body", "summary")  # of which a reader leaves nothing


def _says_the_same(other: Any, taken: Any) -> bool:
    """Whether a second value of a field adds nothing, as the same text with markup does."""
    if other == taken:
        return True
    if not isinstance(taken, str) or not isinstance(other, str | dict):
        return False
    text = one_text(other)
    return text is not None and text.split() == taken.split()


def _unwrap(value: _Object, wrapper: str) -> _Object:
    """An object whose article stands one level deeper; its own fields stay beside."""
    outer = {key: content for key, content in value.items() if key != wrapper}
    return {**outer, **value[wrapper]}


def _filled(value: _Object, inner: str) -> _Object:
    """An object with what one inside it says of fields that it does not have itself."""
    have = {field_of(name) for name, content in value.items() if not _is_nothing(content)}
    new = {
        name: content
        for name, content in value[inner].items()
        if name not in value and field_of(name) is not None and field_of(name) not in have
    }
    if not new:
        return value
    others = {name: content for name, content in value[inner].items() if name not in new}
    outer = {name: content for name, content in value.items() if name != inner}
    return {**outer, **new, **({inner: others} if others else {})}
