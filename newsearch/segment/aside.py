"""A second thread, for what runs without the interpreter's lock."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

__all__ = ["Aside"]

Answer = TypeVar("Answer")


class Aside:
    """Runs functions beside the caller, one after another; or at once, where that is no use.

    Python lets one thread run at a time, but for loops that let go of its lock, such as those
    that find words. What needs the lock often, such as compressing block by block, is no gain:
    each time it is handed over costs more than a block.

    Args:
        thread: Whether to have a thread of its own.

    Example:
        >>> answer = Aside(thread=True).run(sum, [1, 2])
        >>> answer()
        3
    """

    def __init__(self, thread: bool = False) -> None:
        self._pool = ThreadPoolExecutor(1, "newsearch-aside") if thread else None

    def run(self, function: Callable[..., Answer], *arguments: Any) -> Callable[[], Answer]:
        """Calls a function; what is returned gives its answer, or raises what it raised."""
        if self._pool is None:
            answer = function(*arguments)
            return lambda: answer
        return self._pool.submit(function, *arguments).result
