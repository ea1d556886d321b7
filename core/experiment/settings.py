"""The keys of the experiment file: type, range, default and meaning of each."""

from typing import Annotated, Literal

from msgspec import Struct
from msgspec import field as default

from core.support.errors import InputError
from core.support.escaping import shortened
from core.support.i18n import N_, _
from core.support.suggestions import nearest_name

from .fields import Field, about, fields_of

Activation = Literal["sigmoid", "tanh", "relu", "leaky_relu", "identity"]
Feature = Literal["x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)", "sin(pi*x1)", "sin(pi*x2)"]
ColumnKind = Literal["number", "category", "boolean", "date", "text"]
Missing = Literal["mean", "median", "zero", "drop", "mean+flag", "median+flag", "zero+flag", "drop+flag"]
Rows = list[list[float]]

LARGEST_COUNT = 1_000_000_000
"""The upper limit of numbers of epochs and rows."""


class GeneralSettings(Struct, frozen=True, kw_only=True):
    """The keys above the first section."""

    name: Annotated[str, about(N_("What the experiment is called; saved runs take their names from it."))] = (
        "experiment"
    )
    seed: Annotated[
        int,
        about(
            N_("Start of all random numbers: the same seed gives the same data, weights and order of examples."),
            ge=0,
            le=2**63 - 1,
        ),
    ] = 1
    dtype: Annotated[
        Literal["float64", "float32"],
        about(N_("Precision of the arithmetic: float64 has 16 digits, float32 has 7 and is faster on large networks.")),
    ] = "float64"


class DataSettings(Struct, frozen=True, kw_only=True):
    """[data]: what to learn from. Keys that are None are decided by the data."""

    source: Annotated[
        str,
        about(
            N_(
                "Where the rows come from: a built-in data set, a table in a file, .npz, a folder of images, "
                'or "inline".'
            )
        ),
    ]
    target: Annotated[
        str | Annotated[list[str], about("", min_length=1)] | None,
        about(N_("The column or columns of a table that the network learns to predict.")),
    ] = None
    task: Annotated[
        Literal["classification", "regression"] | None,
        about(N_("Whether the targets are classes or real numbers.")),
    ] = None
    ignore: Annotated[list[str], about(N_("The columns of a table that the network doesn't see."))] = default(
        default_factory=list
    )
    kinds: Annotated[
        dict[str, ColumnKind | list[str]],
        about(N_("What a column of a table holds, where the guess is wrong; or its categories in their order.")),
    ] = default(default_factory=dict)
    missing: Annotated[
        Missing,
        about(
            N_(
                "What stands in for a missing number: mean or median of the training rows, zero; or drop leaves the "
                "row out. With +flag, a column of 0 and 1 says where one was missing."
            )
        ),
    ] = "mean"
    separator: Annotated[
        Annotated[str, about("", min_length=1, max_length=1)] | None,
        about(N_("The character between two cells of a table, where it isn't found by itself.")),
    ] = None
    decimal: Annotated[
        Literal[".", ","] | None, about(N_("The decimal mark of a table, where it isn't found by itself."))
    ] = None
    header: Annotated[
        bool | None, about(N_("Whether a table begins with the names of its columns, where it isn't found by itself."))
    ] = None
    encoding: Annotated[
        str | None, about(N_("The encoding of a table, such as utf-8 or cp1252, where it isn't found by itself."))
    ] = None
    split: Annotated[
        str,
        about(
            N_(
                'How rows are divided: "random"; "ordered", the last ones for validation and test; "group:COLUMN", '
                'rows of one value together; "folds:K", trained K times.'
            )
        ),
    ] = "random"
    fold: Annotated[
        Annotated[int, about("", ge=1)] | None,
        about(N_("Which of the K folds is the test split; without it, train takes each in turn.")),
    ] = None
    test: Annotated[str | None, about(N_("A file of its own with the test rows, in place of data.test_fraction."))] = (
        None
    )
    class_weight: Annotated[
        Literal["none", "balanced"],
        about(
            N_(
                "How much an example counts: all the same, or those of rare classes more, so that each class counts as "
                "much as any other (balanced)."
            )
        ),
    ] = "none"
    samples: Annotated[
        int,
        about(
            N_("How many rows a generator makes. With more, the boundary is clearer and each epoch takes longer."),
            "rows",
            ge=10,
            le=1_000_000,
        ),
    ] = 500
    noise: Annotated[
        float,
        about(
            N_("How far a generator scatters its points. When too large, the classes can't be told apart."), ge=0, le=1
        ),
    ] = 0.1
    validation_fraction: Annotated[
        float,
        about(
            N_(
                "Share of the rows that is kept out of training and shows how well it goes. "
                "When too large, few rows are left to learn from."
            ),
            ge=0,
            le=0.9,
        ),
    ] = 0.2
    test_fraction: Annotated[
        float,
        about(
            N_(
                "Share of the rows that is kept for the test figures at the very end. "
                "When too large, few rows are left to learn from."
            ),
            ge=0,
            le=0.9,
        ),
    ] = 0.2
    standardize: Annotated[
        bool,
        about(
            N_(
                "Whether each input is shifted and scaled to mean 0 and standard deviation 1, and real-valued targets "
                "too. Without it, large inputs saturate the neurons."
            )
        ),
    ] = True
    features: Annotated[
        Annotated[list[Feature], about("", min_length=1)] | None,
        about(N_("What the network sees of two inputs: themselves, their squares, product and sines.")),
    ] = None
    inputs: Annotated[Rows | None, about(N_('The inputs of source = "inline", one example in each row.'))] = None
    targets: Annotated[Rows | None, about(N_('The wanted outputs of source = "inline", one example in each row.'))] = (
        None
    )
    classes: Annotated[
        Annotated[list[str], about("", min_length=2)] | None,
        about(
            N_(
                'The names of the classes of source = "inline"; each row of targets is then the number of its class, '
                "from 0."
            )
        ),
    ] = None


