//! `tidy/`: a folder that an analyst opens. A csv a table with columns of one type, ids that stay, the
//! findings, the codebook, a data package, scripts for SPSS and Stata.

mod about;
mod column;

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use self::about::Described;
pub(super) use self::column::Column;
use self::column::columns;
use super::columns::Cell;
use super::file::{NewFile, WholeFile};
use super::workbook::{Book, SheetLook};
use super::{Error, Headers};
use crate::mapping::{COVER, Layout, Mapping, Role, Table, Type};
use crate::model::submission::{Record, Submission};
use crate::text::lang::Lang;

/// How many letters of a hash an id has.
const ID: usize = 16;
/// The columns of `findings.csv`.
const FINDINGS: [(&str, &str); 10] = [
    ("submission_id", "提交编号"),
    ("record_id", "记录编号"),
    ("unit", "单位"),
    ("severity", "严重程度"),
    ("rule", "规则"),
    ("path", "位置"),
    ("table", "表"),
    ("field", "项目"),
    ("message", "问题"),
    ("raw", "原文"),
];

/// The pack of one edition, being written.
pub(super) struct Tidy<'m> {
    mapping: &'m Mapping,
    folder: PathBuf,
    headers: Headers,
    lang: Lang,
    /// A table's file, begun with its first record.
    tables: HashMap<Arc<str>, Of>,
    submissions: Of,
    findings: Of,
}

/// A file of the pack.
struct Of {
    out: csv::Writer<NewFile>,
    columns: Vec<Column>,
    place: PathBuf,
}

impl Of {
    fn begin(place: PathBuf, columns: Vec<Column>, headers: Headers) -> Result<Of, Error> {
        let out = csv::Writer::from_writer(NewFile::create(&place)?);
        let heads: Vec<String> = columns.iter().map(|c| headers.of(c)).collect();
        let mut of = Of {
            out,
            columns,
            place,
        };
        of.put(&heads)?;
        Ok(of)
    }

    fn put(&mut self, cells: &[String]) -> Result<(), Error> {
        let written = self.out.write_record(cells);
        written.map_err(|e| match e.into_kind() {
            csv::ErrorKind::Io(e) => Error::file(&self.place, e),
            kind => Error::file(&self.place, io::Error::other(format!("{kind:?}"))),
        })
    }

    /// A record behind what the writer gives.
    fn record(&mut self, given: &[&str], record: &Record) -> Result<(), Error> {
        let own = self.columns.iter().filter(|c| !c.is_given());
        let own: Vec<String> = own.map(|c| c.cell(record)).collect();
        let given = given.iter().map(|&cell| cell.to_owned());
        let cells: Vec<String> = given.chain(own).collect();
        self.put(&cells)
    }

    fn complete(self) -> Result<WholeFile, Error> {
        match self.out.into_inner() {
            Ok(file) => file.complete(),
            Err(e) => Err(Error::file(&self.place, e.into_error())),
        }
    }
}

