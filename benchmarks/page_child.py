"""One extractor in a process of its own: reads pages, one JSON line of result each.

Run by `benchmarks.extracting`, not by hand::

    page_child.py EXTRACTOR PAGES FIRST MOST_SECONDS

It has no network: what an extractor would fetch is refused.  A page may take MOST_SECONDS of CPU.
Each line holds ``page``, ``cpu_seconds``, and ``got`` (the fields) or ``error`` (what went wrong).
"""

from __future__ import annotations

import logging
import signal
import socket
import sys
import time
import warnings
from pathlib import Path
from typing import Any, NoReturn

HERE = Path(__file__).resolve().parent
# This folder's modules have names that the standard library has too; and an installed newsearch
# goes before the source folder.
sys.path[:] = [path for path in sys.path if Path(path or ".").resolve() != HERE]
sys.path.append(str(HERE.parent))

#: A page that is read before the clock starts, so that what is imported late is not timed.
FIRST_PAGE = """<!DOCTYPE html><html lang=en><head><title>Otters return - The Coast</title>
<meta property="article:published_time" content="2025-03-09T08:05:00+02:00"></head><body><article>
<h1>Otters return</h1><p>By Ada Quill, 9 March 2025</p>""" + "".join(
    f"<p>The warden of lake number {number} said, on Monday, that the otters have returned, and "
    "that the town should be glad of it, since nobody had seen one there for years.</p>"
    for number in range(1, 9)
)
#: Seconds between two looks at how long a page has taken.
LOOK_SECONDS = 0.5
FIRST_URL = "https://coast.example/otters-return"


class OverTime(BaseException):
    """A page took too long; no ordinary error, lest an extractor catch it."""


def _refuse(*_: object, **__: object) -> NoReturn:
    raise OSError("a benchmark of pages has no network")


def main(name: str, path: str, first: str, most_seconds: str) -> None:
    import orjson

    from benchmarks.extractors import extractor
    from benchmarks.pages import PagesFile

    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    socket.socket.connect = _refuse  # type: ignore[method-assign]
    socket.getaddrinfo = _refuse
    chosen, pages = extractor(name), PagesFile(Path(path))
    out = sys.stdout.buffer
    sys.stdout = sys.stderr  # what extractors print is no result
    _timed(chosen, FIRST_PAGE.encode(), FIRST_URL, float(most_seconds))
    for number in range(int(first), len(pages)):
        row = _timed(chosen, *pages[number], float(most_seconds))
        out.write(orjson.dumps({"page": number, **row}) + b"\n")
        out.flush()


def _timed(chosen: Any, page: bytes, url: str, most_seconds: float) -> dict[str, Any]:
    """Reads one page; fields or error, and the CPU seconds it took."""
    row: dict[str, Any] = {}
    began = time.process_time()

    def look(*_: object) -> None:
        if time.process_time() - began > most_seconds:
            raise OverTime

    # A timer of CPU time would make Linux tell that time by ticks of milliseconds.
    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, LOOK_SECONDS, LOOK_SECONDS)
    began = time.process_time()
    try:
        got = chosen.extract(page, url)
        row["cpu_seconds"] = time.process_time() - began
        signal.setitimer(signal.ITIMER_REAL, 0)
        row["got"] = _clean(got.dump())
    except OverTime:
        row["error"] = f"took over {most_seconds:g} s"
    except Exception as error:
        row["error"] = f"{type(error).__name__}: {error}"[:200]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        row.setdefault("cpu_seconds", time.process_time() - began)
    return row


def _clean(value: Any) -> Any:
    """Values as JSON can hold them: half a surrogate pair, which some extractors give, cannot."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, tuple):
        return [_clean(one) for one in value]
    if isinstance(value, dict):
        return {name: _clean(one) for name, one in value.items()}
    return value


if __name__ == "__main__":
    main(*sys.argv[1:])
