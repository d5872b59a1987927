#!/usr/bin/env python3
"""How far huibiao's reading of .doc files agrees with LibreOffice's.

    benches/agreement.py FOLDER [HUIBIAO]          standard library, and soffice on the PATH

Every .doc under FOLDER is converted to .docx by LibreOffice, and `huibiao inspect` of the one is held
against `huibiao inspect` of the other: a table agrees where every cell has the same place, spans and
text, a paragraph where it stands in the same order. White space, list bullets and private-use
characters are left out: LibreOffice writes others. LibreOffice is not always right;
crates/office/README.md says who was.
"""
import difflib, json, os, re, subprocess, sys, tempfile, unicodedata

LEFT_OUT = re.compile("[\\s\u00a0\u3000\u200b\u00ad\uf000-\uf0ff\u2022\u25cf\u25cb\u25a1\u2610]+")


def plain(text):
    return LEFT_OUT.sub("", unicodedata.normalize("NFKC", text))


def seen(binary, path):
    ran = subprocess.run([binary, "--lang", "en", "inspect", path, "-f", "json"], capture_output=True, timeout=60)
    if ran.returncode:
        return None, ran.stderr.decode(errors="replace").strip().splitlines()[-1][:120]
    shown = json.loads(ran.stdout)
    cells = lambda t: sorted((c["row"], c["column"], c["row_span"], c["column_span"], plain(c["text"])) for c in t["cells"])
    paragraphs = [p for p in (plain(p["text"]) for p in shown["paragraphs"]) if p]
    return ([cells(t) for t in shown["tables"]], paragraphs), ""


def convert(files, folder):
    """All that LibreOffice can convert, twenty at a time, and the rest one by one."""
    made = lambda f: os.path.join(folder, os.path.splitext(os.path.basename(f))[0] + ".docx")
    profile = "-env:UserInstallation=file://" + os.path.join(folder, "profile")
    def run(some):
        try:
            subprocess.run(["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", folder, *some], capture_output=True, timeout=30 + 10 * len(some))
        except subprocess.TimeoutExpired:
            pass
    for i in range(0, len(files), 20):
        run(files[i:i + 20])
    for f in files:
        if not os.path.exists(made(f)):
            run([f])
    return {f: made(f) for f in files if os.path.exists(made(f))}


def main():
    root, binary = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "target/release/huibiao"
    files = sorted(os.path.join(d, f) for d, _, fs in os.walk(root) for f in fs if f.lower().endswith(".doc"))
    tables, paragraphs, read = [0, 0], [0, 0], 0
    with tempfile.TemporaryDirectory() as folder:
        for file, other in convert(files, folder).items():
            ours, why = seen(binary, file)
            theirs, _ = seen(binary, other)
            if ours is None or theirs is None:
                print(f"{os.path.basename(file)}: {why or 'what LibreOffice made is not read'}")
                continue
            read += 1
            left = list(theirs[0])
            same = 0
            for table in ours[0]:
                if table in left:
                    left.remove(table)
                    same += 1
            blocks = difflib.SequenceMatcher(None, ours[1], theirs[1], autojunk=False).get_matching_blocks()
            alike = sum(b.size for b in blocks)
            most = max(len(ours[0]), len(theirs[0])), max(len(ours[1]), len(theirs[1]))
            tables = [tables[0] + same, tables[1] + most[0]]
            paragraphs = [paragraphs[0] + alike, paragraphs[1] + most[1]]
            if (same, alike) != most:
                print(f"{os.path.basename(file)}: {same} of {most[0]} tables, {alike} of {most[1]} paragraphs")
    share = lambda of: f"{of[0]} of {of[1]} ({100 * of[0] / max(1, of[1]):.1f} %)"
    print(f"{read} files: tables {share(tables)}, paragraphs {share(paragraphs)}")


if __name__ == "__main__":
    main()
