"""How much of a processor a program's threads take, and how much memory it holds, as the system tells anyone."""

import os
import subprocess
from pathlib import Path


def main_thread_seconds(pid: int) -> float | None:
    """Of the thread that draws; None where the system doesn't tell single threads."""
    return _seconds(Path(f"/proc/{pid}/task/{pid}/stat"))


def process_seconds(pid: int) -> float | None:
    """Of all threads."""
    return _seconds(Path(f"/proc/{pid}/stat"))


def _seconds(path: Path) -> float | None:
    if not path.exists():
        return None
    fields = path.read_text().rpartition(")")[2].split()  # a name may hold blanks, and ends with the parenthesis
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mib(pid: int) -> float:
    """Memory that it holds now."""
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, check=True, text=True)
    return int(told.stdout) / 1024
