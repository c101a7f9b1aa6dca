"""Command lines of all kinds, well-formed and not: each ends with 0, 1 or 2 and a line that helps.

Used by ``test_cli_engine.py`` in short and by ``scripts/fuzz`` at length.
"""

from __future__ import annotations

import contextlib
import io
import os
from collections import Counter
from pathlib import Path
from random import Random
from unittest.mock import patch

from newsearch.cli import run

COMMANDS = (
    "search", "show", "facets", "timeline", "like", "explain", "export", "read", "stats", "check",
    "delete", "optimize", "index", "no-such-command", "",
)  # fmt: skip
OPTIONS = (
    "-n", "--offset", "--any", "--tag", "--source", "--author", "--section", "--language",
    "--since", "--until", "--sort", "--facet", "--timeline", "--group-duplicates", "--recency",
    "--json", "--jsonl", "--csv", "--ids", "--count", "--by", "--matching", "--format",
    "--explain", "--fail-fast", "--memory", "--help", "--no-such-option", "--", "-",
)  # fmt: skip
WORDS = (
    "harbour", "bridge OR storm", '"old bridge"', "tag:Ports", "date:2026-02", "date:tomorrow",
    "title:", "har*", "*", "((", "a1", "a2", "tags", "source", "day", "year", "newest", "0", "-1",
    "99999999999999999999", "1e9", "7d", "2026-13-40", "nul\x00l", "\x1b[31mred", "‮", "é" * 300,
    "x" * 5000, "", " ", "NOT", "AND AND", "no:such^field~9", "[2026 TO", "’", "санкції", "\ud800",
)  # fmt: skip


def fuzz_commands(folder: Path, count: int, seed: int) -> Counter[str]:
    """Runs so many command lines over an index in ``folder``; returns how they ended.

    Args:
        folder: It holds an index in ``index``, and ``news.jsonl``; nothing else is touched.
        count: Command lines.
        seed: Gives the same ones again.

    Raises:
        AssertionError: One ended in another way than with 0, 1 or 2, or without a word.
    """
    random = Random(seed)
    told: Counter[str] = Counter()
    words = (*WORDS, str(folder / "news.jsonl"), str(folder / "nowhere"))
    before = Path.cwd()
    os.chdir(folder)
    try:
        for _ in range(count):
            line = [random.choice(COMMANDS)]
            line += [
                random.choice(OPTIONS if random.random() < 0.25 else words)
                for _ in range(random.choice((0, 1, 1, 2, 3, 5)))
            ]
            told[_outcome(line)] += 1
    finally:
        os.chdir(before)
    return told


def _outcome(line: list[str]) -> str:
    out, err = io.StringIO(), io.StringIO()
    standard_input = io.TextIOWrapper(io.BytesIO(b'{"title": "Tide", "body": "high"}\n'))
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        patch("sys.stdin", standard_input),
    ):
        code = run(line)
    assert code in (0, 1, 2), (line, code)
    told = err.getvalue()
    assert "Traceback" not in told, (line, told)
    assert "NEWSEARCH_DEBUG" not in told, (line, told)  # that is how a defect is told
    assert code != 2 or told.strip(), line
    written = out.getvalue() + told
    assert not {"\x00", "\x1b", "\u202e"} & set(written), (line, written[:500])
    return f"exit {code}"
