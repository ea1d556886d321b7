"""Weights read from files: own exports and those of other programs; never by pickle."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple, NoReturn

import msgspec
import numpy as np

from core.calls import Array
from core.data.reading.arrays.npz_archive import open_npz
from core.data.unusable_file import refuse
from core.support.errors import InputError
from core.support.i18n import _
from core.support.regular_files import open_named
from core.support.shown_values import value_text
from core.support.strict_json import decode

from ..model import Model
from ..model_record import from_json
from .layer_names import Layer, find_layers
from .metadata import PROGRAM, RECORD
from .onnx_weights import metadata_of, read_message, thetas_of
from .run_seal import check_seal, check_version, has_seal
from .tensor_files import TensorFile, TornFile

SAFETENSORS, NPZ, ONNX = ".safetensors", ".npz", ".onnx"
FLOATS = ("F64", "F32", "F16", "BF16")
"""The dtypes of weights in a .safetensors."""
METADATA = "metadata"
"""The array of an .npz with the metadata, as one text in JSON."""
PICKLED = (".pt", ".pth", ".pkl", ".pickle", ".ckpt", ".joblib")
"""Usual endings of pickled files. Unpickling one runs whatever code is in it."""
LARGEST_METADATA = 2**27
"""Bytes of the metadata in an .npz that are read."""


class GivenWeights(NamedTuple):
    """Θ(1), Θ(2), … of a file, each (s_l + 1) × s_{l+1}, row 0 the bias, and the model where the file has its record.

    `without_bias` are the numbers of the layers for which the file has none: theirs is 0.
    """

    thetas: list[Array]
    model: Model | None
    without_bias: tuple[int, ...] = ()

    @property
    def sizes(self) -> list[int]:
        """The layers s_1 … s_L."""
        return [len(self.thetas[0]) - 1, *(theta.shape[1] for theta in self.thetas)]


def read_weights(path: Path) -> GivenWeights:
    """The weights in a file, by its ending .safetensors, .npz or .onnx.

    Taken are theta_1, theta_2, …, as own exports, run folders and checkpoints have them, and the layers of PyTorch:
    0.weight, s_{l+1} × s_l, and 0.bias, perhaps behind a prefix; of .onnx own exports alone. Raises InputError: the
    file, the array, what was found, what was expected.
    """
    ending = path.suffix.lower()
    if ending in PICKLED:
        refuse_pickle(path)
    if ending not in OPENERS:
        expected = ", ".join(OPENERS)
        refuse(path, _("found the ending {}, expected weights as one of {}").format(value_text(ending), expected))
    with OPENERS[ending](path) as arrays:
        layers = find_layers(path, arrays.shapes)
        thetas = [_theta(path, arrays, layer) for layer in layers]
        record = arrays.record()
    without = tuple(number for number, layer in enumerate(layers, 1) if not layer.own and layer.bias is None)
    return GivenWeights(thetas, None if record is None else _model(path, record, thetas), without)


def read_model(path: Path) -> Model:
    """The model of an own export. Raises InputError, also where the file doesn't hold all of one."""
    model = read_weights(path).model
    if model is None:
        refuse(path, _("found weights alone, expected a model that mlp-tui exported"))
    return model


def refuse_pickle(path: Path) -> NoReturn:
    """Raises InputError with the line of Python that saves such weights as safetensors."""
    text = _(
        "found a file of the kind that holds pickled Python objects, which run code when they are read; expected "
        '.safetensors or .npz. In Python: safetensors.torch.save_file(model.state_dict(), "{}")'
    )
    refuse(path, text.format(f"{path.stem}{SAFETENSORS}"))


class _Arrays(NamedTuple):
    """The arrays of an open file: their shapes, a function that reads one, and one that reads the model's record."""

    shapes: Mapping[str, tuple[int, ...]]
    read: Callable[[str], Array]
    record: Callable[[], str | None]


