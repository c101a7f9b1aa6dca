"""The hot loops: plain Python files with C types beside them, compiled where a compiler is there.

A module here works on bytes, memoryviews and arrays and imports nothing of newsearch but other
kernels.  The same ``.py`` file runs, slower and with the same answers, where it is not compiled.
"""

from __future__ import annotations

__all__ = ["compiled"]


def compiled() -> bool:
    """Whether the kernels are compiled: whether ``tokenise`` comes from a shared library.

    Loads no kernel to find out.

    Example:
        >>> compiled() in (True, False)
        True
    """
    import sys
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
