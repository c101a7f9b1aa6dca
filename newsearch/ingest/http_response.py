"""The page in a response of HTTP, as archives of the web keep it."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass

from .compression import Expansion, TooLargeError, expand
from .encoding import decode
from .limits import LARGEST_RECORD

__all__ = ["Page", "page_of"]

LONGEST_HEAD = 256 << 10  # bytes of a response's headers
MOST_CODINGS = 3  # of a content, one in the other
_PAGES = ("text/html", "application/xhtml+xml")
_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})\b")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_CHUNK = re.compile(rb"\s*([0-9a-fA-F]{1,8})[^\r\n]{0,100}\r?\n")
_MARKUP = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its bytes, and its text where the response says which encoding it has."""

    data: bytes
    text: str | None


def page_of(response: bytes) -> Page | str:
    """The HTML page in a response; where there is none, what it is instead.

    Raises:
        ValueError: Its content is damaged, or expands to more than 64 MiB.

    Example: ``page_of(b"HTTP/1.1 404 Not Found\\r\\n\\r\\n")`` is ``"response with status 404"``.
    """
    end = _END.search(response, 0, LONGEST_HEAD)
    head, body = (response[: end.start()], response[end.end() :]) if end else (response, b"")
    status = _STATUS.match(head)
    if status is None:
        return "response that is not HTTP"
    if status[1] != b"200":
        return f"response with status {status[1].decode()}"
    headers = _fields(head)
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()[:60]
    if kind and kind not in _PAGES:
        return f"response of type {kind}"
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _joined(body)
    body = _expanded(body, headers.get("content-encoding", "").lower())
    if not kind and not _MARKUP.match(body[:2000]):
        return "response without a type"
    charset = _CHARSET.search(headers.get("content-type", ""))
    return Page(body, decode(body, charset[1]) if charset else None)


def _fields(head: bytes) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in head.decode("latin-1").splitlines()[1:]:
        name, _, value = line.partition(":")
        fields.setdefault(name.strip().lower(), value.strip())
    return fields


def _joined(body: bytes) -> bytes:
    """A body without the marks of its chunks; as it is where the archive left them out already."""
    parts: list[bytes] = []
    at = 0
    while match := _CHUNK.match(body, at):
        size = int(match[1], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(body[match.end() : match.end() + size])
        at = match.end() + size
        if at >= len(body):
            return b"".join(parts)
    return b"".join(parts) if parts else body


def _expanded(body: bytes, codings: str) -> bytes:
    """A body expanded; as it is where the archive did that and left the header.

    Brotli has no decoder in the standard library, and servers send it only to who asks for it;
    archives are mostly fetched without.  A record in it is told, and the next one read.
    """
    for coding in reversed([one.strip() for one in codings.split(",")][:MOST_CODINGS]):
        if _MARKUP.match(body[:2000]):
            break
        if coding in ("gzip", "x-gzip") and body[:2] == b"\x1f\x8b":
            body = _inflated(body, coding, (31,))
        elif coding == "deflate":
            body = _inflated(body, coding, (15, -15))  # with a header, or without one
        elif coding == "zstd":
            body = _from_zstd(body)
        elif coding in ("br", "compress", "x-compress", "dcb", "dcz"):
            raise ValueError(f"a page in the content encoding {coding!r}, which is not read")
    return body


def _inflated(body: bytes, coding: str, windows: tuple[int, ...]) -> bytes:
    reason = ""
    for wbits in windows:
        inner = zlib.decompressobj(wbits=wbits)
        try:
            data = inner.decompress(body, LARGEST_RECORD)
        except zlib.error as error:
            reason = str(error)
            continue
        if inner.unconsumed_tail:
            raise TooLargeError(f"a page that expands to more than {LARGEST_RECORD >> 20} MiB")
        return data
    raise ValueError(f"a page whose {coding} data are damaged: {reason}")


def _from_zstd(body: bytes) -> bytes:
    stream = expand(io.BytesIO(body), "zstd", Expansion())
    try:
        data = stream.read(LARGEST_RECORD + 1)
    except OSError as error:
        raise ValueError(f"a page whose zstd data are damaged: {error}") from None
    if len(data) > LARGEST_RECORD:
        raise TooLargeError(f"a page that expands to more than {LARGEST_RECORD >> 20} MiB")
    return data
