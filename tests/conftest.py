"""Tests run against the installed, compiled package, never by accident against the source folder.

To run them against the source folder on purpose, without installing after every change::

    NEWSEARCH_TEST_SOURCE=1 PYTHONPATH=. pytest
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
ON_SOURCE = bool(os.environ.get("NEWSEARCH_TEST_SOURCE"))


def pytest_configure() -> None:
    """Refuses to test a package that is not installed, or is the source folder itself."""
    spec = importlib.util.find_spec("newsearch")
    if spec is None or spec.origin is None:
        raise pytest.UsageError("newsearch is not installed here: pip install '.[test]'")
    package = Path(spec.origin).resolve().parent
    if package == ROOT / "newsearch" and not ON_SOURCE:
        raise pytest.UsageError(
            f"newsearch is imported from the source folder {package}, not from an installation. "
            "Run `pip install '.[test]'` and then `pytest` (not `python -m pytest`, and without "
            "PYTHONPATH); or set NEWSEARCH_TEST_SOURCE=1 to test the source folder on purpose."
        )
    sys.path.insert(0, str(ROOT / "tests"))  # for what tests share, such as reference.py


@pytest.fixture(params=["compiled", "pure"])
def kernel(request: pytest.FixtureRequest) -> Callable[[str], ModuleType]:
    """Loads a kernel by its name, compiled and again as plain Python, so that a test runs on both.

    Example::

        def test_doubling(kernel):
            assert kernel("numbers").double(2) == 4
    """
    return pure_kernel if request.param == "pure" else compiled_kernel


def compiled_kernel(name: str) -> ModuleType:
    """The kernel from its shared library; skips where it is not compiled."""
    module = importlib.import_module(f"newsearch.kernel.{name}")
    if module.__file__ is None or module.__file__.endswith(".py"):
        pytest.skip(f"the kernel {name} is not compiled here")
    return module


def pure_kernel(name: str) -> ModuleType:
    """The kernel from its ``.py`` file, also where a shared library of it is there."""
    package = importlib.import_module("newsearch.kernel")
    path = Path(package.__path__[0]) / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"newsearch.kernel.{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if name != "scanner" and hasattr(module, "Scanner"):  # a compiled one hides its parts
        module.Scanner = pure_kernel("scanner").Scanner
    return module
