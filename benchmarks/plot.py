"""``run.py plot``: speed, growth and quality as PNG files, drawn from the JSON alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import orjson
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import LogLocator, NullFormatter

from benchmarks.report import number

__all__ = ["COLOURS", "draw"]

#: One colour an engine, in every plot (Okabe and Ito's, told apart by the colour-blind too).
COLOURS = {
    "newsearch": "#d55e00",
    "tantivy": "#0072b2",
    "tantivy-column": "#56b4e9",
    "sqlite": "#009e73",
    "bm25s": "#cc79a7",
    "xapian": "#e69f00",
    "whoosh": "#777777",
    "trafilatura": "#0072b2",
    "trafilatura-precision": "#56b4e9",
    "resiliparse": "#009e73",
    "newspaper4k": "#cc79a7",
    "readability-lxml": "#e69f00",
}
OTHER = "#000000"
PIXELS_PER_INCH = 130
#: Where the name of a dot stands: offset in points, and alignment.
LABELS = {"above": ((0, 8), "center"), "left": ((-8, -3), "right"), "right": ((8, -3), "left")}
Row = Mapping[str, float]


def draw(paths: Iterable[Path]) -> Iterator[Path]:
    """Draws results beside them, each as far as there is something to draw.

    Args:
        paths: JSON files of results, and folders of such.

    Yields:
        The PNG files.

    Raises:
        ValueError: A file named is not of results that can be drawn.
    """
    for path in paths:
        files = sorted(path.glob("*.json")) if path.is_dir() else [path]
        for file in files:
            pictures = list(_pictures(file))
            if not pictures and file == path:
                raise ValueError(f"{file}: there is nothing in it that can be drawn")
            for suffix, figure in pictures:
                picture = file.with_name(f"{file.stem}{suffix}.png")
                FigureCanvasAgg(figure).print_figure(picture, dpi=PIXELS_PER_INCH)
                yield picture


def _pictures(file: Path) -> Iterator[tuple[str, Figure]]:
    """The figures of a file, each with what its name ends in."""
    try:
        found = orjson.loads(file.read_bytes())
    except orjson.JSONDecodeError as error:
        raise ValueError(f"{file}: {error}") from None
    if not isinstance(found, dict):
        return
    if "sizes" in found:
        yield "", _growth(found)
        yield "-queries", _growth_of_queries(found)
    elif "microseconds" in found:
        yield "", _latency(found)
    elif "engines" in found:
        yield "", _throughput(found)
    elif "extractors" in found:
        yield "", _reading(found)


def _about(found: Mapping[str, Any]) -> str:
    data, machine = found["data"], found["machine"]
    if "pages" in data:
        amount = f"{data['pages']:,} pages, {data['page_bytes'] / 1e6:,.0f} MB"
    else:
        amount = f"{data['articles']:,} articles, {data['body_bytes'] / 1e6:,.0f} MB of body text"
    return (
        f"{data['name']}, {amount} · {machine['processor']}, {machine['cores']} cores · "
        f"{found['measured'][:10]}"
    )


def _figure(title: str, subtitle: str, width: float, height: float) -> Figure:
    """An empty figure, in inches, with a title at the top left."""
    figure = Figure(figsize=(width, height), facecolor="white", layout="constrained")
    top = 0.72 / height
    figure.get_layout_engine().set(rect=(0.01, 0.01, 0.98, 0.98 - top), wspace=0.04, hspace=0.06)
    figure.text(0.012, 1 - 0.16 / height, title, fontsize=13, fontweight="bold", va="top")
    figure.text(0.012, 1 - 0.42 / height, subtitle, fontsize=8.5, color="#444444", va="top")
    return figure


def _plain(axes: Any) -> None:
    """Takes away what carries nothing."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=8.5)
    axes.set_axisbelow(True)


def _colour(name: str) -> str:
    return COLOURS.get(name, OTHER)


# -- throughput


