"""A note on data that knows what it is about."""

from collections.abc import Sequence

from core.support.retranslation import TranslatedText


class Note(TranslatedText):
    """A sentence that a person should read of data; a text as any other where nobody asks for more.

    `columns` are the names of the columns that it is about. `setting` is the key of the setting that changes what it
    tells, such as "data.kinds"; empty where none does.
    """

    columns: tuple[str, ...]
    setting: str

    def __new__(cls, text: str, columns: Sequence[str] = (), setting: str = "") -> "Note":
        """The sentence, with what it is about."""
        note = super().__new__(cls, text)
        if isinstance(text, TranslatedText):
            note._again = text._again
        note.columns, note.setting = tuple(columns), setting
        return note

    def __reduce__(self) -> tuple[type["Note"], tuple[str, tuple[str, ...], str]]:
        """What makes the same note when it is unpickled."""
        return Note, (str(self), self.columns, self.setting)
