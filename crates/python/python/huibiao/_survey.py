"""What was read: a survey of submissions, with what was found in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, List, Mapping as Items, Optional, Tuple

from ._table import Table


@dataclass(frozen=True)
class Field:
    """An item of a table."""

    #: Its name in the data, ``china_funding``.
    name: str
    #: As the form prints it, ``中方经费``.
    label: str
    #: Its item code in the manual, ``03``; empty where it has none.
    code: str
    #: ``text``, ``integer``, ``decimal``, ``year``, ``date``, ``term``, ``yesno``, ``choice``,
    #: ``choices``, ``country`` or ``countries``.
    type: str
    #: The unit of measure of a number, ``万元``; empty where it has none.
    unit: str
    #: What may be chosen, as the form prints it.
    options: Tuple[str, ...] = ()


class Mapping:
    """An edition of a survey: which tables and items there are."""

    def __init__(self, data: Dict[str, Any]) -> None:
        edition = data["edition"]
        #: ``hz-2025``.
        self.id: str = edition["id"]
        #: The survey's year, where it has one.
        self.year: Optional[int] = edition.get("year")
        #: What it is called.
        self.name: str = edition["name"]
        #: What each table is called, by its code.
        self.tables: Dict[str, str] = {t["code"]: t["name"] for t in data["tables"]}
        #: The items of each table, by its code.
        self.fields: Dict[str, Tuple[Field, ...]] = {
            t["code"]: tuple(self._field(f, data) for f in t["fields"]) for t in data["tables"]
        }
        #: The items of the cover.
        self.unit: Tuple[Field, ...] = tuple(self._field(f, data) for f in data["unit"])
        self._name = next((f["name"] for f in data["unit"] if f.get("role") == "name"), "unit_name")

    @staticmethod
    def _field(item: Items[str, Any], data: Dict[str, Any]) -> Field:
        options = data["lists"].get(item["list"] or "", {}).get("options", ())
        labels = tuple(o if isinstance(o, str) else o["label"] for o in options)
        return Field(item["name"], item["label"], item["code"], item["type"], item["unit"], labels)

    def __repr__(self) -> str:
        return f"<huibiao.Mapping {self.id}: {len(self.tables)} tables>"


@dataclass(frozen=True)
class Finding:
    """Something to look at on a returned form."""

    #: The unit, and the file that it is in.
    unit: Optional[str]
    file: str
    #: ``error`` (not usable, or a rule broken), ``warning`` (look at it) or ``info``.
    severity: str
    #: ``balance``, ``unreadable-number`` …: ``huibiao explain RULE`` says what it means.
    rule: str
    #: What it is, and what to do about it.
    message: str
    hint: Optional[str]
    #: Where it is in the submission, as a JSON Pointer.
    path: Optional[str]
    #: Where it is in the file: table, row and column from 1; a sheet and its cell …
    source: Optional[Dict[str, Any]]
    #: What stands there.
    raw: Optional[str]


@dataclass(frozen=True)
class Submission:
    """One unit's returned form."""

    #: What stands on the cover, by the names of its items.
    unit: Dict[str, Any]
    #: The file that it was read from.
    file: str
    #: The edition's id; None where the file is no form.
    mapping: Optional[str]
    #: Each table's ``status`` (``filled``, ``empty``, ``missing``, ``not_collected``).
    status: Dict[str, str]
    findings: List[Finding]
    #: All of it, as ``huibiao convert -f json`` writes it.
    data: Dict[str, Any] = field(repr=False)


class Survey:
    """Submissions, and their tables put together."""

    def __init__(self, submissions: List[Dict[str, Any]], editions: List[Mapping]) -> None:
        #: The editions that the files were read with.
        self.mappings = editions
        by_id = {edition.id: edition for edition in editions}
        #: What counts of each unit, in the order of the files.
        self.submissions = [_submission(s, by_id) for s in submissions]
        used = [e for e in editions if any(s.mapping == e.id for s in self.submissions)]
        #: The tables, by their code. Where submissions of several editions were read, a table of
        #: one edition stands under its code alone, one of a second edition that has the same code
        #: under ``edition/code``.
        self.tables: Dict[str, Table] = {}
        for edition in used:
            own = [s for s in self.submissions if s.mapping == edition.id]
            for code, name in edition.tables.items():
                key = code if code not in self.tables else f"{edition.id}/{code}"
                records = [
                    (s.unit.get(edition._name), s.file, number, record)
                    for s in own
                    for number, record in enumerate(s.data["tables"][code]["records"], 1)
                ]
                self.tables[key] = Table(code, name, edition.fields[code], records)

    @property
    def findings(self) -> List[Finding]:
        """Everything found, in the order of the submissions."""
        return [finding for s in self.submissions for finding in s.findings]

    def __repr__(self) -> str:
        return f"<huibiao.Survey: {len(self.submissions)} submissions, {len(self.findings)} findings>"


def _submission(data: Dict[str, Any], editions: Dict[str, Mapping]) -> Submission:
    edition = data["mapping"]["id"]
    file = data["source"]["file"]
    named = editions.get(edition)
    unit = data["unit"].get(named._name) if named else None
    found = [
        Finding(
            unit,
            file,
            f["severity"],
            f["rule"],
            f["message"],
            f.get("hint"),
            f.get("path"),
            f.get("source"),
            f.get("raw"),
        )
        for f in data["findings"]
    ]
    status = {code: table["status"] for code, table in data["tables"].items()}
    return Submission(data["unit"], file, edition, status, found, data)
