"""What is done about records that cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from newsearch.cli import output
from newsearch.errors import NewsearchError

if TYPE_CHECKING:
    from newsearch.errors import ReadError

__all__ = ["Problems"]

MOST_TOLD = 20  # more warnings than a screen holds hide the first, which says most


class Problems:
    """Takes each `ReadError`: tells the first ones and counts the rest, or stops at the first.

    Example::

        problems = Problems(fail_fast=False)
        articles = list(newsearch.read("pages", on_error=problems))
        problems.tell_rest()
    """

    def __init__(self, fail_fast: bool) -> None:
        self.fail_fast = fail_fast
        self.count = 0

    def __call__(self, error: ReadError) -> None:
        """Takes one error.

        Raises:
            ReadError: the error itself, where the first one is to stop the work.
        """
        if self.fail_fast:
            raise error
        self.count += 1
        if self.count <= MOST_TOLD:
            output.warning(str(error))

    def tell_rest(self) -> None:
        """Says how many errors were not told one by one."""
        if self.count > MOST_TOLD:
            rest = output.quantity(self.count - MOST_TOLD, "more record")
            output.warning(f"{rest} could not be read")

    def raise_nothing_read(self, paths: Sequence[str]) -> None:
        """Says that there was not one article.

        Raises:
            NewsearchError: always.
        """
        where = ", ".join(paths[:3]) + (", ..." if len(paths) > 3 else "")
        raise NewsearchError(
            f"no articles in {where}: expected news as JSON, JSONL, HTML, RSS or text; "
            "`newsearch read PATH` shows what is read"
        )