class NetworkSettings(Struct, frozen=True, kw_only=True):
    """[network]: the layers. Output and loss are decided by the data where they are None."""

    hidden: Annotated[
        list[Annotated[int, about("", ge=1, le=8192)]],
        about(
            N_(
                "Neurons of each hidden layer. With more, the boundary can be more complicated; training is slower and "
                "overfits sooner."
            ),
            "neurons",
            max_length=32,
        ),
    ] = default(default_factory=lambda: [8, 8])
    activation: Annotated[
        Activation | list[Activation],
        about(
            N_(
                "The function that a hidden neuron applies to its sum; a list names one for each hidden layer. "
                "With identity, many layers can do no more than one."
            )
        ),
    ] = "tanh"
    output: Annotated[
        Literal["sigmoid", "softmax", "identity", "tanh"] | None,
        about(
            N_(
                "The function that an output neuron applies to its sum: sigmoid and softmax for classes, identity for "
                "real numbers."
            )
        ),
    ] = None
    loss: Annotated[
        Literal["cross_entropy", "squared_error"] | None,
        about(N_("What training makes small: cross_entropy suits classes, squared_error real numbers.")),
    ] = None
    initializer: Annotated[
        Literal["xavier", "he", "uniform", "normal", "zeros"],
        about(
            N_(
                "How the weights are drawn: xavier suits sigmoid and tanh, he suits relu; from zeros all neurons of a "
                "layer learn the same."
            )
        ),
    ] = "xavier"
    initial_scale: Annotated[
        float, about(N_("Factor on the drawn weights. When too large, neurons start saturated and learn little."), gt=0)
    ] = 1.0
    weights: Annotated[
        list[Rows | str] | None,
        about(
            N_(
                "The weights to start from: Θ(1), Θ(2), …, each a list of rows, bias row first. Those of --weights are "
                "written as text where they are many."
            )
        ),
    ] = None

    @property
    def activations(self) -> list[Activation]:
        """The activation of each hidden layer."""
        return [self.activation] * len(self.hidden) if isinstance(self.activation, str) else self.activation


