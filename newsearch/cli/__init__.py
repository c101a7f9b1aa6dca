"""The command line: one module per group of commands, each imported only when it is called.

`main` is what the command ``newsearch`` runs.  Exit codes: 0 done, or hits; 1 no hits; 2 an error,
told in one line; 130 interrupted; 141 the reader of the output went away.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

__all__ = ["main", "run"]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs one command and leaves the process with its exit code.

    Args:
        arguments: The words after ``newsearch``; those of the process where left out.

    Example: ``main(["search", "bridge"])``.
    """
    import sys

    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code; errors are told on standard error.

    Example: ``run(["--version"])`` is 0.
    """
    from newsearch.cli.application import run_application

    return run_application(list(arguments))
