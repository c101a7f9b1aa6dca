"""What kernels use of the module ``cython``, for where they run as plain Python without it.

Compiled kernels let other threads run in their ``with cython.nogil`` blocks.
"""

from __future__ import annotations

from contextlib import nullcontext

compiled = False
nogil = nullcontext()
gil = nullcontext()
uint = int


def cast(kind: type[int], value: float) -> int:
    """The whole number of a value, cut as C does."""
    return kind(value)
