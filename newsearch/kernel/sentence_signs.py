"""Signs of sentences. Not compiled, so that kernels and Python code can both import them."""

from __future__ import annotations

#: What a sentence ends with, quotation marks and brackets included.
SENTENCE_ENDS = ".!?…。！？؟।:;»”\"'’)]"
#: What stands in or behind a sentence and seldom in a menu or a heading.
SENTENCE_MARKS = ".!?…。！？؟।,，、"
