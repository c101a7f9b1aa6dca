"""Damage of all kinds to the files of an index, and what must come of it.

After any damage, each thing that is asked of the index raises `CorruptIndex`, or is answered as
before; and `check` finds the damage.  Used by ``test_damage.py`` in short and by
``scripts/corrupt`` at length.
"""

from __future__ import annotations

import resource
import shutil
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from disk_histories import article
from generated import LANGUAGES, SOURCES

import newsearch
from newsearch import Article, CorruptIndex, Index, IndexNotFound
from newsearch.segment.manifest import HOLDER_FILE, LOCK_FILE

#: What an answer may take, in seconds and in megabytes of memory: an allocation by a damaged size
#: would take more.
SECONDS, MEGABYTES = 10.0, 300

QUERIES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("alder", {}),
    ("brook cedar dune", {"match": "any"}),
    ("alder brook", {"sort": "newest"}),
    ("ember", {"sort": "oldest"}),
    ('"alder brook"', {}),
    ('"brook the cedar"~4', {}),
    ("title:fjord", {}),
    ("body:dune -alder", {}),
    ("al*", {}),
    ("c?dar~1", {}),
    ("ember~1", {}),
    ("tags:coast", {"facets": ("tags", "source", "language")}),
    ("source:tide* OR authors:quill", {"facets": ("authors", "section")}),
    ("date:2026-01", {"timeline": "day"}),
    ("id:a7", {}),
    ("fjord", {"group_duplicates": True}),
    ("", {"since": "2026-01-02", "until": "2026-01-08"}),
)


