"""Groups articles that tell the same story: one is shown, the others listed with it.

Which articles do was found when they were indexed: see `newsearch.segment.stories`. An article
without a story stands alone.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING

from newsearch.kernel.story_groups import in_stories

if TYPE_CHECKING:
    from newsearch.search.run import Found, Run
    from newsearch.segment.snapshot import Snapshot

#: Hits that are looked at first for each story wanted.
CANDIDATES = 4

Group = tuple["Found", Sequence["Found"]]


def group(snapshot: Snapshot, run: Run, sort: str, first: int, stop: int) -> list[Group]:
    """Some of the stories found, each with all its other tellings that match, best first.

    A story stands where its best article does, so what is on one page is on no other.

    Args:
        snapshot: Tells the stories.
        run: The search.
        sort: The order of the hits.
        first, stop: Which of the stories.
    """
    wanted = stop * CANDIDATES
    while True:
        found = run.first(sort, wanted)
        groups = _grouped(snapshot, found)
        complete = len(found) < wanted
        if complete or len(groups) >= stop:
            break
        wanted *= 2
    shown = groups[first:stop]
    return shown if complete else _completed(snapshot, run, sort, shown)


def _grouped(snapshot: Snapshot, found: Sequence[Found]) -> list[Group]:
    groups: list[tuple[Found, list[Found]]] = []
    others_of: dict[int, list[Found]] = {}
    for one in found:
        story = snapshot.segments[one[2]].story(one[3])
        if story in others_of:
            others_of[story].append(one)
        else:
            others: list[Found] = []
            groups.append((one, others))
            if story:
                others_of[story] = others
    return list(groups)


def _completed(snapshot: Snapshot, run: Run, sort: str, shown: Sequence[Group]) -> list[Group]:
    """The groups with all that match, also those far down in the order."""
    wanted = {snapshot.segments[n].story(document) for (_, _, n, document), _ in shown} - {0}
    stories = array("Q", sorted(wanted))
    told = [
        in_stories(matches, segment.stories, stories)
        for segment, matches in zip(snapshot.segments, run.matches(), strict=True)
    ]
    others_of: dict[int, list[Found]] = {story: [] for story in stories}
    for one in run.in_sort(sort, told):
        others_of[snapshot.segments[one[2]].story(one[3])].append(one)
    completed: list[Group] = []
    for one, _ in shown:
        story = snapshot.segments[one[2]].story(one[3])
        completed.append((one, others_of[story][1:] if story else ()))
    return completed
