"""A file that is written while a network is trained on it: whoever reads it again says so."""

from pathlib import Path

from voyage_table import SETTINGS, write_voyage

from core.experiment.experiment import Experiment
from tui_mlp.session.commands import EditNetwork, Run, Undo
from tui_mlp.session.run_until import Goal
from tui_mlp.session.stepped_sessions import SteppedSession


def messages(session: SteppedSession) -> list[str]:
    """What was said since the last time."""
    texts = []
    while not session.events.empty():
        texts.append(session.events.get().text)
    return texts


def trained(folder: Path) -> tuple[SteppedSession, Path]:
    """A session on a table, trained for an epoch, and the table."""
    path = write_voyage(folder)
    session = SteppedSession(Experiment.load(str(path), SETTINGS))
    session.post(Run(Goal.EPOCH))
    session.train_on()
    messages(session)
    return session, path


def other_rule(session: SteppedSession, rule: str) -> list[str]:
    """Set another rule for missing numbers, which reads the table again; what was said."""
    session.post(EditNetwork("set_keys", ({"data.missing": rule},)))
    return [text for text in messages(session) if "has changed since" in text]


def test_an_edit_that_reads_a_changed_file_says_so_once(tmp_path: Path) -> None:
    session, path = trained(tmp_path)
    write_voyage(tmp_path, rows=44)
    assert other_rule(session, "zero") == [
        f"{path} has changed since it was read. The network is trained on what it holds now."
    ]
    assert session.snapshot.data.rows == 43, "all rows of today but the one without a target"
    assert other_rule(session, "median") == []


def test_undo_says_it_too(tmp_path: Path) -> None:
    session, path = trained(tmp_path)
    assert other_rule(session, "zero") == []
    path.write_text(path.read_text("utf-8").replace("21.25", "21.75"), "utf-8")
    session.post(Undo())
    assert any("has changed since" in text for text in messages(session))
