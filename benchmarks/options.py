"""Options that several commands of ``run.py`` share."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["DEFAULT_RESULTS", "results_option"]

DEFAULT_RESULTS = Path(__file__).resolve().parent / "results" / "local"

results_option = click.option(
    "--results", type=click.Path(file_okay=False, path_type=Path), default=DEFAULT_RESULTS,
    metavar="DIR", help="Where the JSON goes.  [default: benchmarks/results/local]",
)  # fmt: skip
