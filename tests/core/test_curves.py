"""Curves of a run that grows, goes back, and is torn."""

import numpy as np
import pytest

from core import metrics
from core.metrics import FIGURES, Curves

HEAD = "epoch,train_loss,validation_loss,train_accuracy,validation_accuracy,gradient_norm,learning_rate,seconds\n"
LOSS = FIGURES.index("validation_loss")


def line(epoch, loss="0.5"):
    return f"{epoch},0.7,{loss},0.9,0.8,0.1,0.03,0.001\n"


@pytest.fixture
def path(tmp_path):
    path = tmp_path / metrics.FILE_NAME
    path.write_text(HEAD + line(1) + line(2, "") + line(3, "0.25"))
    return path


def test_a_row_an_epoch_nan_where_not_taken(path):
    curves = Curves(path)
    assert curves.look()
    np.testing.assert_array_equal(curves.table[:, 0], [1, 2, 3])
    np.testing.assert_array_equal(curves.table[:, LOSS], [0.5, np.nan, 0.25])
    assert np.isnan(curves.table[:, FIGURES.index("validation_r2")]).all()
    assert not curves.look()


def test_only_what_was_added_is_read(path):
    curves = Curves(path)
    curves.look()
    before = curves.table
    content = path.read_text()
    path.write_text("x" * len(content) + line(4))  # the same file; what was read stands no longer there
    assert curves.look()
    np.testing.assert_array_equal(curves.table[:, 0], [1, 2, 3, 4])
    assert len(before) == 3, "what was handed out stays"


def test_half_a_line_waits_for_its_end(path):
    curves = Curves(path)
    with path.open("a") as file:
        file.write("4,0.7,0.1")
        file.flush()
        curves.look()
        assert len(curves.table) == 3
        file.write("25,0.9,0.8,0.1,0.03,0.001\n")
    assert curves.look()
    assert curves.table[3, LOSS] == 0.125


def test_torn_lines_and_other_texts_are_none(path):
    with path.open("a") as file:
        file.write("4,0.7\n" + line(4, "what") + "\n" + line(0) + line("nan") + line(5) + "é\n")
    curves = Curves(path)
    curves.look()
    np.testing.assert_array_equal(curves.table[:, 0], [1, 2, 3, 5])


def test_training_that_went_back_leaves_the_last_way(path):
    curves = Curves(path)
    curves.look()
    with path.open("a") as file:
        file.write(line(2, "2.0") + line(3, "3.0") + line(4, "4.0") + line(3, "3.5"))
    assert curves.look()
    np.testing.assert_array_equal(curves.table[:, LOSS], [0.5, 2.0, 3.5])


def test_another_file_in_its_place_is_read_anew(path):
    curves = Curves(path)
    curves.look()
    other = path.with_name("other")
    other.write_text(HEAD + line(1, "9.0"))
    other.replace(path)
    assert curves.look()
    np.testing.assert_array_equal(curves.table[:, LOSS], [9.0])
    path.unlink()
    assert curves.look()
    assert len(curves.table) == 0
    assert not curves.look()


def test_it_is_what_a_resumed_training_reads(path):
    with path.open("a") as file:
        file.write(line(2, "2.0") + line(9, "0.125"))
    curves = Curves(path)
    curves.look()
    np.testing.assert_array_equal(curves.table, metrics.read(path).rows[:, : len(FIGURES)])
