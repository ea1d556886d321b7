"""The help of a plain session: its commands, one a line."""

from collections.abc import Iterator

from core.support.i18n import _


def help_lines() -> Iterator[str]:
    """What is understood: the keys, the words that stand for them, and what may follow."""
    yield _(
        "A command is a line. Keys are those of the screen; capitals differ. Words are understood in both languages."
    )
    yield _("`s`, `next`: run the next equation. `S`, `back`: undo it.")
    yield _("`b`, `batch`: to the end of this mini-batch. `n`, `epoch`: to the end of this epoch.")
    yield _("`space`, or a line with a blank: train to the end; while training, pause after this epoch.")
    yield _("`N 500 epochs`, `N loss 0.05`, `until accuracy 98 %`: train until then.")
    yield _("`r 20`, `rewind 20`: back to epoch 20. `R`, `start over`: from the same initial weights.")
    yield _("`u`, `undo`. `U`, `redo`.")
    yield _("`read delta 2`: go to a matrix of this mini-batch, and read it. `read` alone: the equation again.")
    yield _("`row 2`, `column 1`, `rows`, `rows 40`: rows and columns; the bias is row or column 0.")
    yield _("`cell 2 1`: a value, and the sum behind it. `up`, `down`, `left`, `right`: the value beside it.")
    yield _("`follow`: go to the largest factor of the sum. `return`, `esc`: back from there.")
    yield _("`d`, `derivation`: the value derived line by line; `d 3`: for example 3 of the mini-batch.")
    yield _("`e 2`, `example 2`: of matrices with a row for each example, read that of example 2; `e`: all again.")
    yield _("`explain`: what the equation does. `symbols`: the equation in symbols.")
    yield _("`[`, `]`: the same equation of the layer before, of the next layer.")
    yield _("`y`, `copy`: the equation and this value as text. `Y`, `latex`: as LaTeX.")
    yield _("`set training.learning_rate 0.1`: a setting, from the next mini-batch on.")
    yield _("`<`, `slower`. `>`, `faster`. `B`, `breakpoints`: what training stops at.")
    yield _("`status`: where training is. `M`, `messages`: all messages again. `lang es`: the language.")
    yield _("`save`: a checkpoint now.")
    yield _("`?`, `help`: this. `q`, `quit`: save and leave.")
