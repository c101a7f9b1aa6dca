"""Loads the kernels, and what is built on them, once compiled and once as plain Python.

A kernel that imports others gets their plain Python too, so that cursors of all modules are of one
family.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

PACKAGE = "newsearch.kernel"
#: Modules that are imported anew, so that they too use the plain Python kernels.
RELOADED = ("newsearch.kernel.", "newsearch.segment.")


class _SourceFinder:
    """Finds a kernel's ``.py`` where the import system would take its shared library."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        package, _, module = name.rpartition(".")
        if package != PACKAGE or path is None:
            return None
        file = Path(next(iter(path))) / f"{module}.py"
        return spec_from_file_location(name, file, loader=SourceFileLoader(name, str(file)))


@contextmanager
def only_source() -> Iterator[None]:
    """Kernels that are imported meanwhile, and by each other, are their ``.py`` files."""

    def own() -> dict[str, ModuleType]:
        return {name: module for name, module in sys.modules.items() if name.startswith(RELOADED)}

    before = own()
    for name in before:
        del sys.modules[name]
    finder: Any = _SourceFinder()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in own():
            del sys.modules[name]
            package, _, module = name.rpartition(".")
            delattr(sys.modules[package], module)
        sys.modules.update(before)
        for name, loaded in before.items():
            package, _, module = name.rpartition(".")
            setattr(sys.modules[package], module, loaded)


class Kernels:
    """Classes and functions of one kind of kernels: ``kernels.TermCursor``.

    Attributes:
        kind: ``"compiled"`` or ``"pure"``.
    """

    def __init__(self, kind: str, modules: list[ModuleType]) -> None:
        self.kind = kind
        self._modules = modules

    def __getattr__(self, name: str) -> Any:
        for module in self._modules:
            found = vars(module).get(name)
            if found is not None and found.__module__ == module.__name__:
                return found
        raise AttributeError(name)


SEGMENT_MODULES = (
    "container",
    "build",
    "merge",
    "reader",
    "records",
    "stored",
    "merge_stored",
    "stories",
    "merge_stories",
    "snapshot",
    "check",
    "terms",
)


def load(kind: str) -> Kernels:
    """All kernels that can be compiled, and the segment modules, ``"compiled"`` or ``"pure"``."""
    package = importlib.import_module(PACKAGE)
    folder = Path(package.__path__[0])
    kernels = sorted(path.stem for path in folder.glob("*.pxd"))
    names = [f"{PACKAGE}.{name}" for name in kernels]
    names += [f"newsearch.segment.{name}" for name in SEGMENT_MODULES]
    if kind == "pure":
        with only_source():
            modules = {name: importlib.import_module(name) for name in names}
    else:
        modules = {name: importlib.import_module(name) for name in names}
    for name in names[: len(kernels)]:
        source = str(modules[name].__file__).endswith(".py")
        if kind == "compiled" and source:
            pytest.skip(f"{name} is not compiled here")
        assert source == (kind == "pure")
    return Kernels(kind, list(modules.values()))
