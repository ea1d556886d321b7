"""Where a text may be cut so that no record is divided."""

import re
from functools import cache

from .records import Form


def last_record_end(text: bytes, form: Form) -> int:
    r"""The place behind the last record that surely ends in a text, which begins with a record; 0 if none does.

    Records end with a line feed outside quotes, or with a carriage return where the text has no line feed.
    """
    feed = b"\n" if b"\n" in text else b"\r"
    limit = len(text) if feed == b"\n" else len(text) - 1  # a carriage return at the end may have a line feed behind it
    quote = form.quote.encode()
    if quote not in text:
        return text.rfind(feed, 0, limit) + 1
    end = before = 0
    for cell in _quoted_cells(form).finditer(text):
        end = text.rfind(feed, before, min(cell.start(), limit)) + 1 or end
        before = cell.end()
    return text.rfind(feed, before, limit) + 1 or end


@cache
def _quoted_cells(form: Form) -> "re.Pattern[bytes]":
    """The pattern of a cell in quotes, which may be open at the end. A quote opens a cell only at its beginning."""
    quote = re.escape(form.quote.encode())
    separators = (b" ", b"\t", b"\r", b"\n") if form.separator == " " else (form.separator.encode(), b"\r", b"\n")
    begins = b"|".join([rb"\A", *(rb"(?<=%s)" % re.escape(mark) for mark in separators)])
    inside = rb"(?:[^%s]|%s%s)*+" % (quote, quote, quote)
    if form.escape is not None:
        inside = rb"(?:[^%s\\]|\\.)*+" % quote
    return re.compile(rb"(?:%s)[ ]*%s%s(?:%s|\Z)" % (begins, quote, inside, quote), re.DOTALL)
