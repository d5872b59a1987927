import pathlib

import pytest

import huibiao

ROOT = pathlib.Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def root() -> pathlib.Path:
    return ROOT


@pytest.fixture(scope="session")
def survey() -> huibiao.Survey:
    return huibiao.read(ROOT / "samples/returned")
