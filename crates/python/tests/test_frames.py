"""Frames of the samples' tables: the same cells in pandas, polars and Arrow, of types that the
table alone decides."""

import datetime
import math
import subprocess
import sys

import pandas
import polars
import pyarrow
import pytest

from huibiao import Field, Table

HOLDS = {
    "text": ("string", polars.String, pyarrow.string()),
    "integer": ("Int64", polars.Int64, pyarrow.int64()),
    "decimal": ("Float64", polars.Float64, pyarrow.float64()),
    "yesno": ("boolean", polars.Boolean, pyarrow.bool_()),
    "date": ("datetime64[s]", polars.Date, pyarrow.date32()),
    "list": ("object", polars.List(polars.String), pyarrow.list_(pyarrow.string())),
}


def plain(value):
    """A cell of any frame as Python has it."""
    if value is None or value is pandas.NA or value is pandas.NaT:
        return None
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, pandas.Timestamp):
        return value.date()
    return value.item() if hasattr(value, "item") else value


def test_every_table_is_the_same_in_all_three(survey):
    for table in survey.tables.values():
        columns = table.columns()
        frames = table.to_pandas(), table.to_polars(), table.to_arrow()
        for name, holds, values in columns:
            kinds = frames[0][name].dtype, frames[1][name].dtype, frames[2].schema.field(name).type
            assert (str(kinds[0]), *kinds[1:]) == HOLDS[holds], (table.code, name)
            assert [plain(v) for v in frames[0][name]] == values
            assert frames[1][name].to_list() == values
            assert frames[2][name].to_pylist() == values


def table(kind, *values):
    records = [("甲", "甲.docx", i + 1, {"x": value}) for i, value in enumerate(values)]
    return Table("T", "表", (Field("x", "项目", "01", kind, ""),), records)


def test_a_month_is_no_date_and_is_kept_as_text():
    frame = table("date", "2025-03-05", "2025-03", None).to_polars()
    assert frame["x"].to_list() == [datetime.date(2025, 3, 5), None, None]
    assert frame["x_text"].to_list() == ["2025-03-05", "2025-03", None]


def test_a_term_without_end_is_kept_as_text():
    frame = table("term", 5, "无固定期限").to_arrow()
    assert frame["x"].to_pylist() == [5.0, None]
    assert frame["x_text"].to_pylist() == ["5", "无固定期限"]


def test_labels_may_name_the_columns():
    assert table("text", "甲").to_pandas(labels=True).columns.tolist()[-1] == "项目"


def test_what_a_column_cannot_hold_is_an_error_not_a_gap():
    with pytest.raises(ValueError, match="T.x"):
        table("integer", "many").to_pandas()


@pytest.mark.parametrize("kept", ["pandas", "polars", "pyarrow"])
def test_each_needs_only_its_own_package(root, kept):
    """The other two cannot be had."""
    way = {"pandas": "to_pandas", "polars": "to_polars", "pyarrow": "to_arrow"}[kept]
    code = f"""
import sys
class NotThere:
    def find_spec(self, name, *_):
        if name.split(".")[0] in {sorted({"pandas", "polars", "pyarrow"} - {kept})!r}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, NotThere())
import huibiao
survey = huibiao.read({str(root / "samples/returned/体育部.docx")!r})
assert len(survey.tables["HZ_02_008"].{way}()) == 1
"""
    subprocess.run([sys.executable, "-c", code], check=True)
