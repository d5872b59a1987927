//! A round of 60 units on three levels as documents and workbooks in folders, with everything that goes
//! wrong in one, read by the program: from files and from stores, in any order, day by day and at once,
//! the sums are those of a reference that is worked out here.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use assert_cmd::Command;
use serde_json::Value as Json;

use super::parcels::{mail, zip};
use super::{FIRST, LATER, MAPPING, SAME};
use crate::forms::{add, blank, number, record_of, text};
use huibiao::batch::{Silent, SpoolError};
use huibiao::forms::fill::fill;
use huibiao::mapping::bundled;
use huibiao::model::submission::Submission;
use huibiao::read::Reader;

/// The unit of the documents that all others are made of, and the numbers that are exchanged in them.
const UNIT: &str = "占位研究所";
const FUNDING: &str = "77001";
const COUNTRIES: [(&str, i64); 4] = [
    ("英国", 81_001),
    ("法国", 82_001),
    ("德国", 83_001),
    ("日本", 84_001),
];

/// What all documents are made of: filled in once, and exchanged part by part.
struct Papers {
    form: Vec<u8>,
    blank: Vec<u8>,
    book: Vec<u8>,
    /// A workbook whose cover is silent.
    silent: Vec<u8>,
}

static PAPERS: LazyLock<Papers> = LazyLock::new(|| {
    let bundle = bundled("hz-2025").unwrap();
    let reader = Reader::of_bundles(vec![bundle.clone()]).unwrap();
    let filled = |submission: &Submission, with_sheets: bool| {
        let filled = fill(submission, &bundle, &reader, with_sheets).unwrap();
        (filled.form, filled.sheets.unwrap_or_default())
    };
    let empty = blank(&MAPPING, UNIT);
    let mut full = empty.clone();
    for n in 0..6 {
        let funding = if n == 0 { FUNDING.parse().unwrap() } else { n };
        let answers = [
            ("project_name", text(&format!("{UNIT}的第{n}号项目"))),
            ("china_funding", number(funding)),
            ("foreign_unit", text(&format!("{UNIT}的外方{n}"))),
        ];
        let record = record_of(&MAPPING, "HZ_02_005", &answers);
        add(&mut full, "HZ_02_005", record);
    }
    let with_visits = |unit: &str| {
        let mut book = blank(&MAPPING, unit);
        for (country, n) in COUNTRIES {
            let answers = [
                ("country", text(country)),
                ("visit_projects", number(n)),
                ("visit_person_times", number(n + 9000)),
                ("total_projects", number(n)),
                ("total_person_times", number(n + 9000)),
            ];
            let record = record_of(&MAPPING, "HZ_02_002", &answers);
            add(&mut book, "HZ_02_002", record);
        }
        filled(&book, true).1
    };
    Papers {
        form: filled(&full, false).0,
        blank: filled(&empty, false).0,
        book: with_visits(UNIT),
        silent: with_visits(""),
    }
});

