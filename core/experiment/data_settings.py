"""How a file is read and its rows divided: the keys of [data] checked."""

import os
from collections.abc import Iterator

from core.data.preparing.split_settings import SplitSettings, parse_split
from core.support.errors import InputError
from core.support.escaping import shortened
from core.support.i18n import _
from core.support.shown_values import value_text
from core.support.suggestions import nearest_name

from .parsing import LONGEST_NAME, RawSetting
from .settings import DataSettings

NO_SEPARATORS = "\"'.\r\n\0"
"""What can't separate cells, beside letters and digits: quotes, points, ends of lines, and the byte 0 of no text."""

ENCODINGS = (
    "utf-8", "utf-16", "utf-32", "ascii", "latin-1", "cp1250", "cp1251", "cp1252", "cp437", "iso8859-1", "iso8859-2",
    "iso8859-15", "mac_roman", "big5", "euc_jp", "euc_kr", "gb18030", "gbk", "koi8_r", "shift_jis",
)  # fmt: skip
"""The encodings that are suggested; all that Python knows are taken."""


def data_problems(data: DataSettings) -> Iterator[tuple[str, str]]:
    """Keys of [data] whose values can't be, or don't fit each other, each with what was found and expected."""
    yield from _split_problems(data)
    if data.separator is not None and (data.separator.isalnum() or data.separator in NO_SEPARATORS):
        text = _('found {}, expected a character such as ",", ";", "|", "\\t", or " " for any number of blanks')
        yield "data.separator", text.format(value_text(data.separator))
    if data.decimal is not None and data.decimal == data.separator:
        text = _("found {}, which is data.separator too; expected two different characters")
        yield "data.decimal", text.format(value_text(data.decimal))
    if data.encoding is not None and not is_text_encoding(data.encoding):
        text = _("found {}, expected an encoding that Python knows, such as utf-8 or cp1252")
        message = text.format(value_text(data.encoding))
        if close := nearest_name(data.encoding.lower(), ENCODINGS):
            message += _("; did you mean '{}'?").format(close)
        yield "data.encoding", message


def _split_problems(data: DataSettings) -> Iterator[tuple[str, str]]:
    try:
        split = parse_split(data.split)
    except InputError as problem:
        yield "data.split", str(problem)
        return
    if data.fold is not None and split.kind != "folds":
        text = _('found {} beside data.split = {}, expected no fold, or data.split = "folds:K"')
        yield "data.fold", text.format(data.fold, value_text(data.split))
    elif data.fold is not None and data.fold > split.folds:
        text = _("found {}, expected at most {}, as data.split = {}")
        yield "data.fold", text.format(data.fold, split.folds, value_text(data.split))
    if data.test is not None and split.kind == "folds":
        text = _("found a file beside data.split = {}, which takes each row for a test once; leave one of them out")
        yield "data.test", text.format(value_text(data.split))


def is_text_encoding(name: str) -> bool:
    """Whether Python has a codec of this name that makes text of bytes."""
    try:
        b"a".decode(name, "replace")
    except (LookupError, ValueError):  # ValueError: a null character, or bytes that this codec never decodes
        return False
    return True


def split_settings(data: DataSettings) -> SplitSettings:
    """How [data] says that rows are divided; with a test file, none of the source's are for the test split."""
    return parse_split(data.split)._replace(
        fold=data.fold or 1,
        validation=data.validation_fraction,
        test=data.test_fraction if data.test is None else 0.0,
    )


def resolve_test(value: str, entry: RawSetting) -> str:
    """The absolute path of data.test, which is relative to the experiment file. Raises InputError if it isn't there."""
    path = os.path.abspath(os.path.join(entry.folder, os.path.expanduser(value)))
    try:
        os.stat(path)
    except (OSError, ValueError) as problem:
        text = _("found '{}', expected a file that exists")
        raise InputError(text.format(shortened(value, LONGEST_NAME))) from problem
    return path
