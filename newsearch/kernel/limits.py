"""Numbers the kernels share. Not compiled itself, so that Python code can import them too."""

from __future__ import annotations

#: What a cursor's document is when there are no more.
END = 0x7FFFFFFF
#: Postings in a full block.
BLOCK_SIZE = 128
#: From here on a place in a block is none: the block does not have what was looked for.
ABSENT = 128
#: Bytes of a word that count; it is cut there.
LONGEST_WORD = 255
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
#: Of a text whose lines a program may have wrapped: characters and lines looked at.
WRAP_SAMPLE = 2500
WRAP_LINES = 24
#: Characters of wrapped lines; where another line of the paragraph follows, seldom fewer.
WRAP_WIDTH = 100
WRAP_LEAST = 40
