"""What is done about what cannot be read, or is passed over."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING

import click

from newsearch.cli import output
from newsearch.errors import NewsearchError

if TYPE_CHECKING:
    from newsearch.errors import ReadError
    from newsearch.ingest.accounts import InputReport

__all__ = ["Problems", "report_option"]

MOST_TOLD = 20  # more warnings than a screen holds hide the first, which says most
MOST_REASONS = 8  # why something was passed over, told with their numbers
MOST_KINDS = 1_000  # of such reasons that are told apart

report_option = click.option(
    "--report",
    type=click.File("w", encoding="utf-8"),
    metavar="FILE",
    help="Write what became of each input into FILE, as JSONL, in order.",
)


class Problems:
    """Takes each `ReadError`: tells the first ones and counts the rest, or stops at the first.

    Args:
        fail_fast: Whether to stop at the first.
        report: Where to write a line of JSON for each error and each input, in order.

    Example::

        problems = Problems(fail_fast=False)
        articles = list(newsearch.read("pages", on_error=problems))
        problems.tell_rest()
    """

    def __init__(self, fail_fast: bool, report: IO[str] | None = None) -> None:
        self.fail_fast = fail_fast
        self.count = 0
        self._report = report
        self._skipped: Counter[str] = Counter()

    def __call__(self, error: ReadError) -> None:
        """Takes one error.

        Raises:
            ReadError: the error itself, where the first one is to stop the work.
        """
        self._write(error.path, error.record, "failed", error.reason)
        if self.fail_fast:
            raise error
        self.count += 1
        if self.count <= MOST_TOLD:
            output.warning(str(error))

    def over(self, report: InputReport) -> None:
        """Takes what became of an input."""
        why = report.skipped
        if why is None:
            self._write(report.path, report.record, "read", None, report.format, report.articles)
            return
        self._write(report.path, report.record, "skipped", why)
        known = why in self._skipped or len(self._skipped) < MOST_KINDS
        self._skipped[why if known else "other reasons"] += 1

    def _write(
        self,
        path: str,
        record: str | None,
        outcome: str,
        reason: str | None,
        form: str | None = None,
        articles: int = 0,
    ) -> None:
        if self._report is not None:
            line = {"path": path, "record": record, "outcome": outcome, "reason": reason}
            json.dump({**line, "format": form, "articles": articles}, self._report)
            self._report.write("\n")

    def tell_rest(self) -> None:
        """Says how many errors were not told one by one, and what was passed over."""
        if self.count > MOST_TOLD:
            rest = output.quantity(self.count - MOST_TOLD, "more record")
            output.warning(f"{rest} could not be read")
        if self._skipped:
            told = [f"{why} ({count:,})" for why, count in self._skipped.most_common(MOST_REASONS)]
            if len(self._skipped) > MOST_REASONS:
                told.append("...")
            reasons = output.one_line(", ".join(told))
            output.message(f"newsearch: skipped {self._skipped.total():,}: {reasons}")

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