impl<'m> Tidy<'m> {
    pub(super) fn create(
        mapping: &'m Mapping,
        folder: &Path,
        headers: Headers,
        lang: Lang,
    ) -> Result<Tidy<'m>, Error> {
        let folder = folder.join("tidy");
        let given = |(name, label): &(&str, &str)| Column::given(name, label);
        let covers = [
            ("submission_id", "提交编号"),
            ("file", "来源文件"),
            ("sha256", "文件指纹"),
            ("edition", "版本"),
        ];
        let covers = covers.iter().map(given).collect();
        let covers = apart(covers, columns(mapping, &cover(mapping)));
        let findings = FINDINGS.iter().map(given).collect();
        Ok(Tidy {
            submissions: Of::begin(folder.join("submissions.csv"), covers, headers)?,
            findings: Of::begin(folder.join("findings.csv"), findings, headers)?,
            mapping,
            folder,
            headers,
            lang,
            tables: HashMap::new(),
        })
    }

    pub(super) fn submission(&mut self, s: &Submission) -> Result<(), Error> {
        let id = id_of(s);
        let unit = s.who(Role::Name).unwrap_or_default();
        let source = &s.source;
        let given = [&*id, &*source.file, &*source.sha256, &*s.mapping.id];
        self.submissions.record(&given, &s.unit)?;
        for (code, data) in &s.tables.0 {
            let Some(table) = self.mapping.table(code) else {
                continue;
            };
            for (n, record) in data.records.iter().enumerate() {
                if !self.tables.contains_key(code) {
                    let begun = self.begin(table)?;
                    self.tables.insert(Arc::clone(code), begun);
                }
                if let Some(of) = self.tables.get_mut(code) {
                    of.record(&[&record_id(&id, code, n), &id, unit], record)?;
                }
            }
        }
        for finding in &s.findings {
            let path = &finding.path;
            let table = path.table_code().map(|code| code.to_string());
            let record = table.as_deref().zip(path.record_index());
            let row = [
                id.clone(),
                record.map_or_else(String::new, |(code, n)| record_id(&id, code, n)),
                unit.to_owned(),
                finding.severity.name().to_owned(),
                finding.rule().name().to_owned(),
                path.to_string(),
                table.clone().unwrap_or_default(),
                path.field_name().map(|f| f.to_string()).unwrap_or_default(),
                finding.message().get(self.lang).to_owned(),
                finding.raw.clone().unwrap_or_default(),
            ];
            self.findings.put(&row)?;
        }
        Ok(())
    }

    fn begin(&self, table: &Table) -> Result<Of, Error> {
        let place = self.folder.join(format!("{}.csv", table.code));
        Of::begin(place, of_table(self.mapping, table), self.headers)
    }

    /// The files; in a folder of the edition's where `id` is given.
    pub(super) fn complete(mut self, id: Option<&str>) -> Result<Vec<WholeFile>, Error> {
        let mut whole = Vec::new();
        let mut folder = self.folder.clone();
        folder.extend(id);
        let mut described = vec![
            Described {
                code: "submissions".to_owned(),
                name: "submissions".to_owned(),
                columns: self.submissions.columns.clone(),
            },
            Described {
                code: "findings".to_owned(),
                name: "findings".to_owned(),
                columns: self.findings.columns.clone(),
            },
        ];
        for table in &self.mapping.tables {
            let place = folder.join(format!("{}.csv", table.code));
            // An old file of a table that has no records now is replaced by one without rows.
            let of = match self.tables.remove(&table.code) {
                Some(of) => of,
                None if place.exists() => self.begin(table)?,
                None => continue,
            };
            described.push(Described {
                code: table.code.to_string(),
                name: table.name.to_string(),
                columns: of.columns.clone(),
            });
            whole.push(of.complete()?.moved_to(place));
        }
        let Tidy {
            submissions,
            findings,
            mapping,
            headers,
            ..
        } = self;
        whole.push(
            submissions
                .complete()?
                .moved_to(folder.join("submissions.csv")),
        );
        whole.push(findings.complete()?.moved_to(folder.join("findings.csv")));
        let codebook = about::codebook(&described, headers);
        whole.push(codebook_csv(&folder.join("codebook.csv"), &codebook)?);
        whole.push(codebook_book(
            &folder.join("codebook.xlsx"),
            &codebook,
            self.lang,
        )?);
        for (name, text) in [
            (
                "datapackage.json",
                about::package(mapping, &described, headers),
            ),
            ("import.sps", about::spss(&described)),
            ("import.do", about::stata(&described)),
            ("README.txt", about::readme(mapping)),
        ] {
            let mut file = NewFile::create(&folder.join(name))?;
            file.write_all(text.as_bytes()).map_err(|e| file.error(e))?;
            whole.push(file.complete()?);
        }
        Ok(whole)
    }
}

fn codebook_csv(place: &Path, rows: &[[String; 7]]) -> Result<WholeFile, Error> {
    let mut of = Of {
        out: csv::Writer::from_writer(NewFile::create(place)?),
        columns: Vec::new(),
        place: place.to_owned(),
    };
    of.put(&about::CODEBOOK.map(str::to_owned))?;
    for row in rows {
        of.put(row)?;
    }
    of.complete()
}

fn codebook_book(place: &Path, rows: &[[String; 7]], lang: Lang) -> Result<WholeFile, Error> {
    let mut book = Book::new(NewFile::create(place)?, lang);
    let heads = about::CODEBOOK.map(|head| (head.to_owned(), Type::Text));
    let sheet = book.sheet("codebook", heads, SheetLook::Read)?;
    for row in rows {
        let cells: Vec<Cell> = row.iter().map(|cell| Cell::text(cell)).collect();
        book.row(sheet, &cells)?;
    }
    book.complete()
}

/// The cover as a table.
fn cover(mapping: &Mapping) -> Table {
    Table::of_fields(COVER, Layout::Form, mapping.unit.clone())
}

/// A table's columns: the ids, whose it is, the fields.
fn of_table(mapping: &Mapping, table: &Table) -> Vec<Column> {
    let given = [
        Column::given("record_id", "记录编号"),
        Column::given("submission_id", "提交编号"),
        Column::given("unit", "单位"),
    ];
    apart(given.into(), columns(mapping, table))
}

/// The columns together, no two of them headed alike: a form may have a field called `unit`, and two
/// of one label.
fn apart(mut given: Vec<Column>, own: Vec<Column>) -> Vec<Column> {
    for column in &mut given {
        while own
            .iter()
            .any(|c| c.name.eq_ignore_ascii_case(&column.name))
        {
            column.name.push('_');
        }
    }
    given.extend(own);
    let mut labels: HashSet<String> = HashSet::new();
    for column in &mut given {
        if !labels.insert(column.label.clone()) {
            column.label = format!("{}（{}）", column.label, column.name);
        }
    }
    given
}

/// A submission's id: of its file's content and name, since two units may send the same nil form.
fn id_of(s: &Submission) -> String {
    let both = format!("{}\n{}", s.source.sha256, s.source.file);
    let mut id = crate::read::sha256(both.as_bytes());
    id.truncate(ID);
    id
}

/// A record's id: its submission's, its table's, its place there from 1.
fn record_id(submission: &str, table: &str, n: usize) -> String {
    format!("{submission}-{table}-{}", n + 1)
}