/// A document with other texts in it, saved at that time.
fn made(from: &[u8], saved: &str, texts: &[(String, String)]) -> Vec<u8> {
    let mut parts = zip::ZipArchive::new(Cursor::new(from)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for i in 0..parts.len() {
        let mut part = parts.by_index(i).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if name.ends_with(".xml") {
            let mut xml = String::from_utf8(bytes).unwrap();
            for (old, new) in texts {
                xml = xml.replace(old, new);
            }
            if name == "docProps/core.xml" {
                let at = xml.find("<dcterms:modified").unwrap();
                let from = at + xml[at..].find('>').unwrap() + 1;
                let to = from + xml[from..].find('<').unwrap();
                xml.replace_range(from..to, saved);
            }
            bytes = xml.into_bytes();
        }
        out.start_file(name, options).unwrap();
        out.write_all(&bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn form(unit: &str, saved: &str, funding: &str) -> Vec<u8> {
    let texts = [(UNIT, unit), (FUNDING, funding)].map(|(a, b)| (a.to_owned(), b.to_owned()));
    made(&PAPERS.form, saved, &texts)
}

fn empty(unit: &str, saved: &str) -> Vec<u8> {
    made(&PAPERS.blank, saved, &[(UNIT.to_owned(), unit.to_owned())])
}

/// A workbook with so many visits to each country; none is named on its cover where `unit` is not.
fn book(unit: Option<&str>, saved: &str, visits: [i64; 4]) -> Vec<u8> {
    let from = if unit.is_some() {
        &PAPERS.book
    } else {
        &PAPERS.silent
    };
    let mut texts = vec![(UNIT.to_owned(), unit.unwrap_or_default().to_owned())];
    for ((_, token), n) in COUNTRIES.iter().zip(visits) {
        texts.push((format!("{}<", token + 9000), format!("{}<", 3 * n)));
        texts.push((format!("{token}<"), format!("{n}<")));
    }
    made(from, saved, &texts)
}

#[derive(Default)]
struct Round {
    roster: String,
    /// Where each file lies below the folder of returned ones.
    files: Vec<(String, Vec<u8>)>,
    /// Forms that are annotated first, and come back mended.
    mended: Vec<(String, String)>,
    visits: BTreeMap<String, i64>,
    funding: i64,
}

impl Round {
    fn counts(&mut self, visits: [i64; 4]) {
        for ((country, _), n) in COUNTRIES.iter().zip(visits) {
            *self.visits.entry((*country).to_owned()).or_default() += 3 * n;
        }
    }

    /// A unit's files, of one kind of trouble or none.
    fn unit(&mut self, n: usize, unit: &str, folder: &str) {
        let k = i64::try_from(n).unwrap();
        let visits = [11 + k, 200 + 7 * k, 1000 + 13 * k, 5000 + 17 * k];
        let older = visits.map(|n| n + 1);
        let (own, funding) = (Some(unit), (3000 + k).to_string());
        let at = |file: &str| format!("{folder}/{file}");
        let (docx, xlsx) = (format!("{unit}.docx"), format!("{unit}子表.xlsx"));
        let mut put = |place: String, bytes: Vec<u8>| self.files.push((place, bytes));
        let usual = || form(unit, FIRST, &funding);
        match n % 15 {
            // The form came again, the workbook once.
            1 => {
                put(at(&docx), form(unit, FIRST, "5"));
                put(at(&format!("{unit}v2.docx")), form(unit, LATER, &funding));
                put(at(&xlsx), book(own, SAME, visits));
            }
            // Both came again, into another folder.
            2 => {
                put(at(&format!("第一次/{docx}")), form(unit, FIRST, "5"));
                put(at(&format!("第一次/{xlsx}")), book(own, SAME, older));
                put(at(&format!("第二次/{docx}")), form(unit, LATER, &funding));
                put(at(&format!("第二次/{xlsx}")), book(own, SAME, visits));
            }
            // The very same workbook lies in another folder.
            3 => {
                put(at(&docx), usual());
                put(at(&xlsx), book(own, SAME, visits));
                put(format!("补交/{xlsx}"), book(own, SAME, visits));
            }
            // A blank form was saved after the full one.
            4 => {
                put(at(&docx), usual());
                put(at(&format!("{unit} 空表.docx")), empty(unit, LATER));
                put(at(&xlsx), book(own, SAME, visits));
            }
            // The workbook's cover is silent, and it lies elsewhere.
            5 => {
                put(at("调查表.docx"), usual());
                put(format!("子表/{xlsx}"), book(None, SAME, visits));
            }
            // The workbook is mended and sent again by itself.
            6 => {
                put(at(&docx), usual());
                put(at(&xlsx), book(own, FIRST, older));
                put(
                    format!("补交/{unit}子表修改版.xlsx"),
                    book(own, LATER, visits),
                );
            }
            // Nothing but a workbook.
            7 => {
                put(at(&xlsx), book(own, SAME, visits));
                return self.counts(visits);
            }
            // The workbook's cover is a neighbour's: it counts nowhere.
            8 => {
                put(at(&docx), usual());
                put(at(&xlsx), book(Some("第0研究所"), SAME, visits));
                self.funding += 3000 + k;
                return;
            }
            // The workbook came with the version that another one replaces.
            9 => {
                put(at(&format!("第一次/{docx}")), form(unit, FIRST, "5"));
                put(at(&format!("第一次/{xlsx}")), book(own, SAME, visits));
                put(at(&format!("第二次/{docx}")), form(unit, LATER, &funding));
            }
            // What the unit was sent back it mended and returned.
            10 => {
                put(at(&docx), form(unit, FIRST, "若干"));
                put(at(&xlsx), book(own, SAME, visits));
                self.mended.push((at(&docx), funding.clone()));
            }
            // A mail with an archive in it.
            11 => {
                let inside = [(&*docx, usual()), (&*xlsx, book(own, SAME, visits))];
                put(at("回执.eml"), mail(&[("材料.zip", zip(&inside))]));
            }
            // One form in two folders.
            12 => {
                put(at(&docx), usual());
                put(format!("补交/{docx}"), usual());
                put(at(&xlsx), book(own, SAME, visits));
            }
            _ => {
                put(at(&docx), usual());
                put(at(&xlsx), book(own, SAME, visits));
            }
        }
        self.funding += 3000 + k;
        self.counts(visits);
    }
}

fn round() -> Round {
    let mut round = Round {
        roster: "单位,上级单位\n云岭大学,\n".to_owned(),
        ..Round::default()
    };
    for faculty in ["理学部", "工学部", "医学部"] {
        round.roster.push_str(&format!("{faculty},云岭大学\n"));
    }
    for n in 0..60 {
        let faculty = ["理学部", "工学部", "医学部"][n % 3];
        let unit = format!("第{n}研究所");
        round.roster.push_str(&format!("{unit},{faculty}\n"));
        round.unit(n, &unit, &format!("{faculty}/{unit}"));
    }
    // A workbook that a sister unit copied: it is named, and both count until it is decided.
    let copied = [13, 204, 1026, 5034].map(|n| n + 13);
    let at = round
        .files
        .iter()
        .position(|(f, _)| f.ends_with("第14研究所子表.xlsx"));
    round.files[at.unwrap()].1 = book(Some("第14研究所"), SAME, copied);
    let sister = round
        .files
        .iter()
        .position(|(f, _)| f.ends_with("第29研究所子表.xlsx"));
    round.files[sister.unwrap()].1 = book(Some("第29研究所"), SAME, copied);
    for (unit, sign) in [(14, -1), (29, -1)] {
        let own = [
            11 + unit,
            200 + 7 * unit,
            1000 + 13 * unit,
            5000 + 17 * unit,
        ];
        round.counts(own.map(|n| sign * n));
        round.counts(copied);
    }
    round
}

fn huibiao(folder: &Path, args: &[&str]) -> std::process::Output {
    let mut command = Command::cargo_bin("huibiao").unwrap();
    let command = command.current_dir(folder).args(["--lang", "zh"]);
    command.args(args).output().unwrap()
}

fn write(root: &Path, files: &[(String, Vec<u8>)]) {
    for (place, bytes) in files {
        let place = root.join(place);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, bytes).unwrap();
    }
}

/// Annotated forms, mended: what the program wrote into them is still there.
fn mend(folder: &Path, round: &mut Round) {
    let out: Vec<(String, Vec<u8>)> = (round.mended.iter())
        .map(|(place, _)| {
            let (_, bytes) = round.files.iter().find(|(f, _)| f == place).unwrap();
            (place.clone(), bytes.clone())
        })
        .collect();
    write(&folder.join("退改"), &out);
    huibiao(folder, &["annotate", "退改", "-o", "批注"]);
    for (place, funding) in &round.mended {
        let annotated = fs::read(folder.join("批注").join(place)).unwrap();
        let mended = [("若干".to_owned(), funding.clone())];
        let mended = made(&annotated, LATER, &mended);
        assert!(mended.len() > 1000, "{place}");
        round.files.push((format!("退回后交来/{place}"), mended));
    }
}

fn shuffled(files: &[(String, Vec<u8>)]) -> Vec<(String, Vec<u8>)> {
    let mut files = files.to_vec();
    let mut seed = 20_261_130u64;
    for i in (1..files.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        files.swap(i, (seed >> 33) as usize % (i + 1));
    }
    files
}

/// The sums of a roll-up, and how many things in it are open.
fn rolled(folder: &Path, inputs: &[&str]) -> (BTreeMap<String, i64>, i64, [usize; 3]) {
    let args = [
        &["merge"],
        inputs,
        &["-u", "名册.csv", "-f", "json", "-o", "-"],
    ]
    .concat();
    let output = huibiao(folder, &args);
    let said = String::from_utf8_lossy(&output.stderr);
    let rollup: Json = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{said}"));
    let all = |list: &Json| list.as_array().unwrap().clone();
    let sums = all(&rollup["tables"]["HZ_02_002"]["sums"]);
    let visits = sums.iter().map(|s| {
        let record = &s["record"];
        let country = record["country"].as_str().unwrap().to_owned();
        (country, record["visit_person_times"].as_i64().unwrap())
    });
    let counting = all(&rollup["tables"]["HZ_02_005"]["records"]);
    let funding = counting.iter().filter(|r| r["counts"] == true);
    let funding = funding.filter_map(|r| r["record"]["china_funding"].as_i64());
    let lost = all(&rollup["left_out"])
        .iter()
        .filter(|l| l["lost"] == true)
        .count();
    let open = all(&rollup["duplicates"])
        .iter()
        .filter(|d| d["decision"] == "open")
        .count();
    let doubts = all(&rollup["doubts"]).len();
    // The smaller sums of each form's other projects are the same in all versions.
    let funding = funding.filter(|n| *n >= 3000).sum();
    (visits.collect(), funding, [doubts, lost, open])
}

#[test]
fn a_round_of_documents_comes_to_its_sums_in_any_order_from_files_and_stores() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path();
    let mut round = round();
    fs::write(folder.join("名册.csv"), &round.roster).unwrap();
    mend(folder, &mut round);
    assert!(round.files.len() > 130, "{}", round.files.len());
    let right = |found: (BTreeMap<String, i64>, i64, [usize; 3]), what: &str| {
        assert_eq!(found.0, round.visits, "{what}");
        assert_eq!(found.1, round.funding, "{what}");
        // A blank newest form at four units, a copied cover at four; one workbook copied.
        assert_eq!(found.2, [4, 4, 1], "{what}");
    };
    // From the files themselves.
    write(&folder.join("in"), &round.files);
    right(rolled(folder, &["in"]), "files");
    // At once and kept, given folder by folder and the last first; then from the store, and from the data
    // that were written.
    let mut inputs: Vec<PathBuf> = (fs::read_dir(folder.join("in")).unwrap())
        .map(|e| e.unwrap().path())
        .collect();
    inputs.sort();
    let inputs: Vec<String> = (inputs.iter().rev())
        .map(|p| format!("in/{}", p.file_name().unwrap().to_string_lossy()))
        .collect();
    let inputs: Vec<&str> = inputs.iter().map(String::as_str).collect();
    let keep = ["-u", "名册.csv", "-f", "jsonl", "--store"];
    let args = [
        &["convert"],
        &inputs[..],
        &["-o", "o"],
        &keep,
        &["s.sqlite"],
    ]
    .concat();
    huibiao(folder, &args);
    right(rolled(folder, &["s.sqlite"]), "store");
    right(rolled(folder, &["o"]), "data");
    // Day by day, as they come.
    let files = shuffled(&round.files);
    for day in files.chunks(files.len().div_ceil(3)) {
        write(&folder.join("日"), day);
        let args = [&["convert", "日", "-o", "d"], &keep[..], &["d.sqlite"]].concat();
        huibiao(folder, &args);
    }
    right(rolled(folder, &["d.sqlite"]), "days");
}

#[test]
fn whoever_reads_all_is_told_what_two_units_hand_in_alike() {
    let folder = tempfile::tempdir().unwrap();
    // Names its unit on the cover alone, as a form that was copied from a neighbour does.
    let bundle = bundled("hz-2025").unwrap();
    let reader = Reader::of_bundles(vec![bundle.clone()]).unwrap();
    let file = |unit: &str, funding: i64| {
        let mut submission = blank(&MAPPING, unit);
        for n in 0..4 {
            let answers = [
                ("project_name", text(&format!("合作项目{n}"))),
                ("china_funding", number(funding + n)),
                ("foreign_unit", text(&format!("外方{n}"))),
            ];
            let record = record_of(&MAPPING, "HZ_02_005", &answers);
            add(&mut submission, "HZ_02_005", record);
        }
        let filled = fill(&submission, &bundle, &reader, false).unwrap();
        (format!("{unit}.docx"), filled.form)
    };
    let files = [
        file("化学学院", 120),
        file("物理学院", 120),
        file("力学系", 77),
    ];
    write(folder.path(), &files);
    let gathered = huibiao::batch::gather(&[folder.path().to_owned()]);
    let mut told = BTreeMap::new();
    huibiao::batch::read_all(&gathered.inputs, &reader, &Silent, |s| {
        let codes = s.findings.iter().filter_map(|f| f.cause.code());
        let twice = codes.filter(|code| *code == "reported-twice").count();
        told.insert(s.source.file.clone(), twice);
        Ok::<(), SpoolError>(())
    })
    .unwrap();
    let told: Vec<(&str, usize)> = told.iter().map(|(f, n)| (&**f, *n)).collect();
    assert_eq!(
        told,
        [
            ("力学系.docx", 0),
            ("化学学院.docx", 1),
            ("物理学院.docx", 1)
        ]
    );
}
