"""What became of each input: how much was read of it, or why it was passed over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from ..errors import ReadError

__all__ = ["CONTINUED", "InputReport", "OnError", "OnInput", "Tell", "counting", "ignore"]


#: The record of a report of one portion of a file, after which another comes.
CONTINUED = "continued"


@dataclass(frozen=True, slots=True)
class InputReport:
    """What became of an input that is no error, told when it is over, in the order of the input.

    Attributes:
        path: The file (``-`` for standard input).
        record: Which part of it: ``"member a.html"``, ``"record 7 (https://a.example/)"``; None
            for all of it.
        format: The name of the format it was read as; None where it was passed over.
        articles: How many were read of it.
        skipped: Why it was passed over; None where it was read.

    Example: ``InputReport("news/logo.png", skipped="no news by its name (.png)")``.
    """

    path: str
    record: str | None = None
    format: str | None = None
    articles: int = 0
    skipped: str | None = None


OnError: TypeAlias = Callable[[ReadError], object]
OnInput: TypeAlias = Callable[[InputReport], object]


def ignore(report: InputReport) -> None:
    """What is done with a report where nobody asked for it."""


@dataclass(frozen=True, slots=True)
class Tell:
    """Who is told what: bad records, and what became of each input."""

    error: OnError
    input: OnInput = ignore


def counting(tell: Tell, note: Callable[[str], object]) -> Tell:
    """As `tell`, but first calls `note` with ``"failed"`` or ``"skipped"`` for each."""

    def bad(error: ReadError) -> None:
        note("failed")
        tell.error(error)

    def over(report: InputReport) -> None:
        if report.skipped is not None:
            note("skipped")
        tell.input(report)

    return Tell(bad, over)