def _throughput(found: Mapping[str, Any]) -> Figure:
    """Bars of what building takes, an engine a row."""
    rows: Mapping[str, Row] = found["engines"]
    panels: list[tuple[str, Callable[[Row], float]]] = [
        ("Body text, MB per second\n(more is better)", lambda row: row["mb_per_second"]),
        ("Body text, MB per CPU second\n(more is better)",
         lambda row: 1 / row["cpu_seconds_per_mb"]),
        ("Most anonymous memory, MB\n(less is better)", lambda row: row["anonymous_mb"]),
        ("Index size / body text\n(less is better)", lambda row: row["index_per_body"]),
    ]  # fmt: skip
    title = f"Building an index: {found['processes']} process or thread"
    figure = _figure(title, _about(found), 12, 1.9 + 0.36 * len(rows))
    names = list(rows)
    whole = max(row["articles"] for row in rows.values())
    labels = [
        name
        if rows[name]["articles"] == whole
        else f"{name}\n({rows[name]['articles']:,} articles)"
        for name in names
    ]
    for axes, (label, value) in zip(
        figure.subplots(1, len(panels), sharey=True), panels, strict=True
    ):
        values = [value(rows[name]) for name in names]
        bars = axes.barh(labels, values, color=[_colour(name) for name in names], height=0.66)
        axes.bar_label(bars, labels=[number(one) for one in values], padding=3, fontsize=8.5)
        axes.set_xlim(0, 1.2 * max(values))
        axes.set_xlabel(label, fontsize=9)
        axes.grid(axis="x", color="#dddddd", linewidth=0.6)
        _plain(axes)
        axes.tick_params(axis="y", length=0)
        if not axes.yaxis_inverted():
            axes.invert_yaxis()
    return figure


# -- latency


def _latency(found: Mapping[str, Any]) -> Figure:
    """For each kind of query a line from p50 to p99 for each engine that knows it."""
    middle, high = found["microseconds"]["p50"], found["microseconds"]["p99"]
    kinds = list(middle)
    names = list(dict.fromkeys(name for kind in kinds for name in middle[kind]))
    title = "Time of a query: dot p50, bar end p99"
    figure = _figure(title, _about(found), 9.5, 1.6 + 0.125 * len(kinds) * (len(names) + 1.2))
    axes = figure.subplots()
    step = 1 / (len(names) + 1.2)
    for at, kind in enumerate(kinds):
        if at % 2:
            axes.axhspan(at - 0.5, at + 0.5, color="#f3f3f3", linewidth=0, zorder=0)
        for place, name in enumerate(names):
            if name in middle[kind]:
                y = at + (place - (len(names) - 1) / 2) * step
                ends = (middle[kind][name], high[kind][name])
                axes.plot(
                    ends, (y, y), color=_colour(name), linewidth=1.4, marker="|", markevery=[1]
                )
                axes.plot(ends[:1], (y,), color=_colour(name), marker="o", markersize=4.5)
    axes.set_yticks(range(len(kinds)), kinds)
    axes.set_ylim(len(kinds) - 0.5, -0.5)
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.set_xlabel("Microseconds, logarithmic scale (less is better)", fontsize=9)
    axes.grid(axis="x", which="major", color="#cccccc", linewidth=0.7)
    axes.grid(axis="x", which="minor", color="#e8e8e8", linewidth=0.4)
    _plain(axes)
    axes.tick_params(axis="y", length=0)
    _legend(figure, names)
    return figure


def _legend(figure: Figure, names: Sequence[str], *more: Line2D) -> None:
    lines = [Line2D([], [], color=_colour(name), marker="o", label=name) for name in names]
    figure.legend(
        handles=[*lines, *more],
        loc="outside lower center",
        ncols=len(lines) + len(more),
        frameon=False,
        fontsize=9,
    )


# -- growth


def _growth(found: Mapping[str, Any]) -> Figure:
    """What building, adding and opening take, over the number of articles."""
    panels: list[tuple[str, str, Callable[[Mapping[str, Any]], float], bool]] = [
        ("Building", "Seconds", lambda row: row["seconds"], True),
        ("Building", "Body text, MB per second", lambda row: row["mb_per_second"], False),
        ("Building", "Most anonymous memory, MB", lambda row: row["anonymous_mb"], False),
        (f"Adding {found['added']:,} articles (dashed: slowest of {found['batches']})",
         "Milliseconds", lambda row: 1e3 * median(row["add_seconds"]), True),
        ("Refreshing a reader after adding", "Milliseconds",
         lambda row: 1e3 * median(row["add_refresh_seconds"]), True),
        ("Opening", "Milliseconds", lambda row: 1e3 * row["open_seconds"], True),
    ]  # fmt: skip
    sizes = found["sizes"]
    names = list(sizes[0]["engines"])
    figure = _figure("Growth", _made_from(found), 12, 7.4)
    for axes, (title, unit, value, logarithmic) in zip(
        figure.subplots(2, 3).flat, panels, strict=True
    ):
        for name in names:
            _line(axes, sizes, name, [value(size["engines"][name]) for size in sizes])
            if title.startswith("Adding"):
                slowest = [1e3 * max(size["engines"][name]["add_seconds"]) for size in sizes]
                _line(axes, sizes, name, slowest, dashed=True)
        _over_articles(axes, sizes, title, unit, logarithmic)
    _legend(figure, names)
    return figure


