"""A note on data that knows what it is about."""

from collections.abc import Sequence


class Note(str):
    """A sentence that a person should read of data; a text as any other where nobody asks for more.

    `columns` are the names of the columns that it is about. `setting` is the key of the setting that changes what it
    tells, such as "data.kinds"; empty where none does.
    """

    columns: tuple[str, ...]
    setting: str

    def __new__(cls, text: str, columns: Sequence[str] = (), setting: str = "") -> "Note":
        """The sentence, with what it is about."""
        note = super().__new__(cls, text)
        note.columns, note.setting = tuple(columns), setting
        return note

    def __getnewargs__(self) -> tuple[str, tuple[str, ...], str]:  # type: ignore[override]
        """What makes the same note when it is unpickled."""
        return str(self), self.columns, self.setting
