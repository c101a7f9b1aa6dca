"""What one piece of a query string asks for: a word, phrase, pattern, value or date."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from typing import Any, NamedTuple

from newsearch.errors import QueryError
from newsearch.query import tree
from newsearch.query.dates import HINT, parse_span
from newsearch.query.instants import EARLIEST, LATEST
from newsearch.query.syntax import Quoted, RangeText, Run, checked_boost
from newsearch.query.words import phrase_group, word_groups
from newsearch.schema import ALL_FIELDS, DATE_FIELD, DEFAULT_FIELD, FIELD_GAP, KEYWORD_FIELDS

__all__ = ["leaf_query"]

#: Typing errors a fuzzy word may have; more would accept nearly anything.
MAXIMUM_DISTANCE = 2
#: Wildcards in one word.
MAXIMUM_WILDCARDS = 10

_MARKED = re.compile(
    r"(?P<core>.+?)(?P<fuzzy>~(?P<distance>\d)?(?:/(?P<prefix>\d{1,3}))?)?"
    r"(?:\^(?P<boost>\d+(?:\.\d*)?|\.\d+))?",
    re.DOTALL,
)
_WILDCARDS = re.compile(r"([*?]+)")
_SEPARATORS = re.compile(r"[-‐‑–—/_@:+&=|<>]+")
_RANGE_TEXT = re.compile(
    r'[\[{](\s*"(?:[^"\\]|\\.)*"\s*?|.*?)'  # what is in quotes may hold a TO
    r"(?:^|\s|(?<=[\[{]))TO(?=\s|[\]}])(.*)[\]}]",
    re.I | re.DOTALL,
)
#: Escaped syntax characters are kept here while wildcards are looked for (private use area).
_ESCAPE_BASE = 0xE000
#: In a pattern with other wildcards these match any character.
_ESCAPED_WILDCARD = re.compile("[\ue02a\ue03f]")


class _Marks(NamedTuple):
    """A run taken apart: the word and what stands behind it."""

    core: str
    distance: int | None
    prefix: int
    boost: float


#: Dates of digits alone are not told from the clock, so that what they mean can be kept.
_ABSOLUTE = re.compile(r"[\d\s.:<>=/+\[\]{}TOZ-]*")
ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


def leaf_query(piece: Any, parser: Any) -> Any:
    """The query of one piece, or ``None`` where it holds no word.

    Args:
        piece: A `Run`, `Quoted` or `RangeText`.
        parser: A `newsearch.query.parse.NewsParser`.

    Raises:
        QueryError: A bad date, range, slop or distance.
    """
    field = piece.fieldname or DEFAULT_FIELD
    if field == DATE_FIELD:
        made = _date(piece, parser)
    elif isinstance(piece, RangeText):
        made = _range(piece, field)
    elif isinstance(piece, Quoted):
        made = _quoted(piece, field, parser)
    else:
        made = _run(piece, field, parser)
    if made is None:
        return None
    made.startchar, made.endchar = piece.startchar, piece.endchar
    return tree.boosted(made, piece.boost)


def _date(piece: Any, parser: Any) -> Any:
    text = piece.text.strip()
    if isinstance(piece, Run):
        text = re.sub(r"\^[\d.]+\Z", "", text)
    if text == "*":
        return tree.Everything(DATE_FIELD)
    try:
        now = ANY_TIME if _ABSOLUTE.fullmatch(text) else parser.now()
        first, last = parse_span(text, parser.timezone, now)
    except ValueError as error:
        raise QueryError(f"date: {error}", piece.startchar, HINT) from None
    nothing = first is not None and last is not None and first > last
    if nothing or (first or 0) > LATEST or (last or 0) < EARLIEST:
        message = "nothing can be dated so: the span is empty"
        parser.remark("empty_dates", message, piece.startchar, piece.endchar)
        return tree.Nothing()
    return tree.DateRange(first, last)


def _range(piece: Any, field: str) -> Any:
    found = _RANGE_TEXT.fullmatch(piece.text)
    if found is None:
        raise QueryError(
            f"{piece.text[:60]} is no range", piece.startchar, f"write {field}:[a TO b]"
        )
    start, end = (_bound(part, field) for part in found.groups())
    if start is None and end is None:
        return tree.Everything(None if field == DEFAULT_FIELD else field)
    return tree.TermRange(field, start, end, piece.text[0] == "{", piece.text[-1] == "}")


def _bound(text: str, field: str) -> str | None:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = re.sub(r'\\(["\\])', r"\1", text[1:-1])
    elif text == "*":
        return None
    folded = _folded(text, field)
    for _ in range(3):  # a bound prints as it is folded, and must then be read as the same
        folded = _folded(folded, field)
    return folded or None


def _quoted(piece: Any, field: str, parser: Any) -> Any:
    if field in KEYWORD_FIELDS:
        return _keyword(piece.text, field)
    if piece.slop > FIELD_GAP:
        raise QueryError(
            f"~{piece.slop} is too far for a phrase",
            piece.startchar,
            f"write a distance up to {FIELD_GAP}, or leave out the quotes",
        )
    if re.search(r"\w[*]", piece.text):
        message = "a * between quotes is no wildcard"
        parser.remark("wildcard_in_quotes", message, piece.startchar, piece.endchar)
    group = phrase_group(piece.text, parser.analyzer)
    if group is None:
        return None
    parser.count(len(group.terms), piece.startchar)
    if len(group.terms) == 1:
        return tree.Word(field, group.text, group.terms[0])
    return tree.Phrase(field, group.text, group.terms, piece.slop)


def _run(piece: Any, field: str, parser: Any) -> Any:
    if piece.plain and field not in KEYWORD_FIELDS:
        return _words(piece.text, field, parser, piece.startchar)
    marks = _taken_apart(_protected(piece.text), piece)
    core = marks.core
    if field == "id":
        core = core.replace("?", chr(_ESCAPE_BASE + ord("?")))  # addresses hold it
    if core.strip("*") == "" or core == "*:*":
        parser.count(1, piece.startchar)
        return tree.Everything(None if field == DEFAULT_FIELD else field)
    if field not in KEYWORD_FIELDS:
        core = _without_question_mark(core, piece, parser)
        _remark_on_lookalikes(core, piece, parser)
    made: Any
    if marks.distance:
        made = _fuzzy(core, marks, field, parser, piece)
    elif _WILDCARDS.search(core):
        made = _pattern(core, field, parser, piece)
    elif field in KEYWORD_FIELDS:
        parser.count(1, piece.startchar)
        made = _keyword(_released(core), field)
    else:
        made = _words(_released(core), field, parser, piece.startchar)
    return None if made is None else tree.boosted(made, marks.boost)


def _taken_apart(text: str, piece: Any) -> _Marks:
    found = _MARKED.fullmatch(text)
    if found is None:  # nothing but a mark
        return _Marks(text, None, 0, 1.0)
    boost = checked_boost(float(found["boost"]), piece.startchar) if found["boost"] else 1.0
    core = found["core"]
    if found["fuzzy"] is None:
        return _Marks(core, None, 0, boost)
    if not any(character.isalpha() for character in core) or _WILDCARDS.search(core):
        return _Marks(core + found["fuzzy"], None, 0, boost)
    distance = int(found["distance"] or 1)
    if distance > MAXIMUM_DISTANCE:
        raise QueryError(
            f"~{distance} allows too many typing errors",
            piece.startchar,
            f"write ~1 or ~{MAXIMUM_DISTANCE}",
        )
    return _Marks(core, distance, 1 if found["prefix"] is None else int(found["prefix"]), boost)


def _without_question_mark(core: str, piece: Any, parser: Any) -> str:
    """A question mark that ends a word is punctuation, elsewhere a wildcard."""
    word = core.rstrip("?؟!.,;:…")
    ending = core[len(word) :]
    if not ("?" in ending or "؟" in ending) or _WILDCARDS.search(word):
        return core
    if re.search(r"\w", word):
        message = "a question mark at the end of a word is read as punctuation"
        parser.remark("question_mark", message, piece.startchar, piece.endchar)
    return word


def _remark_on_lookalikes(core: str, piece: Any, parser: Any) -> None:
    """Tells what looks like syntax and is read as text."""
    name, colon, rest = core.partition(":")
    if colon and not rest and name in ALL_FIELDS and piece.fieldname is None:
        message = f"{name}: before a space is read as a word; write {name}:word for the field"
        parser.remark("field_as_word", message, piece.startchar, piece.endchar)
    elif core in ("&&", "||"):
        message = f"{core} is left out; write {'AND' if core == '&&' else 'OR'}"
        parser.remark("operator_sign", message, piece.startchar, piece.endchar)


def _words(text: str, field: str, parser: Any, position: int) -> Any:
    """The words of a run: side by side, compounds as phrases."""
    found: list[Any] = []
    for group in word_groups(text, parser.analyzer):
        parser.count(len(group.terms), position)
        if len(group.terms) == 1:
            found.append(tree.Word(field, group.text, group.terms[0]))
        else:
            found.append(tree.Phrase(field, group.text, group.terms))
    if not found:
        return None
    return tree.all_of(found) if parser.match == "all" else tree.any_of(found)


def _keyword(text: str, field: str) -> Any:
    key = _folded(text, field)
    if field == "language":
        key = key.partition("-")[0].strip()  # en-GB is kept as en
    return tree.Keyword(field, key) if key else None


def _fuzzy(core: str, marks: _Marks, field: str, parser: Any, piece: Any) -> Any:
    if field in KEYWORD_FIELDS:
        parser.count(1, piece.startchar)
        key = _folded(_released(core), field)
        made = tree.FuzzyTerm(field, key, 1.0, marks.distance or 1, marks.prefix)
        return made if key else None
    found = []
    for token in parser.analyzer.tokens(_released(core)):
        spellings = [s for s in (_folded(token.text, field), *parser.variants(token.text)) if s]
        if not spellings:
            continue
        parser.count(1, piece.startchar)
        if not any(character.isalpha() for character in token.text):
            found.append(tree.Word(field, token.text, parser.variants(token.text)))
            continue
        found.append(
            tree.FuzzyTerm(field, token.text, 1.0, marks.distance or 1, marks.prefix, spellings)
        )
    return tree.all_of(found) if found else None


def _pattern(core: str, field: str, parser: Any, piece: Any) -> Any:
    """A run with wildcards; in text, its parts between hyphens and the like must all occur."""
    if len(_WILDCARDS.findall(core)) > MAXIMUM_WILDCARDS:
        raise QueryError(
            f"a word has more than {MAXIMUM_WILDCARDS} wildcards",
            piece.startchar,
            "write its start and one *",
        )
    if field in KEYWORD_FIELDS:
        parser.count(1, piece.startchar)
        return _one_pattern(core, field, parser, piece.startchar)
    parts = [part for part in _SEPARATORS.split(core) if part]
    found = []
    for part in parts:
        if not _WILDCARDS.search(part):
            made = _words(_released(part), field, parser, piece.startchar)
        else:
            parser.count(1, piece.startchar)
            made = _one_pattern(part, field, parser, piece.startchar)
        if made is not None:
            found.append(made)
    if len(found) > 1:
        message = "the parts of a compound with wildcards may stand anywhere in the article"
        parser.remark("wildcard_compound", message, piece.startchar, piece.endchar)
    return tree.all_of(found) if found else None


def _one_pattern(text: str, field: str, parser: Any, position: int) -> Any:
    pieces = [
        part if _WILDCARDS.fullmatch(part) else _pattern_literal(part, field)
        for part in _WILDCARDS.split(text)
    ]
    pattern = _stars_last("".join(pieces))
    if field in KEYWORD_FIELDS and not _is_prefix(pattern):
        anything = "*" if field == "id" else "?"
        pattern = _stars_last(_ESCAPED_WILDCARD.sub(anything, pattern))
    if not pattern.strip("*"):
        return tree.Everything(None if field == DEFAULT_FIELD else field)
    if field not in KEYWORD_FIELDS and not _WILDCARDS.search(pattern.rstrip("?")):
        return _words(pattern.rstrip("?"), field, parser, position)
    if not _is_prefix(pattern):
        return tree.Wildcard(field, _released(pattern))
    if field in KEYWORD_FIELDS:
        return tree.Prefix(field, _released(pattern[:-1]))
    return _word_prefix(pattern[:-1], field, parser)


def _is_prefix(pattern: str) -> bool:
    """Whether a star at the end is the only wildcard."""
    return pattern.endswith("*") and not _WILDCARDS.search(pattern[:-1])


def _stars_last(pattern: str) -> str:
    """The pattern with ``*?*`` written ``?*``, which means the same."""
    return re.sub(r"\*[*?]*", lambda found: "?" * found[0].count("?") + "*", pattern)


def _word_prefix(literal: str, field: str, parser: Any) -> Any:
    tokens = parser.analyzer.tokens(literal)
    if len(tokens) > 1:  # ideographs: their pairs are indexed, and say more than a start
        words = [terms for token in tokens if (terms := parser.variants(token.text))]
        return tree.Phrase(field, literal, words) if len(words) > 1 else None
    return tree.Prefix(field, literal, terms=parser.analyzer.completed(literal))


def _pattern_literal(text: str, field: str) -> str:
    folded = _folded(_released(text), field)
    if field in KEYWORD_FIELDS:
        return re.sub(r"[*?]", lambda found: chr(_ESCAPE_BASE + ord(found[0])), folded)
    word = "".join(c for c in folded if unicodedata.category(c)[0] in "LNM")
    return unicodedata.normalize("NFC", word)


def _folded(text: str, field: str) -> str:
    from newsearch.text.folding import fold, fold_value

    if field == "id":
        return text.strip()  # ids are what they are
    return fold_value(text) if field in KEYWORD_FIELDS else fold(text)


def _protected(text: str) -> str:
    """The text with escaped ASCII characters put out of reach, other backslashes kept."""

    def protect(found: re.Match[str]) -> str:
        return chr(_ESCAPE_BASE + ord(found[1])) if found[1] < "\x80" else found[1]

    # What is private use in the query itself is no letter, and must not be taken for an escape.
    return re.sub(r"\\([^\w])", protect, re.sub(r"[\ue000-\ue07f]", "\ufffd", text))


def _released(text: str) -> str:
    """`_protected` undone, without the backslashes."""
    return re.sub(r"[\ue000-\ue07f]", lambda found: chr(ord(found[0]) - _ESCAPE_BASE), text)
