"""What results and articles look like: for reading in a terminal, as JSON and as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from newsearch.cli import output

if TYPE_CHECKING:
    from newsearch.article import Article
    from newsearch.search.results import Hit, Results, Snippet
    from newsearch.search.significant import Significant

__all__ = [
    "FILTER_NAMES",
    "HIT_COLUMNS",
    "hit_as_dict",
    "hit_as_row",
    "print_article",
    "print_attention",
    "print_counts",
    "print_explanation",
    "print_hit",
    "print_results",
    "print_significant",
    "print_timeline",
    "results_as_dict",
    "tell_diagnostics",
    "tell_nothing_found",
    "timeline_as_list",
]

FILTER_NAMES = ("tags", "sources", "authors", "sections", "languages")
HIT_COLUMNS = (
    "id",
    "score",
    "date",
    "title",
    "source",
    "section",
    "authors",
    "tags",
    "language",
    "url",
    "snippet",
)
INDENT = "    "
WIDEST_TEXT = 100  # columns; longer lines of prose are hard to read
WIDEST_BAR = 50  # columns
LABEL_LENGTHS = {"year": 4, "month": 7}  # of 2026-02-12; other intervals show all of it


def hit_as_dict(hit: Hit) -> dict[str, Any]:
    """A hit as JSON: what `HIT_COLUMNS` names, the spans of the snippet and the duplicates."""
    article = hit.article
    fields = {name: getattr(article, name) for name in HIT_COLUMNS[2:-1]}
    snippet = hit.snippet
    return {
        "id": hit.id,
        "score": hit.score,
        **fields,
        "snippet": None if snippet is None else {"text": snippet.text, "spans": snippet.spans},
        "duplicates": [getattr(other, "id", other) for other in hit.duplicates or ()],
    }


def hit_as_row(hit: Hit) -> list[object]:
    """A hit as the values of `HIT_COLUMNS`."""
    row = hit_as_dict(hit)
    row["snippet"] = None if hit.snippet is None else hit.snippet.text
    return [row[name] for name in HIT_COLUMNS]


def results_as_dict(query: str, results: Results, hits: Sequence[Hit]) -> dict[str, Any]:
    """A whole answer as JSON."""
    return {
        "query": query,
        "total": results.total,
        "seconds": results.seconds,
        "hits": [hit_as_dict(hit) for hit in hits],
        "facets": {
            name: [{"value": value, "count": count} for value, count in counts]
            for name, counts in results.facets.items()
        },
        "timeline": timeline_as_list(results.timeline),
        "diagnostics": [
            {"code": item.code, "message": item.message, "start": item.start, "end": item.end}
            for item in results.diagnostics
        ],
    }


def timeline_as_list(
    timeline: Sequence[tuple[date, int]], attention: Sequence[tuple[date, float]] = ()
) -> list[dict[str, Any]]:
    """A timeline as JSON: the first day of each interval, its count, and its share where given."""
    listed: list[dict[str, Any]] = [{"date": day, "count": count} for day, count in timeline]
    for entry, (_, share) in zip(listed, attention, strict=False):
        entry["share"] = share
    return listed


def tell_diagnostics(results: Results) -> None:
    """Tells what was understood another way than written."""
    for item in results.diagnostics:
        output.message(f"newsearch: note: {output.one_line(item.message)}")


def tell_nothing_found(query: str, results: Results, narrowed: bool) -> None:
    """Says that nothing matches, and why that may be."""
    advice = "; the filters may leave nothing over" if narrowed else ""
    if results.total:
        advice = f"; there are only {output.quantity(results.total, 'article')}, see --offset"
    output.message(f"newsearch: no hits for {output.one_line(query)}{advice}")


def print_results(results: Results, hits: Sequence[Hit], offset: int, by: str | None) -> None:
    """Prints hits, facets and timeline, then the total and the time."""
    for rank, hit in enumerate(hits, offset + 1):
        print_hit(rank, hit)
    for name, counts in results.facets.items():
        output.line(output.paint(name, bold=True))
        print_counts(counts, INDENT)
        output.line()
    if by is not None and results.timeline:
        print_timeline(results.timeline, by)
        output.line()
    total = output.quantity(results.total, "article")
    shown = f"{offset + 1}-{offset + len(hits)} of " if 0 < len(hits) < results.total else ""
    output.line(output.paint(f"{shown}{total} in {_duration(results.seconds)}", dim=True))


def print_hit(rank: int, hit: Hit) -> None:
    """Prints one hit: title; date, source, section, score and id; snippet; duplicates."""
    article = hit.article
    number = f"{rank}."
    title = output.one_line(article.title) or "(no title)"
    output.line(f"{number:<3} {output.paint(title, bold=True)}")
    facts = [output.moment(article.date), article.source, article.section]
    facts += [f"score {hit.score:.2f}" if hit.score else None, f"id {hit.id}"]
    told = " · ".join(output.one_line(fact) for fact in facts if fact)
    output.line(INDENT + output.paint(told, dim=True))
    if hit.snippet is not None and hit.snippet.text:
        for row in _snippet_lines(hit.snippet):
            output.line(INDENT + row)
    if hit.duplicates:
        others = ", ".join(output.one_line(getattr(d, "id", str(d))) for d in hit.duplicates)
        output.line(INDENT + output.paint(f"also as: {others}", dim=True))
    output.line()


def _snippet_lines(snippet: Snippet) -> Iterator[str]:
    """A snippet in lines that fit the terminal, what matched in bold; one line elsewhere."""
    text = output.plain(snippet.text).replace("\n", " ").replace("\t", " ")
    if not output.decorated():
        yield text
        return
    for first, last in _line_ranges(text, _text_width()):
        yield _marked(text, snippet.spans, first, last)


def _marked(text: str, spans: Sequence[tuple[int, int]], first: int, last: int) -> str:
    """The part of `text` from `first` to `last`, the spans in it in bold."""
    parts: list[str] = []
    at = first
    for start, end in spans:
        start, end = max(start, at), min(end, last)
        if start < end:
            parts += text[at:start], output.paint(text[start:end], bold=True, fg="yellow")
            at = end
    parts.append(text[at:last])
    return "".join(parts)


def _line_ranges(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Where the lines of `text` begin and end when it is broken at spaces to `width` columns."""
    first = 0
    while len(text) - first > width:
        last = text.rfind(" ", first, first + width + 1)
        if last <= first:
            last = first + width
        yield first, last
        first = last + (text[last] == " ")
    if first < len(text):
        yield first, len(text)


