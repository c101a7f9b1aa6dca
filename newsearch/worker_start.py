"""How worker processes are started, and what becomes of those whose parent is gone."""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sys
from pathlib import Path
from typing import Literal

__all__ = ["end_if_orphaned", "settle_in", "start_method"]

#: What the system says of this process's threads, those of libraries included.
THREADS = Path("/proc/self/task")
#: Objects after which a worker's garbage collector looks: it has little to find there, and would
#: look at each batch of articles.
COLLECTED_AT = 50_000


def start_method() -> Literal["fork", "spawn"]:
    """The method of `multiprocessing` to start workers with, now.

    ``"fork"`` where that is safe, on Linux and with no thread but this one: a forked process has
    only the thread that forked, and whatever lock another held stays locked. It begins to work in
    milliseconds. ``"spawn"`` otherwise: a new interpreter, which takes 0.2 s to start and to import
    what it needs.
    """
    if sys.platform != "linux":
        return "spawn"
    try:
        return "fork" if len(list(THREADS.iterdir())) == 1 else "spawn"
    except OSError:
        return "spawn"


def settle_in() -> None:
    """Prepares a process for work: it forgets what it got from its parent by a fork.

    Where it is no worker, nothing is done.
    """
    if multiprocessing.parent_process() is None:
        return
    # The parent's own handlers are not for its workers, which it ends by this signal.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if callable(signal.getsignal(signal.SIGINT)):
        signal.signal(signal.SIGINT, signal.default_int_handler)
    gc.freeze()  # to look at the parent's objects would copy their pages
    gc.set_threshold(COLLECTED_AT, *gc.get_threshold()[1:])


def end_if_orphaned() -> None:
    """Ends a worker whose parent is gone: nobody will take up what it makes.

    Raises:
        SystemExit: It is.
    """
    parent = multiprocessing.parent_process()
    if parent is not None and not parent.is_alive():
        raise SystemExit(1)
