"""What is shown of each mini-batch, against the lecture neuron by neuron: every matrix, its symbol, line and number."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stepping_cases import Walk, experiment, nets

from core.experiment.experiment import Experiment
from core.stepping.stepper import Stepper
from core.stepping.trace import trace
from core.training.trainer import Trainer

ASIDE = {"t", "α'", "ε'"}


@given(experiment=nets(), frozen=st.booleans())
@settings(max_examples=10)
def test_every_frame_shows_what_the_lecture_has(experiment: Experiment, frozen: bool) -> None:
    """Four mini-batches, the third of them smaller: what each equation wrote, and what it read as it read it."""
    walk = Walk(experiment, frozen)
    for _ in range(4):
        executions, wanted, known = walk.batch()
        heads = [
            (execution.equation.line, execution.equation.number, execution.equation.symbol) for execution in executions
        ]
        assert heads == [(one.line, one.number, one.symbol) for one in wanted]
        for execution, one in zip(executions, wanted, strict=True):
            for operand in execution.reads:
                walk.close(operand.value, known[operand.symbol])
            walk.close(execution.writes.value, one.value)
            for operand in execution.intermediates:
                walk.close(operand.value, known[operand.symbol])
            known[one.symbol] = one.value


@given(experiment=nets())
@settings(max_examples=10)
def test_the_trace_shows_the_same_but_for_what_stands_aside(experiment: Experiment) -> None:
    walk = Walk(experiment)
    lines = trace(Trainer(experiment), batches=4)
    for _ in range(4):
        executions, _wanted, _known = walk.batch()
        for execution in executions:
            if execution.equation.omitted_from_trace:
                assert execution.equation.symbol.partition("(")[0] in ASIDE or execution.equation.kind == "clipping"
                continue
            line = next(lines)
            record = line.record()
            assert (record["epoch"], record["batch"]) == (execution.context.epoch, execution.context.batch)
            head = execution.equation.line, execution.equation.number, execution.equation.symbol
            assert (record["line"], record["equation"], record["symbol"]) == head
            assert record["shape"] == list(execution.writes.value.shape)
            assert record["value"] == execution.writes.value.tolist()
    assert next(lines, None) is None


@pytest.mark.parametrize("dropout", [0.0, 0.5])
def test_shapes_axes_and_texts(dropout: float) -> None:
    """3-4-2 with ones columns where the lecture has them, and what rows and columns stand for."""
    case = experiment((3, 4, 2), ["sigmoid"], optimizer="adam", dropout=dropout, l1=0.1, l2=0.1, clip_norm=1.0)
    stepper = Stepper(Trainer(case))
    stepper.finish_batch()
    dropped = " ∘ M(2) / (1 − p)" if dropout else ""
    g = "g(Z(2))" if dropout else "A(2)[:,1:]"
    wanted = [
        ("A(1)", "X", (4, 4)),
        ("A(2)", f"g(A(1) Θ(1)){dropped}", (4, 5)),
        ("A(3)", "g(A(2) Θ(2))", (4, 2)),
        ("J", "−(1/m) Σ Σ [Y log A(3) + (1 − Y) log(1 − A(3))]", (1, 1)),
        ("Δ(3)", "Y − A(3)", (4, 2)),
        ("∇(2)", "−(1/m) (A(2))ᵀ Δ(3) + (λ2/N) Θ(2) + (λ1/N) sign Θ(2)", (5, 2)),
        ("g'(Z(2))", f"{g} ∘ (1 − {g})", (4, 4)),
        ("Δ(2)", f"Δ(3) (Θ(2)[1:,:])ᵀ ∘ g'(Z(2)){dropped}", (4, 4)),
        ("∇(1)", "−(1/m) (A(1))ᵀ Δ(2) + (λ2/N) Θ(1) + (λ1/N) sign Θ(1)", (4, 4)),
        ("∇(1)", "∇(1) min(1, c / ‖∇‖)", (4, 4)),
        ("∇(2)", "∇(2) min(1, c / ‖∇‖)", (5, 2)),
        ("mu(1)", "β1 mu(1) + (1 − β1) ∇(1)", (4, 4)),
        ("mu(2)", "β1 mu(2) + (1 − β1) ∇(2)", (5, 2)),
        ("nu(1)", "β2 nu(1) + (1 − β2) ∇(1)²", (4, 4)),
        ("nu(2)", "β2 nu(2) + (1 − β2) ∇(2)²", (5, 2)),
        ("α'", "α √(1 − β2^t) / (1 − β1^t)", (1, 1)),
        ("ε'", "ε √(1 − β2^t)", (1, 1)),
        ("Θ(1)", "Θ(1) − α' mu(1) / (√nu(1) + ε')", (4, 4)),
        ("Θ(2)", "Θ(2) − α' mu(2) / (√nu(2) + ε')", (5, 2)),
    ]
    shown = [
        (execution.equation.symbol, execution.equation.text, execution.writes.value.shape)
        for execution in stepper.executions
    ]
    assert shown == wanted
    for execution in stepper.executions:
        for operand in execution.operands:
            kind, layer = operand.symbol[0], operand.symbol[-2:-1]
            rows, columns = operand.rows, operand.columns
            if rows.kind == "none":
                assert operand.value.shape == (1, 1)
            elif kind in "Θ∇mn":
                assert (rows.kind, rows.layer, rows.bias) == ("neuron", int(layer), True)
                assert (columns.kind, columns.layer, columns.bias) == ("neuron", int(layer) + 1, False)
            else:
                assert (rows.kind, rows.bias, len(operand.value)) == ("example", False, 4)
                assert columns.bias == (operand.symbol in ("A(1)", "A(2)"))
                assert operand.value.shape[1] == case_size(columns.layer) + columns.bias


def case_size(layer: int) -> int:
    return (3, 4, 2)[layer - 1]
