"""The samples, read into Python, against what the command writes of them."""

import datetime
import json
import subprocess
import sys

import pytest

import huibiao


@pytest.fixture(scope="session")
def written(root):
    """What `huibiao convert` writes of the samples."""
    command = [sys.executable, "-m", "huibiao", "convert", root / "samples/returned"]
    ran = subprocess.run([*command, "-f", "jsonl", "-o", "-", "--lang", "zh"], capture_output=True)
    assert ran.returncode in (0, 1, 2), ran.stderr.decode()
    return [json.loads(line) for line in ran.stdout.decode().splitlines()]


def test_the_submissions_are_those_of_the_command(survey, written):
    assert [s.data for s in survey.submissions] == written
    assert len(written) > 5


def test_every_record_is_a_row_of_its_table(survey, written):
    for code, table in survey.tables.items():
        records = [r for s in written if s["mapping"]["id"] for r in s["tables"][code]["records"]]
        assert len(table) == len(records)
        for row, record in zip(table, records):
            for field in table.fields:
                given, value = record[field.name], row[field.name]
                if field.type == "choices":
                    given = given and [option["label"] for option in given]
                if isinstance(value, datetime.date):
                    value = value.isoformat()
                assert value == given, (code, field.name)


def test_a_row_says_whose_it_is_and_holds_typed_values(survey):
    row = survey.tables["HZ_02_008"][0]
    assert (row["unit"], row["file"], row["record"]) == ("体育部", "体育部.docx", 1)
    assert row["joined_on"] == datetime.date(2022, 10, 1)
    assert row["discipline"] == "体育学"


def test_findings_speak_the_language_asked_for(root, survey):
    english = huibiao.check(root / "samples/returned", lang="en")
    assert [(f.rule, f.severity, f.path) for f in english] == [
        (f.rule, f.severity, f.path) for f in survey.findings
    ]
    missing = next(f for f in english if f.rule == "missing-table")
    assert "HZ_02_005" in missing.message and "没有" not in missing.message
    assert {f.severity for f in english} <= {"error", "warning", "info"}


def test_a_mapping_names_its_items(survey):
    (mapping,) = [m for m in huibiao.mappings() if m.id == "hz-2025"]
    assert mapping.year == 2025
    by_name = {f.name: f for f in mapping.fields["HZ_02_008"]}
    assert by_name["organisation"].code == "甲"
    assert by_name["field"].type == "choice" and "生命科学与生物技术" in by_name["field"].options
    assert mapping.unit[0].name == "unit_name"


def test_a_form_of_another_survey_is_read_by_its_own_mapping(root):
    folder = root / "samples/other-form"
    (mapping,) = huibiao.mappings(folder / "mapping")
    survey = huibiao.read(folder / "returned", folder / "mapping")
    assert any(s.mapping == mapping.id for s in survey.submissions)
    assert sum(map(len, survey.tables.values())) > 0


def test_inspect_shows_cells_by_their_place(root):
    seen = huibiao.inspect(root / "samples/returned/体育部.docx")
    cell = seen["tables"][0]["cells"][0]
    assert (cell["row"], cell["column"]) == (1, 1)


def test_errors_say_what_is_wrong(root, tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere"):
        huibiao.read(tmp_path / "nowhere")
    with pytest.raises(huibiao.HuibiaoError):
        huibiao.read(root / "samples/returned", mapping="no-such-edition")
    with pytest.raises(ValueError, match="lang"):
        huibiao.read(root / "samples/returned", lang="fr")
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 no more")
    (submission,) = huibiao.read(broken).submissions
    assert [f.rule for f in submission.findings] == ["unreadable-file"]


def test_the_wheel_brings_the_command(root):
    ran = subprocess.run([sys.executable, "-m", "huibiao", "--version"], capture_output=True)
    assert ran.stdout.decode().strip() == f"huibiao {huibiao.__version__}"
    wrong = subprocess.run([sys.executable, "-m", "huibiao", "convert", "nowhere"], capture_output=True)
    assert wrong.returncode == 2
