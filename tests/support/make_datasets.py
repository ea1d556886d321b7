"""The files in datasets/, made from the tables inside scikit-learn: `python tests/support/make_datasets.py`.

It needs scikit-learn (the extra `bench`), and writes the same bytes each time. The images of mnist_5000.npz are kept:
datasets/README.md says where they come from.
"""

from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path(__file__).parents[2] / "datasets"

WINE = (
    "alcohol", "malic acid", "ash", "alcalinity of ash", "magnesium", "total phenols", "flavanoids",
    "nonflavanoid phenols", "proanthocyanins", "color intensity", "hue", "od280/od315", "proline",
)  # fmt: skip
"""scikit-learn's names, with blanks, but for the long one of od280/od315."""


def write(name: str, source: Any, columns: tuple[str, ...], target: str, classes: tuple[str, ...] = ()) -> None:
    """One file: X as float64, or as bytes where that loses nothing; y, and the names as text."""
    X, y = np.asarray(source.data, float), np.asarray(source.target)
    if (X.astype(np.uint8) == X).all():
        X = X.astype(np.uint8)
    arrays: dict[str, Any] = {
        "X": X,
        "y": y.astype(np.uint8) if classes else y.astype(float),
        "columns": np.array(columns),
    }
    if classes:
        arrays["classes"] = np.array(classes)
    np.savez_compressed(FOLDER / f"{name}.npz", **arrays, target=np.array(target))


def name_mnist() -> None:
    """The names of its classes and its target are added to the digits of MNIST."""
    path = FOLDER / "mnist_5000.npz"
    with np.load(path) as file:
        images, labels = file["images"], file["labels"]
    classes = np.array(list("0123456789"))
    np.savez_compressed(path, images=images, labels=labels, classes=classes, target=np.array("digit"))


def main() -> None:
    """Write all files."""
    from sklearn import datasets

    iris = ("sepal length", "sepal width", "petal length", "petal width")
    write("iris", datasets.load_iris(), iris, "species", ("setosa", "versicolor", "virginica"))
    write("wine", datasets.load_wine(), WINE, "cultivar", ("1", "2", "3"))
    pixels = tuple(f"p{number}" for number in range(1, 65))
    write("digits", datasets.load_digits(), pixels, "digit", tuple("0123456789"))
    diabetes = datasets.load_diabetes(scaled=False)
    write("diabetes", diabetes, tuple(diabetes.feature_names), "progression")
    name_mnist()


if __name__ == "__main__":
    main()
