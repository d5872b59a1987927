#!/usr/bin/env python3
"""Time and memory of `huibiao merge` over units whose agreements are called alike.

    cargo build --release && python3 benches/merge.py [target/release/huibiao] [units …]

Each unit reports five agreements, `云岭大学与XXXX大学学术交流与科研合作协议书` with another university in each:
names that differ in four letters only. Both figures must grow with the number of units and no faster;
docs/counting.md has a table of them.
"""
import json
import os
import random
import subprocess
import sys
import tempfile

LETTERS = [chr(letter) for letter in range(0x4E00, 0x4E00 + 2000)]


def submission(unit, rng):
    def record():
        party = "".join(rng.choice(LETTERS) for _ in range(4)) + "大学"
        return {
            "name": f"云岭大学与{party}学术交流与科研合作协议书",
            "foreign_unit": party,
        }

    name = f"第{unit}研究所"
    return {
        "schema": "huibiao/submission/1",
        "source": {"file": f"{name}.docx", "sha256": f"{unit:064x}", "format": "docx", "producer": None},
        "mapping": {"id": "hz-2025", "year": 2025},
        "unit": {"unit_name": name},
        "tables": {"HZ_02_007": {"status": "filled", "records": [record() for _ in range(5)]}},
        "findings": [],
    }


def run(binary, units, folder):
    rng = random.Random(units)
    path = os.path.join(folder, "submissions.jsonl")
    with open(path, "w", encoding="utf-8") as out:
        for unit in range(units):
            out.write(json.dumps(submission(unit, rng), ensure_ascii=False) + "\n")
    child = subprocess.Popen(
        [binary, "merge", path, "-o", os.path.join(folder, "out"), "-f", "json"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, _, usage = os.wait4(child.pid, 0)
    # The processor's time: what else the machine does is none of it.
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    numbers = [int(a) for a in sys.argv[1:] if a.isdigit()] or [500, 1000, 2000, 3000]
    binaries = [a for a in sys.argv[1:] if not a.isdigit()]
    binary = binaries[0] if binaries else "target/release/huibiao"
    print("| units | processor seconds | MiB |\n|---|---|---|")
    for units in numbers:
        with tempfile.TemporaryDirectory() as folder:
            seconds, memory = run(binary, units, folder)
        print(f"| {units} | {seconds:.2f} | {memory:.0f} |", flush=True)


if __name__ == "__main__":
    main()
