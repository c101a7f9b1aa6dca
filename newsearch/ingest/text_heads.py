"""Texts that open with a written head: ``-- title`` lines, ``Title: ...`` lines, front matter.

==================  ============================================================================
``dashed head``     lines that start with ``-- ``: title, byline, date and address, told by form
``labelled head``   two or more lines ``Name: value`` with known names, then an empty line
``front matter``    ``Name: value`` lines between two lines ``---`` (or ``+++`` with ``=``)
``markdown title``  a first line ``# Title``
==================  ============================================================================

Front matter is read by a small parser of our own: plain, quoted and block values, lists in both
notations.  Nested mappings are left out.
"""

from __future__ import annotations

import re

from newsearch.ingest.field_names import field_of
from newsearch.ingest.page_words import AUTHOR_LABEL, words_key
from newsearch.ingest.records import Raw
from newsearch.ingest.text_lines import is_wrapped, read_byline, read_meta

__all__ = ["flow", "parse_headed"]

HEAD_LINES = 200  # lines of the longest head
HEAD_CHARACTERS = 64 * 1024

_FIELD = re.compile(r"([^\W\d_][\w .\-]{0,40}?)\s*[:=：]\s*(.*)")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+")
_DATE_SHAPE = re.compile(r"(?=.*\d)(?=.*(?:\d{4}|\d[./-]\d{1,2}[./-]\d))[\w\s.,:+/()-]{6,60}")
_MARKDOWN = [
    (re.compile(r"!\[[^\[\]\n]{0,1000}\]\([^)\n]{0,500}\)"), ""),
    (re.compile(r"\[([^\[\]\n]{1,1000})\]\([^)\n]{0,500}\)"), r"\1"),
    (re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(.*?)[ \t]*#*$", re.MULTILINE), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,2000})(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,2000})(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=\S)([^_\n]{1,2000})(?<=\S)_(?![\w_])"), r"\1"),
    (re.compile(r"`([^`\n]{1,2000})`"), r"\1"),
    (re.compile(r"^[ \t]{0,3}>[ \t]?", re.MULTILINE), ""),
    (re.compile(r"^[ \t]{0,3}(?:[-*_][ \t]*){3,200}$", re.MULTILINE), ""),
]


def parse_headed(text: str) -> Raw | None:
    """Return the fields of a text with a written head, or None where it has no such head.

    Example:
        >>> parse_headed("-- Harbour reopens\\n-- By Ada Quill\\n\\nShips returned.").authors
        'Ada Quill'
    """
    start = text[:HEAD_CHARACTERS].lstrip()
    if start.startswith("-- "):
        return _parse_dashed(text.lstrip())
    if start.startswith(("---", "+++")):
        return _parse_front_matter(text.lstrip())
    if start.startswith("# "):
        return _parse_markdown(text.lstrip())
    return _parse_labelled(text.lstrip())


def _parse_markdown(text: str) -> Raw:
    """Read Markdown that opens with its title; lines of author and day may follow."""
    first, _, rest = text.partition("\n")
    raw = Raw(title=plain_markdown(first).strip())
    raw.evidence = {"title": "markdown title", "body": "markdown title"}
    body = plain_markdown(rest).strip()
    for _ in range(3):
        line, _, below = body.partition("\n")
        meta = read_meta(line) or read_byline(line)
        if meta is None or not below.strip():
            break
        raw.date = raw.date or meta.date
        raw.authors = raw.authors or meta.authors or None
        body = below.strip()
    raw.evidence |= {f: "markdown head" for f in ("date", "authors") if getattr(raw, f)}
    raw.body = body
    return raw


def plain_markdown(text: str) -> str:
    """Return Markdown as plain text: links as their words, without emphasis, images and rules."""
    for pattern, replacement in _MARKDOWN:
        text = pattern.sub(replacement, text)
    return text


def _parse_dashed(text: str) -> Raw:
    raw = Raw()
    evidence: dict[str, str] = {}
    lines = text.split("\n")
    number = 0
    while number < min(len(lines), HEAD_LINES) and lines[number].strip().startswith("--"):
        value = " ".join(lines[number].strip()[2:].split())
        name = _dashed_field(raw, value, number)
        if value and name:
            setattr(raw, name, AUTHOR_LABEL.sub("", value, count=1) if name == "authors" else value)
            evidence[name] = "dashed head"
        number += 1
    raw.body = flow("\n".join(lines[number:]))
    evidence["body"] = "dashed head"
    raw.evidence = evidence
    return raw


def _dashed_field(raw: Raw, value: str, number: int) -> str | None:
    """Tell by its form which field a line of a dashed head is; the title comes first."""
    if number == 0:
        return "title"
    if _ADDRESS.fullmatch(value):
        return "url" if raw.url is None else None
    if AUTHOR_LABEL.match(value) and raw.authors is None:
        return "authors"
    if raw.date is None and _DATE_SHAPE.fullmatch(value):
        return "date"
    return "authors" if raw.authors is None and number == 1 else None


def flow(text: str) -> str:
    """Return the paragraphs of `text`: its non-empty lines, or its blocks where it is wrapped."""
    blocks = [
        [line.strip() for line in block.split("\n") if line.strip()]
        for block in re.split(r"\n\s*\n", text)
    ]
    if is_wrapped([(line, number) for number, block in enumerate(blocks) for line in block]):
        paragraphs = [" ".join(block) for block in blocks]
    else:
        paragraphs = [line for block in blocks for line in block]
    return "\n\n".join(filter(None, paragraphs))


def _parse_labelled(text: str) -> Raw | None:
    values: dict[str, object] = {}
    head, _, _body = text[:HEAD_CHARACTERS].partition("\n\n")
    lines = head.split("\n")
    if not 2 <= len(lines) <= HEAD_LINES:
        return None
    known = 0
    for line in lines:
        match = _FIELD.fullmatch(line.strip())
        if match is None:
            return None
        known += field_of(match[1]) is not None
        values[match[1]] = match[2].strip()
    if known < 2 or known * 2 < len(lines) or not any(field_of(n) == "title" for n in values):
        return None
    return _fill(values, text[len(head) :], "labelled head")


def _parse_front_matter(text: str) -> Raw | None:
    fence = text[:3]
    lines = text[:HEAD_CHARACTERS].split("\n")
    if lines[0].strip() != fence:
        return None
    for number, line in enumerate(lines[1 : HEAD_LINES + 1], start=1):
        if line.strip() == fence or (fence == "---" and line.strip() == "..."):
            end = sum(len(one) + 1 for one in lines[: number + 1])
            values = _read_mapping(lines[1:number])
            return _fill(values, plain_markdown(text[end:]), "front matter") if values else None
    return None


def _unquote(value: str) -> str:
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        inner = value[1:-1]
        return inner.replace('\\"', '"') if value[0] == '"' else inner.replace("''", "'")
    return re.sub(r"\s+#\s.*$", "", value) if len(value) < 1000 else value


def _read_mapping(lines: list[str]) -> dict[str, object]:
    """Read ``name: value`` lines with block values and lists below a name."""
    values: dict[str, object] = {}
    name = ""
    for line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        item = re.match(r"\s*-\s+(.*)", line)
        if name and item:
            held = values.get(name)
            values[name] = [*(held if isinstance(held, list) else []), _unquote(item[1])]
        elif name and line[0] in " \t":
            held = values.get(name)
            if isinstance(held, str):
                values[name] = f"{held} {line.strip()}".strip()
        elif match := _FIELD.fullmatch(line.strip()):
            name = match[1].strip()
            value = match[2].strip()
            if value[:1] == "[" and value[-1:] == "]":
                inner = re.findall(r"\s*(\"[^\"]*\"|'[^']*'|[^,]+)", value[1:-1])
                values[name] = [_unquote(one) for one in inner if one.strip()]
            else:
                values[name] = "" if re.fullmatch(r"[|>][+-]?", value) else _unquote(value)
        else:
            name = ""
    return values


def _fill(values: dict[str, object], body: str, rule: str) -> Raw:
    raw = Raw()
    evidence = {"body": rule}
    for name, value in values.items():
        target = field_of(name)
        if value in ("", [], "null", "~"):
            continue
        if words_key(name) == "categories" and any(
            field_of(n) == "tags" for n in values if n != name
        ):
            target = "sections"  # Jekyll and Hugo have both
        if target is None or target == "body":
            raw.extra[name] = value
            continue
        if target in ("section", "sections"):
            target = "section"
            sections = value if isinstance(value, list) else [str(value)]
            raw.section, raw.sections = sections[0], sections
        elif target in ("tags", "authors"):
            setattr(raw, target, value)
        else:
            joined = ", ".join(map(str, value)) if isinstance(value, list) else value
            if getattr(raw, target) is not None:
                continue
            setattr(raw, target, joined)
        evidence[target] = rule
    paragraphs = flow(body).split("\n\n")
    if paragraphs and raw.title and words_key(paragraphs[0]) == words_key(raw.title):
        del paragraphs[0]
    elif paragraphs and raw.title is None and len(paragraphs) > 1:
        raw.title = paragraphs.pop(0)
        evidence["title"] = "first line"
    raw.body = "\n\n".join(paragraphs)
    raw.evidence = evidence
    return raw