class TrainingSettings(Struct, frozen=True, kw_only=True):
    """[training]: how the weights are found, and when to stop."""

    optimizer: Annotated[
        Literal["gradient_descent", "momentum", "nesterov", "rmsprop", "adam"],
        about(
            N_("How the gradient becomes a step: plainly, with momentum, or scaled for each weight (rmsprop, adam).")
        ),
    ] = "adam"
    learning_rate: Annotated[
        float,
        about(
            N_(
                "Size α of each step against the gradient. When too large, the loss jumps or diverges; "
                "when too small, training is very slow."
            ),
            gt=0,
            le=1e6,
        ),
    ] = 0.01
    batch_size: Annotated[
        int,
        about(
            N_("Examples of each step; 0 takes the whole training set. Larger ones give steadier but fewer steps."),
            "rows",
            ge=0,
            le=LARGEST_COUNT,
        ),
    ] = 10
    epochs: Annotated[
        int,
        about(
            N_("How many times training goes through all examples. When too large, the network may overfit."),
            "epochs",
            ge=0,
            le=LARGEST_COUNT,
        ),
    ] = 1000
    l1: Annotated[
        float,
        about(
            N_("Penalty λ1 on the size of the weights, which makes many of them 0. When too large, all of them."), ge=0
        ),
    ] = 0.0
    l2: Annotated[
        float,
        about(
            N_(
                "Penalty λ2 on the squares of the weights, which keeps them small and the boundary smooth. "
                "When too large, the network learns nothing."
            ),
            ge=0,
        ),
    ] = 0.0
    dropout: Annotated[
        float,
        about(
            N_(
                "Chance that a hidden neuron is left out of a step, so that the network depends on no single neuron. "
                "When too large, little is learnt."
            ),
            ge=0,
            lt=1,
        ),
    ] = 0.0
    clip_norm: Annotated[
        float, about(N_("Longest gradient ‖∇‖ that a step may follow; longer ones are shortened to it. 0: off."), ge=0)
    ] = 0.0
    momentum: Annotated[
        float,
        about(
            N_(
                "Share of the last step that is added to the next one (momentum, nesterov). "
                "When too large, training oscillates."
            ),
            ge=0,
            lt=1,
        ),
    ] = 0.9
    rho: Annotated[
        float, about(N_("How long rmsprop remembers squared gradients. When too large, it reacts late."), ge=0, lt=1)
    ] = 0.9
    beta1: Annotated[
        float, about(N_("How long adam remembers gradients. When too large, it overshoots."), ge=0, lt=1)
    ] = 0.9
    beta2: Annotated[
        float, about(N_("How long adam remembers squared gradients. When too large, it reacts late."), ge=0, lt=1)
    ] = 0.999
    epsilon: Annotated[
        float,
        about(
            N_("Keeps rmsprop and adam from dividing by 0. When too large, they step as gradient_descent does."),
            ge=1e-12,
            le=1,
        ),
    ] = 1e-8
    schedule: Annotated[
        Literal["constant", "step", "exponential", "cosine"],
        about(N_("How the learning rate falls: never, in steps, by a factor each epoch, or along a cosine to 0.")),
    ] = "constant"
    step_every: Annotated[
        int, about(N_("Epochs between two falls of the step schedule."), "epochs", ge=1, le=LARGEST_COUNT)
    ] = 100
    step_factor: Annotated[
        float,
        about(
            N_("What the step schedule multiplies the learning rate by at each fall; 1 doesn't change it."), gt=0, le=1
        ),
    ] = 0.5
    decay: Annotated[
        float,
        about(
            N_("What the exponential schedule multiplies the learning rate by each epoch; 1 doesn't change it."),
            gt=0,
            le=1,
        ),
    ] = 0.99
    warmup: Annotated[
        int,
        about(
            N_("Epochs in which the learning rate rises to its full size. When too large, the start is slow."),
            "epochs",
            ge=0,
            le=LARGEST_COUNT,
        ),
    ] = 0
    evaluate_every: Annotated[
        int,
        about(
            N_(
                "Epochs between accuracy and validation figures; 0: only when training stops. "
                "When small, large data take longer."
            ),
            "epochs",
            ge=0,
            le=LARGEST_COUNT,
        ),
    ] = 1
    threads: Annotated[
        int,
        about(
            N_("Threads of the matrix products. More help large networks only, and change the last digits."),
            "threads",
            ge=1,
            le=64,
        ),
    ] = 1
    tolerance: Annotated[
        float,
        about(
            N_("Training stops when the train loss is at or under it; 0: never. When too large, it stops too soon."),
            ge=0,
        ),
    ] = 0.0
    early_stopping: Annotated[
        int,
        about(
            N_(
                "Training stops after this many epochs without a better validation loss, and restores the best "
                "weights; 0: never. When too small, it stops too soon."
            ),
            "epochs",
            ge=0,
            le=LARGEST_COUNT,
        ),
    ] = 0


SECTIONS: dict[str, type[Struct]] = {"data": DataSettings, "network": NetworkSettings, "training": TrainingSettings}

OTHER_SECTIONS = ("exercise", "sweep", "sweep.space")
"""The sections that a training passes over."""

FIELDS: dict[str, Field] = fields_of("", GeneralSettings) | {
    key: field for section, settings in SECTIONS.items() for key, field in fields_of(section, settings).items()
}


def field(key: str) -> Field:
    """The field of a dotted key such as "training.learning_rate". Raises InputError for an unknown one."""
    if key not in FIELDS:
        raise InputError(_unknown(key))
    return FIELDS[key]


def _unknown(key: str) -> str:
    """The message for an unknown key, with the key that was probably meant."""
    section, _dot, name = key.rpartition(".")
    if key in SECTIONS or key in OTHER_SECTIONS:
        return _("{0} is a section; expected [{0}] and its keys below").format(key)
    if section and section not in SECTIONS:
        message = _("unknown section [{}]").format(shortened(section))
        if close := nearest_name(section, (*SECTIONS, *OTHER_SECTIONS)):
            return message + _("; did you mean [{}]?").format(close)
        return message + _("; expected one of {}").format(", ".join(map(_place, SECTIONS)))
    section_of: dict[str, str] = {}
    for known in FIELDS:
        known_section, _dot, known_name = known.rpartition(".")
        section_of[known_name] = known_section
    siblings = [known for known, known_section in section_of.items() if known_section == section]
    message = _("unknown key '{}' in {}").format(shortened(name), _place(section))
    if name in section_of:
        return message + _("; it belongs in {}").format(_place(section_of[name]))
    if close := nearest_name(name, siblings):
        return message + _("; did you mean '{}'?").format(close)
    if close := nearest_name(name, section_of):
        return message + _("; did you mean '{}' in {}?").format(close, _place(section_of[close]))
    return message + _("; expected one of {}").format(", ".join(siblings))


def _place(section: str) -> str:
    return f"[{section}]" if section else _("the top, above every section")
