"""Marked sessions as a table for people, and as CSV."""

import csv
from collections.abc import Callable, Iterator, Sequence
from io import StringIO

from core.exercises.saved.marked_session import MarkedSession
from core.experiment.exercises.exercise_sessions import JOURNAL_FILE
from core.support.escaping import escaped, spreadsheet_cell
from core.support.i18n import _, ngettext
from tui_mlp.cli.console import aligned, exact
from tui_mlp.text.exercise.lines import points_text
from tui_mlp.text.exercise.words import slip_words
from tui_mlp.text.numbers import NOTHING

SHORT_DIGEST = 12
"""Characters of a digest in the table: enough to compare it with one that was noted."""
MOST_PROBLEMS = 5
"""What is told of one session, at most; of the rest how much there is."""
COLUMNS = (
    "student", "exercise", "seed", "score", "of", "finished", "intact", "slips", "problems", "last_digest", "folder",
)  # fmt: skip


def lines_of(marked: Sequence[MarkedSession]) -> Iterator[str]:
    """The table, what was changed in sessions, and what the digests are worth."""
    if not marked:
        return
    titles = (
        _("student"), _("exercise"), _("score"), _("of"), _("intact"), _("last digest"), _("slips"),
    )  # fmt: skip
    yield from aligned([titles, *map(row_of, marked)], right=(2, 3))
    changed = [line for one in marked for line in problem_lines(one)]
    if changed:
        yield ""
        yield from changed
    yield ""
    yield _("Intact: the chain of digests holds, and the verdicts are those that marking gives now.")
    yield _("That shows changes by hand. Whoever knows the program can make a new chain: compare the last digest then.")


def row_of(one: MarkedSession) -> tuple[str, ...]:
    """The cells of a session's line."""
    exercise = one.exercise if one.seed is None else _("{}, seed {}").format(one.exercise, one.seed)
    return (
        one.student or exact(one.path.name), exercise, points_text(one.score), str(one.of), state_text(one),
        one.digest[:SHORT_DIGEST], slips_text(one) or NOTHING,
    )  # fmt: skip


def state_text(one: MarkedSession) -> str:
    """Whether a session is as the program wrote it, and whether it is done."""
    if not one.intact:
        return _("CHANGED")
    return _("yes") if one.finished else _("yes, not finished")


def slips_text(one: MarkedSession) -> str:
    """The slips of a session in words, the commonest first, with how often each was made."""
    return "; ".join(slip_words(slip, times) for slip, times in one.slips.most_common())


def problem_lines(one: MarkedSession) -> Iterator[str]:
    """What was changed in a session, each with its line in the journal."""
    for line, text in one.problems[:MOST_PROBLEMS]:
        if line:
            yield _("{}, line {}: {}").format(exact(str(one.path / JOURNAL_FILE)), line, text)
        else:
            yield f"{exact(str(one.path))}: {text}"
    more = len(one.problems) - MOST_PROBLEMS
    if more > 0:
        text = ngettext("{} more line is wrong there", "{} more lines are wrong there", more)
        yield f"{exact(str(one.path))}: {text.format(more)}"


def csv_of(marked: Sequence[MarkedSession], name: Callable[[str], str]) -> str:
    """The sessions as CSV, with a line of names that stay English; `name` makes texts safe for where they go."""
    written = StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in marked:
        cells = (
            one.student, one.exercise, one.seed, points_text(one.score), one.of, int(one.finished), int(one.intact),
            slips_text(one), "; ".join(text for _line, text in one.problems), one.digest, str(one.path),
        )  # fmt: skip
        writer.writerow([name(spreadsheet_cell(escaped(cell))) if isinstance(cell, str) else cell for cell in cells])
    return written.getvalue()
