"""From files to a survey."""

from __future__ import annotations

import json
import os
from typing import Any, Iterable, List, Union

from . import _huibiao
from ._survey import Finding, Mapping, Survey

Path = Union[str, "os.PathLike[str]"]


def _paths(given: Union[Path, Iterable[Path], None]) -> List[str]:
    if given is None:
        return []
    if isinstance(given, (str, os.PathLike)):
        return [os.fspath(given)]
    return [os.fspath(path) for path in given]


def read(
    paths: Union[Path, Iterable[Path]],
    mapping: Union[Path, Iterable[Path], None] = None,
    *,
    lang: str = "zh",
) -> Survey:
    """Reads returned files, and folders and archives of them.

    ``mapping`` is an edition's folder, a blank form with tags, or the id of a bundled edition, or
    several of these; without it the bundled ones are tried. ``lang`` ("zh" or "en") is the language
    of findings and errors. A file that cannot be read is a submission whose findings say why.

    Raises ``FileNotFoundError`` for a path that is not there, and :class:`HuibiaoError` where a
    mapping cannot be used.
    """
    given = _paths(mapping)
    editions = [Mapping(json.loads(text)) for text in _huibiao.editions(given, lang)]
    submissions = _huibiao.read(_paths(paths), given, lang)
    return Survey([json.loads(text) for text in submissions], editions)


def check(
    paths: Union[Path, Iterable[Path]],
    mapping: Union[Path, Iterable[Path], None] = None,
    *,
    lang: str = "zh",
) -> List[Finding]:
    """Everything found in returned files, in their order; see :func:`read`."""
    return read(paths, mapping, lang=lang).findings


def inspect(path: Path, *, lang: str = "zh") -> dict[str, Any]:
    """What the reader sees of a Word document or workbook, whatever form it is.

    ``tables`` (``index``, ``columns``, ``cells`` with ``row``, ``column``, ``row_span``,
    ``column_span``, ``text``; all counted from 1), ``boxes`` (``lines`` with ``text`` and
    ``marks``) and ``paragraphs``.
    """
    seen: dict[str, Any] = json.loads(_huibiao.inspect(os.fspath(path), lang))
    return seen


def mappings(
    mapping: Union[Path, Iterable[Path], None] = None, *, lang: str = "zh"
) -> List[Mapping]:
    """The editions that are bundled, or those given."""
    return [Mapping(json.loads(text)) for text in _huibiao.editions(_paths(mapping), lang)]
