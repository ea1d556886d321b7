"""The exercise screen: questions on a mini-batch, answered by keys and marked at once; and how one is opened."""
