"""The hot loops: plain Python files with C types beside them, compiled where a compiler is there.

A module here works on bytes, memoryviews and arrays and imports nothing of newsearch but other
kernels and the errors.  The same ``.py`` file runs, slower and with the same answers, where it is
not compiled.
"""

from __future__ import annotations

import sys

from newsearch.errors import NewsearchError

__all__ = ["compiled", "require_global_lock"]


def compiled() -> bool:
    """Whether the kernels are compiled: whether ``tokenise`` comes from a shared library.

    Loads no kernel to find out.

    Example:
        >>> compiled() in (True, False)
        True
    """
    from importlib.machinery import EXTENSION_SUFFIXES
    from importlib.util import find_spec

    name = f"{__name__}.tokenise"
    loaded = sys.modules.get(name)
    if loaded is not None:
        origin = getattr(loaded, "__file__", None)
    else:
        spec = find_spec(name)
        origin = None if spec is None else spec.origin
    return origin is not None and origin.endswith(tuple(EXTENSION_SUFFIXES))


def require_global_lock() -> None:
    """Makes sure that Python runs with its global lock: nothing here was tested without.

    A free-threaded Python takes the lock when it imports a compiled kernel, which asks for it.

    Raises:
        NewsearchError: It runs without.
    """
    if hasattr(sys, "_is_gil_enabled") and not sys._is_gil_enabled():
        raise NewsearchError(
            "newsearch does not run without Python's global lock: set PYTHON_GIL=1, or install it "
            "with a C compiler at hand (its compiled kernels switch the lock on)"
        )
