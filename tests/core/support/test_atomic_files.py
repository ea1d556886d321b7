"""Files that are whole or not there, whatever happens while they are written."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from filling import full_disk

from core.support import atomic_files as files


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "file"
    for content in (b"one", b"", b"two" * 100_000):
        files.write(path, content)
        assert path.read_bytes() == content
    assert names(tmp_path) == ["file"]


def test_a_full_disk_leaves_the_old_content(tmp_path: Path) -> None:
    path = tmp_path / "file"
    files.write(path, b"old")
    with full_disk(1000), pytest.raises(OSError, match="too large"):
        files.write(path, b"x" * 2000)
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["file"], "and nothing half-written"


def test_lines_are_added_all_or_none(tmp_path: Path) -> None:
    path = tmp_path / "file"
    files.append(path, b"one\n")
    with full_disk(1000), pytest.raises(OSError, match="too large"):
        files.append(path, b"x" * 2000)
    assert path.read_bytes() == b"one\n"
    files.append(path, b"two\n" * 1000)
    assert path.read_bytes() == b"one\n" + b"two\n" * 1000


@pytest.mark.parametrize("function", [files.write, files.append])
def test_a_disk_that_is_full_only_once_it_is_brought_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: Callable[..., object]
) -> None:
    path = tmp_path / "file"
    files.write(path, b"old\n")
    monkeypatch.setattr(os, "fsync", lambda file: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
    with pytest.raises(OSError, match="full"):
        function(path, b"new\n")
    assert path.read_bytes() == b"old\n"
    assert names(tmp_path) == ["file"]


def test_temporary_files_are_not_synced_and_others_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    (tmp_path / "inside").mkdir()
    with files.unsynced(tmp_path / "inside"):
        files.write(tmp_path / "inside" / "file", b"new\n")
        files.append(tmp_path / "inside" / "file", b"more\n")
        assert synced == []
        files.write(tmp_path / "file", b"new")
        files.append(tmp_path / "file", b"more")
        assert len(synced) == 3  # the file twice, and its folder
    files.write(tmp_path / "inside" / "file", b"new\n", folder_too=False)
    assert len(synced) == 4


def test_a_file_system_that_cannot_sync_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda file: (_ for _ in ()).throw(OSError(errno.EINVAL, "can't")))
    files.write(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"new"


def test_a_rename_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files.write(tmp_path / "file", b"old")
    monkeypatch.setattr(os, "replace", lambda *names: (_ for _ in ()).throw(OSError(errno.EACCES, "no")))
    with pytest.raises(OSError, match="no"):
        files.write(tmp_path / "file", b"new")
    assert names(tmp_path) == ["file"]
    assert (tmp_path / "file").read_bytes() == b"old"


@pytest.mark.parametrize(
    ("found", "mended"),
    [
        (b"", b""),
        (b"torn", b""),
        (b"one\ntw", b"one\n"),
        (b"one\ntwo\n", b"one\ntwo\n"),
        (b"one\n\0\0\0", b"one\n"),
        (b"one\n" + b"x" * 10_000, b"one\n"),
    ],
)
def test_what_a_crash_tore_is_cut_off(tmp_path: Path, found: bytes, mended: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(found)
    files.remove_unfinished_line(path)
    assert path.read_bytes() == mended
    assert files.last_line(path) == (mended.splitlines()[-1].decode() if mended else "")


def test_no_file_needs_no_mending(tmp_path: Path) -> None:
    files.remove_unfinished_line(tmp_path / "file")
    assert names(tmp_path) == []


def test_the_last_line_of_a_long_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"".join(b"%d\n" % number for number in range(100_000)) + b"torn")
    assert files.last_line(path) == "99999"


def test_what_was_left_unfinished_is_removed_and_nothing_else(tmp_path: Path) -> None:
    for name in (".run.json.123", ".a.safetensors.4", ".hidden", ".gitignore", "run.json", ".x.y"):
        (tmp_path / name).write_text("")
    files.remove_unfinished_files(tmp_path)
    assert names(tmp_path) == [".gitignore", ".hidden", ".x.y", "run.json"]


def test_a_file_written_bit_by_bit_replaces_the_old_one_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with files.replacing(path) as file:
        files.write_all(file, b"ne")
        assert path.read_bytes() == b"old"
        files.write_all(file, b"w")
    assert path.read_bytes() == b"new"
    with pytest.raises(KeyboardInterrupt):
        interrupted_while_writing(path)
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def interrupted_while_writing(path: Path) -> None:
    with files.replacing(path) as file:
        files.write_all(file, b"newer")
        raise KeyboardInterrupt
