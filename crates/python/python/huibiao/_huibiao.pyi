import os
from typing import Sequence

__version__: str

class HuibiaoError(Exception):
    """What could not be done, in the words that the command says it in."""

def read(
    paths: Sequence[os.PathLike[str] | str],
    mappings: Sequence[os.PathLike[str] | str],
    lang: str,
) -> list[str]: ...
def editions(mappings: Sequence[os.PathLike[str] | str], lang: str) -> list[str]: ...
def inspect(path: os.PathLike[str] | str, lang: str) -> str: ...
def run(arguments: Sequence[str]) -> int: ...
