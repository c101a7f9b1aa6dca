"""What a node of a page is to kernels. Not compiled, so that Python code can import it too."""

from __future__ import annotations

#: Borders runs of text.
BLOCK = 0
LINK = 1
BOLD = 2
#: Stands in a run.
OTHER = 3
TEXT = 4
#: Two without text between them border runs.
BREAK = 5
#: Which of these it is depends on its names.
NAMED = 6
#: Left out with all that is in it.
UNSEEN = 7

#: Tags with a number below this are the same in all pages.
TAGS = 256
