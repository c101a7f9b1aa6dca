"""Where time goes, by looking at the running program a thousand times a second.

A signal interrupts the main thread; its handler notes the functions that are at work. Python runs
handlers between its own steps only, so a look that falls into compiled code comes when that code
returns, late but at the line that called it. Each look therefore stands for the CPU time since the
last one, not for one tick: ten milliseconds in a kernel are told as ten. Which compiled function it
was is read from the call's place in the source. Nothing is added to the program looked at.
"""

from __future__ import annotations

import ast
import linecache
import random
import signal
import time
from collections import defaultdict
from dataclasses import dataclass
from inspect import getattr_static
from pathlib import Path
from types import CodeType, FrameType, ModuleType, TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import Self

__all__ = ["Place", "Sampler"]


@dataclass(frozen=True, slots=True)
class Place:
    """What was at work, and for how long.

    Attributes:
        path: The module, as a path inside the package (``segment/build.py``); empty where nothing
            of the package was at work.
        function: The function.
        callee: What it had called that is compiled, or not of the package, as written there;
            empty for its own code.
        module: The module that the callee belongs to (``newsearch.kernel.packing``); empty where
            that is not known.
        outer: The modules of the functions that had called it.
        cpu_seconds: CPU time of the main thread.
        seconds: Time on the clock.
    """

    path: str
    function: str
    callee: str
    module: str
    outer: frozenset[str]
    cpu_seconds: float
    seconds: float


class Sampler:
    """Looks at the main thread while it is entered.

    Args:
        package: The package whose functions are told apart.
        interval: Seconds between two looks, on average.

    Attributes:
        cpu_seconds: CPU time of the main thread meanwhile, without that of looking.
        process_cpu_seconds: CPU time of all threads meanwhile.

    Raises:
        RuntimeError: The system has no interval timer (Windows).

    Example::

        with Sampler(newsearch) as sampler:
            index.search("harbour strike")
        for place in sampler.places():
            print(place.path, place.function, place.cpu_seconds)
    """

    def __init__(self, package: ModuleType, interval: float = 0.001) -> None:
        if not hasattr(signal, "setitimer"):
            raise RuntimeError("sampling needs an interval timer, which this system does not have")
        self._root = str(Path(package.__file__ or "").parent) + "/"
        self._interval = interval
        self._chance = random.Random(1)
        self._seen: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0])
        self._callees: dict[tuple[CodeType, int], tuple[str, str]] = {}
        self.cpu_seconds = 0.0
        self.process_cpu_seconds = 0.0

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGALRM, self._look)
        self._process = time.process_time()
        self._last = (time.thread_time_ns(), time.perf_counter_ns())
        self._arm()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        tail = time.thread_time_ns() - self._last[0]
        self.cpu_seconds = (sum(cpu for cpu, _ in self._seen.values()) + tail) / 1e9
        self.process_cpu_seconds += time.process_time() - self._process
        signal.signal(signal.SIGALRM, self._before)

    def _arm(self) -> None:
        # Never in step with what repeats itself in the program.
        signal.setitimer(signal.ITIMER_REAL, self._interval * self._chance.uniform(0.5, 1.5))

    def _look(self, number: int, frame: FrameType | None) -> None:
        cpu, clock = time.thread_time_ns(), time.perf_counter_ns()
        stack: list[Any] = []
        while frame is not None:
            code = frame.f_code
            if code.co_filename.startswith(self._root):
                if not stack:
                    stack.append(self._callee(frame))
                stack.append(code)
            frame = frame.f_back
        taken = self._seen[tuple(stack)]
        taken[0] += cpu - self._last[0]
        taken[1] += clock - self._last[1]
        self._arm()
        # What looking itself takes is left out.
        self._last = (time.thread_time_ns(), time.perf_counter_ns())

    def places(self) -> list[Place]:
        """What was seen at work, added up, the longest first."""
        added: dict[tuple[str, str, str, str, frozenset[str]], list[int]]
        added = defaultdict(lambda: [0, 0])
        for stack, (cpu, clock) in self._seen.items():
            key: tuple[str, str, str, str, frozenset[str]] = ("", "", "", "", frozenset())
            if stack:
                callee, code, *outer = stack
                paths = frozenset(self._path(one) for one in outer)
                key = (self._path(code), code.co_qualname, callee[0], callee[1], paths)
            added[key][0] += cpu
            added[key][1] += clock
        found = [Place(*key, cpu / 1e9, clock / 1e9) for key, (cpu, clock) in added.items()]
        return sorted(found, key=lambda place: -place.cpu_seconds)

    def _callee(self, frame: FrameType) -> tuple[str, str]:
        """What a function has called, and that one's module; looked up once for each call."""
        place = (frame.f_code, frame.f_lasti)
        found = self._callees.get(place)
        if found is None:
            call = _call_at(*place)
            found = ("", "")
            if call is not None:
                found = (ast.unparse(call.func), _module_of(_value(call.func, frame)))
            self._callees[place] = found
        return found

    def _path(self, code: CodeType) -> str:
        return code.co_filename.removeprefix(self._root)


def _call_at(code: CodeType, at: int) -> ast.Call | None:
    """The call that the instruction at ``at`` makes, from the source; None where it is no call."""
    places = list(code.co_positions())
    line, last_line, column, last_column = places[min(at // 2, len(places) - 1)]
    if line is None or last_line is None or column is None or last_column is None:
        return None
    lines = linecache.getlines(code.co_filename)[line - 1 : last_line]
    encoded = [one.encode() for one in lines]
    if not encoded:
        return None
    encoded[-1] = encoded[-1][:last_column]
    encoded[0] = encoded[0][column:]
    try:
        found = ast.parse(b"".join(encoded).decode().strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return None
    return found if isinstance(found, ast.Call) else None


def _value(node: ast.expr, frame: FrameType) -> object:
    """What a name, or attributes of one, stand for in a frame; None where that is not plain."""
    if isinstance(node, ast.Name):
        for names in (frame.f_locals, frame.f_globals, frame.f_builtins):
            if node.id in names:
                return names[node.id]
        return None
    if not isinstance(node, ast.Attribute):
        return None
    base = _value(node.value, frame)
    # A property would run code of the program.
    if base is None or isinstance(getattr_static(type(base), node.attr, None), property):
        return None
    return getattr(base, node.attr, None)


def _module_of(value: object) -> str:
    """The name of the module that a function, class or method belongs to; empty if unknown."""
    owner = getattr(value, "__self__", None)
    if owner is not None and not isinstance(owner, ModuleType):
        value = owner if isinstance(owner, type) else type(owner)
    return str(getattr(value, "__module__", None) or "")
