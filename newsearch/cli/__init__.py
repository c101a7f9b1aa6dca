"""The command line: one module per group of commands, each imported only when it is called.

`main` is what the command ``newsearch`` runs.  Exit codes: 0 done, or hits; 1 no hits; 2 an error,
told in one line; 130 interrupted; 141 the reader of the output went away.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

__all__ = ["main", "run"]


#: When garbage is collected: starting makes 50,000 objects that stay, and looking through them
#: again and again would take a tenth of a search's time.
COLLECTIONS = (50_000, 20, 20)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs one command and leaves the process with its exit code.

    Args:
        arguments: The words after ``newsearch``; those of the process where left out.

    Example: ``main(["search", "bridge"])``.
    """
    import gc
    import sys

    gc.set_threshold(*COLLECTIONS)
    code = run(sys.argv[1:] if arguments is None else arguments)
    gc.freeze()  # what is left goes with the process: no last collection looks through it
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code; errors are told on standard error.

    Example: ``run(["--version"])`` is 0.
    """
    from newsearch.cli.application import run_application

    return run_application(list(arguments))
