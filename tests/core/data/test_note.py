"""Notes know what they are about, and are texts to all else."""

import json
import pickle

from core.data.description import Description
from core.data.note import Note


def test_a_note_is_its_text_and_keeps_its_column_and_setting() -> None:
    note = Note("the age is odd", ["age"], "data.kinds")
    assert note == "the age is odd"
    assert (note.columns, note.setting) == (("age",), "data.kinds")
    copied = pickle.loads(pickle.dumps(note))
    assert (copied, copied.columns, copied.setting) == (note, ("age",), "data.kinds")


def test_in_a_description_for_programs_it_is_a_plain_text() -> None:
    record = Description(1, ("y",), "regression", notes=(Note("odd", ["x"]),)).record()
    assert [type(note) for note in record["notes"]] == [str]  # type: ignore[attr-defined]
    assert json.loads(json.dumps(record))["notes"] == ["odd"]
