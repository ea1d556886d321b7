"""Lines as commands: the keys of the screen, and words in all languages."""

from typing import Literal
from unicodedata import combining, normalize

CommandName = Literal[
    "equation", "back", "batch", "epoch", "space", "run", "pause", "until", "rewind", "restart", "undo", "redo",
    "breakpoints", "slower", "faster", "set", "status", "messages", "read", "rows", "row", "column", "cell", "up",
    "down", "left", "right", "before", "after", "follow", "return", "example", "derivation", "explain", "symbols",
    "copy", "latex", "language", "save", "help", "quit",
]  # fmt: skip

KEYS: dict[str, CommandName] = {
    "s": "equation", "S": "back", "b": "batch", "n": "epoch", "N": "until", "r": "rewind", "R": "restart",
    "u": "undo", "U": "redo", "B": "breakpoints", "<": "slower", ">": "faster", "M": "messages", "e": "example",
    "d": "derivation", "y": "copy", "Y": "latex", "[": "before", ",": "before", "]": "after", ".": "after",
    "?": "help", "q": "quit", "\x1b[A": "up", "\x1b[B": "down", "\x1b[C": "right", "\x1b[D": "left",
}  # fmt: skip
"""Keys of the screen: capitals differ. The arrows are what a terminal sends for them."""

ENGLISH: dict[str, CommandName] = {
    "next": "equation", "equation": "equation", "back": "back", "batch": "batch", "epoch": "epoch", "space": "space",
    "run": "run", "pause": "pause", "until": "until", "rewind": "rewind", "start over": "restart", "undo": "undo",
    "redo": "redo", "breakpoints": "breakpoints", "slower": "slower", "faster": "faster", "set": "set",
    "status": "status", "messages": "messages", "save": "save", "read": "read", "rows": "rows", "row": "row",
    "column": "column", "cell": "cell", "up": "up", "down": "down", "left": "left", "right": "right",
    "layer before": "before", "layer after": "after", "follow": "follow", "return": "return", "esc": "return",
    "example": "example", "derivation": "derivation", "derive": "derivation", "explain": "explain",
    "symbols": "symbols",
    "copy": "copy", "latex": "latex", "lang": "language", "help": "help", "quit": "quit",
}  # fmt: skip
SPANISH: dict[str, CommandName] = {
    "siguiente": "equation", "ecuación": "equation", "atrás": "back", "lote": "batch", "minilote": "batch",
    "época": "epoch", "espacio": "space", "entrenar": "run", "pausa": "pause", "hasta": "until", "regresar": "rewind",
    "rebobinar": "rewind", "reiniciar": "restart", "empezar de nuevo": "restart", "deshacer": "undo", "rehacer": "redo",
    "puntos de ruptura": "breakpoints", "más lento": "slower", "más rápido": "faster", "fijar": "set",
    "estado": "status", "mensajes": "messages", "guardar": "save", "leer": "read", "renglones": "rows",
    "filas": "rows", "renglón": "row", "fila": "row", "columna": "column", "celda": "cell", "arriba": "up",
    "abajo": "down", "izquierda": "left", "derecha": "right", "capa anterior": "before", "capa siguiente": "after",
    "seguir": "follow", "volver": "return", "ejemplar": "example", "ejemplo": "example", "derivación": "derivation",
    "derivar": "derivation",
    "explicar": "explain", "símbolos": "symbols", "copiar": "copy", "idioma": "language", "ayuda": "help",
    "salir": "quit",
}  # fmt: skip
"""Words in Spanish, which may be typed without their accents; of several for one command the first is the usual one."""


def without_accents(text: str) -> str:
    """The text in small letters, without accents."""
    return "".join(one for one in normalize("NFD", text.casefold()) if not combining(one))


WORDS: dict[str, CommandName] = ENGLISH | {without_accents(word): name for word, name in SPANISH.items()}
"""What is understood, in small letters without accents."""

OWN_WORDS: dict[str, dict[str, str]] = {
    "es": {
        english: next(word for word, name in SPANISH.items() if name == command)
        for english, command in ENGLISH.items()
        if command in SPANISH.values() and english != "esc"
    }
}
"""For each language other than English, the usual word for each English one; `esc` is a key."""

MOST_WORDS = max(len(words.split()) for words in WORDS)


def read_command(line: str) -> tuple[CommandName, str] | None:
    """The command in a line, with what stands behind it; None where the line isn't one.

    Blanks alone are the space bar. An empty line is "space" here too; a session that steps takes it as "equation".
    """
    words = line.split()
    if not words:
        return "space", ""
    if words[0] in KEYS:
        return KEYS[words[0]], " ".join(words[1:])
    for count in range(MOST_WORDS, 0, -1):
        if name := WORDS.get(without_accents(" ".join(words[:count]))):
            return name, " ".join(words[count:])
    return None
