"""Texts of classes: confusion matrices, figures by class, shares of rows."""
