"""The conditions that the last bits depend on."""

from core.runs.environment import processor


def test_the_blas_of_another_package_is_no_condition() -> None:
    import scipy.linalg  # noqa: F401  # brings a BLAS of its own

    assert processor().count("openblas") <= 1
