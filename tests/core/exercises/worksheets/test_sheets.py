"""Sheets of a class: the same from the same seed, without the answers, whole as Markdown and as LaTeX."""

import re
from pathlib import Path

import pytest
from exercise_students import right_answer

from core.exercises.loading import load_exercise
from core.exercises.saved.saved_session import SavedSession
from core.exercises.session import ExerciseSession
from core.exercises.worksheets.class_sheets import class_sheets, command
from core.exercises.worksheets.latex_sheet import latex_key, latex_sheet
from core.exercises.worksheets.markdown_sheet import markdown_key, markdown_sheet
from core.exercises.worksheets.sheet import Sheet, make_sheet
from core.exercises.worksheets.students import students_of

NAMES = ("Ana López", "Zoë_{x} $#%^~\\ `*[a](b)*", "Luis & Cía <b>")


def sheets_of(source: str = "by-hand", seed: int = 7, overrides: tuple[str, ...] = ()) -> list[Sheet]:
    return list(class_sheets(source, students_of(NAMES, seed), None, overrides))


def test_the_same_seed_gives_the_same_sheets() -> None:
    assert sheets_of() == sheets_of()
    first, second, third = sheets_of()
    assert len({one.questions[0].matrices for one in (first, second, third)}) == 3
    assert first != sheets_of(seed=8)[0]


def test_the_answers_of_the_key_mark_the_sheet(tmp_path: Path) -> None:
    """Typed in the terminal by the command on the sheet."""
    for sheet in sheets_of():
        assert sheet.command.startswith(f"mlp-tui exercise by-hand --seed {sheet.seed} --student ")
        with SavedSession.begin(load_exercise("by-hand", sheet.seed), sheet.student, tmp_path) as saved:
            for question in sheet.solved:
                for asked, (_name, text) in enumerate(question.answers):
                    assert saved.answer(asked, text, 1).word == "right", (question, text)
                saved.go_on()
            assert saved.session.finished
            assert saved.session.score == saved.session.of


@pytest.mark.parametrize("source", ["by-hand", "xor-by-hand", "iris"])
def test_nothing_that_is_asked_is_given(source: str) -> None:
    """What an earlier question asks for is taken from there; a part of a matrix too."""
    session = ExerciseSession(load_exercise(source, 5))
    sheet = make_sheet(session, "Ana", "")
    asked = dict[str, int]()
    for question, shown in zip(session.questions, sheet.questions, strict=True):
        for matrix in shown.matrices:
            if question.shown is not None and matrix.symbol == question.shown.symbol:
                continue
            for label, cells in zip(matrix.row_labels, matrix.cells, strict=True):
                for column, cell in zip(matrix.column_labels, cells, strict=True):
                    name = f"{matrix.symbol.replace('[:,1:]', '')}[{label},{column}]"
                    if name in asked and not matrix.symbol.startswith("Θ"):
                        assert cell == asked[name], name
        if question.kind == "value":
            asked |= {str(one.name): question.number for one in question.asked}
    assert len(asked) > 3


def balanced(text: str) -> None:
    """As TeX reads it: braces, environments, and mathematics begun and ended."""
    bare = re.sub(r"\\[\\{}$%&#_]", "", text)
    depth = 0
    for character in bare:
        depth += (character == "{") - (character == "}")
        assert depth >= 0
    assert depth == 0
    assert bare.count("$") % 2 == 0
    assert "%" not in bare
    open_now = list[str]()
    for kind, name in re.findall(r"\\(begin|end)\{(\w+\*?)\}", text):
        if kind == "begin":
            open_now.append(name)
        else:
            assert open_now.pop() == name
    assert not open_now


@pytest.mark.parametrize("source", ["by-hand", "digits"])
def test_latex(source: str) -> None:
    sheets = sheets_of(source)
    for text in (*map(latex_sheet, sheets), latex_key(sheets)):
        balanced(text)
    assert r"Zoë\_\{x\} \$\#\%" in latex_sheet(sheets[1])
    assert "Luis \\& Cía" in latex_sheet(sheets[2])


def test_markdown() -> None:
    sheets = sheets_of()
    text = markdown_sheet(sheets[0])
    assert '    mlp-tui exercise by-hand --seed 691846 --student "Ana López"\n' in text
    assert "\nJ = ____________\n" in text
    assert "| Θ(1), 3 × 2 |" in text
    assert r"\[a\](b)" in markdown_sheet(sheets[1])
    assert r"\<b\>" in markdown_sheet(sheets[2])
    assert r"**www\.ana.es \@luis**" in markdown_sheet(sheets[0]._replace(student="www.ana.es @luis")), "no links"
    session = ExerciseSession(load_exercise("by-hand", sheets[0].seed))
    right = right_answer(session, next(k for k, one in enumerate(session.questions) if one.symbol == "J"), 0)
    assert f"J = {right}" in markdown_key(sheets)
    assert right not in text


def test_a_file_lies_elsewhere_on_the_students_machine() -> None:
    assert command("/home/t/my class.toml", 3, "Ana", ["exercise.hints=false"]) == (
        'mlp-tui exercise "my class.toml" --seed 3 --set exercise.hints=false --student "Ana"'
    )
    assert command("xor", None, "") == "mlp-tui exercise xor"
    assert command("xor", 1, 'a"$(rm)') == "mlp-tui exercise xor --seed 1 --student 'a\"$(rm)'"
