"""The lines of the export dialog and what came of an export, without an app."""

from pathlib import Path

from core.export.export import EXPORTERS, Exported
from tui_mlp.text.export_texts import PURPOSES, result_text, weights_text

NAN = float("nan")


def test_each_kind_says_what_it_is_for() -> None:
    assert PURPOSES.keys() == EXPORTERS.keys()


def test_the_figures_of_weights_stand_below_each_other() -> None:
    assert weights_text(1200, 5, (0.25, 0.975, NAN), True) == "epoch 1,200  validation 0.2500, accuracy 97.5 %"
    assert weights_text(21, 5, (0.5, NAN, 0.5), False) == "epoch    21  train 0.5000, R² 0.5000"
    assert weights_text(0, 1, (NAN, NAN, NAN), True) == "epoch 0"


def test_the_result() -> None:
    exported = Exported(Path("/home/ada/net.py"), 2710, 1024, 3.4e-16)
    assert result_text(exported, Path("/home/ada/net.md")).split("\n") == [
        "Written: /home/ada/net.py, 2.71 kB",
        "Model card: /home/ada/net.md",
        "Read back and compared on 1,024 rows: the largest difference is 3.4e-16.",
    ]
    assert "Model card" not in result_text(exported._replace(largest_difference=0.0), None)