def make_index(folder: Path, articles: int = 3000) -> None:
    """An index of three segments and deletions, with every kind of field."""
    random = Random(1)
    with newsearch.create(folder) as index:
        for part in range(3):
            with index.writer() as writer:
                for number in range(articles // 3):
                    one = article(random)
                    writer.add(
                        Article(
                            id=f"a{number + part * articles // 4}",
                            title=one.title,
                            body=f"{one.body} {part} {number}",
                            tags=one.tags,
                            date=one.date,
                            source=random.choice(SOURCES),
                            authors=random.choice(((), ("Ada Quill",), ("Ada Quill", "Bo Alder"))),
                            section=random.choice((None, "Coast", "Inland")),
                            language=random.choice((None, *LANGUAGES)),
                            extra={"views": number},
                        )
                    )
                if part:
                    for number in range(9):
                        writer.delete(f"a{number * 7}")


def questions() -> dict[str, Callable[[Index], Any]]:
    """Things to ask of an index, each with an answer that can be compared."""
    asked: dict[str, Callable[[Index], Any]] = {
        "len": len,
        "get": lambda index: [index.get(f"a{number}") for number in range(0, 2400, 97)],
        "contains": lambda index: [f"a{number}" in index for number in range(0, 2400, 37)],
        "export": lambda index: list(index.export("")),
        "suggest": lambda index: index.suggest("aldr broook"),
        "more_like": lambda index: [hit.id for hit in index.more_like("a5")],
        "explain": lambda index: repr(index.explain("alder", "a5")),
        "stats": lambda index: index.stats(),
        "whoosh": lambda index: sorted(index.reader().lexicon("tags")),
    }
    for query, options in QUERIES:
        asked[f"search {query} {options}"] = _search(query, options)
    return asked


def _search(query: str, options: dict[str, Any]) -> Callable[[Index], Any]:
    def ask(index: Index) -> Any:
        results = index.search(query, limit=20, **options)
        hits = [
            (hit.id, hit.score, hit.article, hit.snippet and hit.snippet.html()) for hit in results
        ]
        return hits, results.total, results.facets, results.timeline

    return ask


def outcomes(folder: Path, wanted: dict[str, Any]) -> Counter[str]:
    """Asks everything of what may be damaged; counts what is answered and what is refused.

    Raises:
        AssertionError: An answer is wrong, or something other than `CorruptIndex` is raised.
    """
    told: Counter[str] = Counter()
    try:
        index = newsearch.open(folder)
    except (CorruptIndex, IndexNotFound) as error:
        assert str(folder) in str(error), error
        told["not opened"] += 1
        return told
    with index:
        for name, ask in questions().items():
            started = time.process_time()
            try:
                answer = ask(index)
            except CorruptIndex as error:
                assert str(folder) in str(error), (name, error)
                told["refused"] += 1
            else:
                assert answer == wanted[name], name
                told["answered"] += 1
            assert time.process_time() - started < SECONDS, name
        try:
            index.check()
        except CorruptIndex as error:
            assert str(folder) in str(error), error
            told["found by check"] += 1
        else:
            told["passed check"] += 1
    return told


def repaired(folder: Path, wanted: list[Article]) -> Counter[str]:
    """Repairs what may be damaged: what is there afterwards is true, the rest is told as lost.

    Raises:
        AssertionError: It is not.
    """
    done = newsearch.repair(folder)
    revived = any(loss.revived for loss in done.losses)
    lost = sum(loss.lost for loss in done.losses)
    with newsearch.open(folder) as index:
        index.check()
        found = {one.id: one for one in index.export("")}
        assert len(index) == len(found) == done.articles, (len(index), len(found), done)
    originals = {one.id: one for one in wanted}
    missing = originals.keys() - found.keys()
    if any(loss.lost < 0 for loss in done.losses):
        lost = len(missing)
    assert revived or all(originals.get(id) == one for id, one in found.items())
    assert len(missing) <= lost, (len(missing), lost)
    assert revived or len(missing) == lost
    named = {id for loss in done.losses for id in loss.ids}
    assert revived or named <= missing
    again = newsearch.repair(folder)
    assert again == newsearch.Repair(done.articles), again
    return Counter(
        {
            "articles kept": len(found),
            "articles lost": len(missing),
            "repairs": bool(done.losses),
        }
    )


def files_of(folder: Path) -> list[Path]:
    """The files of an index."""
    own = {LOCK_FILE, HOLDER_FILE}
    return [path for path in sorted(folder.iterdir()) if path.name not in own]


def damage(folder: Path, random: Random) -> str:
    """Does some damage; says what."""
    path = random.choice(files_of(folder))
    if random.random() < 0.15:  # small files have few bytes, but much to say
        path = random.choice(sorted(files_of(folder), key=lambda one: one.stat().st_size)[:4])
    data = bytearray(path.read_bytes())
    at = random.randrange(len(data))
    kind = random.choice(("flip",) * 8 + ("cut", "zeros", "noise", "shift", "swap", "remove"))
    if kind == "flip":
        data[at] ^= 1 << random.randrange(8)
    elif kind == "cut":
        del data[at:]
    elif kind == "zeros":
        data[at : at + 4096] = bytes(len(data[at : at + 4096]))
    elif kind == "noise":
        data[at : at + 64] = random.randbytes(len(data[at : at + 64]))
    elif kind == "shift":
        data.insert(at, random.randrange(256))
    elif kind == "swap":
        other = random.choice([one for one in files_of(folder) if one != path])
        data, theirs = bytearray(other.read_bytes()), bytes(data)
        other.write_bytes(theirs)
    if kind == "remove":
        path.unlink()
    else:
        path.write_bytes(data)
    return f"{kind} at byte {at} of {path.name}"


def corrupt(folder: Path, count: int, seed: int) -> Counter[str]:
    """Damages copies of an index so many times; returns what came of it.

    Raises:
        AssertionError: Damage led to a wrong answer, or was not found by `check`.
    """
    random = Random(seed)
    whole = folder / "whole"
    make_index(whole)
    with newsearch.open(whole) as index:
        wanted = {name: ask(index) for name, ask in questions().items()}
        index.check()
    told: Counter[str] = Counter()
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(count):
        place = folder / "damaged"
        shutil.copytree(whole, place)
        before = {path.name: path.read_bytes() for path in files_of(place)}
        what = damage(place, random)
        same = before == {path.name: path.read_bytes() for path in files_of(place)}
        try:
            with patch("os.fsync", lambda handle: None):
                found = outcomes(place, wanted)
            with patch("os.fsync", lambda handle: None):
                found += repaired(place, wanted["export"])
        except Exception as error:
            raise AssertionError(f"{what}: {error!r}") from error
        assert same or not found["passed check"], f"not found: {what}"
        told["damages"] += not same
        told += found
        shutil.rmtree(place)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - used) / 1024
    assert grown < MEGABYTES, grown
    return told
