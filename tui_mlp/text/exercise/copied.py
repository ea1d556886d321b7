"""A question of an exercise with its answers, as plain text."""

from core.exercises.question import Question
from core.exercises.session import ExerciseSession

from .lines import score_line
from .words import asked_words, question_words, verdict_word


def question_text(session: ExerciseSession, place: int, given: tuple[str, ...]) -> str:
    """The question by its index, what was answered last and what that is worth, and the hints; a line each."""
    question = session.questions[place]
    lines = [f"{question.number}. {question.prompt}"]
    for asked, (verdict, text) in enumerate(zip(session.verdicts(place), given, strict=True)):
        if text and verdict is not None:
            lines.append(answer_text(question, asked, text) + f"   {verdict_word(verdict)}")
        else:
            lines.append(f"{asked_words(question, asked)} = ?")
    for hint in session.hints(place):
        lines += hint.text.splitlines()
    return "\n".join(lines)


def answer_text(question: Question, asked: int, text: str) -> str:
    """An answer to what is asked at this index: a value or a shape by its name, a choice in words."""
    name = asked_words(question, asked)
    return f"{name}: {question.choice_text(text)}" if question.asked[asked].choices else f"{name} = {text}"


def result_text(session: ExerciseSession, folder: str, digest: str) -> str:
    """The result of a session: the score, each question with its points, the folder and the last digest."""
    lines = [score_line(session.score, session.of)]
    for place, question in enumerate(session.questions):
        lines.append(f"{place + 1}  {question_words(question)}  {session.points(place):.2f}")
    return "\n".join([*lines, folder, digest])
