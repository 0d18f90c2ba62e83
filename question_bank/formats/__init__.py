"""Every file format the bank reads and writes, behind two calls: `read` and `write`.

A format is known by its content first and its ending second; a file that is not what its name says is
refused. Reading never raises for what stands in a file: it answers with a `Reading`, whose problems name
their places. One module or small package a format; the shared work of turning what was found into items
is done once, in `question_bank.assembly`.
"""

from __future__ import annotations

from question_bank.formats.registry import FORMATS, WRITABLE, format_of, read, write
from question_bank.formats.word import KEY_STYLES
from question_bank.reading import Reading

__all__ = ["FORMATS", "KEY_STYLES", "WRITABLE", "Reading", "format_of", "read", "write"]
