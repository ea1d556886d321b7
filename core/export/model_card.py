"""A model card: what a model is for, its data, figures and limits, how to use it.

The parts are those of M. Mitchell and others, "Model Cards for Model Reporting", FAT* 2019, in the order and with the
head that the Hugging Face Hub reads.
"""

from collections.abc import Iterator
from datetime import date
from importlib.metadata import PackageNotFoundError, version

from core.model.files.metadata import PROGRAM
from core.model.model import Model
from core.prediction.saved_model import SavedModel
from core.support.escaping import markdown_escaped
from core.support.i18n import _, ngettext
from core.support.memory import size_text

from .card.evaluation import evaluation
from .card.facts import CardFacts
from .card.limitations import limitations
from .card.markdown import bullets, name_text, names_text, paragraph, section, table
from .card.training_data import training_data
from .card.usage import how_to_use
from .export import Exported

PAPERS = (
    'M. Mitchell and others, "Model Cards for Model Reporting", Conference on Fairness, Accountability, and '
    "Transparency 2019, doi 10.1145/3287560.3287596",
    'E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American '
    "Statistical Association 22 (1927), 209-212",
)
ALWAYS_SHOWN = ("optimizer", "learning_rate", "batch_size", "epochs")
"""Keys of [training] that are shown even where they have their default."""


def model_card(saved: SavedModel, exported: Exported) -> str:
    """The model card of an exported model, in Markdown.

    Where the run's data can't be read any more, the figures are those that were saved with these weights, and the card
    says so. Raises MemoryError.
    """
    facts = CardFacts.of(saved, exported)
    lines = [
        *_head(facts.model),
        *_details(facts),
        *_intended_use(facts.model),
        *how_to_use(facts),
        *training_data(facts),
        *_training(facts),
        *evaluation(facts),
        *limitations(facts),
        *section(_("References"), bullets(PAPERS)),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def _head(model: Model) -> Iterator[str]:
    """What catalogues read, the title, and a sentence."""
    of_images = model.shape is not None and model.meaning.task == "classification"
    task = "image-classification" if of_images else f"tabular-{model.meaning.task}"
    yield from ("---", f"pipeline_tag: {task}", "tags:", "- multilayer-perceptron", "---", "")
    yield from (f"# {markdown_escaped(model.name) or PROGRAM}", "")
    yield from paragraph(_purpose(model))


def _purpose(model: Model) -> str:
    meaning, columns = model.meaning, len(model.preparation.codings)
    names = names_text(meaning.names, 12)
    if model.shape is not None:
        seen = _("the pixels of an image")
    else:
        seen = ngettext("{} column", "{} columns", columns).format(f"{columns:,}")
    if meaning.task == "regression":
        return _("A multilayer perceptron that predicts {} from {}.").format(names, seen)
    if meaning.several_labels:
        return _("A multilayer perceptron that predicts from {} which of these labels a row has: {}.").format(
            seen, names
        )
    return _("A multilayer perceptron that predicts from {} which of these classes a row belongs to: {}.").format(
        seen, names
    )


def _details(facts: CardFacts) -> Iterator[str]:
    model, exported, network, folder = facts.model, facts.exported, facts.model.network, facts.saved.folder
    weights = network.parameters.theta.size
    layers = "-".join(map(str, network.parameters.sizes))
    epoch = ngettext("after {} epoch", "after {} epochs", model.epoch).format(f"{model.epoch:,}")
    rows = [
        (_("layers"), ngettext("{} ({} weight)", "{} ({} weights)", weights).format(layers, f"{weights:,}")),
        (_("hidden layers"), ", ".join(dict.fromkeys(network.parameters.activations)) or _("none")),
        (_("output and loss"), f"{network.output}, {network.loss_name}"),
        (_("precision"), network.parameters.dtype.name),
        (_("weights"), epoch),
        *([(_("run"), name_text(folder.name))] if folder is not None else []),
        (_("file"), f"{name_text(exported.path.name)}, {size_text(exported.size)}"),
        (_("read back"), _read_back(facts)),
        (_("written"), _("{} by {}").format(date.today().isoformat(), _program())),
    ]
    where, name = facts.saved.where, facts.saved.name
    notes = [note.replace(where, name) for note in facts.saved.notes]  # a card says no paths of people
    return section(_("Model details"), table(["", ""], rows), bullets(map(markdown_escaped, notes)))


def _read_back(facts: CardFacts) -> str:
    exported = facts.exported
    if not exported.largest_difference:
        text = ngettext(
            "on {} row its outputs are exactly those of the run",
            "on {} rows its outputs are exactly those of the run",
            exported.rows,
        )
        return text.format(f"{exported.rows:,}")
    text = ngettext(
        "on {} row its outputs differ from those of the run by {:.2g} at most",
        "on {} rows its outputs differ from those of the run by {:.2g} at most",
        exported.rows,
    )
    return text.format(f"{exported.rows:,}", exported.largest_difference)


def _program() -> str:
    try:
        return f"{PROGRAM} {version(PROGRAM)}"
    except PackageNotFoundError:  # it runs from its sources
        return PROGRAM


def _intended_use(model: Model) -> Iterator[str]:
    text = _(
        "For rows that were measured in the same way, and come from the same population, as those it was trained on. "
        "It finds what is associated with the target in those rows, not what causes it."
    )
    images = _("Images must have the same size, and be scaled to it in the same way.") if model.shape else ""
    return section(_("Intended use"), paragraph(text), paragraph(images))


def _training(facts: CardFacts) -> Iterator[str]:
    """The settings of the training by the keys of the experiment file: the main ones, and all that were changed."""
    from msgspec.structs import asdict

    from core.experiment.experiment import TrainingSettings

    experiment, defaults = facts.saved.experiment, asdict(TrainingSettings())
    network = experiment.network
    settings: dict[str, object] = {"network.initializer": network.initializer}
    settings |= {
        f"training.{key}": value
        for key, value in asdict(experiment.training).items()
        if key in ALWAYS_SHOWN or value != defaults[key]
    }
    settings |= {"seed": experiment.seed, "data.class_weight": experiment.data.class_weight}
    rows = [(name_text(key), name_text(str(value))) for key, value in settings.items()]
    return section(_("Training procedure"), table([_("setting"), _("value")], rows))