@contextmanager
def _open_safetensors(path: Path) -> Iterator[_Arrays]:
    with open_named(path, _("weights")) as file:
        try:
            tensors = TensorFile(file)
            all_read = _unsealed(path, tensors) if has_seal(tensors.metadata) else None

            def read(name: str) -> Array:
                dtype = tensors.arrays[name].dtype
                if dtype not in FLOATS:
                    text = _("{} is of dtype {}, expected one of {}")
                    refuse(path, text.format(value_text(name), value_text(dtype), ", ".join(FLOATS)))
                return tensors.read(name) if all_read is None else all_read[name]

            shapes = {name: kind.shape for name, kind in tensors.arrays.items()}
            yield _Arrays(shapes, read, lambda: own_record(tensors.metadata))
        except TornFile as problem:
            refuse(path, str(problem))


def _unsealed(path: Path, tensors: TensorFile) -> dict[str, Array]:
    """All arrays of a file of a run folder. Raises InputError where it is damaged, or of a later version."""
    check_version(path, tensors.metadata)
    arrays = tensors.read_all()
    try:
        check_seal(tensors.metadata, arrays)
    except ValueError as problem:
        refuse(path, str(problem))
    return arrays


@contextmanager
def _open_npz(path: Path) -> Iterator[_Arrays]:
    with open_npz(path, _("weights"), "numpy.savez(FILE, theta_1=…, theta_2=…)") as archive:
        arrays = {name: archive.array(name) for name in archive.members if name != METADATA}

        def read(name: str) -> Array:
            array = arrays[name]
            return array if array.dtype in (np.float32, np.float64) else array.astype(float)

        def record() -> str | None:
            if METADATA not in archive.members:
                return None
            if archive.members[METADATA].file_size > LARGEST_METADATA:
                refuse(path, _("metadata are too large, expected one text in JSON"))
            return record_in(path, archive.array(METADATA, text=True))

        yield _Arrays({name: array.shape for name, array in arrays.items()}, read, record)


@contextmanager
def _open_onnx(path: Path) -> Iterator[_Arrays]:
    message = read_message(path)
    thetas = {f"theta_{l}": theta for l, theta in enumerate(thetas_of(message, path), 1)}
    shapes = {name: theta.shape for name, theta in thetas.items()}
    yield _Arrays(shapes, thetas.__getitem__, lambda: own_record(metadata_of(message)))


OPENERS: Mapping[str, Callable[[Path], AbstractContextManager[_Arrays]]] = {
    SAFETENSORS: _open_safetensors,
    NPZ: _open_npz,
    ONNX: _open_onnx,
}
"""How the arrays of each kind of file are read, by its ending."""


def own_record(metadata: Mapping[str, str]) -> str | None:
    """The model's record in metadata; None where they are those of another program."""
    return metadata.get(RECORD) if metadata.get("program") == f'"{PROGRAM}"' else None


def record_in(path: Path, metadata: Array) -> str | None:
    """The model's record in the metadata of an .npz; None where they have none. Raises InputError."""
    try:
        found: dict[str, msgspec.Raw] = decode(str(metadata[()]).encode(), dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeEncodeError) as problem:
        message = _("{}: metadata can't be read: {}; expected one text in JSON")
        raise InputError(message.format(path, problem)) from problem
    return own_record({key: bytes(value).decode() for key, value in found.items()})


def _theta(path: Path, arrays: _Arrays, layer: Layer) -> Array:
    """Θ of a layer. Raises InputError where it isn't finite."""
    names = [name for name in (layer.weight, layer.bias) if name is not None]
    parts = [arrays.read(name) for name in names]
    for name, part in zip(names, parts, strict=True):
        if not np.isfinite(part).all():
            place = ", ".join(str(index + 1) for index in np.argwhere(~np.isfinite(part))[0])
            refuse(path, _("{}[{}] is not finite, expected a number").format(name, place))
    if layer.own:
        return parts[0]
    weight, bias = parts[0], parts[1] if len(parts) > 1 else np.zeros(len(parts[0]), parts[0].dtype)
    return np.vstack([bias, weight.T])


def _model(path: Path, record: str, thetas: list[Array]) -> Model:
    try:
        return from_json(record.encode(), thetas)
    except InputError as problem:
        raise InputError(f"{path}: {problem}") from problem
