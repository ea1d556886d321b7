"""An ONNX graph while it is put together: its nodes and constants."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from core.calls import Array

if TYPE_CHECKING:
    from onnx import NodeProto, TensorProto


class Graph:
    """The nodes and constants of a graph in the order in which they are computed; each is named after its result."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.constants: dict[str, TensorProto] = {}

    def constant(self, name: str, values: Array) -> str:
        """Add an array under a name, unless it is there; return the name."""
        from onnx import numpy_helper

        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(values), name)
        return name

    def compute(self, operator: str, inputs: Sequence[str], name: str, **attributes: Any) -> str:
        """Add a node with one result; return its name."""
        from onnx import helper

        self.nodes.append(helper.make_node(operator, inputs, [name], name, **attributes))
        return name

    def cast(self, given: str, dtype: np.dtype[Any], name: str) -> str:
        """Add a node that converts to another dtype; return the name of its result."""
        from onnx import helper

        return self.compute("Cast", [given], name, to=helper.np_dtype_to_tensor_dtype(dtype))

    def rename_last(self, name: str) -> None:
        """Give the last node and its result another name."""
        self.nodes[-1].name = self.nodes[-1].output[0] = name
