"""A second thread, for what runs without the interpreter's lock."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

__all__ = ["Aside"]

Answer = TypeVar("Answer")

#: Bytes for which it pays to wake another thread (50 microseconds).
LEAST_SIZE = 1 << 16


class Aside:
    """Runs functions beside the caller, one after another; or at once, where that is no use.

    Python lets one thread run at a time, but for loops that let go of its lock, such as those
    that find words. What needs the lock often, such as compressing block by block, is no gain:
    each time it is handed over costs more than a block.

    Args:
        thread: Whether to have a thread of its own.

    Example:
        >>> answer = Aside(thread=True).run(1 << 20, sum, [1, 2])
        >>> answer()
        3
    """

    def __init__(self, thread: bool = False) -> None:
        self._pool = ThreadPoolExecutor(1, "newsearch-aside") if thread else None

    def run(
        self, size: int, function: Callable[..., Answer], *arguments: Any
    ) -> Callable[[], Answer]:
        """Calls a function; what is returned gives its answer, or raises what it raised.

        Args:
            size: Bytes that it will look at; a few are not worth a change of threads.
            function: The function.
            arguments: What to call it with.
        """
        if self._pool is None or size < LEAST_SIZE:
            answer = function(*arguments)
            return lambda: answer
        return self._pool.submit(function, *arguments).result
