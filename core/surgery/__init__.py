"""Surgery on a trained network: neurons and layers come and go, and its function stays where it can.

After Net2Net: Chen, Goodfellow, Shlens 2015. Each operation makes of a state between two mini-batches another one,
whose experiment has the new layers, with a report on what that does to the function; `Trainer.restore` goes on from
there. Nothing else changes: place, order of the examples, all generators. What weights have of the optimiser moves with
them; weights that the operation gave a value start with none, and with a step count of 0.

Layers and neurons count from 1 as in the lecture: neuron j of layer l is row j of Θ(l), and column j of Θ(l-1).
Frozen weights rest in training; an operation may give them another value, and they rest there.
"""

from .layers import add_layer, change_activation, remove_layer
from .neurons import add_neuron, remove_neuron

__all__ = ["add_layer", "add_neuron", "change_activation", "remove_layer", "remove_neuron"]
