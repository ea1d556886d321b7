"""Surgery on a trained network: neurons and layers are added and removed.

As in Net2Net (Chen, Goodfellow, Shlens 2015), the network's function is preserved as far as possible. Each operation
takes a state between two mini-batches and returns another one, whose experiment has the new layers, with a report on
how the function changed; `Trainer.restore` continues from there. Position, order of the examples and random generators
stay the same. The optimiser's state of a weight moves with it; weights to which the operation gave a value start with
none, and with a step count of 0.

Layers and neurons count from 1 as in the lecture: neuron j of layer l is row j of Θ(l), and column j of Θ(l-1).
Training doesn't change frozen weights; an operation may, and they stay frozen with the new value.
"""

from .layers import add_layer, change_activation, remove_layer
from .neurons import add_neuron, remove_neuron

__all__ = ["add_layer", "add_neuron", "change_activation", "remove_layer", "remove_neuron"]
