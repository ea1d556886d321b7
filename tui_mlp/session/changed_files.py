"""Says which files were written between two readings of the data."""

from collections.abc import Callable

from core.data.dataset import Data
from core.data.file_stamp import changed_files
from core.support.i18n import _


class ChangedFiles:
    """Compares the files of the data with those of the data before; `tell` takes what is to be said."""

    def __init__(self, data: Data, tell: Callable[[str], None]) -> None:
        self._files, self._tell = data.files, tell

    def look(self, data: Data) -> None:
        """Say which files were read again and had been written since they were read before."""
        before, self._files = self._files, data.files
        if before is not self._files:
            for path in changed_files(before, self._files):
                text = _("{} has changed since it was read. The network is trained on what it holds now.")
                self._tell(text.format(path))
