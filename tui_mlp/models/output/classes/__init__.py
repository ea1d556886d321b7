"""Classes and labels: what keys and typed values do to what is looked at."""
