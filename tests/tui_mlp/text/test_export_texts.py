"""The lines of the export dialog and what came of an export, without an app."""

from pathlib import Path

from core.export.export import EXPORTERS, Exported
from tui_mlp.text.export_texts import PURPOSES, result_text, weights_text

NAN = float("nan")


def test_each_kind_says_what_it_is_for() -> None:
    assert PURPOSES.keys() == EXPORTERS.keys()


def test_the_figures_of_weights_stand_below_each_other() -> None:
    assert weights_text("last", 1200, 5, (0.25, 0.975, NAN), True) == (
        "last epoch 1,200  validation loss 0.2500  accuracy 97.5 %"
    )
    assert weights_text("best", 21, 5, (NAN, NAN, 0.5), False) == "best epoch    21  train loss –  R² 0.5000"


def test_the_result() -> None:
    exported = Exported(Path("/home/ada/net.py"), 2710, 1024, 3.4e-16)
    assert result_text(exported, Path("/home/ada/net.md")).split("\n") == [
        "Written: /home/ada/net.py, 2.71 kB",
        "Model card: /home/ada/net.md",
        "Read back and compared on 1,024 rows: the largest difference is 3.4e-16.",
    ]
    assert "Model card" not in result_text(exported._replace(largest_difference=0.0), None)
