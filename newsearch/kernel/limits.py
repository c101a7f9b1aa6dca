"""Numbers the kernels share. Not compiled itself, so that Python code can import them too."""

from __future__ import annotations

#: What a cursor's document is when there are no more.
END = 0x7FFFFFFF
#: Postings in a full block.
BLOCK_SIZE = 128
#: From here on a place in a block is none: the block does not have what was looked for.
ABSENT = 128
#: The fields of a text posting, as runs and restricted cursors number them.
FIELD_TITLE = 0
FIELD_SUMMARY = 1
FIELD_BODY = 2
FIELD_TAGS = 3
#: Not a restriction: occurrences in every field count.
FIELD_ALL = 4
#: The new number of a document that a merge drops.
DELETED = 0xFFFFFFFF
#: Of a merged item: it is taken from none of the inputs.
NO_OWNER = 0xFFFF
#: What a text can hold that clean text does not: control characters but for line ends; bytes
#: beyond ASCII; two spaces side by side; a space at a line's edge or at the text's; a line end
#: alone; three line ends side by side.
HAS_CONTROL = 1
HAS_WIDE = 2
HAS_SPACES = 4
HAS_EDGE_SPACE = 8
HAS_SINGLE_BREAK = 16
HAS_BLANK_RUN = 32
