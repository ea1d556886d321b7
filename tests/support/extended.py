"""Run by test_extending in a copy of the program with another activation, arctan, and another optimiser, averaged."""

import sys
from math import atan
from pathlib import Path

import numpy as np
import reference
from recorded import Recorded

from core import Trainer, surgery
from core.analysis.gradient_check import check_gradients
from core.derivation.derivation import derive
from core.derivation.terms import Term
from core.derivation.text import derivation_latex, derivation_text
from core.experiment.experiment import Experiment
from core.runs.outcome import outcome
from core.stepping.stepper import Stepper
from core.timeline.actions import new_action
from core.timeline.advance import advance, apply_step, current_position
from tui_mlp.models.equation_help import explanation, heading
from tui_mlp.text.settings_text import groups


def computed(term: Term) -> float:
    """What the numbers of a term come to, read as a person would."""
    text: str = term.numbers(repr)
    for sign, python in (("−", "-"), ("·", "*")):
        text = text.replace(sign, python)
    return float(eval(text, {"arctan": atan, "sigmoid": reference.sigmoid}))


def step(trainer: Trainer) -> None:
    """Three mini-batches equation by equation: each value is what its derivation comes to; all of it in LaTeX too."""
    stepper = Stepper(trainer)
    for _batch in range(3):
        stepper.finish_batch()
        for execution in stepper.executions:
            assert heading(execution)
            assert explanation(execution)
            for row, column in np.ndindex(*execution.writes.value.shape):
                spelling = derive(execution, row, column)
                assert derivation_text(execution, spelling, 0)
                text = derivation_latex(execution, spelling, 0)
                if not spelling.note:
                    assert (r"\operatorname{arctan}" in text) == (execution.equation.symbol == "A(2)")
                    np.testing.assert_allclose(computed(spelling.closing), spelling.value, rtol=1e-9, atol=1e-12)
    assert {"mu(1)", "g'(Z(2))"} <= {execution.equation.symbol for execution in stepper.executions}
    assert stepper.back()
    stepper.finish_batch()


def operate(trainer: Trainer) -> None:
    """Neurons and layers come and go, and the outputs stay, or nearly so."""
    state, data = trainer.state(), trainer.data
    assert surgery.add_neuron(state, data, 2).report.off < 1e-12
    added = surgery.add_layer(state, data, 2)
    assert added.state.experiment.network.activations == ["arctan", "arctan"]
    assert 0 < added.report.off < 0.1
    surgery.remove_layer(added.state, data, 3)
    surgery.remove_neuron(state, data, 2)
    other = surgery.change_activation(state, data, 2, "tanh")
    assert other.report.off < 0.5
    assert surgery.change_activation(other.state, data, 2, "arctan").report.off < 0.5


def record(experiment: Experiment, runs: Path) -> None:
    """A run with a neuron added and the new setting changed on the way; prints its folder, its digest and the last."""
    run = Recorded(experiment, runs)
    run.to((2, 1))
    entry = new_action(current_position(run.trainer), "add_neuron", [2])
    apply_step(run.trainer, entry)
    run.timeline.add(entry)
    run.change("training.share", 0.9)
    saved = run.to((4, 2))
    run.recorder.stop("interrupted", outcome(run.trainer, "interrupted", None))
    advance(run.trainer, (experiment.training.epochs, 0))
    print(run.folder.path, saved, run.trainer.weights_sha256)


def main(path: Path, runs: Path) -> None:
    """All of it, with the experiment at this path."""
    experiment = Experiment.load(path)
    assert experiment.get("training.share") == 0.7
    shown = [row.key for group in groups(experiment) for row in group.rows]
    assert shown[shown.index("training.optimizer") + 1 :][:2] == ["training.momentum", "training.share"]
    assert all(one.verdict == "right" for one in check_gradients(experiment))
    trainer = Trainer(experiment)
    trainer.run_epoch()
    step(trainer)
    trainer.run_epoch()
    operate(trainer)
    record(experiment, runs)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
