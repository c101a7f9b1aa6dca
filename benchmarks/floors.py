"""Floors under newsearch's figures: committed, and only ever raised by the benchmark itself.

A floor belongs to the digest of its data: another collection, or other headlines, have none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson

from benchmarks.judging import Judged

__all__ = ["FLOORED", "FLOORS", "below", "raised"]

FLOORS = Path(__file__).resolve().parent / "relevance_floors.json"
#: The measures that have floors.
FLOORED = ("nDCG@10", "MRR@10")
#: Below a floor by less is no fall: sums in another order.
SLACK = 1e-6


def _key(judged: Judged) -> str:
    """The data and the topics asked, in digests."""
    topics = "\n".join(topic.id for topic in judged.collection.topics)
    asked = hashlib.sha256(topics.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{judged.collection.data.digest[:16]} {asked[:16]}"


def _floors(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(path.read_bytes()) if path.exists() else {}
    return found


def below(judged: Sequence[Judged], path: Path) -> Iterator[str]:
    """What is below its floor, a line each.

    Args:
        judged: What newsearch and others found.
        path: The file of floors.
    """
    floors = _floors(path)
    for one in judged:
        means = one.means().get("newsearch")
        floor = floors.get(_key(one))
        if means is None or floor is None:
            continue
        for measure in FLOORED:
            if means[measure] < floor[measure] - SLACK:
                yield (
                    f"{one.collection.name}: {measure} is {means[measure]:.4f}, below the floor "
                    f"of {floor[measure]:.4f}"
                )


def raised(judged: Sequence[Judged], path: Path) -> bytes:
    """The file of floors with those that are lower than what newsearch reached raised to it."""
    floors = _floors(path)
    for one in judged:
        means = one.means().get("newsearch")
        if means is None:
            continue
        known = floors.get(_key(one), {})
        floors[_key(one)] = {"collection": one.collection.name} | {
            # Rounded down, so that the figure itself is not below.
            measure: max(known.get(measure, 0.0), int(means[measure] * 1e4) / 1e4)
            for measure in FLOORED
        }
    return orjson.dumps(floors, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
