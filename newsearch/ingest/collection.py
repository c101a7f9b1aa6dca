"""Python's collection of garbage, put off while one record is read.

What is made for a page is freed by its count of references; to look through it for cycles again
and again takes a twentieth of the time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["without_collection"]


@contextmanager
def without_collection() -> Iterator[None]:
    """Put off the collection of garbage; where it is off already, leave it so.

    Threads may overlap: the collection is on again after the last of them at the latest.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
