"""What the tests of the benchmarks share: articles of invented words, and running a script."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"
SYLLABLES = ("ba", "ko", "ru", "mi", "ta", "lo", "ven", "dar", "pim", "sul", "gor", "nek")


def invented(articles: int, seed: int) -> Iterator[dict[str, Any]]:
    """Articles of invented words, some frequent and most rare, as in any language."""
    chance = random.Random(seed)
    words = ["".join(chance.choices(SYLLABLES, k=3)) + "o" for _ in range(400)]
    weights = [1 / rank for rank in range(1, 401)]
    for number in range(articles):
        sentences = [" ".join(chance.choices(words, weights, k=8)) for _ in range(6)]
        yield {
            "id": f"{seed}-{number}",
            "title": " ".join(chance.sample(words[20:], 9)).capitalize(),
            "body": ". ".join(sentences) + ".",
            "date": (date(2025, 1, 1) + timedelta(days=number * 3)).isoformat(),
            "tags": chance.sample(["Zelbar", "Quivo", "Mornit"], 2),
            "source": chance.choice(["Vantor Wire", "Okrel Post"]),
            "authors": [chance.choice(["Ilna Drom", "Pavo Terrin"])],
            "lang": "en",
        }


def write(path: Path, records: Iterator[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def run(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(BENCHMARKS / script), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def skip_where_left_blank(done: subprocess.CompletedProcess[str]) -> None:
    """Skips the test where an engine was left blank, for it is not installed."""
    for line in done.stderr.splitlines():
        if "is left blank: " in line:
            pytest.skip(line)
