"""A question of an exercise with its answers, as plain text."""

from core.exercises.question import Question
from core.exercises.session import ExerciseSession

from .lines import score_line
from .words import question_words, verdict_word


def question_text(session: ExerciseSession, place: int, given: tuple[str, ...]) -> str:
    """The question by its index, what was answered last and what that is worth, and the hints; a line each."""
    question = session.questions[place]
    lines = [f"{question.number}. {question.prompt}"]
    for asked, verdict, text in zip(question.asked, session.verdicts(place), given, strict=True):
        if text and verdict is not None:
            lines.append(answer_text(question, asked.name, text) + f"   {verdict_word(verdict)}")
        else:
            lines.append(f"{asked.name} = ?")
    for hint in session.hints(place):
        lines += hint.text.splitlines()
    return "\n".join(lines)


def answer_text(question: Question, name: str, text: str) -> str:
    """An answer: a value or a shape by its name, a choice in words."""
    choices = any(text in one.choices for one in question.asked if one.name == name)
    return f"{name}: {question.choice_text(text)}" if choices else f"{name} = {text}"


def result_text(session: ExerciseSession, folder: str, digest: str) -> str:
    """The result of a session: the score, each question with its points, the folder and the last digest."""
    lines = [score_line(session.score, session.of)]
    for place, question in enumerate(session.questions):
        lines.append(f"{place + 1}  {question_words(question)}  {session.points(place):.2f}")
    return "\n".join([*lines, folder, digest])
