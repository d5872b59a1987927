//! All outputs of a run, written as the submissions come.

use std::path::{Path, PathBuf};

use super::columns::Cell;
use super::file::sweep;
use super::json::{Files, Lines};
use super::problems::{self, Names};
use super::tables::Edition;
use super::{Error, Format, Headers, WholeFiles};
use crate::mapping::Mapping;
use crate::model::submission::Submission;
use crate::text::lang::Lang;

/// Writes submissions to a folder in several formats at once.
///
/// Submissions are given one by one and not kept: memory does not grow with their number. Each
/// file is written beside its place, and all are put in their places by [`finish`](Self::finish).
/// A writer that is dropped, or that has failed, leaves everything as it was before.
///
/// Submissions of several editions in one run go to workbooks of their own: the newest edition has
/// the plain names (`combined.xlsx`, `import/<table>.xlsx`, `csv/<table>.csv`), any other its id in
/// them (`combined-hz-2020.xlsx`, `import/hz-2020/<table>.xlsx`). A submission of no edition (a
/// file that could not be read) is in the JSON and in the plain workbook's last sheet.
///
/// [`Format::Html`] is no business of this writer and is passed over.
pub struct Writer<'m> {
    folder: PathBuf,
    formats: Vec<Format>,
    lang: Lang,
    headers: Headers,
    known: Vec<&'m Mapping>,
    editions: Vec<Edition<'m>>,
    files: Option<Files>,
    lines: Option<Lines>,
    /// What was found in submissions of no edition.
    strays: Vec<Vec<Cell>>,
}

impl<'m> Writer<'m> {
    /// Begins to write to `folder`, which is made where it is not there. `known` are the editions
    /// that submissions may be of.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn create(
        folder: &Path,
        formats: &[Format],
        known: impl IntoIterator<Item = &'m Mapping>,
        lang: Lang,
    ) -> Result<Writer<'m>, Error> {
        for inner in ["", "import", "csv", "parquet", "tidy"] {
            sweep(&folder.join(inner));
        }
        Ok(Writer {
            folder: folder.to_owned(),
            formats: formats.to_vec(),
            lang,
            headers: Headers::default(),
            known: known.into_iter().collect(),
            editions: Vec::new(),
            files: formats
                .contains(&Format::Json)
                .then(|| Files::new(folder, lang)),
            lines: formats
                .contains(&Format::Jsonl)
                .then(|| Lines::create(folder, lang))
                .transpose()?,
            strays: Vec::new(),
        })
    }

    /// What heads the columns of a tidy pack.
    #[must_use]
    pub fn with_headers(self, headers: Headers) -> Writer<'m> {
        Writer { headers, ..self }
    }

    /// Writes a submission.
    ///
    /// # Errors
    /// When something cannot be written; the writer is of no use then.
    pub fn submission(&mut self, submission: &Submission) -> Result<(), Error> {
        if let Some(files) = &mut self.files {
            files.submission(submission)?;
        }
        if let Some(lines) = &mut self.lines {
            lines.submission(submission)?;
        }
        match self.edition(&submission.mapping.id)? {
            Some(edition) => edition.submission(submission),
            None => {
                let names = Names::default();
                let rows = submission.findings.iter();
                let rows = rows.map(|f| problems::row(submission, f, &names, self.lang));
                self.strays.extend(rows);
                Ok(())
            }
        }
    }

    /// The edition of this id, begun where it is the first time.
    fn edition(&mut self, id: &str) -> Result<Option<&mut Edition<'m>>, Error> {
        let begun = self
            .editions
            .iter()
            .position(|e| &*e.mapping.edition.id == id);
        let index = match begun {
            Some(index) => index,
            None => {
                let Some(mapping) = self.known.iter().find(|m| &*m.edition.id == id) else {
                    return Ok(None);
                };
                self.begin(mapping)?
            }
        };
        Ok(self.editions.get_mut(index))
    }

    fn begin(&mut self, mapping: &'m Mapping) -> Result<usize, Error> {
        let edition = {
            let (folder, formats) = (&self.folder, &self.formats);
            Edition::create(mapping, folder, formats, self.headers, self.lang)?
        };
        self.editions.push(edition);
        Ok(self.editions.len() - 1)
    }

    /// Puts all files in their places, and names them.
    ///
    /// # Errors
    /// When something cannot be written. Unless it is the renaming itself that fails, no file has
    /// been replaced then.
    pub fn finish(self) -> Result<Vec<PathBuf>, Error> {
        self.complete()?.persist()
    }

    /// Ends all files; they are still to be put in their places.
    ///
    /// # Errors
    /// When something cannot be written.
    pub fn complete(mut self) -> Result<WholeFiles, Error> {
        if self.editions.is_empty()
            && let Some(newest) = self.known.iter().max_by_key(|m| m.edition.year)
        {
            self.begin(newest)?;
        }
        // The last of the newest, as `max_by_key` has it: one edition a year is the rule.
        let years = self.editions.iter().map(|e| e.mapping.edition.year);
        let newest = years.enumerate().max_by_key(|(_, year)| *year);
        let mut whole = WholeFiles::default();
        whole.extend(self.files.into_iter().flat_map(Files::complete));
        if let Some(lines) = self.lines {
            whole.push(lines.complete()?);
        }
        for (index, mut edition) in self.editions.into_iter().enumerate() {
            let plain = newest.is_some_and(|(i, _)| i == index);
            if plain {
                edition.problems(&self.strays)?;
            }
            whole.extend(edition.complete(plain)?);
        }
        Ok(whole)
    }
}

/// Writes all of `submissions` to `folder`, and names the files; as [`Writer`] does one by one.
///
/// # Errors
/// As [`Writer::submission`] and [`Writer::finish`].
pub fn write_all<'m>(
    folder: &Path,
    formats: &[Format],
    known: impl IntoIterator<Item = &'m Mapping>,
    lang: Lang,
    submissions: impl IntoIterator<Item = Submission>,
) -> Result<Vec<PathBuf>, Error> {
    let mut writer = Writer::create(folder, formats, known, lang)?;
    for submission in submissions {
        writer.submission(&submission)?;
    }
    writer.finish()
}
