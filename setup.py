"""Builds the kernels with Cython where a C compiler is there; installs without them where not.

Everything else about the package is in pyproject.toml.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

KERNEL = Path("newsearch") / "kernel"

DIRECTIVES = {
    "language_level": 3,
    "annotation_typing": False,  # C types come from the .pxd alone
    "boundscheck": True,  # a kernel that has checked its bounds itself switches this off locally
    "wraparound": False,
    "cdivision": True,
    "initializedcheck": False,
    # Nothing here was tested without the global lock: a free-threaded Python takes it when it
    # imports a kernel, and says so.
    "freethreading_compatible": False,
}


class OptionalBuild(build_ext):
    """Compiles each kernel if it can; a failure is told and leaves the Python file in charge."""

    def finalize_options(self) -> None:
        super().finalize_options()
        self.parallel = self.parallel or os.cpu_count()

    def run(self) -> None:
        try:
            super().run()
        except Exception as error:  # any toolchain failure: the Python files still work
            self._tell(error)

    def build_extension(self, ext: Extension) -> None:
        try:
            super().build_extension(ext)
        except Exception as error:
            self._tell(error)

    def _tell(self, error: Exception) -> None:
        print(
            f"newsearch: kernels not compiled ({error}). newsearch works all the same, slower. "
            "For full speed install a C compiler and the Python headers, then install again.",
            file=sys.stderr,
        )


def extensions() -> list[Any]:
    """The kernels: every module of newsearch/kernel that has a .pxd beside it."""
    if os.environ.get("NEWSEARCH_PURE_PYTHON"):
        return []
    try:
        from Cython.Build import cythonize
    except ImportError:
        return []
    flags = [] if os.name == "nt" else ["-O3", "-g0", "-fno-math-errno", "-ffp-contract=off"]
    modules = sorted(p for p in KERNEL.glob("*.py") if p.with_suffix(".pxd").exists())
    found: list[Any] = cythonize(
        [
            Extension(
                ".".join(path.with_suffix("").parts),
                [path.as_posix()],
                extra_compile_args=flags,
                optional=True,
            )
            for path in modules
        ],
        compiler_directives=DIRECTIVES,
        build_dir="build/cython",
    )
    for extension in found:
        extension.optional = True  # cythonize() drops it
    return found


setup(ext_modules=extensions(), cmdclass={"build_ext": OptionalBuild})
