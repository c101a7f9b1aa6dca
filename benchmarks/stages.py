"""The stages of indexing and of answering, by the modules that do them.

A module that no rule names is a row of its own, under its path: a module that is renamed or new
shows up, and nothing is lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatch

from benchmarks.sampling import Place

__all__ = ["BESIDE", "QUERY_STAGES", "index_stage", "query_stage", "seconds_by_stage"]

#: What is no work of the package.
BESIDE = "the benchmark itself"

_INDEX_KERNELS = {
    "tokenise": "tokenising",
    "scanner": "tokenising",
    "word_rules": "tokenising",
    "characters": "tokenising",
    "clean_articles": "reading JSON",
    "json_lines": "reading JSON",
    "json_text": "reading JSON",
    "instants": "normalising",
    "whitespace": "normalising",
    "strings": "normalising",
    "invert": "sorting",
    "ordering": "sorting",
    "packing": "packing",
    "bits": "packing",
    "keywords": "writing",
    "id_filter": "placing by id",
    "sorted_bytes": "writing",
    "lookup": "terms",
    "vocabulary": "terms",
    "word_marks": "terms",
    "evidence": "terms",
    "gathering": "gathering",
    "memory": "gathering",
    "merge": "merging",
    "shingles": "stories",
    "story_entries": "stories",
    "story_groups": "stories",
}
_INDEX_CALLEES = {
    "fsync": "fsync",
    "loads": "reading JSON",
    "dumps": "records as JSON",
    "compress": "compression",
    "train_dict": "compression",
    "finalize_dict": "compression",
    "stemWord": "terms",
    "stemWords": "terms",
}
_INDEX_PATHS = {
    "segment/merge.py": "merging",
    "segment/stories.py": "stories",
    "ingest/files.py": "opening and lines",
    "ingest/portions.py": "opening and lines",
    "ingest/compression.py": "opening and lines",
    "ingest/archives.py": "opening and lines",
    "ingest/formats.py": "opening and lines",
    "ingest/encoding.py": "opening and lines",
    "ingest/reading.py": "opening and lines",
    "ingest/json_records.py": "reading JSON",
    "ingest/field_names.py": "reading JSON",
    "ingest/records.py": "reading JSON",
    "ingest/*": "normalising",
    "article.py": "normalising",
    "index.py": "placing by id",
    "writer.py": "placing by id",
    "segment/changes.py": "placing by id",
    "segment/known_ids.py": "placing by id",
    "segment/build.py": "gathering",
    "segment/batch.py": "gathering",
    "segment/aside.py": "gathering",
    "segment/stored.py": "compression",
    "segment/write_words.py": "sorting",
    "segment/terms.py": "terms",
    "text/*": "terms",
    "segment/records.py": "records as JSON",
    "segment/write.py": "writing",
    "segment/columns.py": "writing",
    "segment/container.py": "writing",
    "segment/manifest.py": "writing",
}

#: The stages of a query, in the order of the columns.
QUERY_STAGES = ("understanding", "planning", "cursors", "kernel loops", "collecting", "dressing")
_QUERY_KERNELS = {
    "lookup": "cursors",
    "sorted_bytes": "cursors",
    "marking": "dressing",
    "passages": "dressing",
}
_QUERY_PATHS = {
    "query/*": "understanding",
    "text/*": "understanding",
    "index.py": "planning",
    "schema.py": "planning",
    "search/request.py": "planning",
    "search/pruning.py": "planning",
    "search/article_filters.py": "planning",
    "search/cursors.py": "cursors",
    "search/phrase_words.py": "cursors",
    "segment/snapshot.py": "cursors",
    "segment/reader.py": "cursors",
    "search/run.py": "collecting",
    "search/*": "dressing",
    "segment/*": "dressing",
    "article.py": "dressing",
}
#: Modules that make a hit of a place: what they call is dressing, except a search of theirs.
_DRESSING = frozenset({"search/dressing.py", "search/results.py", "search/snippets.py"})
_SEARCH = "search/run.py"


def index_stage(place: Place) -> str:
    """The stage of indexing that a place belongs to."""
    if not place.path:
        return BESIDE
    if "segment/merge.py" in place.outer:
        return "merging"
    kernel = _kernel(place)
    if kernel is not None:
        return _INDEX_KERNELS.get(kernel, f"kernel/{kernel}")
    called = place.callee.rpartition(".")[2]
    return _INDEX_CALLEES.get(called) or _by_path(place.path, _INDEX_PATHS)


def query_stage(place: Place) -> str:
    """The stage of answering a query that a place belongs to."""
    if not place.path:
        return BESIDE
    paths = place.outer | {place.path}
    if paths & _DRESSING and _SEARCH not in paths:
        return "dressing"
    kernel = _kernel(place)
    if kernel is not None:
        return _QUERY_KERNELS.get(kernel, "kernel loops")
    return _by_path(place.path, _QUERY_PATHS)


def _kernel(place: Place) -> str | None:
    """The kernel at work: the module itself where it is plain Python, else that of the callee."""
    folder, _, name = place.path.rpartition("/")
    if folder == "kernel":
        return name.removesuffix(".py")
    package, _, name = place.module.rpartition(".")
    return name if package == "newsearch.kernel" else None


def _by_path(path: str, stages: Mapping[str, str]) -> str:
    if path in stages:
        return stages[path]
    return next((stage for pattern, stage in stages.items() if fnmatch(path, pattern)), path)


def seconds_by_stage(
    places: Iterable[Place], stage_of: Callable[[Place], str]
) -> dict[str, tuple[float, float]]:
    """For each stage its seconds of CPU time and on the clock, the longest first."""
    found: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for place in places:
        taken = found[stage_of(place)]
        taken[0] += place.cpu_seconds
        taken[1] += place.seconds
    ordered = sorted(found.items(), key=lambda item: -item[1][0])
    return {stage: (cpu, seconds) for stage, (cpu, seconds) in ordered}