def _text_width() -> int:
    return max(20, min(_columns(), WIDEST_TEXT) - len(INDENT))


def _columns() -> int:
    """The terminal's width."""
    from shutil import get_terminal_size  # slow to import

    return get_terminal_size().columns


def _duration(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def print_article(article: Article) -> None:
    """Prints a whole article: title, what is known about it, summary and body."""
    output.line(output.paint(output.one_line(article.title), bold=True))
    for name in ("date", "source", "section", "place", "authors", "tags", "language", "url", "id"):
        value = getattr(article, name)
        if not value:
            continue
        if name == "date":
            value = output.moment(value)
        elif isinstance(value, tuple):
            value = ", ".join(value)
        output.line(output.paint(f"{name}:", dim=True) + f" {output.one_line(value)}")
    for text in filter(None, (article.summary, article.body)):
        output.line()
        output.line(output.plain(text))


def print_counts(counts: Sequence[tuple[str, int]], indent: str = "") -> None:
    """Prints counts, each before its value."""
    width = max((len(f"{count:,}") for _, count in counts), default=0)
    for value, count in counts:
        output.line(f"{indent}{count:>{width},}  {output.one_line(value)}")


def print_explanation(part: Mapping[str, Any], indent: str = "") -> None:
    """Prints why a score is what it is: a line for the whole and one for each part, further in."""
    score = f"{part['score']:.4f}" if part["matches"] else "no match"
    what = output.one_line(str(part.get("query", part.get("id", ""))))
    facts = [f"{name} {part[name]:.4g}" for name in ("idf", "frequency", "length") if name in part]
    told = output.paint(f"  ({', '.join(facts)})", dim=True) if facts else ""
    output.line(f"{indent}{score}  {what}{told}")
    for inner in part.get("parts", ()):
        print_explanation(inner, indent + INDENT)


def print_timeline(timeline: Sequence[tuple[date, int]], by: str) -> None:
    """Prints a timeline by `by` as bars; the longest fits the terminal.

    A bar is drawn in eighths of a column, and a count above zero always shows.
    """
    most = max((count for _, count in timeline), default=0)
    digits = len(f"{most:,}")
    room = _columns() - 10 - digits - 4
    columns = max(10, min(WIDEST_BAR, room))
    for day, count in timeline:
        bar = _bar(count, most, columns)
        label = day.isoformat()[: LABEL_LENGTHS.get(by)]
        output.line(f"{label}  {count:>{digits},}  {output.paint(bar, fg='cyan')}".rstrip())


def print_attention(attention: Sequence[tuple[date, float]], by: str) -> None:
    """Prints shares by `by` as bars; the longest fits the terminal."""
    most = max((share for _, share in attention), default=0.0)
    columns = max(10, min(WIDEST_BAR, _columns() - 22))
    for day, share in attention:
        bar = _bar(share, most, columns)
        label = day.isoformat()[: LABEL_LENGTHS.get(by)]
        output.line(f"{label}  {share:>8.3%}  {output.paint(bar, fg='cyan')}".rstrip())


def print_significant(found: Sequence[Significant]) -> None:
    """Prints telling values or words: in how many articles of how many, and the score."""
    width = max((len(f"{one.count:,} of {one.total:,}") for one in found), default=0)
    for one in found:
        counts = f"{one.count:,} of {one.total:,}"
        output.line(f"{counts:>{width}}  {one.score:>10,.1f}  {output.one_line(one.value)}")


def _bar(count: float, most: float, columns: int) -> str:
    """A bar of at most `columns` columns for `count` of `most`.

    Example:
        >>> _bar(3, 4, 8), _bar(0, 4, 8), _bar(1, 1000, 8)
        ('██████', '', '▏')
    """
    if count <= 0:
        return ""
    eighths = max(1, round(count * columns * 8 / most))
    full, rest = divmod(eighths, 8)
    return "█" * full + ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")[rest]
