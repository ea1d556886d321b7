"""How an exported file is used: a few lines of code that work, by its ending."""

from collections.abc import Callable, Iterator, Mapping
from shlex import quote

from core.export.onnx_model import graph_width, takes_raw_columns
from core.model.model import Model
from core.runs.run_folder import RunFolder
from core.support.i18n import _

from .facts import CardFacts
from .markdown import code_block, name_text, paragraph, section


def how_to_use(facts: CardFacts) -> Iterator[str]:
    """The section on how to use the file, and the run itself."""
    path, model = facts.exported.path, facts.model
    return section(
        _("How to use it"), USAGES[path.suffix.lower()](model, path.name), _the_run_itself(model, facts.saved.folder)
    )


def _the_run_itself(model: Model, folder: RunFolder | None) -> Iterator[str]:
    if folder is None:
        return
    rows = "rows.csv" if model.shape is None else "rows.npz"
    text = _("The saved run itself predicts the rows of a table, columns by name, in any order:")
    images = _("The saved run itself predicts images, as rows of pixels in the array X of an .npz:")
    yield from paragraph(text if model.shape is None else images)
    yield from code_block("sh", [f"mlp-tui predict {quote(folder.name)} {rows}"])


def _onnx(model: Model, file: str) -> Iterator[str]:
    parameters, raw_columns, width = model.network.parameters, takes_raw_columns(model), graph_width(model)
    inputs = "inputs" if raw_columns else "prepared_inputs"
    said = (
        _("Rows have the columns below in their order, NaN where a cell is missing; all else is in the file.")
        if raw_columns
        else _("The table has columns that aren't numbers, so rows have {} prepared inputs: numbers as they are, "
               "categories as 0 and 1, coded as the metadata say; standardising is in the file.").format(width)
    )  # fmt: skip
    yield from paragraph(said)
    yield from code_block(
        "python",
        [
            "import json",
            "",
            "import numpy as np",
            "import onnxruntime",
            "",
            f"session = onnxruntime.InferenceSession({file!r})",
            f"rows = np.zeros((1, {width}), {parameters.dtype.name!r})",
            f"outputs = session.run(None, {{{inputs!r}: rows}})[0]",
            "metadata = session.get_modelmeta().custom_metadata_map",
            "about = {key: json.loads(text) for key, text in metadata.items()}",
            *_meaning(model),
        ],
    )


def _safetensors(model: Model, file: str) -> Iterator[str]:
    yield from paragraph(_weights_text())
    yield from code_block(
        "python",
        [
            "import json",
            "",
            "from safetensors import safe_open",
            "",
            f"with safe_open({file!r}, 'numpy') as weights:",
            f"    thetas = [weights.get_tensor(f'theta_{{l}}') for l in range(1, {model.network.parameters.L})]",
            "    about = {key: json.loads(text) for key, text in weights.metadata().items()}",
        ],
    )


def _npz(model: Model, file: str) -> Iterator[str]:
    yield from paragraph(_weights_text())
    yield from code_block(
        "python",
        [
            "import json",
            "",
            "import numpy as np",
            "",
            f"with np.load({file!r}) as weights:",
            f"    thetas = [weights[f'theta_{{l}}'] for l in range(1, {model.network.parameters.L})]",
            "    about = json.loads(str(weights['metadata']))",
        ],
    )


def _python(_model: Model, file: str) -> Iterator[str]:
    yield from paragraph(_("The file needs nothing but NumPy. As a command it predicts the rows of a table:"))
    yield from code_block("sh", [f"python {quote(file)} rows.csv"])
    yield from paragraph(_("In Python it takes rows as dicts from column to value, as lists, or as an array:"))
    yield from code_block("python", ["import runpy", "", f"predict = runpy.run_path({file!r})['predict']"])


def _weights_text() -> str:
    text = _(
        "The file holds the weights, the bias of each layer in row 0, and in its metadata all else that is needed: {}."
    )
    keys = ("columns", "categories", "fill_values", "means", "scales", "activations", "output", "class_names")
    return text.format(", ".join(map(name_text, keys)))


def _meaning(model: Model) -> Iterator[str]:
    """What becomes of `outputs`: names of classes or labels, or numbers."""
    if model.meaning.task == "regression":
        yield "print(about['target_names'], outputs)"
    elif model.meaning.several_labels:
        yield "print([[name for name, p in zip(about['class_names'], row) if p > 0.5] for row in outputs])"
    elif model.network.parameters.sizes[-1] == 1:
        yield "print([about['class_names'][int(p > 0.5)] for p in outputs[:, 0]])"
    else:
        yield "print([about['class_names'][number] for number in outputs.argmax(1)])"


USAGES: Mapping[str, Callable[[Model, str], Iterator[str]]] = {
    ".onnx": _onnx,
    ".safetensors": _safetensors,
    ".npz": _npz,
    ".py": _python,
}
"""What is said of each kind of file, by its ending, of a model and the file's name."""
