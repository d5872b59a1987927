"""Returned Word questionnaires as checked data.

    import huibiao

    survey = huibiao.read("returned/")
    for row in survey.tables["HZ_02_005"]:
        print(row["project_name"], row["china_funding"])
    survey.tables["HZ_02_005"].to_pandas()

The same program as the command ``huibiao``: files are read, it is chosen which of a unit's files
count, workbooks are joined to their forms, and everything is checked. What a value is, and in which
unit, the survey's mapping says (:func:`mappings`).
"""

from ._huibiao import HuibiaoError, __version__
from ._read import check, inspect, mappings, read
from ._survey import Field, Finding, Mapping, Submission, Survey
from ._table import Table

__all__ = [
    "Field",
    "Finding",
    "HuibiaoError",
    "Mapping",
    "Submission",
    "Survey",
    "Table",
    "__version__",
    "check",
    "inspect",
    "mappings",
    "read",
]
