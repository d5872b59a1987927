//! Records by table, for one edition: the combined workbook, the import workbooks, the CSV texts,
//! the Parquet files.

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::columns::{self, Cell, Column};
use super::combined::Combined;
use super::file::{NewFile, WholeFile};
use super::of_table::OfTable;
#[cfg(feature = "parquet")]
use super::parquet::Typed;
use super::tidy::Tidy;
use super::workbook::{Book, SheetId, SheetLook};
use super::{Error, Format, Headers};
use crate::mapping::{Derived, Mapping, Table};
use crate::model::submission::{Record, Status, Submission, TableData};
use crate::survey::rollup::derived_records;
use crate::text::lang::Lang;

/// What is written for one edition.
pub(super) struct Edition<'m> {
    pub(super) mapping: &'m Mapping,
    /// The cover as a table, where it asks for more than whose the form is.
    cover: Option<Table>,
    /// The tables that are derived from others: the system takes them too, a row a unit.
    derived: Vec<Table>,
    combined: Option<Combined>,
    imports: Option<Separate<Import>>,
    texts: Option<Separate<Text>>,
    #[cfg(feature = "parquet")]
    typed: Option<Separate<Typed>>,
    tidy: Option<Tidy<'m>>,
}

impl<'m> Edition<'m> {
    pub(super) fn create(
        mapping: &'m Mapping,
        folder: &Path,
        formats: &[Format],
        headers: Headers,
        lang: Lang,
    ) -> Result<Edition<'m>, Error> {
        let combined = formats.contains(&Format::Xlsx);
        Ok(Edition {
            mapping,
            cover: mapping.cover_table(),
            derived: mapping.derived.iter().map(Derived::as_table).collect(),
            combined: combined
                .then(|| Combined::create(mapping, folder, lang))
                .transpose()?,
            imports: formats
                .contains(&Format::Import)
                .then(|| Separate::new(folder, "import", "xlsx")),
            texts: formats
                .contains(&Format::Csv)
                .then(|| Separate::new(folder, "csv", "csv")),
            #[cfg(feature = "parquet")]
            typed: formats
                .contains(&Format::Parquet)
                .then(|| Separate::new(folder, "parquet", "parquet")),
            tidy: formats
                .contains(&Format::Tidy)
                .then(|| Tidy::create(mapping, folder, headers, lang))
                .transpose()?,
        })
    }

    pub(super) fn submission(&mut self, s: &Submission) -> Result<(), Error> {
        if let Some(combined) = &mut self.combined {
            combined.submission(s)?;
        }
        if let Some(tidy) = &mut self.tidy {
            tidy.submission(s)?;
        }
        if let Some(cover) = &self.cover {
            let data = TableData {
                status: Status::Filled,
                records: vec![s.unit.clone()],
                nil: false,
            };
            if let Some(texts) = &mut self.texts {
                texts.records(self.mapping, cover, s, &data)?;
            }
            #[cfg(feature = "parquet")]
            if let Some(typed) = &mut self.typed {
                typed.records(self.mapping, cover, s, &data)?;
            }
        }
        for (code, data) in &s.tables.0 {
            let Some(table) = self.mapping.table(code) else {
                continue;
            };
            if let Some(imports) = &mut self.imports {
                imports.records(self.mapping, table, s, data)?;
            }
            if let Some(texts) = &mut self.texts {
                texts.records(self.mapping, table, s, data)?;
            }
            #[cfg(feature = "parquet")]
            if let Some(typed) = &mut self.typed {
                typed.records(self.mapping, table, s, data)?;
            }
        }
        if let Some(imports) = &mut self.imports {
            // A mapping whose sums cannot be read is not loaded.
            let derived = derived_records(s, self.mapping).unwrap_or_default();
            for (table, (_, record)) in self.derived.iter().zip(derived) {
                let data = TableData {
                    status: Status::Filled,
                    records: record.into_iter().collect(),
                    nil: false,
                };
                imports.records(self.mapping, table, s, &data)?;
            }
        }
        Ok(())
    }

    /// Rows for the combined workbook's last sheet that belong to no submission of the edition.
    pub(super) fn problems(&mut self, rows: &[Vec<Cell>]) -> Result<(), Error> {
        if let Some(combined) = &mut self.combined {
            for row in rows {
                combined.stray(row)?;
            }
        }
        Ok(())
    }

    /// The files, with the plain names or with the edition's id in them.
    pub(super) fn complete(self, plain: bool) -> Result<Vec<WholeFile>, Error> {
        let id = (!plain).then_some(&*self.mapping.edition.id);
        let mut files = Vec::new();
        if let Some(imports) = self.imports {
            files.extend(imports.complete(self.mapping, &self.derived, id)?);
        }
        if let Some(texts) = self.texts {
            files.extend(texts.complete(self.mapping, self.cover.as_slice(), id)?);
        }
        #[cfg(feature = "parquet")]
        if let Some(typed) = self.typed {
            files.extend(typed.complete(self.mapping, self.cover.as_slice(), id)?);
        }
        if let Some(tidy) = self.tidy {
            files.extend(tidy.complete(id)?);
        }
        if let Some(combined) = self.combined {
            let name = match id {
                None => "combined.xlsx".to_owned(),
                Some(id) => format!("combined-{id}.xlsx"),
            };
            files.push(combined.complete(&name)?);
        }
        Ok(files)
    }
}

