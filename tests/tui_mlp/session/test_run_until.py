"""How long to train, as people say it."""

import pytest

from core.experiment.experiment import DataSettings, Experiment
from core.support.errors import InputError
from core.training.trainer import Trainer
from tui_mlp.session.run_until import Until, UntilReached, read_until

XOR = DataSettings(source="inline", inputs=[[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]],
                   targets=[[0.0], [1.0], [1.0], [0.0]], validation_fraction=0.0, test_fraction=0.0)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("500 epochs", Until("epochs", 500)),
        ("1,000", Until("epochs", 1000)),
        ("loss 0.05", Until("train_loss", 0.05)),
        ("J 1e-3", Until("train_loss", 1e-3)),
        ("validation 0.1", Until("validation_loss", 0.1)),
        ("accuracy 98 %", Until("validation_accuracy", 0.98)),
        ("Accuracy 0.9", Until("validation_accuracy", 0.9)),
        ("R² 0.8", Until("validation_r2", 0.8)),
        ("5 min", Until("seconds", 300)),
        ("1.5h", Until("seconds", 5400)),
        ("500 Épocas", Until("epochs", 500)),
        ("pérdida 0.05", Until("train_loss", 0.05)),
        ("validacion 0.1", Until("validation_loss", 0.1)),
        ("Pérdida de validación 0.1", Until("validation_loss", 0.1)),
        ("exactitud 98 %", Until("validation_accuracy", 0.98)),
        ("2 minutos", Until("seconds", 120)),
    ],
)
def test_what_is_understood(text: str, until: Until) -> None:
    assert read_until(text, validation=True) == until


def test_without_validation_rows_the_training_rows_are_looked_at() -> None:
    assert read_until("accuracy 1", validation=False) == Until("train_accuracy", 1.0)
    with pytest.raises(InputError, match="no validation rows"):
        read_until("validation 0.1", validation=False)


@pytest.mark.parametrize(
    "text", ["", "soon", "loss", "loss 5 %", "1.5 epochs", "0 epochs", "accuracy 120 %", "-3", "0 s"]
)
def test_what_is_not(text: str) -> None:
    with pytest.raises(InputError, match="expected"):
        read_until(text, validation=True)


def test_it_is_reached_where_the_history_says_so() -> None:
    trainer = Trainer(Experiment(data=XOR))
    for until, told in (
        (Until("epochs", 3), lambda: trainer.epoch == 3),
        (Until("train_loss", 0.3), lambda: trainer.history.train_loss[-1] <= 0.3),
        (Until("train_accuracy", 1.0), lambda: trainer.history.train_accuracy[-1] == 1.0),
    ):
        reached = UntilReached(until, trainer)
        assert not reached() or told()
        for _ in range(2000):
            trainer.run_epoch()
            if reached():
                break
            assert not told()
        assert told()