def _growth_of_queries(found: Mapping[str, Any]) -> Figure:
    """p50 and p99 of each kind of query, over the number of articles."""
    sizes = found["sizes"]
    names = list(sizes[0]["engines"])
    kinds = list(sizes[0]["microseconds"]["p50"])
    columns = 5
    lines = -(-len(kinds) // columns)
    figure = _figure("Growth of queries", _made_from(found), 13, 1.5 + 2.7 * lines)
    grid = figure.subplots(lines, columns, sharey=True, squeeze=False)
    for axes in grid.flat[len(kinds) :]:
        axes.remove()
    for axes, kind in zip(grid.flat, kinds, strict=False):
        for share in ("p50", "p99"):
            for name in names:
                times = [size["microseconds"][share][kind][name] for size in sizes]
                _line(axes, sizes, name, times, dashed=share == "p99")
        _over_articles(axes, sizes, kind, "Microseconds", True)
    for axes in grid[:, 1:].flat:
        axes.set_ylabel("")
    styles = [
        Line2D([], [], color="#444444", linestyle=style, label=share)
        for share, style in (("p50", "-"), ("p99", "--"))
    ]
    _legend(figure, names, *styles)
    return figure


def _made_from(found: Mapping[str, Any]) -> str:
    last = found["sizes"][-1]
    megabytes = last["body_bytes"] / 1e6 / last["articles"] * 1e3
    return f"Made from sentences of {_about(found)} · {megabytes:.1f} KB of body an article"


def _line(
    axes: Any,
    sizes: Sequence[Mapping[str, Any]],
    name: str,
    values: Sequence[float],
    *,
    dashed: bool = False,
) -> None:
    axes.plot(
        [size["articles"] for size in sizes],
        values,
        color=_colour(name),
        linewidth=1.0 if dashed else 1.6,
        linestyle="--" if dashed else "-",
        marker=None if dashed else "o",
        markersize=4,
    )


def _over_articles(
    axes: Any, sizes: Sequence[Mapping[str, Any]], title: str, unit: str, logarithmic: bool
) -> None:
    """Labels axes whose x are numbers of articles."""
    axes.set_title(title, fontsize=9.5, loc="left")
    articles = [size["articles"] for size in sizes]
    axes.set_xscale("log")
    axes.set_xticks(articles, [_short(one) for one in articles])
    axes.set_xticks([], minor=True)
    axes.set_xlabel("Articles, logarithmic scale", fontsize=9)
    if logarithmic:
        axes.set_yscale("log")
        axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:,g}")
        axes.yaxis.set_minor_formatter(NullFormatter())
        unit += ", logarithmic scale"
    else:
        axes.set_ylim(bottom=0)
    axes.set_ylabel(unit, fontsize=9)
    axes.grid(which="major", color="#dddddd", linewidth=0.6)
    _plain(axes)


def _short(articles: int) -> str:
    for unit, name in ((1_000_000, "M"), (1_000, "k")):
        if articles >= unit:
            return f"{articles / unit:g}{name}"
    return str(articles)


# -- reading pages


def _reading(found: Mapping[str, Any]) -> Figure:
    """How well bodies are read over how fast: a dot an extractor, a panel a kind of pages."""
    labels = {"news": ("body f1", "Body F1"), "mixed": ("snippets f1", "Snippet F1")}
    kinds = [kind for kind in labels if kind in found["pages"]]
    figure = _figure(
        "Reading pages: quality over speed", _about(found), 1.5 + 4.6 * len(kinds), 4.6
    )
    for axes, kind in zip(figure.subplots(1, len(kinds), squeeze=False).flat, kinds, strict=True):
        counts = found["pages"][kind]
        half = "report" if "report" in counts else "tune"
        measure, label = labels[kind]
        for name, figures in found["extractors"].items():
            value = figures["quality"].get(kind, {}).get(half, {}).get(measure)
            if value is None:
                continue
            speed = figures["pages_per_cpu_second"]
            axes.plot([speed], [value], marker="o", markersize=7, color=_colour(name))
            # Two settings of one extractor lie close together: one is named on each side.
            side = "above"
            if f"{name}-precision" in found["extractors"]:
                side = "left"
            elif name.endswith("-precision"):
                side = "right"
            offset, align = LABELS[side]
            axes.annotate(
                name, (speed, value), offset, textcoords="offset points", ha=align, fontsize=8.5,
                color=_colour(name),
            )  # fmt: skip
        axes.set_title(
            f"{kind.capitalize()} pages, half {half}: {counts[half]}", fontsize=9.5, loc="left"
        )
        axes.margins(0.25, 0.18)
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:,g}")
        axes.xaxis.set_minor_formatter(NullFormatter())
        axes.set_xlabel("Pages per CPU second, logarithmic scale (more is better)", fontsize=9)
        axes.set_ylabel(f"{label} (more is better)", fontsize=9)
        axes.grid(which="major", color="#dddddd", linewidth=0.6)
        _plain(axes)
    return figure
