"""Settings and their values in words, as messages and tables name them."""

from core.support.i18n import N_, translated

SETTING_NAMES = {
    "name": N_("name"),
    "seed": N_("seed"),
    "data.source": N_("source"),
    "data.target": N_("target"),
    "data.task": N_("task"),
    "data.ignore": N_("ignore"),
    "data.kinds": N_("kinds"),
    "data.missing": N_("missing"),
    "data.separator": N_("separator"),
    "data.decimal": N_("decimal"),
    "data.header": N_("header"),
    "data.encoding": N_("encoding"),
    "data.split": N_("split"),
    "data.fold": N_("fold"),
    "data.test": N_("test"),
    "data.class_weight": N_("class weight"),
    "data.samples": N_("samples"),
    "data.noise": N_("noise"),
    "data.validation_fraction": N_("validation fraction"),
    "data.test_fraction": N_("test fraction"),
    "data.standardize": N_("standardize"),
    "data.features": N_("features"),
    "data.inputs": N_("inputs"),
    "data.targets": N_("targets"),
    "data.classes": N_("classes"),
    "network.hidden": N_("hidden"),
    "network.activation": N_("activation"),
    "network.output": N_("output"),
    "network.loss": N_("loss"),
    "network.initializer": N_("initializer"),
    "network.initial_scale": N_("initial scale"),
    "network.weights": N_("weights"),
    "training.optimizer": N_("optimizer"),
    "training.learning_rate": N_("learning rate"),
    "training.batch_size": N_("batch size"),
    "training.epochs": N_("epochs"),
    "training.dropout": N_("dropout"),
    "training.clip_norm": N_("clip norm"),
    "training.momentum": N_("momentum"),
    "training.epsilon": N_("epsilon"),
    "training.schedule": N_("schedule"),
    "training.step_every": N_("step every"),
    "training.step_factor": N_("step factor"),
    "training.decay": N_("decay"),
    "training.warmup": N_("warmup"),
    "training.evaluate_every": N_("evaluate every"),
    "training.threads": N_("threads"),
    "training.tolerance": N_("tolerance"),
    "training.early_stopping": N_("early stopping"),
}
"""What settings are called by their dotted keys: their names in the file, which other languages translate.

Those that are symbols, such as beta1, are missing.
"""
VALUE_NAMES = {
    "gradient_descent": N_("gradient descent"),
    "cross_entropy": N_("cross entropy"),
    "squared_error": N_("squared error"),
}
"""The names of optimisers and losses that are words of the field."""


def setting_name(key: str) -> str:
    """What the setting with a dotted key is called in the user's language, such as `learning rate`."""
    name = SETTING_NAMES.get(key)
    return translated(name) if name else _without_underscores(key.rpartition(".")[2])


def value_name(value: str) -> str:
    """A value of a setting in words, such as `gradient descent` of `gradient_descent`."""
    name = VALUE_NAMES.get(value)
    return translated(name) if name else _without_underscores(value)


def _without_underscores(name: str) -> str:
    return name.replace("_", " ")
