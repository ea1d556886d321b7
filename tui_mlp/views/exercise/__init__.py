"""The exercise screen: questions answered by keys, marked at once; how one is opened."""
