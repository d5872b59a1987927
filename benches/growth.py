#!/usr/bin/env python3
"""How the cost of reading grows: each reader over inputs of n and of 4n, in instructions as callgrind counts them.

usage: benches/growth.py [READ] [HUIBIAO] [--kind NAME-PART]      standard library and valgrind

READ is `target/debug/examples/read` of the office crate, HUIBIAO the command. An input that is four times as large may cost
five times as much; whatever grows with the square costs sixteen times. What the program costs over nothing is taken off
both. Exit status 1 where something grows faster. Figures do not depend on the machine, so docs/growth.md holds them.
"""
import json, os, re, struct, subprocess, sys, tempfile, zipfile

MOST = 5.0
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006/"


def package(content_type, folder, main, others=()):
    """A package whose main part refers to others: (kind, content)."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{P}content-types"><Override PartName="/{folder}/main.xml" ContentType="application/vnd.openxmlformats-officedocument.{content_type}.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{P}relationships"><Relationship Id="r" Type="{R}/officeDocument" Target="{folder}/main.xml"/></Relationships>',
        f"{folder}/main.xml": main,
    }
    relations = ""
    for i, (kind, content) in enumerate(others):
        parts[f"{folder}/{kind}{i}.xml"] = content
        relations += f'<Relationship Id="r{i}" Type="{R}/{kind}" Target="{kind}{i}.xml"/>'
    parts[f"{folder}/_rels/main.xml.rels"] = f'<Relationships xmlns="{P}relationships">{relations}</Relationships>'
    return parts


def word(body, others=(), more=""):
    return package("wordprocessingml.document", "word", f'<w:document xmlns:w="{W}"{more}><w:body>{body}</w:body></w:document>', others)


def sheet(rows, strings="", after="", sheets=1):
    names = "".join(f'<sheet name="s{i}" sheetId="{i + 1}" r:id="r{i}"/>' for i in range(sheets))
    main = f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets>{names}</sheets></workbook>'
    one = f'<worksheet xmlns="{S}"><sheetData>{rows}</sheetData>{after}</worksheet>'
    others = [("worksheet", one)] * sheets + [("sharedStrings", f'<sst xmlns="{S}">{strings}</sst>')]
    return package("spreadsheetml.sheet", "xl", main, others)


def ods(rows):
    return {"mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f'<o:c xmlns:o="o" xmlns:t="t" xmlns:x="x"><t:table t:name="s">{rows}</t:table></o:c>'}


def compound(streams):
    """A compound file ([MS-CFB]) of these streams, each of 4,096 bytes or more once it is padded."""
    streams = [(name, content + bytes(max(0, 4096 - len(content)))) for name, content in streams]
    streams = [(name, content + bytes(-len(content) % 512)) for name, content in streams]
    places = -(-(1 + len(streams)) // 4)
    sectors = places + sum(len(content) // 512 for _, content in streams)
    tables = 1
    while tables * 128 < sectors + tables:
        tables += 1
    # Sectors: the allocation table, the directory, the streams.
    chain = lambda start, count: [start + i for i in range(1, count)] + [0xFFFFFFFE]
    fat = [0xFFFFFFFD] * tables + chain(tables, places)
    entry = lambda name, kind, start, size, right, child: (name + "\0").encode("utf-16le").ljust(64, b"\0") + struct.pack("<HBBIII", 2 * len(name) + 2, kind, 1, 0xFFFFFFFF, right, child) + bytes(36) + struct.pack("<IQ", start, size)
    # Shorter names come first, so a list that is sorted by length is a tree that leans to the right.
    directory = entry("Root Entry", 5, 0xFFFFFFFE, 0, 0xFFFFFFFF, 1)
    for i, (name, content) in enumerate(sorted(streams, key=lambda s: (len(s[0]), s[0]))):
        start = len(fat)
        fat += chain(start, len(content) // 512)
        directory += entry(name, 2, start, len(content), i + 2 if i + 1 < len(streams) else 0xFFFFFFFF, 0xFFFFFFFF)
    directory = directory.ljust(places * 512, b"\0")
    fat += [0xFFFFFFFF] * (tables * 128 - len(fat))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, tables, tables, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += b"".join(struct.pack("<I", i if i < tables else 0xFFFFFFFF) for i in range(109))
    contents = b"".join(content for _, content in sorted(streams, key=lambda s: (len(s[0]), s[0])))
    return head + b"".join(struct.pack("<I", x) for x in fat) + directory + contents


def xls(n):
    """A BIFF8 stream of n numbers on a sheet, in a compound file."""
    def record(kind, data):
        return struct.pack("<HH", kind, len(data)) + data
    bof = lambda kind: record(0x809, struct.pack("<HHHH", 0x600, kind, 0, 0))
    cells = b"".join(record(0x203, struct.pack("<HHHd", i // 200, i % 200, 0, i)) for i in range(n))
    globals_ = lambda offset: bof(5) + record(0xE0, bytes(20)) + record(0x85, struct.pack("<IBB", offset, 0, 0) + b"\x01\x00s") + record(0x0A, b"")
    stream = globals_(len(globals_(0))) + bof(0x10) + cells + record(0x0A, b"")
    return compound([("Workbook", stream)])


def xlsb(n):
    """A workbook of records ([MS-XLSB]): n numbers on a sheet, ten a row."""
    def record(kind, data=b""):
        number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
        return number + bytes([len(data)]) + data
    wide = lambda text: struct.pack("<I", len(text)) + text.encode("utf-16le")
    book = record(131) + record(143) + record(156, struct.pack("<II", 0, 1) + wide("r0") + wide("s")) + record(144) + record(132)
    row = lambda r: record(0, struct.pack("<IIH3xI", r, 0, 300, 0)) + b"".join(record(5, struct.pack("<IId", c, 0, r)) for c in range(10))
    parts = package("spreadsheetml.sheet", "xl", "", [("worksheet", "")])
    parts["[Content_Types].xml"] = f'<Types xmlns="{P}content-types"><Override PartName="/xl/main.bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
    parts["_rels/.rels"] = parts["_rels/.rels"].replace("main.xml", "main.bin")
    parts["xl/main.bin"] = book
    parts["xl/_rels/main.bin.rels"] = parts["xl/_rels/main.xml.rels"].replace("0.xml", "0.bin")
    parts["xl/worksheet0.bin"] = record(129) + record(145) + b"".join(row(r) for r in range(n // 10)) + record(146) + record(130)
    return {name: part for name, part in parts.items() if part}


def doc(paragraphs, pieces=0):
    """A Word 97 document ([MS-DOC]) of paragraphs: (text with its mark, its properties). The text is
    cut into so many pieces, or one."""
    text = "".join(t for t, _ in paragraphs).encode("utf-16le")
    document = bytearray(0x800) + text
    document += bytes(-len(document) % 512)
    def pages(runs, width):
        """Formatted pages, a run on each, and the PLC that names them."""
        offsets, numbers = [0x800], b""
        for end, properties in runs:
            page = bytearray(struct.pack("<II", offsets[-1], end)).ljust(512, b"\0")
            at = (510 - len(properties)) & ~1
            page[8] = at // 2
            page[at:at + len(properties)] = properties
            page[511] = 1
            numbers += struct.pack("<I", len(document) // 512)
            document.extend(page)
            offsets.append(end)
        return struct.pack(f"<{len(offsets)}I", *offsets) + numbers
    end, runs = 0x800, []
    for t, properties in paragraphs:
        end += 2 * len(t)
        papx = b"\0\0" + properties
        papx += bytes(len(papx) % 2)
        runs.append((end, bytes([0, len(papx) // 2]) + papx))
    count = len(text) // 2
    parts = {12: pages([(0x800 + len(text), b"\0")], 1), 13: pages(runs, 13)}
    cuts = [count * i // max(1, pieces) for i in range(max(1, pieces))] + [count]
    plc = struct.pack(f"<{len(cuts)}I", *cuts) + b"".join(struct.pack("<HIH", 0, 0x800 + 2 * cut, 0) for cut in cuts[:-1])
    parts[33] = b"\x02" + struct.pack("<I", len(plc)) + plc
    table, pairs = b"", [(0, 0)] * 0x5D
    for number, part in parts.items():
        pairs[number] = (len(table), len(part))
        table += part
    put = lambda at, data: document.__setitem__(slice(at, at + len(data)), data)
    put(0, struct.pack("<HH", 0xA5EC, 0xC1))
    put(0xA, struct.pack("<H", 0x200))
    put(0x20, struct.pack("<H", 14))
    put(62, struct.pack("<H", 22))
    put(64 + 12, struct.pack("<I", count))
    put(152, struct.pack("<H", len(pairs)) + b"".join(struct.pack("<II", *pair) for pair in pairs))
    return compound([("WordDocument", bytes(document)), ("1Table", table)])


IN_TABLE = struct.pack("<HB", 0x2416, 1)
ROW = IN_TABLE + struct.pack("<HB", 0x2417, 1) + struct.pack("<HHB3h", 0xD608, 48, 2, 0, 1000, 2000) + bytes(40)


def letter(n):
    """A mail with n attachments."""
    part = lambda i: f'--x\r\nContent-Type: text/csv; name="{i}.csv"\r\nContent-Disposition: attachment; filename="{i}.csv"\r\n\r\na,b\r\n'
    return 'From: a@b.cn\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n' + "".join(part(i) for i in range(n)) + "--x--\r\n"


def p(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def c(kind):
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


BULLET = f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="●●●●"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
ROWS = lambda n, cell: "".join(f'<row r="{i + 1}">{cell(i)}</row>' for i in range(n))

# Name, extension, n, what of n.
READERS = [
    ("docx: paragraphs", "docx", 4000, lambda n: word("".join(p(f"甲{i}") for i in range(n)))),
    ("docx: a table's rows", "docx", 1500, lambda n: word("<w:tbl>" + "".join(f"<w:tr><w:tc>{p(i)}</w:tc><w:tc>{p(i)}</w:tc></w:tr>" for i in range(n)) + "</w:tbl>")),
    ("docx: cells of a row, merged downwards", "docx", 200, lambda n: word("<w:tbl>" + ("<w:tr>" + "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>" * n + "</w:tr>") * 10 + "</w:tbl>")),
    ("docx: fields within one another", "docx", 3000, lambda n: word("<w:p>" + (c("begin") + c("separate") + "<w:r><w:t>甲</w:t></w:r>") * n + c("end") * n + "</w:p>")),
    ("docx: namespaces in scope", "docx", 4000, lambda n: word("".join(f"<n{i % n}:a/><n{i * 7 % n}:b/>" for i in range(n)), more="".join(f' xmlns:n{i}="u{i}"' for i in range(n)))),
    ("docx: attributes of a tag", "docx", 4000, lambda n: word("<w:p " + " ".join(f'a{i}="1"' for i in range(n)) + "/>")),
    ("docx: labels of a list", "docx", 3000, lambda n: word('<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>' * n, [("numbering", BULLET)])),
    ("docx: headers, parts of the package", "docx", 400, lambda n: word(p("甲"), [("header", f'<w:hdr xmlns:w="{W}">{p("乙")}</w:hdr>')] * n)),
    ("docx: comments", "docx", 400, lambda n: word("".join(f'<w:p><w:commentRangeStart w:id="{i}"/><w:r><w:t>甲</w:t></w:r><w:commentRangeEnd w:id="{i}"/><w:r><w:commentReference w:id="{i}"/></w:r></w:p>' for i in range(n)), [("comments", f'<w:comments xmlns:w="{W}">' + "".join(f'<w:comment w:id="{i}">{p("说")}</w:comment>' for i in range(n)) + "</w:comments>")])),
    ("docx: styles", "docx", 2000, lambda n: word("".join(f'<w:p><w:pPr><w:pStyle w:val="s{i}"/></w:pPr></w:p>' for i in range(n)), [("styles", f'<w:styles xmlns:w="{W}">' + "".join(f'<w:style w:type="paragraph" w:styleId="s{i}"><w:basedOn w:val="s{i - 1}"/></w:style>' for i in range(n)) + "</w:styles>")])),
    ("xlsx: cells", "xlsx", 6000, lambda n: sheet(ROWS(n // 10, lambda i: "<c><v>1</v></c>" * 10))),
    ("xlsx: shared strings", "xlsx", 4000, lambda n: sheet(ROWS(n, lambda i: f'<c t="s"><v>{i}</v></c>'), "".join(f"<si><t>甲{i}</t></si>" for i in range(n)))),
    ("xlsx: cells at one place", "xlsx", 3000, lambda n: sheet("<row>" + "".join(f'<c r="A1" t="str"><v>{i}</v></c>' for i in range(n)) + "</row>")),
    ("xlsx: a chain of formulas", "xlsx", 1500, lambda n: sheet(ROWS(n, lambda i: f"<c><f>A{i}+1</f></c>" if i else "<c><v>1</v></c>"))),
    ("xlsx: formulas over one region", "xlsx", 400, lambda n: sheet(ROWS(n, lambda i: "<c><v>1</v></c><c><f>SUM(A1:A100)</f></c>"))),
    ("xlsx: islands under hidden rows", "xlsx", 1000, lambda n: sheet("".join(f'<row r="{i * 202 + 1}" hidden="{i % 2}"><c><v>1</v></c></row>' for i in range(n)))),
    ("xlsx: merged regions", "xlsx", 1500, lambda n: sheet(ROWS(n, lambda i: "<c><v>1</v></c>"), after="<mergeCells>" + "".join(f'<mergeCell ref="A{i + 1}:C{i + 1}"/>' for i in range(n)) + "</mergeCells>")),
    ("xlsx: sheets", "xlsx", 100, lambda n: sheet("<row><c><v>1</v></c></row>", sheets=n)),
    ("xls: cells", "xls", 6000, xls),
    ("xlsb: cells", "xlsb", 6000, xlsb),
    ("doc: paragraphs", "doc", 2000, lambda n: doc([(f"甲{i}\r", b"") for i in range(n)])),
    ("doc: pieces", "doc", 2000, lambda n: doc([("甲乙丙丁\r", b"")] * (n // 2), n)),
    ("doc: a table's rows", "doc", 700, lambda n: doc([("甲\x07", IN_TABLE), ("1\x07", IN_TABLE), ("\x07", ROW)] * n + [("\r", b"")])),
    ("ods: cells", "ods", 4000, lambda n: ods("".join(f'<t:table-row><t:table-cell x:value-type="string"><x:p>甲{i}</x:p></t:table-cell></t:table-row>' for i in range(n)))),
    ("ods: a formula repeated", "ods", 1500, lambda n: ods(f'<t:table-row t:number-rows-repeated="{n}"><t:table-cell t:formula="of:=NOSUCH([.B1])"/></t:table-row>')),
    ("csv: lines", "csv", 6000, lambda n: "甲,乙,丙\n" * n),
    ("csv: quotes that close nowhere", "csv", 4000, lambda n: '"甲,乙"丙\n' * n),
    ("html: cells", "xls", 3000, lambda n: "<html><table>" + "<tr><td>甲<td>1</tr>" * n + "</table></html>"),
    ("html: cells over many rows", "xls", 1500, lambda n: "<html><table>" + "<tr><td rowspan=9>甲<td>1</tr>" * n + "</table></html>"),
    ("xml of Excel 2003: cells", "xls", 3000, lambda n: '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet Name="s"><Table>' + '<Row><Cell><Data Type="String">甲</Data></Cell></Row>' * n + "</Table></Worksheet></Workbook>"),
]
WHOLE = [
    ("check: paragraphs of no form", "docx", 500, lambda n: word("".join(p(f"甲{i:06}") for i in range(n)))),
    ("check: tables of no form", "docx", 100, lambda n: word(f"<w:tbl><w:tr><w:tc>{p('甲')}</w:tc></w:tr></w:tbl>" * n)),
    ("check: cells of no form", "xlsx", 3000, lambda n: sheet(ROWS(n // 10, lambda i: "<c><v>1</v></c>" * 10))),
    ("check: islands on a sheet", "xlsx", 100, lambda n: sheet("".join(f'<row r="{i * 300 + 1}"><c><v>1</v></c></row>' for i in range(n)))),
    # What a clerk's own long list under a heading of the form is: nothing of it has a place, or all of it.
    ("check: rows under an unknown header", "xlsx", 500, lambda n: sheet(ROWS(n, lambda i: "".join(f'<c t="str"><v>{t}</v></c>' for t in ((["HZ_02_002"], ["国家（地区）", "考察访问"], ["", "项目数", "人次"])[i] if i < 3 else ["英国", i, i]))))),
    ("check: formulas without values in a line", "xlsx", 1000, lambda n: sheet(ROWS(n, lambda i: f'<c t="str"><v>{"HZ_02_002" if i == 0 else "英国"}</v></c>' + (f"<c><f>B{i + 2}+1</f></c>" if i else "")))),
    ("check: files in an archive", "zip", 20, lambda n: {f"{i}.csv": "甲,乙\n" for i in range(n)}),
    ("check: attachments of a mail", "eml", 20, letter),
]


def write(path, content):
    if isinstance(content, dict):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
            for name, part in content.items():
                z.writestr(name, part)
    else:
        open(path, "wb").write(content if isinstance(content, bytes) else content.encode())
    return path


def instructions(argv):
    ran = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"] + argv, capture_output=True, text=True, errors="replace")
    found = re.search(r"Collected : (\d+)", ran.stderr)
    if ran.returncode not in (0, 1, 2) or not found:
        sys.exit(f"{argv}: {ran.returncode}\n{ran.stderr[-2000:]}")
    return int(found.group(1))


def units(path, n):
    """Submissions of n units, with a record each."""
    record = lambda i: {"schema": "huibiao/submission/1", "source": {"file": f"{i}.docx", "sha256": f"{i:064x}", "format": "docx", "producer": None}, "mapping": {"id": "hz-2025", "year": 2025}, "unit": {"unit_name": f"第{i}学院"}, "tables": {"HZ_02_005": {"status": "filled", "records": [{"project_name": f"合作研究{i}", "china_funding": i, "foreign_country": "英国"}]}}, "findings": []}
    with open(path, "w", encoding="utf-8") as f:
        for i in range(n):
            f.write(json.dumps(record(i), ensure_ascii=False) + "\n")
    return path


def main():
    args = [a for a in sys.argv[1:] if not a.startswith("--kind")]
    only = sys.argv[sys.argv.index("--kind") + 1] if "--kind" in sys.argv else ""
    args = [a for a in args if a != only]
    here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "target", "debug")
    read = args[0] if args else os.path.join(here, "examples", "read")
    huibiao = args[1] if len(args) > 1 else os.path.join(here, "huibiao")
    fast = 0
    print("| what grows | n | instructions (M) | 4n | instructions (M) | times |")
    print("|---|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        def row(name, n, small, large, nothing):
            nonlocal fast
            times = (large - nothing) / max(1, small - nothing)
            fast += times > MOST
            print(f"| {name} | {n} | {small / 1e6:.1f} | {4 * n} | {large / 1e6:.1f} | {times:.1f}{' !' if times > MOST else ''} |", flush=True)
        for kinds, argv in ((READERS, [read]), (WHOLE, [huibiao, "check"])):
            nothing = {}
            for name, end, n, make in kinds:
                if only not in name:
                    continue
                cost = lambda n: instructions(argv + [write(os.path.join(folder, f"f{n}.{end}"), make(n))])
                if end not in nothing:
                    nothing[end] = cost(2)
                row(name, n, cost(n), cost(4 * n), nothing[end])
        if only in "merge: units":
            cost = lambda n: instructions([huibiao, "merge", units(os.path.join(folder, f"{n}.jsonl"), n), "-f", "json", "-o", "-"])
            row("merge: units", 50, cost(50), cost(200), cost(1))
        if only in "merge: lines of a roster":
            one = units(os.path.join(folder, "one.jsonl"), 1)
            roster = lambda n: write(os.path.join(folder, f"{n}.csv"), "单位名称,上级单位\n" + "".join(f"第{i}学院,\n" for i in range(n)))
            cost = lambda n: instructions([huibiao, "merge", one, "--units", roster(n), "-f", "json", "-o", "-"])
            row("merge: lines of a roster", 500, cost(500), cost(2000), cost(1))
    return 1 if fast else 0


if __name__ == "__main__":
    sys.exit(main())
