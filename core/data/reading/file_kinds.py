"""The kind of a file by its first bytes: compressed, Parquet, or not a table at all."""

import re
from pathlib import Path
from typing import Literal

from core.data.unusable_file import refuse
from core.support.i18n import N_, _, translated

Packing = Literal["none", "gzip", "zstd", "parquet"]

SEARCHED = 2**16
"""Bytes at the beginning of a file that tell its kind."""

PACKINGS: tuple[tuple[bytes, Packing], ...] = (
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"PAR1", "parquet"),
)

SPREADSHEET = N_("a spreadsheet; save it as CSV there, and open that")
ARFF = N_("an ARFF file; save its rows as CSV, with a first line of the columns' names")
UNPACK = N_("a compressed archive; unpack it, and open the table inside")
EXPORT = N_("a file of another program; export the table as CSV or Parquet, and open that")
JSON = N_("JSON; save it as CSV, for example with pandas: read_json, to_csv")
WEB_PAGE = N_("a web page; save the table itself as CSV, and open that")
PICKLE = N_("a pickle of Python, which could run any program; save the table as CSV or Parquet, or arrays as .npz")
PICTURE = N_("a picture; data of pictures are a folder with a folder of pictures for each class, an IDX pair or .npz")
PDF = N_("a PDF document; save the table itself as CSV, and open that")
POINTER = N_("a pointer of Git LFS instead of the file; fetch the file itself with git lfs pull")
SPARSE = N_("rows of LIBSVM; save them as .npz, for example with scikit-learn: load_svmlight_file, X.toarray()")
ARRAYS = N_("arrays of NumPy; save them as .npz with X and y")

BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", SPREADSHEET),
    (b"%PDF-", PDF),
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"GIF8", PICTURE),
    (b"BZh", UNPACK),
    (b"\xfd7zXZ\0", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", UNPACK),
    (b"Rar!", UNPACK),
    (b"\x89HDF", EXPORT),
    (b"CDF", EXPORT),
    (b"SQLite format 3\0", EXPORT),
    (b"ARROW1", EXPORT),
    (b"Obj\x01", EXPORT),
    (b"ORC", EXPORT),
    (b"version https://git-lfs", POINTER),
    (b"$FL2", EXPORT),
    (b"RDX", EXPORT),
    (b"<stata_dta>", EXPORT),
    (b"MATLAB 5.0 MAT-file", EXPORT),
    (b"\x93NUMPY", ARRAYS),
    (b"\x80\x02", PICKLE),
    (b"\x80\x03", PICKLE),
    (b"\x80\x04", PICKLE),
    (b"\x80\x05", PICKLE),
)
"""How files of other kinds begin, and what is said of them."""

SPARSE_ROW = re.compile(rb"[+-]?[\d.,]+(?:\s+\d+:[\d.e+-]+)+(?:\s*#.*)?")
"""A row of LIBSVM: the target, then the number of each column with its value."""

ZIP = (b"PK\3\4", b"PK\5\6")

ENDINGS = {
    ".xlsx": SPREADSHEET,
    ".xlsm": SPREADSHEET,
    ".xls": SPREADSHEET,
    ".ods": SPREADSHEET,
    ".numbers": SPREADSHEET,
    ".arff": ARFF,
    ".pkl": PICKLE,
    ".pickle": PICKLE,
    ".joblib": PICKLE,
    ".rds": EXPORT,
    ".rdata": EXPORT,
    ".sav": EXPORT,
    ".dta": EXPORT,
    ".sas7bdat": EXPORT,
    ".feather": EXPORT,
    ".h5": EXPORT,
    ".hdf5": EXPORT,
    ".mat": EXPORT,
    ".pdf": PDF,
    ".zip": UNPACK,
}
"""Endings of files that aren't tables, for those that don't show it by their first bytes."""


def packing_of(beginning: bytes) -> Packing:
    """How a file is packed, by its first bytes."""
    return next((packing for magic, packing in PACKINGS if beginning.startswith(magic)), "none")


def refuse_other_kinds(path: Path, beginning: bytes) -> None:
    """Raises InputError for a file that is known to be no table, by its first bytes or its ending, with what to do."""
    found = next((kind for magic, kind in BEGINNINGS if beginning.startswith(magic)), None)
    found = found or _archive(beginning) or _marked_text(beginning) or ENDINGS.get(path.suffix.lower())
    if found is None and beginning.startswith(ZIP):
        found = UNPACK
    if found:
        refuse(path, _("found {}").format(translated(found)))


def _archive(beginning: bytes) -> str | None:
    """What a zip archive is, as spreadsheets of today are; None for any other."""
    if not beginning.startswith(ZIP):
        return None
    inside = (b"xl/", b"[Content_Types].xml", b"opendocument.spreadsheet", b"Index/Document.iwa")
    if any(name in beginning for name in inside):
        return SPREADSHEET
    return ARRAYS if b".npy" in beginning[:200] else None


def _marked_text(beginning: bytes) -> str | None:
    """What a text is that begins with a mark of its kind."""
    text = beginning.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    lines = [line.strip() for line in text.split(b"\n")]
    first = next((line for line in lines if line and not line.startswith(b"%")), b"")
    if first.startswith(b"@relation"):
        return ARFF
    if text.startswith((b"<!doctype html", b"<html", b"<?xml", b"<table")):
        return WEB_PAGE
    if SPARSE_ROW.fullmatch(lines[0]):
        return SPARSE
    if text.startswith((b"{\n", b"{\r", b'{"', b'{ "', b'[{"', b"[\n", b"[[", b'[ {"')):
        return JSON
    return None
