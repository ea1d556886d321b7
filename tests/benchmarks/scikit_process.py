"""A table read by pandas and prepared by scikit-learn, as a program of its own: with --fit an MLP is trained as well.

The one argument is a JSON object: the file, its separator, whether it has a header, marks of missing cells, names or
places of the numbers, of the categories and of the target, the task, the seed, and whether to fit.
"""

import json
import sys
from typing import Any


def main(asked: dict[str, Any]) -> None:
    """Read, divide, prepare, and fit if asked; print the figure of the test rows."""
    import pandas
    from scikit_pipeline import column_transformer, default_mlp
    from sklearn.model_selection import train_test_split

    frame = pandas.read_csv(
        asked["file"], sep=asked["separator"], header=0 if asked["header"] else None, na_values=["?"],
        skipinitialspace=True,
    )  # fmt: skip
    numbers, categories = ([frame.columns[place] for place in asked[kind]] for kind in ("numbers", "categories"))
    target = frame.columns[asked["target"]]
    frame = frame.dropna(subset=[target])
    train, test = train_test_split(frame, test_size=0.2, random_state=asked["seed"])
    prepare = column_transformer(numbers, categories)
    X = prepare.fit_transform(train)
    Z = prepare.transform(test)
    if asked["fit"]:
        model = default_mlp(asked["task"], asked["seed"])
        print(model.fit(X, train[target]).score(Z, test[target]))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
