"""Which commands there are, and what becomes of an error."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import click

from newsearch.cli import output
from newsearch.cli.options import Command
from newsearch.errors import NewsearchError

__all__ = ["COMMANDS", "application", "run_application"]

FAILED = 2
INTERRUPTED = 130  # 128 + SIGINT, as a shell reports it
READER_GONE = 141  # 128 + SIGPIPE

COMMANDS = {
    # command: (module of newsearch.cli, function, what the list of commands says)
    "index": ("indexing", "index_command", "Read news and index it."),
    "search": ("searching", "search_command", "Find articles."),
    "show": ("searching", "show_command", "Show a whole article."),
    "facets": ("counting", "facets_command", "Count articles per tag, source, author, ..."),
    "timeline": ("counting", "timeline_command", "Count articles over time, as bars."),
    "like": ("searching", "like_command", "Find articles similar to one."),
    "explain": ("searching", "explain_command", "Say why an article has its score."),
    "export": ("exporting", "export_command", "Write all matching articles as JSONL or CSV."),
    "read": ("exporting", "read_command", "Show what is read from files, as JSONL."),
    "delete": ("upkeep", "delete_command", "Delete articles."),
    "stats": ("upkeep", "stats_command", "Show figures of the index."),
    "check": ("upkeep", "check_command", "Read and verify the whole index."),
    "optimize": ("upkeep", "optimize_command", "Merge the index into one segment."),
    "demo": ("demo", "demo_command", "Index the sample corpus and show what search looks like."),
}


class LazyGroup(Command, click.Group):
    """A group that imports the module of a command only when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, function, _ = COMMANDS[cmd_name]
        command = getattr(import_module(f"newsearch.cli.{module}"), function)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry[2]) for name, entry in COMMANDS.items()])


def show_version(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    """Prints the version and whether the kernels are compiled."""
    if not value or context.resilient_parsing:
        return
    import newsearch
    from newsearch.kernel import compiled

    kernels = (
        "kernels compiled"
        if compiled()
        else "kernels not compiled: correct but slow; "
        "install a C compiler and the Python headers, then install newsearch again"
    )
    output.line(f"newsearch {newsearch.__version__} ({kernels})")
    context.exit()


@click.group(
    name="newsearch",
    cls=LazyGroup,
    context_settings={"max_content_width": 100},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=show_version,
    help="Show the version and exit.",
)
def application() -> None:
    """Full-text search over news.

    \b
    Examples:
      newsearch demo
      newsearch index articles.jsonl pages/
      newsearch search 'bridge OR tunnel date:2026' --tag Transport
      newsearch search --help
    """


def run_application(arguments: list[str]) -> int:
    """Runs the command line; every error becomes one line on standard error and an exit code."""
    output.make_streams_robust()
    if "_NEWSEARCH_COMPLETE" in os.environ:  # completion in a shell is click's own affair
        return int(application.main(arguments, prog_name="newsearch", standalone_mode=False) or 0)
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        output.abandon_stdout()
        return READER_GONE
    except OSError as error:  # for one, no space is left where standard output goes
        output.abandon_stdout()
        output.error(_system_message(error))
        return FAILED
    return code


def _run(arguments: list[str]) -> int:
    try:
        return _invoke(arguments)
    except BrokenPipeError:
        raise
    except (KeyboardInterrupt, click.Abort):
        output.error("interrupted")
        return INTERRUPTED
    except click.UsageError as error:
        output.error(_usage_message(error))
    except click.ClickException as error:
        output.error(error.format_message())
    except (NewsearchError, ValueError) as error:  # ValueError: an option's value is not known
        output.error(str(error))
    except OSError as error:
        output.error(_system_message(error))
    except Exception as error:  # a defect: still one line
        what = f"unexpected {type(error).__name__}: {error}"
        output.error(f"{what} (set NEWSEARCH_DEBUG=1 for the traceback)")
    return FAILED


def _invoke(arguments: list[str]) -> int:
    try:
        with application.make_context("newsearch", arguments) as context:
            result: Any = application.invoke(context)
            return result if isinstance(result, int) else 0
    except click.exceptions.NoArgsIsHelpError as error:  # no command given: help, as an error
        output.message(error.format_message())
        return FAILED
    except click.exceptions.Exit as done:
        return done.exit_code
    except Exception:
        if os.environ.get("NEWSEARCH_DEBUG"):
            import traceback

            traceback.print_exc()
        raise


def _usage_message(error: click.UsageError) -> str:
    path = error.ctx.command_path if error.ctx is not None else "newsearch"
    hint = f"see '{path} --help'"
    if isinstance(error, click.NoSuchOption) and path.endswith((" search", " export")):
        hint += "; put -- before a query that begins with -"
    what = error.format_message().removesuffix(".")
    return f"{what} ({hint})"


def _system_message(error: OSError) -> str:
    reason = error.strerror or str(error) or type(error).__name__
    return f"{error.filename}: {reason}" if error.filename is not None else reason
