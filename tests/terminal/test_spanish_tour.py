"""The tour of README.es.md, followed in a pseudo-terminal: what it says is on the screen, in Spanish."""

import re
from pathlib import Path

from program import PROGRAM
from terminal import Terminal

TOUR = (Path(__file__).parents[2] / "README.es.md").read_text().split("## Recorrido por un minilote\n")[1]
STEPS = re.split(r"^\d\. ", TOUR.split("\n## ")[0], flags=re.MULTILINE)[1:]
"""The numbered steps of the tour."""


def test_the_spanish_tour(tmp_path: Path) -> None:
    with Terminal([PROGRAM, "by-hand", "--lang", "es"], home=tmp_path, timeout=10) as terminal:

        def press(keys: str, *seen: str) -> None:
            terminal.send(keys)
            terminal.wait_text(*seen)

        def close() -> None:
            terminal.send("\x1b")
            terminal.wait(lambda: "esc cierra" not in terminal.text, "closed")

        terminal.wait_text("Entren", "listo", "época 0", "Pérdida J", "Arquitectura", "Hiperparámetros")
        press("2", "Algoritmo", "s corre la primera ecuación")
        press("s", "A(1) ← X", "(15)")
        press("s", "= sigmoid(Σ -0.3000) = 0.4256", "ecuación 2 de 11")
        assert "A(2)[1,1] = sigmoid(-0.3000) = 0.4256" in STEPS[0]
        press("ss", "pérdida del lote 0.9684")
        press("\r", "A(3)[1,1]", "= 0.3797")
        press("\r", "A(2)[1,1]", "esc atrás")
        assert "0.3797" in STEPS[1]
        assert "0.9684" in STEPS[1]
        press("\x1b", "A(3)[1,1]")
        press("s", "El error de la capa de salida", "= 1.0000 − 0.3797 = 0.6203")
        press("sss", "llevado hacia atrás por los pesos", "= Σ 0.3722 · 0.2445 = 0.0910")
        assert "0.6203" in STEPS[2]
        assert "= 0.0910" in STEPS[2]
        press("sss", "Cada peso da un paso en contra de su gradiente")
        press("S", "ec. 10 de 11")
        press("b", "época 1 de 100")
        press("?", "esc cierra")
        close()
        press("B", "Puntos de ruptura", "una neurona muerta", "esc cierra")
        close()
        terminal.send("q")
        assert terminal.wait_end() == 0
        assert "se guardó en" in terminal.output.decode(), "it says where the run is"
