"""A table of all units, as rows and as frames."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Dict, Iterator, List, Optional, Sequence, Tuple

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from ._survey import Field

#: Which columns a type has in a frame: what each ends in, and what it holds.
_COLUMNS: Dict[str, Tuple[Tuple[str, str], ...]] = {
    "text": (("", "text"),),
    "integer": (("", "integer"),),
    "decimal": (("", "decimal"),),
    "year": (("", "integer"),),
    "date": (("", "date"), ("_text", "text")),
    "term": (("", "decimal"), ("_text", "text")),
    "yesno": (("", "yesno"),),
    "choice": (("", "text"), ("_other", "text")),
    "choices": (("", "list"),),
    "country": (("", "text"),),
    "countries": (("", "list"),),
}
_UNKNOWN = (("", "text"),)


class Table(Sequence[Dict[str, Any]]):
    """The records of one table of all units, each a dictionary.

    ``unit``, ``file`` and ``record`` (its number in its submission, from 1) come first, then the
    table's items by their names. Numbers are ``int`` or ``float`` in the item's unit of measure,
    dates ``datetime.date`` (text, ``2025-03``, where only a month is given), yes and no ``bool``,
    several options and countries lists of labels, everything else text; what was not given is
    ``None``.
    """

    def __init__(
        self,
        code: str,
        name: str,
        fields: Tuple["Field", ...],
        records: List[Tuple[Optional[str], str, int, Dict[str, Any]]],
    ) -> None:
        #: ``HZ_02_005``.
        self.code = code
        #: What the form calls it.
        self.name = name
        #: Its items.
        self.fields = fields
        self._records = records

    def __len__(self) -> int:
        return len(self._records)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self._row(*record) for record in self._records[index]]
        return self._row(*self._records[index])

    def __iter__(self) -> Iterator[Dict[str, Any]]:
        return (self._row(*record) for record in self._records)

    def __repr__(self) -> str:
        return f"<huibiao.Table {self.code} {self.name}: {len(self)} records>"

    def _row(
        self, unit: Optional[str], file: str, number: int, record: Dict[str, Any]
    ) -> Dict[str, Any]:
        row: Dict[str, Any] = {"unit": unit, "file": file, "record": number}
        for field in self.fields:
            row[field.name] = _value(field.type, record.get(field.name))
            if field.type == "choice" and f"{field.name}_other" in record:
                row[f"{field.name}_other"] = record[f"{field.name}_other"]
        return row

    def columns(self, labels: bool = False) -> List[Tuple[str, str, List[Any]]]:
        """The columns of a frame: each one's name, what it holds, and its values.

        What a column holds depends on the table alone, never on its records. A date has a second
        column ``…_text`` as it was given, since a month alone is no date; so has a term, which may
        be without end; a choice has ``…_other`` for what was typed after 其他. ``labels`` calls the
        columns as the form prints them.
        """
        taken = {f.name for f in self.fields}
        columns: List[Tuple[str, str, List[Any]]] = [
            ("unit", "text", [unit for unit, *_ in self._records]),
            ("file", "text", [file for _, file, *_ in self._records]),
            ("record", "integer", [number for _, _, number, _ in self._records]),
        ]
        for field in self.fields:
            for end, holds in _COLUMNS.get(field.type, _UNKNOWN):
                if end and f"{field.name}{end}" in taken:
                    continue
                if end == "_other":
                    values = [r.get(f"{field.name}_other") for *_, r in self._records]
                else:
                    given = [_value(field.type, r.get(field.name)) for *_, r in self._records]
                    values = [_held(holds, value) for value in given]
                    # A date and a term have their text beside them; nothing else may be left out.
                    if len(_COLUMNS.get(field.type, _UNKNOWN)) == 1 or field.type == "choice":
                        for value, held in zip(given, values):
                            if value is not None and held is None:
                                where = f"{self.code}.{field.name}"
                                raise ValueError(f"{where} should hold {holds}, and holds {value!r}")
                columns.append(((field.label if labels else field.name) + end, holds, values))
        return _told_apart(columns)

    def to_pandas(self, *, labels: bool = False) -> "pandas.DataFrame":
        """A pandas frame of types that have a null: ``Int64``, ``Float64``, ``boolean``, ``string``,
        ``datetime64[s]``; lists of labels are objects."""
        import pandas

        types = {"text": "string", "integer": "Int64", "decimal": "Float64", "yesno": "boolean"}

        def series(holds: str, values: List[Any]) -> Any:
            if holds == "date":
                return pandas.Series(values, dtype="datetime64[s]")
            return pandas.Series(values, dtype=types.get(holds, "object"))

        columns = self.columns(labels)
        return pandas.DataFrame({name: series(holds, values) for name, holds, values in columns})

    def to_polars(self, *, labels: bool = False) -> "polars.DataFrame":
        """A polars frame: ``String``, ``Int64``, ``Float64``, ``Boolean``, ``Date``, ``List(String)``."""
        import polars

        types: Dict[str, Any] = {
            "text": polars.String,
            "integer": polars.Int64,
            "decimal": polars.Float64,
            "yesno": polars.Boolean,
            "date": polars.Date,
            "list": polars.List(polars.String),
        }
        columns = self.columns(labels)
        series = [polars.Series(name, values, types[holds]) for name, holds, values in columns]
        return polars.DataFrame(series)

    def to_arrow(self, *, labels: bool = False) -> "pyarrow.Table":
        """An Arrow table: ``string``, ``int64``, ``double``, ``bool``, ``date32``, ``list<string>``."""
        import pyarrow

        types = {
            "text": pyarrow.string(),
            "integer": pyarrow.int64(),
            "decimal": pyarrow.float64(),
            "yesno": pyarrow.bool_(),
            "date": pyarrow.date32(),
            "list": pyarrow.list_(pyarrow.string()),
        }
        columns = self.columns(labels)
        arrays = [pyarrow.array(values, types[holds]) for _, holds, values in columns]
        return pyarrow.table(arrays, names=[name for name, *_ in columns])


def _value(kind: str, given: Any) -> Any:
    """A value of a submission as Python has it."""
    if given is None:
        return None
    if kind == "choices":
        return [option["label"] if isinstance(option, dict) else option for option in given]
    if kind == "date" and isinstance(given, str) and len(given) == 10:
        return datetime.date.fromisoformat(given)
    return given


def _held(holds: str, value: Any) -> Any:
    """What a column of a frame holds of a value; None where it is of another kind."""
    if value is None:
        return None
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if holds == "text":
        if isinstance(value, list):
            return "；".join(map(str, value))
        return value.isoformat() if isinstance(value, datetime.date) else str(value)
    if holds == "integer":
        return int(value) if number and int(value) == value else None
    if holds == "decimal":
        return float(value) if number else None
    if holds == "date":
        return value if isinstance(value, datetime.date) else None
    if holds == "yesno":
        return value if isinstance(value, bool) else None
    return [str(v) for v in value] if isinstance(value, list) else None


def _told_apart(columns: List[Tuple[str, str, List[Any]]]) -> List[Tuple[str, str, List[Any]]]:
    """Two columns that the form calls the same have a number behind their names."""
    seen: Dict[str, int] = {}
    apart = []
    for name, holds, values in columns:
        seen[name] = seen.get(name, 0) + 1
        apart.append((name if seen[name] == 1 else f"{name} {seen[name]}", holds, values))
    return apart
