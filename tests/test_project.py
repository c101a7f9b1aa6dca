"""What holds for the project as a whole: commands, public names, documents, layers."""

from __future__ import annotations

import ast
import os
import re
import shutil
import sysconfig
from pathlib import Path
from typing import get_type_hints

import click
import pytest

import newsearch
from newsearch.cli.application import COMMANDS, application
from newsearch.kernel import compiled

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "newsearch"
MOST_LINES = 450

PUBLIC = {
    "Article", "Counts", "Diagnostic", "Hit", "Index", "Results", "Significant", "Snippet",
    "Writer", "create", "open", "read", "read_html", "read_text",
    "NewsearchError", "ReadError", "QueryError", "IndexNotFound", "IndexExists", "IndexLocked",
    "IndexVersionError", "CorruptIndex", "InputReport", "Repair", "repair",
}  # fmt: skip

# What each part may import besides itself. A new module or folder of newsearch/ belongs in here.
GROUND = {"article", "errors", "schema", "text", "values", "whoosh_fields"}
ENGINE = GROUND | {"kernel", "segment", "query", "search"}
MAY_IMPORT = {
    "kernel": {"errors"},
    "article": {"kernel"},
    "errors": set(),
    "values": set(),
    "schema": GROUND,
    "whoosh_fields": GROUND,
    "text": GROUND | {"kernel"},
    "segment": GROUND | {"kernel"},
    "query": GROUND | {"kernel", "segment"},
    "search": ENGINE,
    "ingest": GROUND | {"kernel"},
    "worker_news": ENGINE | {"ingest"},
    "worker_start": set(),
    "workers": ENGINE | {"ingest", "worker_news", "worker_start"},
    "write_lock": GROUND | {"segment"},
    "writer": ENGINE | {"ingest", "workers", "write_lock"},
    "repairs": GROUND | {"segment", "write_lock"},
    "index": ENGINE | {"ingest", "writer"},
    "opening": ENGINE | {"index"},
    "cli": ENGINE | {"ingest", "writer", "index", "newsearch"},
    "newsearch": ENGINE | {"ingest", "writer", "index", "opening", "repairs"},
    "__main__": {"cli"},
}


# -- commands


def command_of(name: str) -> click.Command:
    command = application.get_command(click.Context(application), name)
    assert command is not None
    return command


def test_no_command_is_called_that_there_is_not() -> None:
    assert application.get_command(click.Context(application), "no-such-command") is None


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_an_example_and_the_option_index(name: str) -> None:
    command = command_of(name)
    assert command.name == name
    assert command.help
    assert "Examples:\n" in command.help
    assert re.search(rf"^ +(.*\| )?newsearch {name}\b", command.help, re.MULTILINE)
    undescribed = [
        parameter.name
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.help
    ]
    assert undescribed == []
    assert "--index" in {option for parameter in command.params for option in parameter.opts}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_line_in_the_readme(name: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = {row.split("`")[1].split()[1] for row in readme.splitlines() if row.startswith("| `")}
    assert name in table


def test_the_readme_names_no_option_that_there_is_not() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    known = {"--version", "--help"}
    for name in COMMANDS:
        for parameter in command_of(name).params:
            known.update(parameter.opts)
    shown = set()
    for line in readme.splitlines():
        if "newsearch" in line and "pip" not in line:
            shown.update(re.findall(r"(?<![\w-])--[a-z][a-z-]+", line))
    assert shown
    assert shown <= known


# -- public names


def test_all_is_the_public_surface() -> None:
    assert set(newsearch.__all__) == PUBLIC
    assert list(newsearch.__all__) == sorted(newsearch.__all__)
    assert {name for name in dir(newsearch) if name in PUBLIC} == PUBLIC


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_every_public_name_is_there_and_documented(name: str) -> None:
    value = getattr(newsearch, name)
    assert value.__doc__
    assert value.__name__ == name


def test_the_type_checker_sees_what_is_imported_lazily() -> None:
    """The imports under TYPE_CHECKING and the lazy ones name the same modules."""
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    typed = {
        alias.name: (node.module or "").removeprefix("newsearch.")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("newsearch.")
        for alias in node.names
    }
    assert typed == newsearch._MODULE_OF


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = newsearch.no_such_name


def test_article_is_typed() -> None:
    assert get_type_hints(newsearch.Article)["tags"] == tuple[str, ...]


# -- documents

DOCUMENTS = sorted(
    path
    for path in (*ROOT.glob("*.md"), *ROOT.glob("[a-z]*/**/*.md"))
    if not {"build", "node_modules"} & set(path.relative_to(ROOT).parts)
)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_in_documents_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
    for target in re.findall(r"\[[^\]]*\]\(([^)\s]+)\)", prose):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        place = document.parent / file if file else document
        assert place.exists(), f"{document.name} links to {target}"
        if anchor and place.suffix == ".md":
            assert anchor in anchors(place), f"{document.name} links to {target}"


def anchors(document: Path) -> set[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


# -- code


def part_of(module: str) -> str:
    """The part of newsearch a module belongs to; the package's own module is ``newsearch``."""
    names = module.split(".")
    return names[1] if len(names) > 1 else "newsearch"


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def imported_parts(path: Path) -> set[str]:
    """The parts of newsearch a file imports, wherever in the file it does so."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = path.relative_to(ROOT).parts[: -node.level]
                base = ".".join((*package, base)).rstrip(".")
            whole = base == "newsearch"
            names = [f"{base}.{alias.name}" for alias in node.names] if whole else [base]
        else:
            continue
        found.update(part_of(name) for name in names if name.split(".")[0] == "newsearch")
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    relative = path.relative_to(PACKAGE)
    part = relative.parts[0].removesuffix(".py") if relative.parts != ("__init__.py",) else None
    part = part or "newsearch"
    assert part in MAY_IMPORT, f"say in {Path(__file__).name} what {part} may import"
    assert imported_parts(path) <= MAY_IMPORT[part] | {part}


def test_no_part_imports_one_that_imports_it() -> None:
    for part, below in MAY_IMPORT.items():
        for other in below - GROUND:
            assert part not in MAY_IMPORT[other] or part == other, (part, other)


def code() -> list[Path]:
    """All Python code of the project: the package with its C types, the tests, the benchmarks."""
    folders = [ROOT / name for name in ("newsearch", "tests", "benchmarks")]
    found = [path for folder in folders for path in folder.rglob("*.p*")]
    return sorted(path for path in found if path.suffix in {".py", ".pxd"})


@pytest.mark.parametrize("path", code(), ids=lambda path: str(path.relative_to(ROOT)))
def test_files_stay_short(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines < MOST_LINES


def test_kernels_are_compiled_where_a_compiler_is() -> None:
    """Otherwise the tests would say nothing about the compiled package."""
    if os.environ.get("NEWSEARCH_TEST_SOURCE") or os.environ.get("NEWSEARCH_PURE_PYTHON"):
        pytest.skip("the kernels are meant to run as plain Python here")
    headers = Path(sysconfig.get_path("include")) / "Python.h"
    if not (shutil.which("cc") or shutil.which("gcc")) or not headers.exists():
        pytest.skip("no C compiler or no Python headers here")
    assert compiled()
