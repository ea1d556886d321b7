"""What `mlp-tui trace` prints of an equation."""

from pathlib import Path

import pytest
from program import in_process

from core import Experiment, Trainer
from core.stepping.trace import trace
from tui_mlp.cli.commands.trace import MOST_COLUMNS, equation_lines


@pytest.mark.parametrize("batch_size", [5, 0])
def test_the_weights_of_examples_stand_below_the_formula_that_has_them(batch_size: int) -> None:
    """Of many the first and the last."""
    settings = ('data.class_weight="balanced"', f"training.batch_size={batch_size}", "network.hidden=[3]")
    for line in trace(Trainer(Experiment.load("blobs", settings))):
        heading, below = [text for text in equation_lines(line) if text][:2]
        assert (line.weights is not None) == ("w ∘" in heading) == (below.split()[0] == "w")
        if line.weights is not None:
            shown = below.split()[1:]
            assert len(shown) == min(len(line.weights), MOST_COLUMNS)
            assert ("…" in shown) == (len(line.weights) > MOST_COLUMNS)
            assert (shown[0], shown[-1]) == (f"{line.weights[0]:.3f}", f"{line.weights[-1]:.3f}")


def test_latex_is_one_document_and_excludes_json(tmp_path: Path) -> None:
    done = in_process(tmp_path, "trace", "by-hand", "--latex", "--batches", "2")
    assert done.returncode == 0
    assert done.stdout.startswith(r"\documentclass")
    assert done.stdout.count(r"\section*{epoch") == 2
    assert done.stdout.endswith("\n\n\\end{document}\n")
    refused = in_process(tmp_path, "trace", "by-hand", "--latex", "--json")
    assert refused.returncode == 2
    assert "--latex and --json exclude each other" in refused.stderr
    assert not refused.stdout