/// A file a table, begun when the table's first record comes.
struct Separate<F> {
    folder: PathBuf,
    /// `import`, `csv` or `parquet`, also the folder's name.
    kind: &'static str,
    extension: &'static str,
    files: HashMap<Arc<str>, F>,
}

impl<F: OfTable> Separate<F> {
    fn new(folder: &Path, kind: &'static str, extension: &'static str) -> Separate<F> {
        Separate {
            folder: folder.to_owned(),
            kind,
            extension,
            files: HashMap::new(),
        }
    }

    fn place(&self, code: &str, id: Option<&str>) -> PathBuf {
        let mut path = self.folder.join(self.kind);
        path.extend(id);
        path.join(format!("{code}.{}", self.extension))
    }

    fn records(
        &mut self,
        mapping: &Mapping,
        table: &Table,
        s: &Submission,
        data: &TableData,
    ) -> Result<(), Error> {
        for record in &data.records {
            if !self.files.contains_key(&table.code) {
                let file = NewFile::create(&self.place(&table.code, None))?;
                let begun = F::begin(file, mapping, table)?;
                self.files.insert(table.code.clone(), begun);
            }
            if let Some(file) = self.files.get_mut(&table.code) {
                file.record(record, s)?;
            }
        }
        Ok(())
    }

    /// The files. Of a table without records there is none; where an earlier run left one, it is
    /// replaced by one with nothing but its header, so that no old record is taken for a new one.
    fn complete(
        mut self,
        mapping: &Mapping,
        further: &[Table],
        id: Option<&str>,
    ) -> Result<Vec<WholeFile>, Error> {
        let mut whole = Vec::new();
        for table in further.iter().chain(&mapping.tables) {
            let place = self.place(&table.code, id);
            let file = match self.files.remove(&table.code) {
                Some(file) => file,
                None if place.exists() => F::begin(NewFile::create(&place)?, mapping, table)?,
                None => continue,
            };
            whole.push(file.complete()?.moved_to(place));
        }
        Ok(whole)
    }
}

/// `import/<table>.xlsx`: what the reporting system takes.
struct Import {
    book: Book,
    sheet: SheetId,
    columns: Vec<Column>,
}

impl OfTable for Import {
    fn begin(file: NewFile, _: &Mapping, table: &Table) -> Result<Import, Error> {
        let columns = columns::import(table);
        let mut book = Book::new(file, Lang::Zh);
        let header = columns.iter().map(|c| (c.label.clone(), c.kind));
        let sheet = book.sheet(&table.code, header, SheetLook::Bare)?;
        Ok(Import {
            book,
            sheet,
            columns,
        })
    }

    fn record(&mut self, record: &Record, s: &Submission) -> Result<(), Error> {
        let cells = columns::cells(&self.columns, record, s, false);
        self.book.row(self.sheet, &cells).map(|_| ())
    }

    fn complete(self) -> Result<WholeFile, Error> {
        self.book.complete()
    }
}

/// `csv/<table>.csv`: the columns of the combined workbook's sheet.
struct Text {
    out: csv::Writer<NewFile>,
    columns: Vec<Column>,
    place: PathBuf,
}

impl Text {
    fn put<I: AsRef<[u8]>>(&mut self, fields: impl IntoIterator<Item = I>) -> Result<(), Error> {
        let written = self.out.write_record(fields);
        written.map_err(|e| match e.into_kind() {
            csv::ErrorKind::Io(e) => Error::file(&self.place, e),
            kind => Error::file(&self.place, io::Error::other(format!("{kind:?}"))),
        })
    }
}

impl OfTable for Text {
    fn begin(mut file: NewFile, mapping: &Mapping, table: &Table) -> Result<Text, Error> {
        // The mark by which Excel knows UTF-8.
        file.write_all("\u{feff}".as_bytes())
            .map_err(|e| file.error(e))?;
        let place = file.target().to_owned();
        let out = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(file);
        let columns = columns::all(mapping, table);
        let header: Vec<String> = columns.iter().map(|c| c.label.clone()).collect();
        let mut text = Text {
            out,
            columns,
            place,
        };
        text.put(&header)?;
        Ok(text)
    }

    fn record(&mut self, record: &Record, s: &Submission) -> Result<(), Error> {
        let cells = columns::cells(&self.columns, record, s, true);
        self.put(cells.iter().map(|cell| match cell {
            Cell::Blank => String::new(),
            Cell::Text(text) | Cell::Graded(_, text) | Cell::Link(text) => text.clone(),
            Cell::Number(n) => n.normalize().to_string(),
        }))
    }

    fn complete(self) -> Result<WholeFile, Error> {
        match self.out.into_inner() {
            Ok(file) => file.complete(),
            Err(e) => Err(Error::file(&self.place, e.into_error())),
        }
    }
}
